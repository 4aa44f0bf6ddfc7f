"""What a body uses: its list, the tick list, one claim, and the forms of those who answer for it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry
from commonweal.journal import queries as journal
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body, Visibility
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.usage import actions, queries
from commonweal.usage.forms.claims import AddUseForm, EndForm, UseForm
from commonweal.usage.models import ClaimSource, UsageClaim
from commonweal.usage.permissions import Permission, allows, is_own, require, require_own
from commonweal.usage.rules.standing import Standing
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.claims_words import source

MOST_SHOWN, MOST_TICKS, MOST_HISTORY = 500, 40, 50


@require_safe
def body_use(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body uses and used, as far as the reader may see; its editors also see what waits for them."""
    body = body_or_404(slug)
    today = timezone.localdate()
    claims = list(queries.portfolio(request.user, body)[:MOST_SHOWN])
    uses = [queries.use_of(claim, today) for claim in claims]
    is_ours = is_own(request.user, Permission.ANSWER_CLAIMS, on=body)
    denied = [queries.use_of(claim, today) for claim in queries.denied_by(body)] if is_ours else []
    context = {
        "body": body,
        "name": name_of(body),
        "current": _joined([use for use in uses if use.standing != Standing.ENDED]),
        "ended": [(use, source(use.claim)) for use in uses if use.standing == Standing.ENDED],
        "denied": denied,
        "is_ours": is_ours,
        "may_state": allows(request.user, Permission.STATE_USE, on=body),
        "to_do": queries.to_do(body, today) if is_ours else None,
        "terms": queries.terms(),
        "is_of_the_network": organisations.is_of_the_network(request.user),
    }
    return render(request, "usage/claims_body.html", context)


@require_http_methods(["GET", "POST"])
def tick(request: HttpRequest, slug: str) -> HttpResponse:
    """Say of many pieces of software at once that the body uses them; what neighbours use stands first."""
    body = body_or_404(slug)
    require_own(actor(request), Permission.ANSWER_CLAIMS, on=body)
    if request.method == "POST":
        seen = catalogue.entries_for(request.user)
        chosen = [int(pk) for pk in request.POST.getlist("entry") if pk.isdecimal() and len(pk) < 19]
        rung = request.POST.get("visibility", "")
        wanted = {str(value): value for value in Visibility}.get(rung)
        made = actions.state_many(
            body=body, entries=list(seen.filter(pk__in=chosen)), visibility=wanted, by=actor(request)
        )
        messages.success(request, _("%(number)s added to what you use.") % {"number": len(made)})
        return redirect("body-use", slug=slug)
    text = request.GET.get("q", "").strip()[:200]
    offered = _found(request, text) if text else _used_near(request, body)
    own = queries.in_use(queries.portfolio(request.user, body)).filter(source=ClaimSource.SELF)
    context = {
        "body": body,
        "name": name_of(body),
        "text": text,
        "offered": offered,
        "ticked": set(own.values_list("entry_id", flat=True)),
        "rungs": Visibility.choices,
        "default": int(queries.terms().default_visibility),
    }
    return render(request, "usage/claims_tick.html", context)


@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the body uses a piece of software, with all that is known of it."""
    body = body_or_404(slug)
    require(actor(request), Permission.STATE_USE, on=body)
    initial = {"software": request.GET.get("software", "")[:300]}
    form = AddUseForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        draft = form.draft(form.cleaned_data.pop("software"))
        actions.state_use(body=body, draft=draft, by=actor(request))
        messages.success(request, _("It is on the list."))
        return redirect("body-use", slug=slug)
    return _form_page(request, form, body, title=_("Add software that %(body)s uses") % {"body": name_of(body)})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is said of a use; saying so confirms it."""
    body, claim = _own(request, slug, pk)
    form = UseForm(request.POST or None, claim=claim)
    if request.method == "POST" and form.is_valid():
        actions.state_use(body=body, draft=form.draft(claim.entry), claim=claim, by=actor(request))
        messages.success(request, _("Saved."))
        return redirect("body-use", slug=slug)
    title = _("%(software)s at %(body)s") % {"software": claim.entry.name, "body": name_of(body)}
    return _form_page(request, form, body, title=title)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a use has ended."""
    body, claim = _own(request, slug, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_use(claim=claim, until=form.cleaned_data["until"], by=actor(request))
        messages.success(request, _("It stays in the history as ended."))
        return redirect("body-use", slug=slug)
    context = {
        "title": _("%(software)s is no longer used") % {"software": claim.entry.name},
        "text": _("Others no longer see it among what %(body)s uses.") % {"body": name_of(body)},
        "form": form,
        "button": _("It has ended"),
        "back": f"{body.get_absolute_url()}/use",
    }
    return render(request, "parts/confirm.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm or deny what is said of a body, or share it more or less widely."""
    _body, claim = _own(request, slug, pk)
    note, by = request.POST.get("note", "")[:500], actor(request)
    try:
        if "confirm" in request.POST:
            actions.confirm_claim(claim=claim, note=note, by=by)
            messages.success(request, _("Confirmed."))
        elif "deny" in request.POST:
            actions.deny_claim(claim=claim, note=note, by=by)
            messages.success(request, _("Denied: nobody else sees it any more."))
        elif (rung := request.POST.get("visibility", "")) in {str(value.value) for value in Visibility}:
            actions.change_visibility(claim=claim, visibility=Visibility(int(rung)), by=by)
            messages.success(request, _("Saved."))
    except (actions.OwnClaim, actions.ClaimEnded) as refusal:
        messages.error(request, str(refusal))
    return redirect("body-use", slug=slug)


