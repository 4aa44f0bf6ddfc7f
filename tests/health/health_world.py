"""Projects with planted histories, and a town that uses some of them; examined today, without a network."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.models import Entry
from commonweal.connectors.forges.tickets import Account, Kind, Reply, Standing, Ticket, TicketPage
from commonweal.connectors.git_history import Commit, Person
from commonweal.connectors.git_tags import Tag
from commonweal.health import actions
from commonweal.health.actions import Found, forge
from commonweal.health.models import Examination, Project
from commonweal.health.rules.facts import facts_of
from commonweal.organisations.models import Body
from commonweal.usage import actions as usage
from tests.catalogue.findings import finding
from tests.health.histories import AINO, BRUNO, commit, work

CHIARA = Person("Chiara Conti", "chiara@lagoverde.example")


def days_ago(days: int, who: Person = AINO) -> Commit:
    """A commit so many days before today."""
    at = timezone.now() - timedelta(days=days)
    return commit(who)._replace(authored_at=at, committed_at=at)


def alone(last: int, count: int = 8) -> list[Commit]:
    """One person, every ten days, the last commit so many days ago."""
    return [days_ago(last + 10 * number) for number in range(count)]


def together(last: int = 3) -> list[Commit]:
    """Three people of three organisations, who share the work."""
    people = (AINO, BRUNO, CHIARA)
    return [days_ago(last + 10 * number, people[number % 3]) for number in range(60)]


def entry(name: str, publisher: Body | None = None, **more: object) -> Entry:
    """Software of the catalogue, which everybody may see unless said otherwise."""
    return catalogue.publish(finding=finding(name, publisher=publisher, **more), by=None).entry


def watched(slug: str = "", *, entry: Entry | None = None) -> Project:
    """A project that is looked at."""
    url = entry.url if entry else f"https://git.esempia.example/libraries/{slug}"
    return actions.watch_project(url=url, entry=entry, by=None)


def examined(
    project: Project, commits: Iterable[Commit], *, tags: Iterable[Tag] = (), names: Iterable[str] | None = None
) -> Examination:
    """Count a history and keep what was found, as of now."""
    now = timezone.now()
    facts = facts_of(work(commits, now), tags, now, names=None if names is None else list(names))
    found = Found(branch="main", head="a" * 40, reach="full", facts=facts, at=now)
    return actions.record_examination(project=project, found=found, by=None)


def used(body: Body, entry: Entry, *, visibility: int = 3) -> None:
    """A body says that it uses software."""
    draft = usage.UseDraft(entry=entry, status="production", visibility=visibility)
    usage.state_use(body=body, draft=draft, by=None, at=timezone.now() - timedelta(days=1))


def tag(days: int, *, is_signed: bool = False) -> Tag:
    """A release so many days ago."""
    at = timezone.now() - timedelta(days=days)
    return Tag(f"v1.{days}.0", "1" * 40, at, is_annotated=True, is_signed=is_signed)


def hosted(project: Project, *, answered_after_hours: float, is_protected: bool = True, count: int = 6) -> None:
    """Its host shows so many issues of the last weeks, all answered by somebody else after so many hours."""
    now = timezone.now()
    look = forge.start_look(project=project, at=now, by=None)
    stands = Standing(
        is_archived=False, are_issues_visible=True, is_branch_protected=is_protected, paths=("SECURITY.md",)
    )
    forge.note_standing(look=look, host="gitlab", standing=stands, by=None)
    opened = [now - timedelta(days=60 - number) for number in range(count)]
    asker, keeper = Account("1"), Account("2")
    page = TicketPage(
        tickets=tuple(Ticket(Kind.ISSUE, number, asker, at) for number, at in enumerate(opened, 1)),
        replies=tuple(
            Reply(Kind.ISSUE, number, keeper, at + timedelta(hours=answered_after_hours))
            for number, at in enumerate(opened, 1)
        ),
    )
    forge.take_tickets(look=look, page=page, by=None)
    forge.finish_look(look=look, at=now, by=None)
