"""Keeping initiatives: what runs, on which money, by whom, and that it ended."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, Office, User, Visibility
from commonweal.strategy import permissions
from commonweal.strategy.actions.plan import NoReason
from commonweal.strategy.models import Initiative, Milestone
from commonweal.strategy.permissions import Permission


class NamelessInitiative(Exception):
    """An initiative needs a title."""


class EndsBeforeItBegan(Exception):
    """Something does not end before it began."""


class InitiativeEnded(Exception):
    """What has ended is not planned any more."""


class NamelessMilestone(Exception):
    """A milestone says what stands by its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeDraft:
    """What is known of an initiative; "" and None are not known."""

    title: str
    summary: str = ""
    website: str = ""
    office: Office | None = None
    started_on: date | None = None
    funding_ends_on: date | None = None
    funding_source: str = ""
    funding_plan: str = ""
    owner_name: str = ""
    people_count: int | None = None
    review_on: date | None = None
    visibility: int = Visibility.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDraft:
    """What stands by which day, and who sees to it."""

    title: str
    due_on: date
    owner_name: str = ""


@transaction.atomic
def register_initiative(*, body: Body, draft: InitiativeDraft, by: User | None) -> Initiative:
    """Write down something that runs for open source. Raises NotAllowed, NamelessInitiative."""
    permissions.require(by, Permission.KEEP_INITIATIVES, on=body)
    initiative = Initiative(owner=body)
    _write(initiative, draft, by)
    initiative.save()
    told = {"body": body.pk, "title": initiative.title}
    journal.record("strategy.initiative_registered", subject=initiative, by=by, data=told)
    return initiative


@transaction.atomic
def change_initiative(*, initiative: Initiative, draft: InitiativeDraft, by: User | None) -> Initiative:
    """Bring an initiative up to date; the same draft twice changes and records nothing.

    Raises NotAllowed, NamelessInitiative.
    """
    initiative = _kept(initiative, by)
    before = _columns(initiative)
    _write(initiative, draft, by)
    changed = sorted(name for name, value in _columns(initiative).items() if before[name] != value)
    if changed:
        initiative.save()
        journal.record("strategy.initiative_changed", subject=initiative, by=by, data={"fields": changed})
    return initiative


@transaction.atomic
def close_initiative(*, initiative: Initiative, on: date, reason: str, by: User | None) -> Initiative:
    """Write down that it ended and why; it stays to be seen. Raises NotAllowed, NoReason, EndsBeforeItBegan."""
    initiative = _kept(initiative, by)
    if not reason.strip():
        raise NoReason(_("Say why, so that others learn from it."))
    if initiative.started_on and on < initiative.started_on:
        raise EndsBeforeItBegan(_("The last day lies before the first."))
    if initiative.ended_on is None:
        initiative.ended_on, initiative.end_reason = on, reason.strip()[:500]
        initiative.save(update_fields=["ended_on", "end_reason"])
        journal.record("strategy.initiative_closed", subject=initiative, by=by, data={"on": on.isoformat()})
    return initiative


@transaction.atomic
def plan_milestone(*, initiative: Initiative, draft: MilestoneDraft, by: User | None) -> Milestone:
    """Put a step into the plan. Raises NotAllowed, InitiativeEnded, NamelessMilestone, EndsBeforeItBegan."""
    initiative = _kept(initiative, by)
    if initiative.ended_on is not None:
        raise InitiativeEnded(_("It has ended."))
    if not draft.title.strip():
        raise NamelessMilestone(_("Say what stands by that day."))
    if initiative.started_on and draft.due_on < initiative.started_on:
        raise EndsBeforeItBegan(_("This day lies before the beginning."))
    milestone = Milestone.objects.create(
        initiative=initiative,
        title=" ".join(draft.title.split())[:300],
        due_on=draft.due_on,
        owner_name=" ".join(draft.owner_name.split())[:200],
    )
    journal.record("strategy.milestone_planned", subject=initiative, by=by, data={"milestone": milestone.pk})
    return milestone


@transaction.atomic
def reach_milestone(*, milestone: Milestone, by: User | None) -> Milestone:
    """Say that a step was reached; said twice, the first counts. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_INITIATIVES, on=milestone.initiative.owner)
    milestone = Milestone.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=milestone.pk)
    if milestone.reached_at is None:
        milestone.reached_at, milestone.reached_by = timezone.now(), by
        milestone.save(update_fields=["reached_at", "reached_by"])
        told = {"milestone": milestone.pk}
        journal.record("strategy.milestone_reached", subject=milestone.initiative, by=by, data=told)
    return milestone


PLAIN_COLUMNS = ("office", "started_on", "funding_ends_on", "people_count", "review_on", "visibility")


def _kept(initiative: Initiative, by: User | None) -> Initiative:
    """The initiative as it stands, held until this is written: nobody ends it meanwhile."""
    permissions.require(by, Permission.KEEP_INITIATIVES, on=initiative.owner)
    return Initiative.objects.select_for_update(of=("self",)).select_related("owner").get(pk=initiative.pk)


def _write(initiative: Initiative, draft: InitiativeDraft, by: User | None) -> None:
    if not draft.title.strip():
        raise NamelessInitiative(_("Give the initiative a title."))
    for column in PLAIN_COLUMNS:
        setattr(initiative, column, getattr(draft, column))
    initiative.title = " ".join(draft.title.split())[:300]
    initiative.funding_source = " ".join(draft.funding_source.split())[:300]
    initiative.owner_name = " ".join(draft.owner_name.split())[:200]
    for column in ("summary", "website", "funding_plan"):
        setattr(initiative, column, getattr(draft, column).strip())
    initiative.author = (initiative.author or by) if draft.visibility == Visibility.PRIVATE else None


def _columns(initiative: Initiative) -> dict[str, object]:
    more = ("title", "summary", "website", "funding_source", "funding_plan", "owner_name", "office_id")
    return {name: getattr(initiative, name) for name in (*PLAIN_COLUMNS[1:], *more)}
