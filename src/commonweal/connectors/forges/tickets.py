"""What every forge speaks of: tickets (issues and change requests), replies to them, and how a repository stands.

A walk over tickets has legs (open ones, those that changed, comments), each in pages. The `next` of a page, given back
as `after`, resumes there. A ticket may come twice, and later pages may tell more of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from commonweal.connectors.answers import Row, text
from commonweal.connectors.failures import NotFound, NotPermitted
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import Repository, odd, storable
from commonweal.standards.problems import Problem

Found = TypeVar("Found")

MOST_LABELS = 30
LONGEST_LABEL = 100
LARGEST_NUMBER = 2_147_483_647


class Kind(StrEnum):
    """What a ticket is."""

    ISSUE = "issue"
    CHANGE = "change"


class CiStatus(StrEnum):
    """How the last automatic checks of the default branch ended; absent when there are none."""

    PASSING = "passing"
    FAILING = "failing"
    RUNNING = "running"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Account:
    """Who wrote: `id` is the host's own, "" where it hides who it was; `is_bot` where the host itself says so."""

    id: str
    name: str = ""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """An issue or a change request; `closed_at` also of one that was merged, `changed_at` when it last changed.

    With `has_more`, `replies` tells what the walk does not.
    """

    kind: Kind
    number: int
    author: Account
    opened_at: datetime
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    labels: tuple[str, ...] = ()
    has_more: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Something written under a ticket; a review judges the change itself."""

    kind: Kind
    number: int
    author: Account
    at: datetime
    is_review: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Which tickets: those that changed at `since` or later; with `is_full` also older ones that are still open."""

    since: datetime
    is_full: bool = True


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A page of the walk; `next` resumes after it, None ends it. `hides_answers`: comments cannot be had here."""

    tickets: tuple[Ticket, ...] = ()
    replies: tuple[Reply, ...] = ()
    next: str | None = None
    problems: tuple[Problem, ...] = ()
    hides_answers: bool = False


@dataclass(frozen=True, slots=True)
class Replies:
    """What stands under one ticket."""

    replies: tuple[Reply, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """A release as the host shows it."""

    name: str
    released_at: datetime | None
    is_preliminary: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a repository stands at its host; None is not visible."""

    is_archived: bool
    is_mirror: bool = False
    are_issues_visible: bool = False
    are_changes_visible: bool = False
    is_branch_protected: bool | None = None
    releases: tuple[Release, ...] | None = None
    ci: CiStatus | None = None
    paths: tuple[str, ...] | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one request of a leg brought; `onward` is where the leg goes on, None at its end."""

    onward: str | None = None
    tickets: tuple[Ticket, ...] = ()
    replies: tuple[Reply, ...] = ()
    problems: tuple[Problem, ...] = ()
    hides_answers: bool = False


Leg = Callable[[str], Part]


def walk(legs: Sequence[tuple[str, Leg]], after: str | None) -> Iterator[TicketPage]:
    """Walk legs one after the other; a cursor is the name of a leg and where in it to go on ("comments 3")."""
    name, _, place = (after or "").partition(" ")
    names = [each for each, _leg in legs]
    start = names.index(name) if name in names else 0
    if name not in names:
        place = ""
    for position in range(start, len(legs)):
        onward: str | None = place
        place = ""
        while onward is not None:
            part = legs[position][1](onward)
            onward = part.onward if part.onward != onward else None
            following = names[position + 1] if position + 1 < len(legs) else None
            cursor = f"{names[position]} {onward}" if onward is not None else following
            yield TicketPage(part.tickets, part.replies, cursor, part.problems, part.hides_answers)


def seen(ask: Callable[[], Found]) -> Found | None:
    """Return what a host shows, None where it shows nothing to us."""
    try:
        return ask()
    except (NotFound, NotPermitted):
        return None


def read_each(
    found: Iterable[Any], read: Callable[[Row], Found | None], what: str
) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """Read the rows of a page; those that make no sense become problems."""
    good: list[Found] = []
    problems: list[Problem] = []
    for position, each in enumerate(found):
        made = read(each) if isinstance(each, Mapping) else None
        if made is None:
            problems.append(odd(f"[{position}]", f"This row is no {what} with a number and moments.", f"odd-{what}"))
        else:
            good.append(made)
    return tuple(good), tuple(problems)


def labels_of(found: object) -> tuple[str, ...]:
    """Return the names of labels, which are texts or objects with a name.

    >>> labels_of([{"name": "bug"}, "help", None, 3])
    ('bug', 'help')
    """
    each = found if isinstance(found, list) else []
    names = (one if isinstance(one, str) else text(one, "name") for one in each)
    return tuple(storable(name)[:LONGEST_LABEL] for name in names if name)[:MOST_LABELS]


def positive(found: object) -> int | None:
    """Return a number a ticket can have, None for anything else.

    >>> positive(7), positive(True), positive(0), positive(10**30)
    (7, None, None, None)
    """
    is_number = isinstance(found, int) and not isinstance(found, bool)
    return found if is_number and 0 < found <= LARGEST_NUMBER else None  # type: ignore[operator,return-value]


@dataclass(slots=True)
class Seen:
    """Takes down what the list of files of a host names, and wants none of it read."""

    paths: list[str] = field(default_factory=list)

    def choose(self, paths: Iterable[str]) -> tuple[list[str], list[Problem]]:
        """Want nothing."""
        self.paths.extend(paths)
        return [], []


def listing(
    client: Client, repository: Repository, list_files: Callable[..., Any]
) -> tuple[tuple[str, ...] | None, tuple[Problem, ...]]:
    """Return the paths of the files of a repository, None where they are not to be had."""
    there = Seen()
    files = seen(lambda: list_files(client, repository, {}, there.choose))
    return (None, ()) if files is None else (tuple(there.paths), tuple(files.problems))
