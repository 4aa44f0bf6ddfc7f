"""Concerns: what is feared, what was answered, who closed it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.organisations.permissions import actor
from commonweal.strategy import actions, permissions
from commonweal.strategy.forms.clauses import AnswerForm, ConcernForm
from commonweal.strategy.permissions import Permission
from commonweal.strategy.queries.concerns import concern_for, concerns_of
from commonweal.strategy.views.keeping import body_or_404, form_page, found_or_404, frame, owner_of, saved

REFUSALS = (actions.NoWords, actions.ConcernClosed, actions.NotAnswered)


@require_http_methods(["GET", "POST"])
def concern_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The concerns of a body, those that are open first; what is sent is a new one."""
    body = body_or_404(slug)
    form = ConcernForm(request.POST or None)
    if request.method == "POST":
        by = actor(request)
        if saved(form, lambda: actions.raise_concern(body=body, by=by, **form.cleaned_data), REFUSALS):
            return redirect("body-concerns", slug)
    concerns = list(concerns_of(request.user, body))
    page = frame(request, body, "concerns") | {
        "form": form,
        "open": [each for each in concerns if each.closed_at is None],
        "closed": [each for each in concerns if each.closed_at is not None],
    }
    return render(request, "strategy/concerns.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def answer_concern(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a concern."""
    concern = found_or_404(concern_for(request.user, pk))
    by, body = actor(request), owner_of(concern)
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    before = {"answer": concern.answer, "evidence_url": concern.evidence_url}
    form = AnswerForm(request.POST or None, initial=before)
    made = saved(form, lambda: actions.answer_concern(concern=concern, by=by, **form.cleaned_data), REFUSALS)
    if made:
        return redirect("body-concerns", body.slug)
    back = f"{body.get_absolute_url()}/strategy/concerns"
    title = _("Answer the concern")
    return form_page(request, form, title=title, back=back, back_name=_("Concerns"), lead=concern.fear)


@require_POST
def close_concern(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the answer satisfied."""
    concern = found_or_404(concern_for(request.user, pk))
    actions.close_concern(concern=concern, by=actor(request))
    return redirect("body-concerns", owner_of(concern).slug)


@require_POST
def reopen_concern(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is still feared."""
    concern = found_or_404(concern_for(request.user, pk))
    actions.reopen_concern(concern=concern, by=actor(request))
    return redirect("body-concerns", owner_of(concern).slug)
