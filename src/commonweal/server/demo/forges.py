"""What the git hosts of some software of Esempia know: small made-up issues and changes, counted as real ones are."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from commonweal.connectors.forges.tickets import Account, CiStatus, Kind, Release, Reply, Standing, Ticket, TicketPage
from commonweal.health.actions import forge as actions
from commonweal.health.models import ForgeFacts, Project

# By name: tickets, over how many days, days until the first answer (None: nobody answers), of how many changes one is
# reviewed.
TICKETS: Mapping[str, tuple[int, int, int | None, int]] = {
    "Mensa Facile": (40, 360, 1, 1),
    "Segnala Lagoverde": (24, 360, 6, 2),
    "Eventi di Borgo": (9, 360, 40, 4),
    "Fax-Gateway": (10, 1800, None, 4),
}
FILES = ("README.md", "LICENSE", "SECURITY.md", "publiccode.yml", ".gitlab-ci.yml")


def settle(release_days: Mapping[str, int], now: datetime) -> None:
    """Look at some hosts, which know of the last release as the tags do; once.

    The others are never looked at, so that a page says that it does not know.
    """
    if ForgeFacts.objects.exists():
        return
    for project in Project.objects.filter(entry__name__in=TICKETS).select_related("entry").order_by("pk"):
        look = actions.start_look(project=project, at=now, by=None)
        name = project.entry.name if project.entry else ""
        release = Release("v1.0.0", now - timedelta(days=release_days[name]))
        standing = Standing(
            is_archived=False,
            are_issues_visible=True,
            are_changes_visible=True,
            is_branch_protected=True,
            releases=(release,),
            ci=CiStatus.PASSING,
            paths=FILES,
        )
        actions.note_standing(look=look, host="gitlab", standing=standing, by=None)
        told = list(_told(*TICKETS[name], now))
        page = TicketPage(tuple(ticket for ticket, _ in told), tuple(reply for _, reply in told if reply))
        actions.take_tickets(look=look, page=page, by=None)
        actions.finish_look(look=look, at=now, by=None)


def _told(
    count: int, over_days: int, answer_days: int | None, one_in: int, now: datetime
) -> Iterator[tuple[Ticket, Reply | None]]:
    for number in range(1, count + 1):
        opened = now - timedelta(days=over_days * number / count)
        kind = Kind.CHANGE if number % 2 == 0 else Kind.ISSUE
        answered = opened + timedelta(days=answer_days) if answer_days is not None else None
        ended = answered + timedelta(days=answer_days or 0) if answered and number % 3 else None
        closed = ended if ended and ended < now else None
        labels = ("bug",) if number % 5 == 0 else ()
        is_change = kind is Kind.CHANGE
        ticket = Ticket(kind, number, Account("1"), opened, closed, closed if is_change else None, labels)
        is_review = is_change and (number // 2) % one_in == 0
        is_given = answered is not None and answered < now
        yield ticket, Reply(kind, number, Account("2"), answered, is_review) if answered and is_given else None
