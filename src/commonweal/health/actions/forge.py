"""Looks at the git host of a project: begun or gone on with, page by page, and counted when they end."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from commonweal.connectors.forges.tickets import Account, Kind, Replies, Reply, Standing, TicketPage
from commonweal.connectors.forges.tickets import Ticket as Told
from commonweal.health import permissions
from commonweal.health.models import ForgeFacts, ForgeLook, Project, Ticket, TicketKind
from commonweal.health.permissions import Permission
from commonweal.health.queries import forge as queries
from commonweal.health.queries.forge_packs import asking, measures, pack_name
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules import forge as rules
from commonweal.health.rules import forge_written
from commonweal.health.rules.forge import Visible
from commonweal.health.rules.identities import Identity
from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.standards.problems import Problem

_MOST_PROBLEMS = 50


@transaction.atomic
def start_look(*, project: Project, at: datetime, by: User | None) -> ForgeLook:
    """Begin a look at the host of a project, or go on with the one under way.

    Records nothing, since every look is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    Project.objects.select_for_update().get(pk=project.pk)
    under_way = ForgeLook.objects.filter(project=project, finished_at=None).first()
    if under_way is not None:
        return under_way
    packs = asking()
    good = ForgeLook.objects.filter(project=project, finished_at__isnull=False, failure="", is_cut=False)
    last, last_full = good.first(), good.filter(is_full=True).first()
    is_full = last_full is None or at - last_full.started_at > timedelta(days=packs.full_look_every_days)
    since = at - timedelta(days=max(packs.windows_days) + 1)
    if not is_full and last is not None:
        since = last.started_at - timedelta(hours=packs.overlap_hours)
    return ForgeLook.objects.create(project=project, started_at=at, since=since, is_full=is_full, goes_on_at=at)


@transaction.atomic
def note_standing(*, look: ForgeLook, host: str, standing: Standing, by: User | None) -> ForgeLook:
    """Keep how the repository stands at its host.

    Records nothing, since the look is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    look.host = host
    look.standing = forge_written.written_standing(standing)
    _note(look, standing.problems)
    look.save(update_fields=["host", "standing", "problems"])
    return look


@transaction.atomic
def take_tickets(*, look: ForgeLook, page: TicketPage, by: User | None) -> ForgeLook:
    """Take in a page of tickets and replies, and keep where the walk goes on.

    Records nothing, since the look is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    _store(look, page.tickets)
    _answer(look, page.replies)
    look.cursor = page.next or ""
    look.pages += 1
    look.hides_answers = look.hides_answers or page.hides_answers
    look.is_cut = page.next is not None and look.pages >= asking().most_pages
    look.is_walked = page.next is None or look.is_cut
    _note(look, page.problems)
    look.save(update_fields=["cursor", "pages", "hides_answers", "is_cut", "is_walked", "problems"])
    return look


@transaction.atomic
def take_replies(*, look: ForgeLook, ticket: Ticket, replies: Replies, at: datetime, by: User | None) -> Ticket:
    """Take in what stands under one ticket: from now on it is known whether it was answered and reviewed.

    Records nothing, since the look is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    _answer(look, replies.replies)
    ticket.refresh_from_db()
    ticket.replies_read_at = at
    if ticket.kind == TicketKind.CHANGE and ticket.is_reviewed is None:
        ticket.is_reviewed = False
    ticket.save(update_fields=["replies_read_at", "is_reviewed"])
    _note(look, replies.problems)
    look.save(update_fields=["problems"])
    return ticket


@transaction.atomic
def hide_answers(*, look: ForgeLook, by: User | None) -> ForgeLook:
    """Keep that the host does not show us what stands under tickets.

    Records nothing, since the look is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    look.hides_answers = True
    look.save(update_fields=["hides_answers"])
    return look


@transaction.atomic
def interrupt_look(*, look: ForgeLook, goes_on_at: datetime, by: User | None) -> ForgeLook:
    """Leave off for now; the look goes on where it is, no earlier than the host or the pack says.

    Records nothing, since the look is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    look.goes_on_at = goes_on_at
    look.save(update_fields=["goes_on_at"])
    return look


@transaction.atomic
def fail_look(*, look: ForgeLook, failure: str, at: datetime, by: User | None) -> ForgeLook:
    """End a look that came to nothing; what was counted before stands, with its day.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    look.failure, look.finished_at = failure[:500], at
    look.save(update_fields=["failure", "finished_at"])
    journal.record("health.forge_look_failed", subject=look.project, by=by, data={"failure": look.failure})
    return look


