"""Actions: a page each with what shows that they were done, and the forms of those who keep them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.strategy import actions, permissions
from commonweal.strategy.documents.words import sentence_of
from commonweal.strategy.forms.strategies import ActionForm, EvidenceForm, ReasonForm
from commonweal.strategy.models import Evidence, PlannedAction
from commonweal.strategy.permissions import Permission
from commonweal.strategy.queries.strategies import action_for, goal_seen, goals_to_choose, initiative_seen, is_open
from commonweal.strategy.rules.alarms import alarms_of_action
from commonweal.strategy.views.keeping import body_or_404, form_page, found_or_404, frame, owner_of, saved

REFUSALS = (
    actions.NamelessAction, actions.NegativeEffort, actions.OfAnotherBody, actions.ActionOver, actions.NoReason,
    actions.NamelessEvidence,
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def action_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything known of one action; what is sent is evidence."""
    action = found_or_404(action_for(request.user, pk))
    form = EvidenceForm(request.POST or None)
    if request.method == "POST":
        by = actor(request)
        if saved(form, lambda: actions.add_evidence(action=action, by=by, **form.cleaned_data), REFUSALS):
            return redirect(action)
    today = timezone.localdate()
    planned_on = timezone.localtime(action.planned_at).date()
    alarms = alarms_of_action(action.due_on, action.owner_name, planned_on, today) if is_open(action) else ()
    page = frame(request, owner_of(action), "") | {
        "action": action,
        "form": form,
        "goal": goal_seen(request.user, action.goal),
        "initiative": initiative_seen(request.user, action.initiative),
        "is_open": is_open(action),
        "carried_to": getattr(action, "carried_to", None),
        "alarms": [sentence_of(alarm) for alarm in alarms],
    }
    return render(request, "strategy/action.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def add_action(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan an action."""
    body, by = body_or_404(slug), actor(request)
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    chosen = request.GET.get("goal", "")
    goal = goals_to_choose(body).filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 19 else None
    form = ActionForm(request.POST or None, body=body, initial={"goal": goal} if goal else {})
    made = saved(form, lambda: actions.plan_action(body=body, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    lead = _("Only what is done is needed. Somebody who sees to it, and a day, make it happen.")
    back = reverse("body-strategy", args=[slug])
    return form_page(request, form, title=_("Plan an action"), back=back, back_name=name_of(body), lead=lead)


@require_http_methods(["GET", "POST"])
def change_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of an action."""
    action = _kept(request, pk)
    form, by = ActionForm(request.POST or None, body=owner_of(action), action=action), actor(request)
    made = saved(form, lambda: actions.change_action(action=action, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    return form_page(request, form, title=_("Change the action"), back=action.get_absolute_url(), back_name=str(action))


@require_http_methods(["GET", "POST"])
def drop_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an action up."""
    action = _kept(request, pk)
    form, by = ReasonForm(request.POST or None), actor(request)
    made = saved(form, lambda: actions.drop_action(action=action, by=by, **form.cleaned_data), REFUSALS)
    if made:
        return redirect(made)
    title = _("Give the action up")
    return form_page(request, form, title=title, back=action.get_absolute_url(), back_name=str(action))


@require_POST
def finish_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is done."""
    return _turn(request, pk, _("Done. Now add what shows it."), is_finished=True)


@require_POST
def reopen_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it up again."""
    return _turn(request, pk, _("It is open again."), is_finished=False)


@require_POST
def withdraw_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Take evidence back."""
    evidence = Evidence.objects.select_related("action").filter(pk=pk).first()
    if evidence is None:
        raise Http404
    action = _kept(request, evidence.action_id)
    actions.withdraw_evidence(evidence=evidence, by=actor(request))
    return redirect(action)


def _turn(request: HttpRequest, pk: int, said: str, *, is_finished: bool) -> HttpResponse:
    action, act = _kept(request, pk), actions.finish_action if is_finished else actions.reopen_action
    try:
        act(action=action, by=actor(request))
    except actions.ActionOver as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(action)


def _kept(request: HttpRequest, pk: int) -> PlannedAction:
    """An action that the reader keeps.

    Raises Http404, NotAllowed.
    """
    action = found_or_404(action_for(request.user, pk))
    permissions.require(actor(request), Permission.KEEP_STRATEGY, on=action.owner)
    return action
