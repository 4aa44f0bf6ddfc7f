"""What changed between two texts, line by line. Source: difflib of Python's standard library."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the one text or the other."""

    change: Change
    text: str


def differences(before: str, after: str) -> tuple[Line, ...]:
    r"""Every line of both texts in order; without the added ones it is the first text, without the removed the second.

    >>> [(line.change.value, line.text) for line in differences("a\nb", "a\nc")]
    [('same', 'a'), ('removed', 'b'), ('added', 'c')]
    """
    return tuple(_lines(before.splitlines(), after.splitlines()))


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    for tag, start, stop, new_start, new_stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line(Change.SAME, text) for text in before[start:stop])
            continue
        yield from (Line(Change.REMOVED, text) for text in before[start:stop])
        yield from (Line(Change.ADDED, text) for text in after[new_start:new_stop])
