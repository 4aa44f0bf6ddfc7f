"""What of a history counts: one pass over the commits, of which only moments are kept (version: tally 1).

- A commit counts when it is no merge and its author is no program (H1). Merges, and what programs made, are told apart.
- A contribution is a commit and a person it is owed to: its author, and everybody under `Co-authored-by`, since hosts
  that squash write the others there. A commit of three people is one commit and three contributions (H2 and on); a
  person whom it names twice is owed one.
- A moment is believed when it is not before 1990 or the first day the host knew the project, and not after now. A
  commit whose author's moment is not believed counts in all time and in no window; how many those are is told.

The order in which commits are added changes nothing.

Source: own rule, docs/reference/health.md, "What counts".
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from commonweal.connectors.git_history import Glance, Person
from commonweal.health.rules.identities import Bots, Domains, Identity, Merging, organisation, people

VERSION = "tally 1"
Key = TypeVar("Key")
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_SQUASHED = re.compile(r"\([#!]\d+\)\Z")


@dataclass(frozen=True, slots=True)
class Window:
    """The `days` before a moment; both ends belong to it."""

    until: datetime
    days: int

    def before(self) -> Window:
        """Give the window of the same length that ends where this one begins."""
        return Window(self.until - timedelta(days=self.days), self.days)


@dataclass(slots=True)
class Moments:
    """When somebody did something, in order; `undated` times nobody knows when."""

    dated: array[int]
    undated: int = 0

    def __len__(self) -> int:
        return len(self.dated) + self.undated

    def within(self, window: Window | None) -> int:
        """Count those in a window; without one, all."""
        if window is None:
            return len(self)
        until = int(window.until.timestamp())
        return bisect_right(self.dated, until) - bisect_left(self.dated, until - window.days * 86_400)


@dataclass(frozen=True, slots=True)
class Work:
    """What people did: commits, and contributions by person and by organisation (None: not known which).

    `merges`, `by_bots` and `squashed` count commits: those that join histories; those of programs, merges left out; and
    those of people that look like a whole change request in one, in which others may be hidden.
    """

    commits: Moments
    by_person: Mapping[Identity, Moments]
    by_organisation: Mapping[str | None, Moments]
    merges: int
    by_bots: int
    squashed: int

    @property
    def first(self) -> datetime | None:
        """When the first commit was made that has a moment to believe."""
        return datetime.fromtimestamp(self.commits.dated[0], UTC) if self.commits.dated else None

    @property
    def last(self) -> datetime | None:
        """When the last one was made."""
        return datetime.fromtimestamp(self.commits.dated[-1], UTC) if self.commits.dated else None


class Tally:
    """Adds up commits one by one and keeps none."""

    def __init__(self, bots: Bots, now: datetime, earliest: datetime = EARLIEST) -> None:
        self._bots = bots
        self._until = int(now.timestamp())
        self._since = int(max(earliest, EARLIEST).timestamp())
        self._commits = Moments(array("q"))
        self._owed: dict[tuple[Identity, ...], Moments] = {}
        self._people: dict[Person, Identity | None] = {}
        self._authors: dict[Person, tuple[Identity | None, Moments]] = {}
        self._merges = self._by_bots = self._squashed = 0

    def add(self, commit: Glance) -> None:
        """Count one commit."""
        is_merge, said, seconds, subject, co_authors = commit
        if is_merge:
            self._merges += 1
            return
        author, moments = self._authors.get(said) or self._met(said)
        if author is None:
            self._by_bots += 1
            return
        if co_authors:
            others = (other for each in co_authors if (other := self._person(each)))
            moments = self._owed_to(tuple(dict.fromkeys((author, *others))))
        if subject[-1:] == ")" and _SQUASHED.search(subject):
            self._squashed += 1
        if seconds is not None and self._since <= seconds <= self._until:
            self._commits.dated.append(seconds)
            moments.dated.append(seconds)
        else:
            self._commits.undated += 1
            moments.undated += 1

    def work(self, merging: Merging, domains: Domains) -> Work:
        """Give what was counted, identities merged; a person whom one commit names twice is owed one contribution."""
        person_of = people((each for together in self._owed for each in together), merging)
        by_person: dict[Identity, Moments] = {}
        by_organisation: dict[str | None, Moments] = {}
        for together, moments in self._owed.items():
            owed_as: dict[Identity, Identity] = {}
            for identity in together:
                owed_as.setdefault(person_of[identity], identity)
            for person, identity in owed_as.items():
                _add(by_person, person, moments)
                _add(by_organisation, organisation(identity.mail, domains), moments)
        return Work(
            commits=_in_order(self._commits),
            by_person={person: _in_order(moments) for person, moments in by_person.items()},
            by_organisation={name: _in_order(moments) for name, moments in by_organisation.items()},
            merges=self._merges,
            by_bots=self._by_bots,
            squashed=self._squashed,
        )

    def _met(self, said: Person) -> tuple[Identity | None, Moments]:
        """Give the author with what is owed to the author alone; each is looked up once."""
        author = self._person(said)
        moments = Moments(array("q")) if author is None else self._owed_to((author,))
        return self._authors.setdefault(said, (author, moments))

    def _owed_to(self, together: tuple[Identity, ...]) -> Moments:
        found = self._owed.get(together)
        if found is None:
            found = self._owed[together] = Moments(array("q"))
        return found

    def _person(self, said: Person) -> Identity | None:
        """Give the identity, None of a program; each is looked at once."""
        try:
            return self._people[said]
        except KeyError:
            identity = Identity(*said)
            return self._people.setdefault(said, None if self._bots.has(identity) else identity)


def work_of(commits: Iterable[Glance], tally: Tally, merging: Merging, domains: Domains) -> Work:
    """Count a whole history."""
    add = tally.add
    for commit in commits:
        add(commit)
    return tally.work(merging, domains)


def _add(into: dict[Key, Moments], key: Key, moments: Moments) -> None:
    so_far = into.setdefault(key, Moments(array("q")))
    so_far.dated.extend(moments.dated)
    so_far.undated += moments.undated


def _in_order(moments: Moments) -> Moments:
    return Moments(array("q", sorted(moments.dated)), moments.undated)
