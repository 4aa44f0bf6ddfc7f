"""The licences of a body's systems: how they stand, what is not known most often, and what the body allows."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.components.queries import Scope, scope_of
from commonweal.drawing.lights import Colour
from commonweal.licensing import actions
from commonweal.licensing.forms.systems import PolicyChoiceForm
from commonweal.licensing.models import PolicyChoice
from commonweal.licensing.permissions import Permission, allows
from commonweal.licensing.queries.concluded import own_conclusions
from commonweal.licensing.queries.lights_pack import lights_pack
from commonweal.licensing.queries.policy_pack import policy_pack
from commonweal.licensing.queries.standings import facts_by_system
from commonweal.licensing.queries.unknowns import unknown_licences, unknown_rows
from commonweal.licensing.queries.uses import uses_of
from commonweal.licensing.rules.lights import Facts, together
from commonweal.licensing.views.standing_words import Shown, shown
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.standards.spreadsheet import csv_text
from commonweal.usage.models import System

_COLOURS = tuple(each.value for each in Colour)
PAGE_SIZE, MOST_UNKNOWN, MOST_CONCLUSIONS = 100, 20, 100
COLUMNS = (
    "system", "light", "use", "parts", "unknown", "refused", "look", "allowed", "only_detected", "not_judged",
    "obligations_open", "oldest_list",
)  # fmt: skip


@require_safe
def body_licences(request: HttpRequest, slug: str) -> HttpResponse:
    """How the systems of a body stand with their licences."""
    return _page(request, body_or_404(scope_of(request.user), slug))


@require_POST
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Allow or refuse a licence."""
    body = body_or_404(scope_of(request.user), slug)
    person, form = actor(request), PolicyChoiceForm(request.POST)
    if form.is_valid():
        try:
            actions.choose_policy(body=body, by=person, **form.cleaned_data)
        except actions.NoSuchLicence as refusal:
            form.add_error("licence", str(refusal))
        else:
            messages.success(request, _("Written down. It comes before the policy that all follow."))
            return redirect("body-licences", slug)
    return _page(request, body, form)


@require_POST
def end_choice(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back; one that may not be seen is as if it were not there."""
    choice = get_object_or_404(PolicyChoice.objects.select_related("body"), pk=pk)
    body_or_404(scope_of(request.user), choice.body.slug)
    actions.end_policy_choice(choice=choice, by=actor(request))
    messages.success(request, _("Taken back. The policy that all follow decides again."))
    return redirect("body-licences", choice.body.slug)


@require_safe
def body_licences_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The systems as a table."""
    body = body_or_404(scope_of(request.user), slug)
    alone = Scope(bodies=frozenset({body.pk}))
    facts = facts_by_system(alone)
    uses = uses_of(facts)
    rows = (
        _row(system.name, facts[system.pk], uses.get(system.pk, ""))
        for system in alone.systems().order_by("folded_name", "pk")
        if system.pk in facts
    )
    answer = HttpResponse(csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="licences-{body.slug}.csv"'
    return answer


def body_or_404(scope: Scope, slug: str) -> Body:
    """A body whose parts may be seen.

    Raises Http404.
    """
    body = Body.objects.prefetch_related("names").filter(slug=slug).first()
    if body is None or body.pk not in scope:
        raise Http404
    return body


def _page(request: HttpRequest, body: Body, form: PolicyChoiceForm | None = None) -> HttpResponse:
    alone = Scope(bodies=frozenset({body.pk}))
    facts = facts_by_system(alone)
    systems = alone.systems().order_by("folded_name", "pk")
    judged = [(each, facts[each.pk], shown(facts[each.pk])) for each in systems if each.pk in facts]
    page = Paginator(sorted(judged, key=_gravest), PAGE_SIZE).get_page(request.GET.get("page"))
    unknown = unknown_licences(alone)
    context = {
        "body": body,
        "name": body.name_in(get_language() or "en"),
        "facts": together(facts.values()),
        "light": shown(together(facts.values())),
        "page": page,
        "rows": list(page),
        "unknown_count": len(unknown),
        "unknown": unknown_rows(alone, unknown[:MOST_UNKNOWN]),
        "choices": PolicyChoice.objects.filter(body=body, ended_at=None).select_related("by"),
        "conclusions": own_conclusions(alone, body)[:MOST_CONCLUSIONS],
        "choice_form": form or PolicyChoiceForm(),
        "may_choose": allows(request.user, Permission.CHOOSE_POLICY, on=body),
        "may_conclude": allows(request.user, Permission.CONCLUDE, on=body),
        "pack": lights_pack(),
        "policy": policy_pack(),
    }
    return render(request, "licensing/body.html", context, status=422 if form else 200)


def _gravest(row: tuple[System, Facts, Shown]) -> tuple[int, int]:
    """The place of a system in a list, the gravest first; those alike stay by name."""
    _, facts, light = row
    return _COLOURS.index(light.colour), -facts.refused


def _row(name: str, facts: Facts, use: str) -> dict[str, object]:
    return {
        "system": name,
        "light": shown(facts).colour,
        "use": use,
        "parts": facts.parts,
        "unknown": facts.unknown,
        "refused": facts.refused,
        "look": facts.look,
        "allowed": facts.allowed,
        "only_detected": facts.detected,
        "not_judged": "" if facts.unnamed is None else facts.unnamed,
        "obligations_open": facts.obligations,
        "oldest_list": facts.oldest_list or "",
    }