@require_safe
def claim_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One claim with all that is said of it, and what became of it day by day."""
    body = body_or_404(slug)
    is_ours = is_own(request.user, Permission.ANSWER_CLAIMS, on=body)
    claim = queries.own_claim(body, pk) if is_ours else queries.claim_for(request.user, body, pk)
    if claim is None or (is_ours and not _may_see(request, claim)):
        raise Http404
    context = {
        "body": body,
        "name": name_of(body),
        "claim": claim,
        "use": queries.use_of(claim, timezone.localdate()),
        "source": source(claim),
        "history": history(claim),
        "answers": claim.answers.select_related("by") if is_ours else [],
        "is_ours": is_ours,
        "rungs": Visibility.choices,
    }
    return render(request, "usage/claims_claim.html", context)


def _joined(uses: list[queries.Use]) -> list[tuple[queries.Use, str, list[str]]]:
    """What the body says itself, or else the best that others say, with who else says the same of the software."""
    own = [use for use in uses if use.claim.source == ClaimSource.SELF]
    said = {use.claim.entry_id for use in own}
    best = queries.best_uses([use.claim for use in uses], timezone.localdate(), key="entry_id")
    shown = [use for use in uses if use in own or (use.claim.entry_id not in said and use == best[use.claim.entry_id])]
    rest = [use for use in uses if use not in shown]
    return [
        (use, source(use.claim), [source(other.claim) for other in rest if other.claim.entry_id == use.claim.entry_id])
        for use in shown
    ]


def history(claim: UsageClaim) -> list[tuple[object, str]]:
    """What happened to a claim, newest first, in words and without names of persons."""
    words = {
        "usage.use_stated": _("said"),
        "usage.use_imported": _("taken from a list"),
        "usage.use_named": _("named by the publisher of the software"),
        "usage.use_changed": _("changed"),
        "usage.use_ended": _("ended"),
        "usage.visibility_changed": _("shared more or less widely"),
        "usage.claim_confirmed": _("confirmed by the organisation"),
        "usage.claim_denied": _("denied by the organisation"),
        "usage.proposal_confirmed": _("proposed by a supplier and confirmed by the organisation"),
    }
    events = journal.history_of(claim)[:MOST_HISTORY]
    return [(event.recorded_at, words[event.name]) for event in events if event.name in words]


def _may_see(request: HttpRequest, claim: UsageClaim) -> bool:
    """What is private to a colleague stays so, also for those who answer for the body."""
    return claim.visibility != Visibility.PRIVATE or claim.author_id == request.user.pk


def _own(request: HttpRequest, slug: str, pk: int) -> tuple[Body, UsageClaim]:
    """A body and a claim about it, for those who may state what it uses.

    Raises NotAllowed, Http404.
    """
    body = body_or_404(slug)
    require_own(actor(request), Permission.ANSWER_CLAIMS, on=body)
    claim = queries.own_claim(body, pk)
    if claim is None or not _may_see(request, claim):
        raise Http404
    return body, claim


def _found(request: HttpRequest, text: str) -> list[tuple[Entry, str]]:
    wanted = catalogue.SearchRequest.from_query(request.GET, get_language() or "en")
    hits = catalogue.search(request.user, wanted).hits[:MOST_TICKS]
    return [(hit.entry, "") for hit in hits]


def _used_near(request: HttpRequest, body: Body) -> list[tuple[Entry, str]]:
    """What most of the peers use, then what most of all use."""
    compared = queries.compare(request.user, body)
    offered = [
        (use.entry, _("%(count)s of your %(of)s neighbours use it") % {"count": use.count, "of": len(compared.peers)})
        for use in compared.theirs[:MOST_TICKS]
    ]
    if len(offered) < MOST_TICKS:
        known = {entry.pk for entry, _reason in offered} | {use.entry.pk for use in (*compared.both, *compared.ours)}
        newest = catalogue.entries_for(request.user).exclude(pk__in=known).order_by("-changed_at", "-pk")
        offered += [(entry, "") for entry in newest[: MOST_TICKS - len(offered)]]
    return offered


def _form_page(request: HttpRequest, form: UseForm, body: Body, *, title: str) -> HttpResponse:
    context = {"title": title, "form": form, "body": body, "back": f"{body.get_absolute_url()}/use"}
    return render(request, "usage/claims_form.html", context, status=422 if form.errors else 200)
