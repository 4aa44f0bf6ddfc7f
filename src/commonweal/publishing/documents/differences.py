"""What an upgrade or a repair would change, line by line and with the reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from commonweal.publishing.documents.drafts import shown
from commonweal.standards.publiccode import Change

_LINES_AROUND = 2
MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the difference: its number before or after, and "added", "removed", "same" or "gap"."""

    state: str
    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for a yes."""

    kind: str
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]


def proposal(kind: str, before: bytes, after: bytes, changes: list[Change]) -> Proposal:
    """The difference between two versions of a file."""
    return Proposal(kind, tuple(_lines(before, after))[:MOST_LINES], tuple(changes))


def _lines(before: bytes, after: bytes) -> Iterator[Line]:
    old, new = shown(before).split("\n"), shown(after).split("\n")
    for group in SequenceMatcher(None, old, new).get_grouped_opcodes(_LINES_AROUND):
        if group[0][1] > 0:
            yield Line("gap", None, "")
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                yield from (Line("same", start + place + 1, text) for place, text in enumerate(old[start:end]))
                continue
            yield from (Line("removed", start + place + 1, text) for place, text in enumerate(old[start:end]))
            yield from (Line("added", new_start + place + 1, text) for place, text in enumerate(new[new_start:new_end]))
