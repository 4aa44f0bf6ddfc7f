"""GitLab, beside the files.

Source: GitLab REST API v4: "Issues" and "Merge requests" (of a project, `updated_after`, `created_before`), "Notes"
(they need a token; system notes tell of approvals), "Branches", "Releases", "Pipelines".
https://docs.gitlab.com/api/rest/

Notes cannot be had for a whole project, so they cost one request a ticket; without a token answers are not visible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from functools import partial
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
from commonweal.connectors.hosts import gitlab as host
from commonweal.connectors.http import Answer, Client
from commonweal.connectors.repositories import Repository, moment

_PAGE = 100
_MOST_NOTE_PAGES = 3
_LISTS = {Kind.ISSUE: "issues", Kind.CHANGE: "merge_requests"}
_APPROVED = "approved this merge request"


def standing(client: Client, repository: Repository) -> Standing:
    """Ask for the branch, the releases, the last pipeline and the list of files: four requests, or a few more."""
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
    """Walk old open tickets, then those that changed, first issues and then merge requests."""
    has = {Kind.ISSUE: repository.has_issues is not False, Kind.CHANGE: repository.has_changes is not False}
    legs = [
        (f"{'open' if is_old else 'changed'}-{kind}", partial(_list, client, repository, ask, kind, is_old=is_old))
        for kind in Kind
        for is_old in ((True, False) if ask.is_full else (False,))
        if has[kind]
    ]
    return walk(legs, after)


def replies(client: Client, repository: Repository, kind: Kind, number: int) -> Replies:
    """Ask for what was written under one ticket; an approval and a note on a line of code are reviews."""
    address = f"{repository.api_url}/{_LISTS[kind]}/{number}/notes"
    asked: dict[str, str | int] = {"sort": "asc", "order_by": "created_at", "per_page": _PAGE}
    found: list[object] = []
    for page in range(1, _MOST_NOTE_PAGES + 1):
        answer = client.get(address, params={**asked, "page": page})
        found += rows(answer)
        if not _has_next(answer):
            break
    written = [each for each in found if not _is_chronicle(each)]
    return Replies(*read_each(written, partial(_note, kind, number), "comment"))


def _list(client: Client, repository: Repository, ask: Ask, kind: Kind, place: str, *, is_old: bool) -> Part:
    """List one kind of ticket; each leg goes on from the last moment seen, since pages shift while people write."""
    since, _, page = place.partition("/")
    by = "created_at" if is_old else "updated_at"
    asked: dict[str, str | int] = {"order_by": by, "sort": "asc", "per_page": _PAGE, "page": int(page or 1)}
    asked |= {"scope": "all"}
    limit = ask.since.astimezone(UTC).isoformat()
    if is_old:
        asked |= {"state": "opened", "created_before": limit} | ({"created_after": since} if since else {})
    else:
        asked |= {"updated_after": since or limit}
    answer = client.get(f"{repository.api_url}/{_LISTS[kind]}", params=asked)
    every = rows(answer)
    found, problems = read_each(every, partial(_ticket, kind), "ticket")
    return Part(_after(answer, every, by, since, int(page or 1)), found, problems=problems)


def _after(answer: Answer, every: list[object], by: str, since: str, page: int) -> str | None:
    if not _has_next(answer):
        return None
    last = moment(text(every[-1], by)) if every else None
    before = moment(since)
    if last is not None and (before is None or last > before):
        return f"{last.isoformat()}/1"
    return f"{since}/{page + 1}"


def _has_next(answer: Answer) -> bool:
    return bool(answer.headers.get("x-next-page") or answer.next_link())


def _ticket(kind: Kind, found: Row) -> Ticket | None:
    which, opened = positive(found.get("iid")), moment(found.get("created_at"))
    merged = moment(found.get("merged_at")) if text(found, "state") == "merged" else None
    closed = moment(found.get("closed_at")) or merged
    is_open = text(found, "state") in {"opened", "locked"}
    if which is None or opened is None or (not is_open and closed is None):
        return None
    notes = number(found, "user_notes_count")
    # Approvals are not counted among the notes of people.
    has_more = kind is Kind.CHANGE or notes != 0
    labels = labels_of(found.get("labels"))
    closed = None if is_open else closed
    changed = moment(found.get("updated_at"))
    return Ticket(kind, which, _account(found), opened, closed, merged, labels, has_more, changed)


def _is_chronicle(note: object) -> bool:
    """Whether the host itself wrote it to say what happened; of that only approvals count."""
    return isinstance(note, Mapping) and note.get("system") is True and text(note, "body") != _APPROVED


def _note(kind: Kind, which: int, found: Row) -> Reply | None:
    at = moment(found.get("created_at"))
    is_review = kind is Kind.CHANGE and (found.get("system") is True or text(found, "type") == "DiffNote")
    return Reply(kind, which, _account(found), at, is_review) if at else None


def _account(found: Row) -> Account:
    author = found.get("author")
    who = number(author, "id") if isinstance(author, Mapping) else None
    return Account("" if who is None else str(who), text(author, "username"))


def _branch(client: Client, repository: Repository) -> Row:
    branch = quote(repository.default_branch, safe="")
    return row(client.get(f"{repository.api_url}/repository/branches/{branch}"))


def _releases(client: Client, repository: Repository) -> tuple[Release, ...]:
    found = rows(client.get(f"{repository.api_url}/releases", params={"per_page": _PAGE}))
    return tuple(
        Release(text(each, "tag_name"), moment(text(each, "released_at")), each.get("upcoming_release") is True)
        for each in found
        if isinstance(each, Mapping) and text(each, "tag_name")
    )


def _ci(client: Client, repository: Repository) -> CiStatus | None:
    asked: dict[str, str | int] = {"ref": repository.default_branch, "per_page": 1}
    found = rows(client.get(f"{repository.api_url}/pipelines", params=asked))
    return _STATES.get(text(found[0], "status")) if found else CiStatus.ABSENT


_STATES = {
    "success": CiStatus.PASSING,
    "failed": CiStatus.FAILING,
    **dict.fromkeys(
        ("created", "waiting_for_resource", "preparing", "pending", "running", "scheduled"), CiStatus.RUNNING
    ),
}
