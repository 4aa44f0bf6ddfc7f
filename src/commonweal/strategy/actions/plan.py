"""Planning what is done for a goal, and saying that it is done, dropped or open again."""

from dataclasses import dataclass
from datetime import date
from math import inf

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.strategy import permissions
from commonweal.strategy.models import Evidence, Goal, Initiative, PlannedAction
from commonweal.strategy.permissions import Permission


class NamelessAction(Exception):
    """An action says what is done."""


class NegativeEffort(Exception):
    """An effort is a number of days, not below nothing and not without end."""


class OfAnotherBody(Exception):
    """A goal, an initiative or a clause belongs to another body, or has ended."""


class ActionOver(Exception):
    """The action was done, dropped or carried over already, or is open still; the message says which."""


class NoReason(Exception):
    """Whoever ends something says why."""


class NamelessEvidence(Exception):
    """Evidence says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDraft:
    """What is known of an action; "" and None are not known. `origin` names what advised it, where something did."""

    title: str
    owner_name: str = ""
    due_on: date | None = None
    effort_days: float | None = None
    origin: str = ""
    note: str = ""
    goal: Goal | None = None
    initiative: Initiative | None = None
    visibility: int = Visibility.BODY


@transaction.atomic
def plan_action(*, body: Body, draft: ActionDraft, by: User | None) -> PlannedAction:
    """Write down what a body does, for a goal or for none yet.

    Advised again by the same origin in the same words while it is open, it is the same action. Raises NotAllowed,
    NamelessAction, NegativeEffort, OfAnotherBody.
    """
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    _check(body, draft)
    Body.objects.select_for_update().only("pk").get(pk=body.pk)
    before = _advised_before(body, draft)
    if before is not None:
        return before
    action = PlannedAction(owner=body)
    _write(action, draft, by)
    action.save()
    told = {"body": body.pk, "title": action.title, "origin": action.origin}
    journal.record("strategy.action_planned", subject=action, by=by, data=told)
    return action


@transaction.atomic
def change_action(*, action: PlannedAction, draft: ActionDraft, by: User | None) -> PlannedAction:
    """Bring an open action up to date; the same draft twice changes and records nothing.

    Raises NotAllowed, ActionOver, NamelessAction, NegativeEffort, OfAnotherBody.
    """
    action = _open(action, by)
    _check(_body(action), draft)
    before = _columns(action)
    _write(action, draft, by)
    changed = sorted(name for name, value in _columns(action).items() if before[name] != value)
    if changed:
        action.save()
        journal.record("strategy.action_changed", subject=action, by=by, data={"fields": changed})
    return action


@transaction.atomic
def finish_action(*, action: PlannedAction, by: User | None) -> PlannedAction:
    """Say that it is done. Raises NotAllowed, ActionOver."""
    action = _open(action, by)
    action.done_at, action.done_by = timezone.now(), by
    action.save(update_fields=["done_at", "done_by"])
    journal.record("strategy.action_finished", subject=action, by=by, data={"body": action.owner_id})
    return action


@transaction.atomic
def drop_action(*, action: PlannedAction, reason: str, by: User | None) -> PlannedAction:
    """Give an action up, with the reason. Raises NotAllowed, ActionOver, NoReason."""
    action = _open(action, by)
    if not reason.strip():
        raise NoReason(_("Say why, so that nobody wonders later."))
    action.dropped_at, action.dropped_by, action.drop_reason = timezone.now(), by, reason.strip()[:500]
    action.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    journal.record("strategy.action_dropped", subject=action, by=by, data={"body": action.owner_id})
    return action


@transaction.atomic
def reopen_action(*, action: PlannedAction, by: User | None) -> PlannedAction:
    """Take up again what was done or dropped. Raises NotAllowed, ActionOver."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=action.owner)
    action = PlannedAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.done_at is None and action.dropped_at is None:
        raise ActionOver(_("It is open already, or was carried over."))
    if action.goal is not None and action.goal.strategy.ended_at is not None:
        raise ActionOver(_("Its strategy was renewed. Plan it anew in the one that stands."))
    action.done_at = action.done_by = action.dropped_at = action.dropped_by = None
    action.drop_reason = ""
    action.save(update_fields=["done_at", "done_by", "dropped_at", "dropped_by", "drop_reason"])
    journal.record("strategy.action_reopened", subject=action, by=by, data={"body": action.owner_id})
    return action


@transaction.atomic
def add_evidence(*, action: PlannedAction, title: str, url: str = "", by: User | None) -> Evidence:
    """Write down what shows that an action was done. Raises NotAllowed, NamelessEvidence."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=action.owner)
    if not title.strip():
        raise NamelessEvidence(_("Say what shows it."))
    evidence = Evidence.objects.create(action=action, title=" ".join(title.split())[:300], url=url.strip(), by=by)
    journal.record("strategy.evidence_added", subject=action, by=by, data={"evidence": evidence.pk})
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, by: User | None) -> Evidence:
    """Take evidence back; said twice, the first counts. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=evidence.action.owner)
    if evidence.withdrawn_at is None:
        evidence.withdrawn_at, evidence.withdrawn_by = timezone.now(), by
        evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])
        told = {"evidence": evidence.pk}
        journal.record("strategy.evidence_withdrawn", subject=evidence.action, by=by, data=told)
    return evidence


def _open(action: PlannedAction, by: User | None) -> PlannedAction:
    permissions.require(by, Permission.KEEP_STRATEGY, on=action.owner)
    action = PlannedAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.done_at or action.dropped_at:
        raise ActionOver(_("It was done or dropped already. Take it up again first."))
    if PlannedAction.objects.filter(carried_from=action).exists():
        raise ActionOver(_("It was carried over to the next version of the strategy."))
    return action


def _body(action: PlannedAction) -> Body:
    assert action.owner is not None  # noqa: S101  a constraint of the database
    return action.owner


def _advised_before(body: Body, draft: ActionDraft) -> PlannedAction | None:
    if not draft.origin:
        return None
    same = PlannedAction.objects.filter(
        owner=body, origin=draft.origin[:300], title=_title(draft), done_at=None, dropped_at=None, carried_to=None
    )
    return same.first()


def _check(body: Body, draft: ActionDraft) -> None:
    if not draft.title.strip():
        raise NamelessAction(_("Say in a few words what is done."))
    if draft.effort_days is not None and not 0 <= draft.effort_days < inf:
        raise NegativeEffort(_("An effort is not below nothing."))
    goal, initiative = draft.goal, draft.initiative
    if goal is not None and (goal.strategy.owner_id != body.pk or goal.strategy.ended_at or goal.ended_at):
        raise OfAnotherBody(_("Choose a goal of the strategy that stands."))
    if initiative is not None and initiative.owner_id != body.pk:
        raise OfAnotherBody(_("Choose an initiative of this organisation."))


def _write(action: PlannedAction, draft: ActionDraft, by: User | None) -> None:
    for column in ("due_on", "effort_days", "goal", "initiative", "visibility"):
        setattr(action, column, getattr(draft, column))
    action.title, action.note = _title(draft), draft.note.strip()
    action.owner_name = " ".join(draft.owner_name.split())[:200]
    action.origin = draft.origin[:300]
    action.author = (action.author or by) if action.visibility == Visibility.PRIVATE else None


def _title(draft: ActionDraft) -> str:
    return " ".join(draft.title.split())[:500]


def _columns(action: PlannedAction) -> dict[str, object]:
    names = (
        "title", "note", "owner_name", "due_on", "effort_days", "origin", "goal_id", "initiative_id", "visibility",
    )  # fmt: skip
    return {name: getattr(action, name) for name in names}
