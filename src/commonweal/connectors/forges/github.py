"""GitHub and GitHub Enterprise Server, beside the files.

Source: GitHub REST API, version 2022-11-28: "Issues" (list repository issues: every pull request is one; `since`),
"Issue comments" and "Pull request review comments" (for a repository, `since`), "Pull request reviews", "Branches",
"Releases", "Check runs" and "Commit statuses" (for a reference). https://docs.github.com/en/rest

Reviews cannot be had for a whole repository, so they cost one request a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from functools import partial
from typing import Any
from urllib.parse import quote

from commonweal.connectors.answers import Row, number, row, rows, text
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
from commonweal.connectors.hosts import github as host
from commonweal.connectors.http import Answer, Client
from commonweal.connectors.repositories import Repository, moment

_JSON = "application/vnd.github+json"
_PAGE = 100
_GONE = frozenset({404, 410})
_TICKET = re.compile(r"/(issues|pulls?)/(\d{1,10})(?:[#/]|\Z)")
_FAILED = frozenset({"failure", "timed_out", "startup_failure", "action_required"})


def standing(client: Client, repository: Repository) -> Standing:
    """Ask for the branch, the releases, the last checks and the list of files: four requests or five."""
    paths, problems = listing(client, repository, host.metadata_files)
    protected = seen(lambda: _branch(client, repository).get("protected")) if repository.default_branch else None
    return Standing(
        is_archived=repository.is_archived,
        is_mirror=repository.is_mirror,
        are_issues_visible=not repository.is_mirror and repository.has_issues is not False,
        are_changes_visible=not repository.is_mirror and repository.has_changes is not False,
        is_branch_protected=protected if isinstance(protected, bool) else None,
        releases=seen(lambda: _releases(client, repository)),
        ci=seen(lambda: _ci(client, repository)),
        paths=paths,
        problems=problems,
    )


def tickets(client: Client, repository: Repository, ask: Ask, after: str | None = None) -> Iterator[TicketPage]:
    """Walk open tickets, those that changed, and all comments since; a host without issues has pull requests alone."""
    lists = "pulls" if repository.has_issues is False else "issues"
    legs = [
        ("open", partial(_open, client, repository, ask, lists)),
        ("changed", partial(_changed_pulls if lists == "pulls" else _changed, client, repository, ask)),
        ("comments", partial(_comments, client, repository, ask, "issues/comments", is_review=False)),
        ("review-comments", partial(_comments, client, repository, ask, "pulls/comments", is_review=True)),
    ]
    return walk(legs if ask.is_full else legs[1:], after)


def replies(client: Client, repository: Repository, kind: Kind, number: int) -> Replies:
    """Ask for the reviews of one pull request; comments came with the walk."""
    if kind is Kind.ISSUE:
        return Replies()
    asked = {"per_page": _PAGE}
    found = rows(client.get(f"{repository.api_url}/pulls/{number}/reviews", params=asked, accept=_JSON))
    given = [each for each in found if text(each, "state") != "PENDING"]
    return Replies(*read_each(given, partial(_review, number), "review"))


def _open(client: Client, repository: Repository, ask: Ask, lists: str, place: str) -> Part:
    """List what is open, oldest first, as far as what the next leg tells as well."""
    number_of_page = int(place or 1)
    asked: dict[str, str | int] = {"state": "open", "sort": "created", "direction": "asc", "per_page": _PAGE}
    answer = client.get(f"{repository.api_url}/{lists}", params={**asked, "page": number_of_page}, accept=_JSON)
    found, problems = read_each(rows(answer), partial(_ticket, is_pull=lists == "pulls"), "ticket")
    is_enough = bool(found) and found[-1].opened_at >= ask.since
    onward = str(number_of_page + 1) if answer.next_link() and not is_enough else None
    return Part(onward, found, problems=problems)


def _changed(client: Client, repository: Repository, ask: Ask, place: str) -> Part:
    since, page = _since(place, ask)
    asked: dict[str, str | int] = {"state": "all", "sort": "updated", "direction": "asc", "per_page": _PAGE}
    answer = client.get(f"{repository.api_url}/issues", params={**asked, "since": since, "page": page}, accept=_JSON)
    found, problems = read_each(rows(answer), partial(_ticket, is_pull=False), "ticket")
    return Part(_after(answer, since, page), found, problems=problems)


def _changed_pulls(client: Client, repository: Repository, ask: Ask, place: str) -> Part:
    """List pull requests, newest change first; this list knows no `since`."""
    number_of_page = int(place or 1)
    asked: dict[str, str | int] = {"state": "all", "sort": "updated", "direction": "desc", "per_page": _PAGE}
    answer = client.get(f"{repository.api_url}/pulls", params={**asked, "page": number_of_page}, accept=_JSON)
    every = rows(answer)
    found, problems = read_each(every, partial(_ticket, is_pull=True), "ticket")
    last = moment(text(every[-1], "updated_at")) if every else None
    is_enough = last is not None and last < ask.since
    return Part(str(number_of_page + 1) if answer.next_link() and not is_enough else None, found, problems=problems)


def _comments(client: Client, repository: Repository, ask: Ask, path: str, place: str, *, is_review: bool) -> Part:
    since, page = _since(place, ask)
    asked: dict[str, str | int] = {"sort": "updated", "direction": "asc", "per_page": _PAGE}
    address = f"{repository.api_url}/{path}"
    answer = client.get(address, params={**asked, "since": since, "page": page}, accept=_JSON, also=_GONE)
    if answer.status in _GONE:
        return Part(hides_answers=True)
    found, problems = read_each(rows(answer), partial(_comment, is_review=is_review), "comment")
    return Part(_after(answer, since, page), replies=found, problems=problems)


def _since(place: str, ask: Ask) -> tuple[str, int]:
    """Read where a leg is: a moment, and a page where more share that moment than fit into one."""
    since, _, page = place.partition("/")
    return since or f"{ask.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", int(page or 1)


def _after(answer: Answer, since: str, page: int) -> str | None:
    """Go on from the last moment seen rather than by pages, which shift while people write."""
    if not answer.next_link():
        return None
    every = rows(answer)
    last = moment(text(every[-1], "updated_at")) if every else None
    reached = f"{last:%Y-%m-%dT%H:%M:%SZ}" if last else since
    return f"{reached}/1" if reached > since else f"{since}/{page + 1}"


def _ticket(found: Row, *, is_pull: bool) -> Ticket | None:
    pull = found.get("pull_request")
    kind = Kind.CHANGE if is_pull or isinstance(pull, Mapping) else Kind.ISSUE
    merged = moment(found.get("merged_at")) or (moment(pull.get("merged_at")) if isinstance(pull, Mapping) else None)
    closed = moment(found.get("closed_at")) or merged
    which, opened = positive(found.get("number")), moment(found.get("created_at"))
    if which is None or opened is None or (text(found, "state") == "closed" and closed is None):
        return None
    labels = labels_of(found.get("labels"))
    changed = moment(found.get("updated_at"))
    return Ticket(kind, which, _account(found), opened, closed, merged, labels, kind is Kind.CHANGE, changed)


def _comment(found: Row, *, is_review: bool) -> Reply | None:
    match = _TICKET.search(text(found, "html_url")) or _TICKET.search(text(found, "issue_url"))
    which, at = positive(int(match[2])) if match else None, moment(found.get("created_at"))
    if match is None or which is None or at is None:
        return None
    return Reply(Kind.ISSUE if match[1] == "issues" else Kind.CHANGE, which, _account(found), at, is_review)


def _review(which: int, found: Row) -> Reply | None:
    at = moment(found.get("submitted_at"))
    return Reply(Kind.CHANGE, which, _account(found), at, is_review=True) if at else None


def _account(found: Row) -> Account:
    user = found.get("user")
    who = number(user, "id") if isinstance(user, Mapping) else None
    return Account("" if who is None else str(who), text(user, "login"), text(user, "type") == "Bot")


def _branch(client: Client, repository: Repository) -> Mapping[str, Any]:
    return row(client.get(f"{repository.api_url}/branches/{quote(repository.default_branch, safe='')}", accept=_JSON))


def _releases(client: Client, repository: Repository) -> tuple[Release, ...]:
    found = rows(client.get(f"{repository.api_url}/releases", params={"per_page": _PAGE}, accept=_JSON))
    return tuple(
        Release(text(each, "tag_name"), moment(text(each, "published_at")), each.get("prerelease") is True)
        for each in found
        if isinstance(each, Mapping) and each.get("draft") is not True and text(each, "tag_name")
    )


def _ci(client: Client, repository: Repository) -> CiStatus | None:
    """Read check runs, else the older statuses."""
    at = f"{repository.api_url}/commits/{quote(repository.default_branch or 'HEAD', safe='')}"
    found = rows(client.get(f"{at}/check-runs", params={"per_page": _PAGE}, accept=_JSON), "check_runs")
    if not found:
        combined = row(client.get(f"{at}/status", accept=_JSON))
        if number(combined, "total_count") == 0:
            return CiStatus.ABSENT
        return _STATES.get(text(combined, "state"))
    ends = {text(each, "conclusion") for each in found}
    if ends & _FAILED:
        return CiStatus.FAILING
    if any(text(each, "status") != "completed" for each in found):
        return CiStatus.RUNNING
    return CiStatus.PASSING if "success" in ends else None


_STATES = {
    "success": CiStatus.PASSING,
    "failure": CiStatus.FAILING,
    "error": CiStatus.FAILING,
    "pending": CiStatus.RUNNING,
}
