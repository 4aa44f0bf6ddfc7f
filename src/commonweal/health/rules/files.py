"""H7, the truck factor: how many may leave before half of the files have no author any more (version: files 1).

Source: G. Avelino, L. Passos, A. Hora, M. T. Valente, "A Novel Approach for Estimating Truck Factors", ICPC 2016; the
degree of authorship is of T. Fritz and others, ICSE 2010. Ours: what programs and merges changed does not count; a
rename is a deletion and an addition, since reading renames needs the contents; of
a file deleted on one branch and kept on another, the later word in git's order holds.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from commonweal.connectors.git_history import Commit
from commonweal.health.rules.identities import Bots, Identity

VERSION = "files 1"
_LEAST_DEGREE = 3.293
_LEAST_SHARE_OF_HIGHEST = 0.75


@dataclass(slots=True)
class FileWork:
    """Who made a file, and how often each changed it afterwards."""

    made_by: Identity | None = None
    changes: Counter[Identity] = field(default_factory=Counter)


class FileTally:
    """Adds up changes of files, from the newest commit backwards as git tells them; what the head lacks is left out."""

    def __init__(self, bots: Bots) -> None:
        self._bots = bots
        self._files: dict[str, FileWork] = {}
        self._closed: set[str] = set()

    def add(self, commit: Commit) -> None:
        """Count the changes of one commit, which must have been read with its changes."""
        author = Identity(commit.author.name, commit.author.mail)
        is_left_out = commit.is_merge or self._bots.has(author)
        for change in commit.changes or ():
            if change.path in self._closed:
                continue
            if change.kind == "D":
                # Of a file that is in the head and was deleted before, the life before is another file's.
                self._closed.add(change.path)
            elif change.kind == "A":
                self._closed.add(change.path)
                file = self._files.setdefault(change.path, FileWork())
                file.made_by = None if is_left_out else author
            elif not is_left_out:
                self._files.setdefault(change.path, FileWork()).changes[author] += 1

    def files(self, people: Mapping[Identity, Identity]) -> list[FileWork]:
        """Give the files of the head, identities merged by `identities.people`."""
        merged = []
        for file in self._files.values():
            changes: Counter[Identity] = Counter()
            for identity, count in file.changes.items():
                changes[people.get(identity, identity)] += count
            made_by = people.get(file.made_by, file.made_by) if file.made_by else None
            merged.append(FileWork(made_by, changes))
        return merged

    def identities(self) -> set[Identity]:
        """Everybody who changed a file."""
        makers = {file.made_by for file in self._files.values() if file.made_by}
        return makers.union(*(file.changes for file in self._files.values()))


def degree_of_authorship(*, is_first: bool, changes: int, changes_by_others: int) -> float:
    """How much somebody is the author of a file.

    >>> round(degree_of_authorship(is_first=True, changes=1, changes_by_others=0), 3)
    4.555
    """
    return 3.293 + 1.098 * is_first + 0.164 * changes - 0.321 * math.log1p(changes_by_others)


def authors(file: FileWork) -> frozenset[Identity]:
    """Who is an author of a file: at least 3.293, and more than three quarters of the highest degree."""
    everything = file.changes.total()
    degrees = {
        person: degree_of_authorship(
            is_first=person == file.made_by,
            changes=file.changes[person],
            changes_by_others=everything - file.changes[person],
        )
        for person in {*file.changes, *({file.made_by} if file.made_by else ())}
    }
    highest = max(degrees.values(), default=0.0)
    return frozenset(
        person
        for person, degree in degrees.items()
        if degree >= _LEAST_DEGREE and degree > highest * _LEAST_SHARE_OF_HIGHEST
    )


def truck_factor(files: list[FileWork]) -> int | None:
    """H7: take away who is author of most files, until fewer than half of the files have an author; how many went.

    None when there are no files, or none ever had an author. Of two with as many files, the first in the alphabet goes.
    """
    left = [set(found) for file in files if (found := authors(file))]
    if not files or not left:
        return None
    removed = 0
    while 2 * sum(1 for each in left if each) >= len(files):
        owned: Counter[Identity] = Counter(person for each in left for person in each)
        gone = min(owned, key=lambda person: (-owned[person], person))
        removed += 1
        for each in left:
            each.discard(gone)
    return removed
