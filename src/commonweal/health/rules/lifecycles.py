"""Release cycles as intervals of version keys, and the cycle that a version belongs to.

Source: endoflife.date names a cycle by how its versions begin. Of two such names the longer one counts, so that 8.1.3
is of cycle "8.1" and not of "8". Pre-releases of 8.1 are of 8.1. Distributions put a number before the version when
the maker began to count anew ("1:10.5"), which says nothing about the cycle, so up to four such numbers are allowed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from commonweal.standards import versions
from commonweal.standards.versions.intervals import Interval, Intervals, union

Numbers = tuple[int, ...]
_NUMERIC = re.compile(r"v?([0-9]{1,9}(?:\.[0-9]{1,9}){0,5})\Z")
_STATED = re.compile(r"(?<![A-Za-z0-9.])[vV]?([0-9]{1,9}(?:\.[0-9]{1,9})*)")
# How each order writes what comes before the first release; the least of those that it understands is taken.
_BEFORE = ("-0", "~~", ".dev0", "-dev", "dev", "-alpha", ".a", ".A", "_alpha0")
# Orders in which other endings than their own would be taken for something else.
_OWN_BEFORE = {"pypi": (".dev0",)}
_EPOCHS = {"deb": 5, "rpm": 5, "alpm": 5}


@dataclass(frozen=True, slots=True)
class CompiledCycle:
    """The keys of a cycle in one order of versions; none where its name is no beginning of a version."""

    name: str
    intervals: Intervals


def numbers(text: str) -> Numbers | None:
    """Give the numbers of a name of a cycle; None where it is a word.

    >>> numbers("22.04"), numbers("r2-sp1")
    ((22, 4), None)
    """
    found = _NUMERIC.match(text)
    return tuple(int(each) for each in found[1].split(".")) if found else None


def stated_numbers(text: str) -> Numbers | None:
    """Give the numbers of the first version in a text that people wrote.

    >>> stated_numbers("PostgreSQL 13.4 (Debian 13.4-1)"), stated_numbers("Log4j"), stated_numbers("v2")
    ((13, 4), None, (2,))
    """
    found = _STATED.search(text)
    parts = found[1].split(".")[:8] if found else []
    return tuple(int(each) for each in parts) or None


def compiled(order: str, names: Sequence[str]) -> tuple[CompiledCycle, ...]:
    """Give each cycle its keys in an order of versions (a type of packages); no key is of two cycles.

    >>> [bool(each.intervals) for each in compiled("generic", ["8.1", "8", "r2"])]
    [True, True, False]
    """
    meant: dict[Numbers, str] = {}
    for name in names:
        own = numbers(name)
        if own is not None:
            meant.setdefault(own, name)
    found = []
    for name in names:
        own = numbers(name)
        if own is None or meant[own] != name:
            found.append(CompiledCycle(name, ()))
            continue
        nested = [text for each, text in meant.items() if len(each) > len(own) and each[: len(own)] == own]
        found.append(CompiledCycle(name, _intervals(order, name, nested)))
    return tuple(found)


def below(order: str, bound: str) -> Intervals | None:
    """Give the keys of all versions before a bound, without its own pre-releases; None if it is not understood."""
    wanted = numbers(bound.strip())
    if wanted is None:
        return None
    found = []
    for epoch in range(_EPOCHS.get(order, 1)):
        low = versions.FIRST if epoch == 0 else _floor(order, "0", epoch)
        high = _floor(order, bound.strip().lstrip("v"), epoch)
        if low is not None and high is not None:
            found.append(Interval(low, high))
    return union(found) or None


def cycle_of(names: Iterable[str], version: Numbers) -> str | None:
    """Give the cycle that a version belongs to; None where that is not known, or more than one is possible.

    >>> cycle_of(["8", "8.1"], (8, 1, 3)), cycle_of(["8", "8.1"], (8, 3)), cycle_of(["3.9", "3.10"], (3,)) is None
    ('8.1', '8', True)
    """
    meant = {own: name for name in names if (own := numbers(name)) is not None}
    for length in range(len(version), 0, -1):
        if version[:length] in meant:
            return meant[version[:length]]
    longer = [own for own in meant if own[: len(version)] == version]
    if len(longer) == 1:
        return meant[longer[0]]
    padded = [own for own in meant if _unpadded(own) == _unpadded(version)]
    return meant[padded[0]] if len(padded) == 1 and not longer else None


def is_below(version: Numbers, bound: Numbers) -> bool | None:
    """Say whether a version is before a bound; None where it is stated too shortly to tell.

    >>> is_below((13, 4), (14,)), is_below((14, 1), (14,)), is_below((8,), (8, 5)) is None
    (True, False, True)
    """
    if len(version) < len(bound) and bound[: len(version)] == version:
        return None
    return version[: len(bound)] < bound


def _intervals(order: str, own: str, nested: Iterable[str]) -> Intervals:
    found: list[Interval] = []
    for epoch in range(_EPOCHS.get(order, 1)):
        whole = _span(order, own, epoch)
        if whole is None:
            continue
        low = whole.low
        for hole in union(hole for each in nested if (hole := _span(order, each, epoch)) is not None):
            found.append(Interval(low, min(hole.low, whole.high)))
            low = max(low, hole.high)
        found.append(Interval(low, whole.high))
    return tuple(each for each in found if each.low < each.high)


def _span(order: str, own: str, epoch: int) -> Interval | None:
    own = own.lstrip("v")
    head, point, last = own.rpartition(".")
    # Zeros in front are kept: some orders tell 2016.03 from 2016.3.
    following = f"{head}{point}{str(int(last) + 1).zfill(len(last))}"
    low, high = _floor(order, own, epoch), _floor(order, following, epoch)
    return Interval(low, high) if low is not None and high is not None and low < high else None


@lru_cache(maxsize=200_000)
def _floor(order: str, dotted: str, epoch: int) -> bytes | None:
    """Give the least key that a version beginning like this can have."""
    start = (f"{epoch}:" if epoch else "") + dotted
    keys = (versions.key(order, start + ending) for ending in ("", *_OWN_BEFORE.get(order, _BEFORE)))
    return min((key for key in keys if key is not None), default=None)


def _unpadded(own: Numbers) -> Numbers:
    while len(own) > 1 and own[-1] == 0:
        own = own[:-1]
    return own