@transaction.atomic
def finish_look(*, look: ForgeLook, at: datetime, by: User | None) -> ForgeFacts:
    """End a look, and count what is known now; these are the facts of the day.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    project = look.project
    look.finished_at = at
    look.save(update_fields=["finished_at"])
    standing = look.standing or {}
    visible = Visible(
        issues=bool(standing.get("are_issues_visible")) and not look.is_cut,
        changes=bool(standing.get("are_changes_visible")) and not look.is_cut,
        answers=not look.hides_answers,
    )
    slow = health_packs().limits.first_response_is_slow_days
    told = queries.cases(project) if visible.issues or visible.changes else []
    figures = forge_written.written_figures(told, at, asking().windows_days, visible, measures(), slow)
    facts, _is_new = ForgeFacts.objects.update_or_create(
        project=project,
        day=at.date(),
        defaults={
            "counted_at": at,
            "host": look.host,
            "figures": figures,
            "standing": standing,
            "problems": look.problems,
            "rules": [*rules.RULES],
            "packs": [pack_name()],
        },
    )
    journal.record(
        "health.forge_looked_at",
        subject=project,
        by=by,
        data={"host": look.host, "visible": figures["visible"], "pages": look.pages},
    )
    return facts


def _store(look: ForgeLook, told: Iterable[Told]) -> None:
    """Write tickets down; of those known already, what may have changed."""
    newest = {(each.kind.value, each.number): each for each in told}
    known = {
        (each.kind, each.number): each
        for each in Ticket.objects.filter(project=look.project, number__in={number for _kind, number in newest})
    }
    fresh, changed = [], []
    for key, each in newest.items():
        ticket = known.get(key)
        if ticket is None:
            ticket = Ticket(project=look.project, kind=each.kind.value, number=each.number)
            fresh.append(ticket)
        else:
            changed.append(ticket)
        _fill(ticket, each, look.host)
    Ticket.objects.bulk_create(fresh)
    Ticket.objects.bulk_update(changed, _FIELDS, batch_size=200)


_FIELDS = [
    "author",
    "is_by_bot",
    "opened_at",
    "closed_at",
    "merged_at",
    "labels",
    "has_more",
    "is_reviewed",
    "replies_read_at",
]


def _fill(ticket: Ticket, told: Told, host: str) -> None:
    ticket.author, ticket.is_by_bot = _digest(told.author, host), _is_bot(told.author)
    ticket.opened_at, ticket.closed_at, ticket.merged_at = told.opened_at, told.closed_at, told.merged_at
    ticket.labels, ticket.has_more = list(told.labels), told.has_more
    read_at = ticket.replies_read_at
    if read_at is not None and told.changed_at is not None and told.changed_at > read_at:
        # Something happened since: what was not there then may be there now.
        ticket.replies_read_at = None
        ticket.is_reviewed = True if ticket.is_reviewed else None
    if told.kind is Kind.CHANGE and not told.has_more and ticket.is_reviewed is None:
        # Whatever there is comes with the walk.
        ticket.is_reviewed = False


def _answer(look: ForgeLook, replies: Iterable[Reply]) -> None:
    """Note the first answer by a person who is not the author, and reviews; what is to no ticket of ours is left."""
    given = [each for each in replies if each.author.id and not _is_bot(each.author)]
    numbers = {each.number for each in given}
    known = {(each.kind, each.number): each for each in Ticket.objects.filter(project=look.project, number__in=numbers)}
    touched = {}
    for each in given:
        ticket = known.get((each.kind.value, each.number))
        if ticket is None or each.at < ticket.opened_at or _digest(each.author, look.host) == ticket.author:
            continue
        ticket.answered_at = min(ticket.answered_at or each.at, each.at)
        ticket.is_reviewed = True if each.is_review else ticket.is_reviewed
        touched[ticket.pk] = ticket
    Ticket.objects.bulk_update(touched.values(), ["answered_at", "is_reviewed"], batch_size=200)


def _digest(account: Account, host: str) -> str:
    """A digest by which the same person is known again, and which tells nobody who it is."""
    return salted_hmac("health.ticket", f"{host} {account.id}").hexdigest()[:32] if account.id else ""


def _is_bot(account: Account) -> bool:
    return account.is_bot or health_packs().bots.has(Identity(account.name, ""))


def _note(look: ForgeLook, problems: Iterable[Problem]) -> None:
    room = _MOST_PROBLEMS - len(look.problems)
    kept = [{"path": each.path[:300], "message": each.message[:500]} for each in problems]
    if kept and room > 0:
        look.problems = [*look.problems, *kept[:room]]
