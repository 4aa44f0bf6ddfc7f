"""Parts whose licence is not known, in all that somebody may see, and concluding about many or one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.components.queries import Scope, package, scope_of
from commonweal.licensing import actions
from commonweal.licensing.forms.concluding import ConclusionForm, PackageConclusionForm
from commonweal.licensing.models import Conclusion
from commonweal.licensing.permissions import NotAllowed
from commonweal.licensing.queries.concluded import concluding_for, conclusions_about
from commonweal.licensing.queries.of_package import seen_of
from commonweal.licensing.queries.unknowns import has_parts, packages_in, unknown_licences, unknown_rows
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor

PAGE_SIZE, UNDO = 100, "licensing.undo"


@require_http_methods(["GET", "POST"])
def unknown(request: HttpRequest) -> HttpResponse:
    """What has no known licence, most widespread first; by POST a conclusion about all that is ticked."""
    person, scope = actor(request), scope_of(request.user)
    if scope.is_empty:
        raise NotAllowed(_("Only those who answer for the systems of an organisation see what they are made of."))
    body = _body(scope, request.GET.get("body", "")[:200].strip())
    seen = scope if body is None else Scope(bodies=frozenset({body.pk}))
    form = ConclusionForm(request.POST or None, concluding=concluding_for(request.user, body))
    ticked = [int(text) for text in request.POST.getlist("pick") if text.isdecimal() and len(text) < 18]
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.conclude_many(
                packages=packages_in(seen, ticked), body=form.body(), draft=form.draft(), by=person
            )  # fmt: skip
        except actions.NotConcludable as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell_what_was_meant(request, form.draft().expression, made[0].expression)
            return _concluded(request, made)
    found = unknown_licences(seen)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "query": request.GET.urlencode(),
        "page": page,
        "is_unlisted": not found and not has_parts(seen),
        "rows": unknown_rows(seen, list(page)),
        "form": form,
        "ticked": ticked,
        "may_conclude": not concluding_for(request.user, body).is_nobody,
        "undo": len(request.session.get(UNDO, [])),
    }
    return render(request, "licensing/unknown.html", context, status=422 if form.errors else 200)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was just concluded."""
    person = actor(request)
    made = Conclusion.objects.filter(pk__in=request.session.pop(UNDO, []), by=person).select_related("body")
    ended = actions.end_conclusions(conclusions=list(made), by=person)
    text = ngettext("%(number)s conclusion was taken back.", "%(number)s conclusions were taken back.", len(ended))
    messages.success(request, text % {"number": len(ended)})
    return redirect("licences-unknown")


@require_http_methods(["GET", "POST"])
def package_licence(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of the licence of one package, and concluding about it."""
    person, scope = actor(request), scope_of(request.user)
    found = package(scope, pk)
    if found is None:
        raise Http404
    concluding = concluding_for(request.user)
    form = PackageConclusionForm(request.POST or None, concluding=concluding)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.conclude(package=found, body=form.body(), draft=form.draft(), by=person)
        except actions.NotConcludable as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down with your name and the day."))
            _tell_what_was_meant(request, form.draft().expression, made.expression)
            return redirect("package-licence", pk)
    context = {
        "package": found,
        "seen": seen_of(scope, found),
        "conclusions": [(each, _may_end(request, each)) for each in conclusions_about(scope, found)],
        "form": form,
        "may_conclude": not concluding.is_nobody,
    }
    return render(request, "licensing/package.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a conclusion; one that may not be seen is as if it were not there."""
    person, scope = actor(request), scope_of(request.user)
    seen = Q() if scope.is_everything else Q(body__in=scope.bodies)
    conclusion = get_object_or_404(Conclusion.objects.filter(seen).select_related("body"), pk=pk)
    actions.end_conclusion(conclusion=conclusion, by=person)
    messages.success(request, _("Taken back. What lists say counts again."))
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "licences-unknown")


def _body(scope: Scope, slug: str) -> Body | None:
    """The body asked for; one that may not be seen answers as one that does not exist.

    Raises Http404.
    """
    body = Body.objects.filter(slug=slug).first() if slug else None
    if slug and (body is None or body.pk not in scope):
        raise Http404
    return body


def _concluded(request: HttpRequest, made: list[Conclusion]) -> HttpResponse:
    request.session[UNDO] = [each.pk for each in made]
    text = ngettext("%(number)s conclusion was written down.", "%(number)s conclusions were written down.", len(made))
    messages.success(request, text % {"number": len(made)})
    return redirect(request.get_full_path())


def _tell_what_was_meant(request: HttpRequest, written: str, kept: str) -> None:
    """Say which licence words were taken for, where they are not the expression itself."""
    if " ".join(written.split()).casefold() != kept.casefold():
        told = {"text": written.strip(), "licence": kept}
        messages.info(request, _("“%(text)s” was taken for %(licence)s.") % told)


def _may_end(request: HttpRequest, conclusion: Conclusion) -> bool:
    found = concluding_for(request.user, conclusion.body)
    is_theirs = conclusion.body in found.bodies if conclusion.body else found.for_everybody
    return conclusion.ended_at is None and is_theirs
