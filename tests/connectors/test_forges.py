"""One contract for what git hosts know beside the files, checked against a fake of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commonweal.connectors.failures import HostUnavailable, NotPermitted
from commonweal.connectors.forges import FORGES
from commonweal.connectors.forges.tickets import Ask, CiStatus, Kind, Reply, Standing, Ticket, TicketPage
from commonweal.connectors.hosts import HOSTS
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import Repository
from tests.fakes import network
from tests.fakes.forges import (
    FakeBitbucketForge,
    FakeGiteaForge,
    FakeGitHubForge,
    FakeGitLabForge,
    FakeStanding,
    FakeTicket,
)
from tests.fakes.network import FakeServer
from tests.fakes.world import WORLD

FAKES: dict[str, Any] = {"github": FakeGitHubForge, "gitlab": FakeGitLabForge, "gitea": FakeGiteaForge}
SINCE = Ask(datetime(2026, 1, 1, tzinfo=UTC))


@dataclass
class Hosted:
    """A running fake, its client, and what the contract asks of it."""

    name: str
    server: FakeServer
    fake: Any
    client: Client

    def repository(self) -> Repository:
        return HOSTS[self.name].repository(self.client, f"{self.server.url}/esempia/forms")

    def standing(self) -> Standing:
        return FORGES[self.name].standing(self.client, self.repository())

    def pages(self, ask: Ask = SINCE, after: str | None = None) -> list[TicketPage]:
        return list(FORGES[self.name].tickets(self.client, self.repository(), ask, after))

    def tickets(self, ask: Ask = SINCE) -> dict[int, Ticket]:
        return {each.number: each for page in self.pages(ask) for each in page.tickets}

    def replies(self, number: int) -> list[Reply]:
        """All that stands under a ticket, in order: what the walk tells, and what is asked for one by one."""
        ticket = self.tickets()[number]
        found = [each for page in self.pages() for each in page.replies if each.number == number]
        if ticket.has_more:
            found += FORGES[self.name].replies(self.client, self.repository(), ticket.kind, number).replies
        return sorted(set(found), key=lambda each: each.at)


@pytest.fixture(params=sorted(FAKES))
def hosted(request: pytest.FixtureRequest, client_for: Callable[..., Client]) -> Iterator[Hosted]:
    fake = FAKES[request.param](WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        yield Hosted(request.param, server, fake, client_for(server.netloc))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_old_open_tickets_and_all_that_changed_are_told(hosted: Hosted) -> None:
    found = hosted.tickets()

    assert sorted(found) == [1, 2, 3, 4, 5, 7]
    assert not [problem for page in hosted.pages() for problem in page.problems]


def test_a_later_look_tells_only_what_changed(hosted: Hosted) -> None:
    found = hosted.tickets(Ask(datetime(2026, 3, 4, tzinfo=UTC), is_full=False))

    assert sorted(found) == [3, 5, 7]


def test_a_ticket_says_what_became_of_it(hosted: Hosted) -> None:
    found = hosted.tickets()

    issue, merged, dropped = found[2], found[3], found[7]
    assert (issue.kind, issue.opened_at, issue.closed_at) == (
        Kind.ISSUE,
        at("2026-02-02T09:00"),
        at("2026-02-10T09:00"),
    )
    assert (issue.labels, issue.merged_at, issue.author.id) == (("type: bug",), None, "2")
    assert (merged.kind, merged.merged_at, merged.closed_at) == (Kind.CHANGE, *[at("2026-03-05T09:00")] * 2)
    assert (dropped.kind, dropped.merged_at, dropped.closed_at) == (Kind.CHANGE, None, at("2026-03-12T09:00"))
    assert found[1].closed_at is None
    assert (found[2].changed_at, found[7].changed_at) == (at("2026-02-10T09:00"), at("2026-03-12T09:00"))


def test_programs_are_told_apart_by_flag_or_by_name(hosted: Hosted) -> None:
    author = hosted.tickets()[4].author

    assert author.is_bot or "bot" in author.name


def test_answers_come_with_who_wrote_them_and_when(hosted: Hosted) -> None:
    found = hosted.replies(2)

    assert [each.author.id for each in found] == ["2", "4", "1", "3"]
    assert [each.at for each in found][2] == at("2026-02-04T09:00")
    assert not any(each.is_review for each in found)


def test_reviews_are_told_from_other_answers(hosted: Hosted) -> None:
    (review,), (comment,) = hosted.replies(3), hosted.replies(7)

    assert (review.author.id, review.at, review.is_review) == ("1", at("2026-03-03T09:00"), True)
    assert (comment.author.id, comment.is_review) == ("2", False)


def test_a_walk_resumes_after_any_page(hosted: Hosted) -> None:
    pages = hosted.pages()

    for position, page in enumerate(pages[:-1]):
        assert hosted.pages(after=page.next) == pages[position + 1 :]
    assert pages[-1].next is None


def test_a_walk_ends_where_a_host_repeats_itself(hosted: Hosted) -> None:
    same = tuple(FakeTicket(number, "aino", "2026-05-01T09:00:00Z") for number in range(1, 8))
    hosted.fake.tickets = same

    assert sorted(hosted.tickets()) == list(range(1, 8))


def test_the_standing_of_a_repository_is_told(hosted: Hosted) -> None:
    found = hosted.standing()

    assert (found.is_branch_protected, found.ci, found.is_archived) == (True, CiStatus.PASSING, False)
    assert found.releases is not None
    assert [(each.name, each.released_at) for each in found.releases] == [
        ("v1.1.0", at("2026-03-01T10:00")),
        ("v1.0.0", at("2025-03-01T10:00")),
    ]
    assert found.paths == ("publiccode.yml", "src/main.py")
    assert (found.are_issues_visible, found.are_changes_visible) == (True, True)


@pytest.mark.parametrize(("said", "read"), [("failing", CiStatus.FAILING), ("none", CiStatus.ABSENT)])
def test_checks_that_fail_and_no_checks_are_told_apart(hosted: Hosted, said: str, read: CiStatus) -> None:
    hosted.fake.standing = FakeStanding(ci=said)

    assert hosted.standing().ci is read


def test_what_a_host_does_not_show_is_none_and_never_zero(hosted: Hosted) -> None:
    hosted.fake.standing = FakeStanding(is_known=False)

    found = hosted.standing()

    assert (found.is_branch_protected, found.releases, found.ci) == (None, None, None)
    assert found.paths is not None


def test_a_mirror_shows_no_tickets(hosted: Hosted) -> None:
    hosted.fake.standing = FakeStanding(is_mirror=True)

    found = hosted.standing()

    assert (found.is_mirror, found.are_issues_visible, found.are_changes_visible) == (True, False, False)


def test_where_issues_are_switched_off_change_requests_are_still_told(hosted: Hosted) -> None:
    hosted.fake.standing = FakeStanding(has_issues=False)

    assert not hosted.standing().are_issues_visible
    assert sorted(number for number, each in hosted.tickets().items() if each.kind is Kind.CHANGE) == [3, 4, 7]


def test_hostile_rows_become_problems_and_the_others_are_kept(hosted: Hosted) -> None:
    good = [
        FakeTicket(9, "aino", "2026-05-01T09:00:00Z", labels=("x" * 10_000, "", "bo\x00om")),
        FakeTicket(10, "", "2026-05-01T09:00:01Z"),
    ]
    bad = [
        FakeTicket(0, "aino", "2026-05-01T09:00:02Z"),
        FakeTicket(10**30, "aino", "2026-05-01T09:00:03Z"),
        FakeTicket(12, "aino", "2026-99-99T09:00:04Z"),
        FakeTicket(13, "aino", "2026-05-01T09:00:05Z", closed_at="tomorrow"),
    ]
    hosted.fake.tickets = (*good, *bad)

    found = hosted.tickets()

    assert sorted(found) == [9, 10]
    assert found[10].author.id == ""
    assert found[9].labels == ("x" * 100, "bo\ufffdom")
    assert {each.rule for page in hosted.pages() for each in page.problems} == {"odd-ticket"}


@pytest.mark.parametrize("body", [[None, 3, "text", {}, {"number": "1", "created_at": 5}], []])
def test_rows_of_any_shape_do_no_harm(hosted: Hosted, body: list[Any]) -> None:
    repository = hosted.repository()
    hosted.server.first = [network.Reply(200, body)]

    first = next(iter(FORGES[hosted.name].tickets(hosted.client, repository, SINCE)))

    assert first.tickets == ()
    assert len(first.problems) == len(body)


def test_an_answer_that_is_no_list_is_a_failure_and_never_an_empty_page(hosted: Hosted) -> None:
    repository = hosted.repository()
    hosted.server.first = [network.Reply(200, {"message": "odd"})]

    with pytest.raises(HostUnavailable):
        list(FORGES[hosted.name].tickets(hosted.client, repository, SINCE))


def test_a_host_that_asks_for_patience_is_left_alone(hosted: Hosted) -> None:
    repository = hosted.repository()
    hosted.server.first = [network.Reply(429, {}, {"Retry-After": "3600"})]

    with pytest.raises(HostUnavailable) as failure:
        list(FORGES[hosted.name].tickets(hosted.client, repository, SINCE))

    assert failure.value.retry_after_seconds == 3_600


def test_gitlab_hides_answers_from_those_without_a_token(client_for: Callable[..., Client]) -> None:
    fake = FakeGitLabForge(WORLD)
    fake.hides_notes = True
    with FakeServer(fake) as server:
        fake.url = server.url
        host = Hosted("gitlab", server, fake, client_for(server.netloc))

        with pytest.raises(NotPermitted):
            host.replies(2)


def test_github_without_issues_hides_its_comments_too(client_for: Callable[..., Client]) -> None:
    fake = FakeGitHubForge(WORLD)
    with FakeServer(fake) as server:
        fake.url, fake.standing = server.url, FakeStanding(has_issues=False)
        host = Hosted("github", server, fake, client_for(server.netloc))

        assert any(page.hides_answers for page in host.pages())


def test_bitbucket_tells_of_checks_alone(client_for: Callable[..., Client]) -> None:
    fake = FakeBitbucketForge(WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        host = Hosted("bitbucket", server, fake, client_for(server.netloc))

        found = host.standing()

        assert found == replace(Standing(is_archived=False), ci=CiStatus.PASSING, paths=found.paths)
        assert host.pages() == []


def test_a_whole_look_takes_few_requests(hosted: Hosted) -> None:
    hosted.fake.page = lambda asked, rows, url, page_key="page": network.Reply(body=rows)

    hosted.standing()
    hosted.pages()

    # The repository twice, the branch, releases, checks, files, and one for each leg of the walk.
    assert len(hosted.server.asked) <= 12
