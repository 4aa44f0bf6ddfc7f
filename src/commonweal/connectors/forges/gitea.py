"""Gitea and Forgejo, beside the files.

Source: Gitea API v1 (each installation serves its own description at /api/swagger): issueListIssues (`since` and
`before` are of the last change), issueGetRepoComments, repoListPullReviews, repoGetBranch, repoListReleases,
repoGetCombinedStatusByRef. https://docs.gitea.com/api/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from functools import partial
from urllib.parse import quote

from commonweal.connectors.answers import Row, number, parts_of, row, rows, text
from commonweal.connectors.forges.tickets import (
    Account,
    Ask,
    CiStatus,
    Kind,
    Part,
    Release,
    Replies,
    Reply,
    Standing,
    Ticket,
    TicketPage,
    labels_of,
    listing,
    positive,
    read_each,
    seen,
    walk,
)
from commonweal.connectors.hosts import gitea as host
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import Repository, moment

_PAGE = 50
_LISTS = {Kind.ISSUE: "issues", Kind.CHANGE: "pulls"}
_REVIEWED = frozenset({"APPROVED", "REQUEST_CHANGES", "COMMENT"})


def standing(client: Client, repository: Repository) -> Standing:
    """Ask for the branch, the releases, the last checks and the list of files: four requests, or a few more."""
    paths, problems = listing(client, repository, host.metadata_files)
    protected = seen(lambda: _branch(client, repository).get("protected")) if repository.default_branch else None
    return Standing(
        is_archived=repository.is_archived,
        is_mirror=repository.is_mirror,
        are_issues_visible=not repository.is_mirror and repository.has_issues is not False,
        are_changes_visible=not repository.is_mirror and repository.has_changes is not False,
        is_branch_protected=protected if isinstance(protected, bool) else None,
        releases=seen(lambda: _releases(client, repository)),
        ci=seen(lambda: _ci(client, repository)) if repository.default_branch else None,
        paths=paths,
        problems=problems,
    )


def tickets(client: Client, repository: Repository, ask: Ask, after: str | None = None) -> Iterator[TicketPage]:
    """Walk old open tickets, those that changed, and all comments since."""
    has = {Kind.ISSUE: repository.has_issues is not False, Kind.CHANGE: repository.has_changes is not False}
    legs = [
        (f"{'open' if is_old else 'changed'}-{kind}", partial(_list, client, repository, ask, kind, is_old=is_old))
        for kind in Kind
        for is_old in ((True, False) if ask.is_full else (False,))
        if has[kind]
    ]
    return walk([*legs, ("comments", partial(_comments, client, repository, ask))], after)


def replies(client: Client, repository: Repository, kind: Kind, number: int) -> Replies:
    """Ask for the reviews of one pull request; comments came with the walk."""
    if kind is Kind.ISSUE:
        return Replies()
    found = rows(client.get(f"{repository.api_url}/pulls/{number}/reviews", params={"limit": _PAGE}))
    given = [each for each in found if text(each, "state") in _REVIEWED or not isinstance(each, Mapping)]
    return Replies(*read_each(given, partial(_review, number), "review"))


def _list(client: Client, repository: Repository, ask: Ask, kind: Kind, place: str, *, is_old: bool) -> Part:
    """List by pages, newest first: what is opened meanwhile pushes others onto the next page, and none is missed."""
    page = int(place or 1)
    moment_ = f"{ask.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    asked: dict[str, str | int] = {"type": _LISTS[kind], "limit": _PAGE, "page": page}
    asked |= {"state": "open", "before": moment_} if is_old else {"state": "all", "since": moment_}
    answer = client.get(f"{repository.api_url}/issues", params=asked)
    found, problems = read_each(rows(answer), partial(_ticket, kind), "ticket")
    return Part(str(page + 1) if answer.next_link() else None, found, problems=problems)


def _comments(client: Client, repository: Repository, ask: Ask, place: str) -> Part:
    page = int(place or 1)
    asked: dict[str, str | int] = {"since": f"{ask.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "limit": _PAGE}
    address = f"{repository.api_url}/issues/comments"
    answer = client.get(address, params={**asked, "page": page}, also=frozenset({404}))
    if answer.status == 404:
        return Part(hides_answers=True)
    found, problems = read_each(rows(answer), _comment, "comment")
    return Part(str(page + 1) if answer.next_link() else None, replies=found, problems=problems)


def _ticket(kind: Kind, found: Row) -> Ticket | None:
    pull = found.get("pull_request")
    merged = moment(pull.get("merged_at")) if isinstance(pull, Mapping) and pull.get("merged") is True else None
    closed = moment(found.get("closed_at")) or merged
    which, opened = positive(found.get("number")), moment(found.get("created_at"))
    if which is None or opened is None or (text(found, "state") == "closed" and closed is None):
        return None
    labels = labels_of(found.get("labels"))
    changed = moment(found.get("updated_at"))
    return Ticket(kind, which, _account(found), opened, closed, merged, labels, kind is Kind.CHANGE, changed)


def _comment(found: Row) -> Reply | None:
    """Read a comment; which of the two addresses it has says what it is a comment on."""
    pull = text(found, "pull_request_url")
    last = parts_of(pull or text(found, "issue_url")).path.rpartition("/")[2]
    which = positive(int(last)) if last.isascii() and last.isdigit() and len(last) < 11 else None
    at = moment(found.get("created_at"))
    if which is None or at is None:
        return None
    return Reply(Kind.CHANGE if pull else Kind.ISSUE, which, _account(found), at)


def _review(which: int, found: Row) -> Reply | None:
    at = moment(found.get("submitted_at"))
    return Reply(Kind.CHANGE, which, _account(found), at, is_review=True) if at else None


def _account(found: Row) -> Account:
    user = found.get("user")
    who = number(user, "id") if isinstance(user, Mapping) else None
    # Ghosts, who left, have numbers of no account.
    return Account("" if who is None or who < 1 else str(who), text(user, "login"))


def _branch(client: Client, repository: Repository) -> Row:
    return row(client.get(f"{repository.api_url}/branches/{quote(repository.default_branch, safe='')}"))


def _releases(client: Client, repository: Repository) -> tuple[Release, ...]:
    found = rows(client.get(f"{repository.api_url}/releases", params={"limit": _PAGE}))
    return tuple(
        Release(text(each, "tag_name"), moment(text(each, "published_at")), each.get("prerelease") is True)
        for each in found
        if isinstance(each, Mapping) and each.get("draft") is not True and text(each, "tag_name")
    )


def _ci(client: Client, repository: Repository) -> CiStatus | None:
    at = f"{repository.api_url}/commits/{quote(repository.default_branch, safe='')}/status"
    combined = row(client.get(at))
    if number(combined, "total_count") == 0:
        return CiStatus.ABSENT
    return _STATES.get(text(combined, "state"))


_STATES = {
    "success": CiStatus.PASSING,
    "warning": CiStatus.PASSING,
    "failure": CiStatus.FAILING,
    "error": CiStatus.FAILING,
    "pending": CiStatus.RUNNING,
}
