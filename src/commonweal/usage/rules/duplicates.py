"""Which systems of a body seem to be one: the same or nearly the same name, the same software, the same function.

Likeness of names is the Jaccard index of their trigrams, numbers left out ("Registry 2019" and "Registry 2023" are
alike).
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

ALIKE = 0.6  # from here on two names are nearly the same; ours, found by trying names of municipal systems


class Reason(StrEnum):
    """Why two systems seem to be one, the strongest first."""

    SAME_NAME = "same-name"
    SAME_SOFTWARE = "same-software"
    ALIKE_NAME = "alike-name"
    SAME_FUNCTION = "same-function"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A running system: its folded name, the software it is ("" for not known) and its functions."""

    key: int
    name: str
    software: str = ""
    functions: Sequence[str] = ()


@dataclass(slots=True)
class Pair:
    """Two systems that seem to be one, the earlier key first, and why; `functions` are those they share."""

    first: int
    second: int
    reasons: list[Reason] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)


def duplicates(candidates: Iterable[Candidate], decided: Container[tuple[int, int]] = frozenset()) -> list[Pair]:
    """Every pair that seems to be one and that nobody decided on, the strongest reason first."""
    systems = sorted(candidates, key=lambda one: one.key)
    pairs: dict[tuple[int, int], Pair] = {}
    groups = (
        (Reason.SAME_NAME, _grouped((one.name, one.key) for one in systems)),
        (Reason.SAME_SOFTWARE, _grouped((one.software, one.key) for one in systems)),
        (Reason.SAME_FUNCTION, _grouped((name, one.key) for one in systems for name in dict.fromkeys(one.functions))),
    )
    for reason, group in groups:
        for value, keys in group.items():
            for ends in combinations(keys, 2):
                pair = pairs.setdefault(ends, Pair(*ends))
                if reason is Reason.SAME_FUNCTION:
                    pair.functions.append(value)
                if reason not in pair.reasons:
                    pair.reasons.append(reason)
    for ends in _alike(systems):
        pair = pairs.setdefault(ends, Pair(*ends))
        if Reason.SAME_NAME not in pair.reasons:
            pair.reasons.append(Reason.ALIKE_NAME)
    order = list(Reason)
    for pair in pairs.values():
        pair.reasons.sort(key=order.index)
    found = [pair for ends, pair in pairs.items() if ends not in decided]
    return sorted(found, key=lambda pair: (order.index(pair.reasons[0]), -len(pair.reasons), pair.first, pair.second))


def likeness(first: str, second: str) -> float:
    """How alike two folded names are, 0 to 1.

    >>> likeness("protocollo informatico", "protocollo informatico 2"), round(likeness("registry", "ledger"), 2)
    (1.0, 0.0)
    """
    ours, theirs = _trigrams(first), _trigrams(second)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def _grouped(values: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for value, key in values:
        if value:
            groups[value].append(key)
    return groups


def _alike(systems: Sequence[Candidate]) -> Iterable[tuple[int, int]]:
    sets = {one.key: _trigrams(one.name) for one in systems}
    holders = _grouped((trigram, key) for key, trigrams in sets.items() for trigram in trigrams)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for keys in holders.values():
        for ends in combinations(keys, 2):
            shared[ends] += 1
    for (first, second), count in shared.items():
        if count / (len(sets[first]) + len(sets[second]) - count) >= ALIKE:
            yield first, second


def _trigrams(name: str) -> set[str]:
    words = re.sub(r"\d+", " ", name).split()
    return {
        padded[start : start + 3] for word in words for padded in [f"  {word} "] for start in range(len(padded) - 2)
    }
