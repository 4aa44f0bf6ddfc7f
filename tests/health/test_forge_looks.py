"""Looking at git hosts: page by page, cut off and gone on with, counted, kept without anybody's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from commonweal.connectors.forges.tickets import Replies, Standing, TicketPage
from commonweal.connectors.http import Client, ClientSettings
from commonweal.health import actions
from commonweal.health.actions import forge as forge_actions
from commonweal.health.models import ForgeFacts, ForgeLook, Project, Ticket
from commonweal.health.queries.forge import due_looks, standing_forge_facts, with_forge
from commonweal.health.queries.words import known_of_each
from commonweal.health.rules.facts import facts_of
from commonweal.health.rules.words import Known
from commonweal.health.tasks.forge import look_at_forge, look_at_forges
from commonweal.journal.models import Event
from commonweal.organisations.permissions import NotAllowed
from tests.conftest import Cast
from tests.fakes.forges import (
    TICKETS,
    FakeGiteaForge,
    FakeGitHubForge,
    FakeGitLabForge,
    FakeReply,
    FakeStanding,
    FakeTicket,
)
from tests.fakes.network import Asked, FakeServer, Reply
from tests.fakes.world import WORLD
from tests.health.histories import AINO, commit, work
from tests.health.histories import NOW as HISTORY_NOW

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FAKES: dict[str, Any] = {"github": FakeGitHubForge, "gitlab": FakeGitLabForge, "gitea": FakeGiteaForge}


@dataclass
class Hosted:
    """A running fake, and a project kept there."""

    server: FakeServer
    fake: Any
    project: Project
    client: Client

    def look(self, at: datetime = NOW, **given: Any) -> ForgeLook:
        return look_at_forge(project=self.project, by=None, client=self.client, now=at, **given)

    def facts(self, at: datetime = NOW) -> ForgeFacts:
        """What stands after a look."""
        self.look(at)
        return standing_forge_facts([self.project])[self.project.pk]


@pytest.fixture
def named() -> str:
    return "github"


@pytest.fixture
def hosted(db: None, named: str) -> Iterator[Hosted]:
    fake = FAKES[named](WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        settings = ClientSettings(allow_private=frozenset({server.netloc}), rate_per_second=10_000, max_attempts=1)
        project = actions.watch_project(url=f"{server.url}/esempia/forms", by=None)
        with Client(settings) as client:
            yield Hosted(server, fake, project, client)


each_host = pytest.mark.parametrize("named", sorted(FAKES))


@each_host
def test_every_host_gives_the_same_figures(hosted: Hosted) -> None:
    facts = hosted.facts()

    year = facts.figures["windows"]["365"]
    assert facts.figures["visible"] == {"issues": True, "changes": True, "answers": True}
    answers = {name: year["response"][name] for name in ("answered", "waiting", "closed_unanswered", "not_looked_at")}
    assert answers == {"answered": 3, "waiting": 2, "closed_unanswered": 1, "not_looked_at": 0}
    assert (year["response"]["median_hours"], year["response"]["mean_hours"]) == (48, 40)
    assert year["response"]["half_within_hours"] == 48
    assert year["issues"] == {"opened": 4, "closed": 2, "closure_ratio": 0.5, "median_days": 19}
    assert year["changes"] == {"opened": 2, "closed": 2, "closure_ratio": 1, "median_days": 3}
    assert year["bugs"]["opened"] == 2
    assert year["reviews"] == {"merged": 1, "looked_at": 1, "reviewed": 1, "coverage": 1}
    assert facts.figures["backlog"]["issue"] == {"open": 2, "old": 0, "old_share": 0}
    assert (facts.figures["are_issues_answered"], facts.figures["first_response_days"]) == (True, 2)
    assert facts.figures["by_programs"] == 1


@each_host
def test_how_the_repository_stands_is_kept(hosted: Hosted) -> None:
    standing = hosted.facts().standing

    assert (standing["is_archived"], standing["is_branch_protected"], standing["ci"]) == (False, True, "passing")
    assert (standing["releases"], standing["last_release_at"]) == (["v1.1.0", "v1.0.0"], "2026-03-01T10:00:00+00:00")
    assert (standing["files"]["security"], standing["has_checks"]) == (False, False)


@each_host
def test_nobody_is_named_in_what_is_kept(hosted: Hosted) -> None:
    hosted.look()

    kept = [list(Ticket.objects.values()), list(ForgeFacts.objects.values()), list(ForgeLook.objects.values())]
    assert len(kept[0]) == 7
    assert not any(name in str(kept) for name in ("aino", "bruno", "chiara", "robot"))
    authors = {each.author for each in Ticket.objects.filter(number__in=[5, 6])}
    assert len(authors) == 1


@each_host
def test_what_a_mirror_has_elsewhere_is_not_visible_and_never_zero(hosted: Hosted) -> None:
    hosted.fake.standing = FakeStanding(is_mirror=True)

    facts = hosted.facts()

    year = facts.figures["windows"]["365"]
    assert {year[name] for name in ("response", "issues", "changes", "reviews", "bugs", "security")} == {None}
    assert facts.figures["backlog"] == {"issue": None, "change": None}
    assert (facts.figures["are_issues_answered"], facts.figures["first_response_days"]) == (None, None)


@pytest.mark.parametrize("named", ["gitlab"])
def test_gitlab_without_a_token_shows_no_answers_but_all_else(hosted: Hosted) -> None:
    hosted.fake.hides_notes = True

    facts = hosted.facts()

    year = facts.figures["windows"]["365"]
    assert facts.figures["visible"]["answers"] is False
    assert {year[name] for name in ("response", "reviews", "bug_response")} == {None}
    assert year["issues"]["opened"] == 4
    assert sum("/notes" in each.path for each in hosted.server.asked) == 1


@each_host
def test_a_look_that_was_cut_off_goes_on_and_counts_the_same(hosted: Hosted) -> None:
    answer, count = hosted.server.answer, [0]

    def tired(asked: Asked) -> Reply:
        count[0] += 1
        return answer(asked) if count[0] <= 11 else Reply(429, {}, {"Retry-After": "7200"})

    hosted.server.answer = tired
    cut = hosted.look()
    hosted.server.answer = answer
    with Client(hosted.client.settings) as fresh:
        hosted.client = fresh
        ended = hosted.look(NOW + timedelta(hours=2))

    assert (cut.finished_at, cut.failure, cut.goes_on_at) == (None, "", NOW + timedelta(hours=2))
    assert (ended.pk, ended.finished_at) == (cut.pk, NOW + timedelta(hours=2))
    assert ForgeFacts.objects.get().figures["windows"]["365"]["response"]["median_hours"] == 48
    assert Ticket.objects.count() == 7


def test_a_turn_asks_for_so_many_pages_and_the_next_goes_on(hosted: Hosted) -> None:
    hosted.fake.tickets = tuple(
        FakeTicket(number, "aino", f"2026-04-01T{number // 60:02}:{number % 60:02}:00Z") for number in range(1, 71)
    )

    first = hosted.look()
    second = hosted.look(NOW + timedelta(hours=1))

    assert (first.finished_at, first.pages) == (None, 60)
    assert (second.pk, second.pages) == (first.pk, 72)
    assert ForgeFacts.objects.get().figures["backlog"]["issue"]["open"] == 70


@each_host
def test_a_later_look_asks_for_what_changed_alone(hosted: Hosted) -> None:
    hosted.look()
    asked = len(hosted.server.asked)
    late = FakeReply("bruno", "2026-05-03T09:00:00Z")
    hosted.fake.tickets = tuple(replace(each, replies=(late,)) if each.number == 5 else each for each in TICKETS)

    facts = hosted.facts(NOW + 4 * DAY)

    assert facts.figures["windows"]["365"]["response"]["answered"] == 4
    assert ForgeLook.objects.get(is_full=False).since == NOW - DAY
    assert len(hosted.server.asked) - asked < asked


@each_host
def test_a_change_that_was_reviewed_after_it_was_read_is_read_again(hosted: Hosted) -> None:
    opened = FakeTicket(8, "aino", "2026-04-20T09:00:00Z", is_change=True)
    hosted.fake.tickets = (opened,)
    hosted.look()
    later = FakeReply("chiara", "2026-05-02T09:00:00Z", is_review=True)
    merged = replace(opened, closed_at="2026-05-03T09:00:00Z", merged_at="2026-05-03T09:00:00Z", replies=(later,))
    hosted.fake.tickets = (merged,)

    facts = hosted.facts(NOW + 4 * DAY)

    assert facts.figures["windows"]["365"]["reviews"]["coverage"] == 1


@each_host
def test_a_merge_nobody_looked_at_is_not_reviewed(hosted: Hosted) -> None:
    merged = "2026-04-21T09:00:00Z"
    own = FakeReply("aino", "2026-04-20T10:00:00Z", is_review=True)
    by_program = FakeReply("robot", "2026-04-20T11:00:00Z", is_review=True)
    change = FakeTicket(8, "aino", "2026-04-20T09:00:00Z", merged, merged, is_change=True, replies=(own, by_program))
    hosted.fake.tickets = (change,)

    year = hosted.facts().figures["windows"]["365"]

    assert year["reviews"] == {"merged": 1, "looked_at": 1, "reviewed": 0, "coverage": 0}
    assert (year["response"]["answered"], year["response"]["closed_unanswered"]) == (0, 1)


def test_hostile_rows_are_kept_as_problems(hosted: Hosted) -> None:
    bad = FakeTicket(12, "aino", "2026-99-99T09:00:04Z")
    hosted.fake.tickets = (*TICKETS, bad)

    facts = hosted.facts()

    assert any("ticket" in each["message"] for each in facts.problems)
    assert Ticket.objects.count() == 7


def test_facts_are_kept_once_a_day_and_the_newest_stand(hosted: Hosted) -> None:
    hosted.look()
    hosted.look(NOW + timedelta(hours=3))
    newest = hosted.facts(NOW + 3 * DAY)

    assert [each.day for each in ForgeFacts.objects.all()] == [(NOW + 3 * DAY).date(), NOW.date()]
    assert newest.day == (NOW + 3 * DAY).date()


def test_a_look_is_told_with_what_was_visible(hosted: Hosted) -> None:
    hosted.look()

    event = Event.objects.get(name="health.forge_looked_at")
    assert event.subject_id == str(hosted.project.pk)
    assert event.data["visible"] == {"issues": True, "changes": True, "answers": True}


def test_a_repository_that_is_gone_is_a_failure_and_leaves_what_stood(hosted: Hosted) -> None:
    hosted.look()
    hosted.fake.repositories = ()

    look = hosted.look(NOW + 4 * DAY)

    assert "404" in look.failure
    assert standing_forge_facts([hosted.project])[hosted.project.pk].day == NOW.date()
    assert Event.objects.filter(name="health.forge_look_failed").count() == 1


def test_an_address_of_no_known_host_says_so(db: None) -> None:
    with FakeServer(lambda asked: Reply(404)) as server:
        project = actions.watch_project(url=f"{server.url}/esempia/forms", by=None)
        with Client(ClientSettings(allow_private=frozenset({server.netloc}))) as client:
            look = look_at_forge(project=project, by=None, client=client, now=NOW)

    assert look.failure == "Its host is none of those whose issues and changes can be read."


def test_a_host_that_is_down_is_tried_again_and_not_taken_for_another_kind(db: None) -> None:
    project = actions.watch_project(url="https://git.esempia.example/town/forms", by=None)
    with Client(ClientSettings(max_attempts=1), resolve=lambda host, port: []) as client:
        look = look_at_forge(project=project, by=None, client=client, now=NOW)

    assert (look.failure, look.finished_at, look.goes_on_at) == ("", None, NOW + timedelta(hours=1))


def test_the_four_words_know_what_the_host_tells(hosted: Hosted) -> None:
    hosted.look()

    known = known_of_each([hosted.project], {}, NOW)[hosted.project.pk]

    assert (known.are_issues_answered, known.first_response_days, known.review_coverage) == (True, 2, Fraction(1))
    assert known.files is not None
    assert known.files["publiccode"]


def test_without_facts_nothing_more_is_known() -> None:
    known = Known(are_issues_answered=None)

    assert with_forge(known, None) == known


def test_those_not_looked_at_for_longest_come_first(hosted: Hosted) -> None:
    other = actions.watch_project(url="https://git.borgo.test/town/other", by=None)
    hosted.look()

    soon = due_looks(NOW + DAY, 10)
    later = due_looks(NOW + 4 * DAY, 10)

    assert (soon, later) == ([other], [other, hosted.project])
    assert due_looks(NOW + 4 * DAY, 1) == [other]


def test_a_look_that_was_cut_off_is_due_when_its_host_said(hosted: Hosted) -> None:
    hosted.server.first = [Reply(200, {}), Reply(200, {}), Reply(429, {}, {"Retry-After": "7200"})]
    hosted.look()

    assert due_looks(NOW + timedelta(hours=1), 10) == []
    assert due_looks(NOW + timedelta(hours=3), 10) == [hosted.project]


def test_an_installation_may_switch_looking_off(hosted: Hosted, settings: Any) -> None:
    settings.FORGE_LOOKS, settings.PRIVATE_HOSTS = 0, [hosted.server.netloc]

    look_at_forges(timestamp=0)

    assert hosted.server.asked == []


def test_the_worker_looks_at_what_is_due(hosted: Hosted, settings: Any) -> None:
    settings.FORGE_LOOKS, settings.PRIVATE_HOSTS = 5, [hosted.server.netloc]
    hosted.fake.standing = FakeStanding(is_mirror=True)

    look_at_forges(timestamp=0)

    assert ForgeFacts.objects.get().project == hosted.project


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("start_look", {"project": None, "at": NOW}),
        ("note_standing", {"look": None, "host": "github", "standing": Standing(is_archived=False)}),
        ("take_tickets", {"look": None, "page": TicketPage()}),
        ("take_replies", {"look": None, "ticket": None, "replies": Replies(), "at": NOW}),
        ("hide_answers", {"look": None}),
        ("interrupt_look", {"look": None, "goes_on_at": NOW}),
        ("fail_look", {"look": None, "failure": "It is down.", "at": NOW}),
        ("finish_look", {"look": None, "at": NOW}),
    ],
)
def test_only_those_who_keep_projects_may_look(cast: Cast, act: str, given: dict[str, Any]) -> None:
    project = actions.watch_project(url="https://git.borgo.example/town/forms", by=None)
    look = forge_actions.start_look(project=project, at=NOW, by=None)
    ticket = Ticket.objects.create(project=project, kind="issue", number=1, opened_at=NOW)
    told = {
        name: {"project": project, "look": look, "ticket": ticket}.get(name, value) for name, value in given.items()
    }

    for person in (cast.chiara, cast.dragan):
        with pytest.raises(NotAllowed):
            getattr(forge_actions, act)(**told, by=person)
    assert getattr(forge_actions, act)(**told, by=cast.bruno) is not None


def test_every_step_of_a_look_is_in_the_matrix() -> None:
    marks = test_only_those_who_keep_projects_may_look.pytestmark  # type: ignore[attr-defined]
    tried = {each[0] for mark in marks for each in mark.args[1]}

    steps = {
        name for name, one in vars(forge_actions).items() if getattr(one, "__module__", "") == forge_actions.__name__
    }
    assert {name for name in steps if not name.startswith("_")} == tried


def test_the_page_tells_how_the_repository_stands_at_its_host(hosted: Hosted, client: Any) -> None:
    actions.record_examination(project=hosted.project, found=_found(), by=None)
    hosted.look()

    page = client.get(hosted.project.get_absolute_url()).content.decode()

    assert "Automatic checks" in page
    assert "passed" in page
    assert "1 March 2026" in page


def _found() -> actions.Found:
    facts = facts_of(work([commit(AINO, 3)]), [], HISTORY_NOW)
    return actions.Found("main", "1" * 40, "treeless", facts, HISTORY_NOW)
