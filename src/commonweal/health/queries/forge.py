"""What is known of projects from their git hosts: the facts that stand, and what is to be looked at next."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from commonweal.health.models import ForgeFacts, ForgeLook, Project, Ticket, TicketKind
from commonweal.health.queries.forge_packs import asking
from commonweal.health.queries.standing import not_made_up
from commonweal.health.rules.forge import Case, Kind
from commonweal.health.rules.words import Known


def standing_forge_facts(projects: Iterable[Project]) -> dict[int, ForgeFacts]:
    """The facts that stand of each project that has any, by its number."""
    found = ForgeFacts.objects.filter(project__in=[each.pk for each in projects])
    return {each.project_id: each for each in found.order_by("project_id", "-day").distinct("project_id")}


def with_forge(known: Known, facts: ForgeFacts | None) -> Known:
    """Add what the host tells to what is known of a project; what it does not show stays not known."""
    if facts is None:
        return known
    figures = facts.figures
    share = coverage(facts)
    return replace(
        known,
        are_issues_answered=figures["are_issues_answered"],
        first_response_days=figures["first_response_days"],
        review_coverage=None if share is None else Fraction(share).limit_denominator(10_000),
        files=known.files if known.files is not None else facts.standing["files"],
    )


def coverage(facts: ForgeFacts) -> float | None:
    """The share of merged changes that somebody else reviewed, in the longest window."""
    windows: Mapping[str, Any] = facts.figures["windows"]
    reviews = windows[max(windows, key=int)]["reviews"]
    return reviews["coverage"] if reviews else None


def last_look(project: Project) -> ForgeLook | None:
    """The newest look that has ended, well or not."""
    return ForgeLook.objects.filter(project=project, finished_at__isnull=False).first()


def due_looks(now: datetime, most: int) -> list[Project]:
    """Whom to look at next: never looked at first, then the longest ago; a look under way goes on when it may."""
    again = now - timedelta(hours=asking().look_again_after_hours)
    looked = not_made_up().annotate(
        looked_at=Max("forge_looks__started_at"),
        goes_on_at=Max("forge_looks__goes_on_at", filter=Q(forge_looks__finished_at__isnull=True)),
    )
    due = looked.filter(Q(looked_at=None) | Q(goes_on_at__lte=now) | Q(goes_on_at=None, looked_at__lt=again))
    return list(due.order_by(F("looked_at").asc(nulls_first=True), "pk")[:most])


def cases(project: Project) -> list[Case]:
    """The tickets of a project as the rules take them."""
    return [_case(each) for each in Ticket.objects.filter(project=project)]


def unread(project: Project, now: datetime, most: int) -> QuerySet[Ticket]:
    """Tickets of people whose replies are still to be read: of merged changes, and of those without an answer.

    Newest merges first, since reviews are counted from there, then the newest of the others.
    """
    since = now - timedelta(days=max(asking().windows_days))
    is_merged = Q(kind=TicketKind.CHANGE, merged_at__gte=since, is_reviewed=None)
    is_silent = Q(opened_at__gte=since, answered_at=None)
    waiting = Ticket.objects.filter(is_merged | is_silent, project=project, has_more=True, replies_read_at=None)
    return waiting.filter(is_by_bot=False).order_by(F("merged_at").desc(nulls_last=True), "-opened_at", "-pk")[:most]


def _case(ticket: Ticket) -> Case:
    return Case(
        kind=Kind(ticket.kind),
        number=ticket.number,
        opened_at=ticket.opened_at,
        closed_at=ticket.closed_at,
        merged_at=ticket.merged_at,
        labels=tuple(ticket.labels),
        is_by_bot=ticket.is_by_bot,
        answered_at=ticket.answered_at,
        is_reviewed=ticket.is_reviewed,
        are_replies_read=not ticket.has_more or ticket.replies_read_at is not None,
    )
