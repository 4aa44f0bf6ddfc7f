"""What databases that write YAML of their own have in common: how it is read, and how bounds become ranges.

Source: YAML as in `standards.sbom.parsing_yaml`, whose limits hold; the ranges are those of the OSV schema.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from commonweal.standards import versions
from commonweal.standards.osv.model import Event, EventKind, Range
from commonweal.standards.osv.section import problem
from commonweal.standards.problems import Problem
from commonweal.standards.sbom.limits import Limits, TooMuch
from commonweal.standards.sbom.parsing_yaml import parse_yaml

# The longest file of both databases has 20 kB.
LIMITS = Limits(size_bytes=1_000_000, values=20_000)

_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]+([0-9]{1,2}:[0-9]{2}:[0-9]{2}))?")


@dataclass(frozen=True, slots=True, order=True)
class Bound:
    """A place between versions: just before the one of this key, or just after it."""

    key: bytes
    is_after: bool = field(kw_only=True)
    text: str

    @property
    def introduced(self) -> str:
        """The first version behind; behind 1.0 that is written 1.0.0.0.1, since no range can say "after 1.0"."""
        return f"{self.text}.0.0.1" if self.is_after else self.text


Stretch = tuple[Bound, Bound]
START, END = Bound(versions.FIRST, "0", is_after=False), Bound(versions.LAST, "", is_after=True)


def yaml_record(content: bytes) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Give the mapping of a file, without keys that have no value; None where it is none."""
    if len(content) > LIMITS.size_bytes:
        return None, [problem("", "A file of this database has at most 1 MB", "osv-too-large")]
    try:
        found = parse_yaml(content.decode("utf-8-sig", "replace"), LIMITS)
    except TooMuch as mistake:
        return None, [problem("", f"This is no YAML: {mistake.message}", "osv-yaml")]
    if not isinstance(found, dict):
        return None, [problem("", "An advisory is a mapping of names to values", "osv-not-a-record")]
    return {key: value for key, value in found.items() if value is not None}, []


def within(stretches: Iterable[Stretch]) -> Stretch | None:
    """Give what lies in all of them; None where nothing does."""
    low, high = START, END
    for one, other in stretches:
        low, high = max(low, one), min(high, other)
    return (low, high) if low < high else None


def outside(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Give what lies in none of them."""
    left, place = [], START
    for low, high in sorted(stretches):
        if place < low:
            left.append((place, low))
        place = max(place, high)
    return [*left, (place, END)] if place < END else left


def range_of(stretch: Stretch) -> Range:
    """Write a stretch of affected versions as a range of the OSV schema."""
    low, high = stretch
    events = [Event(EventKind.INTRODUCED, low.introduced)]
    if high != END:
        events.append(Event(EventKind.LAST_AFFECTED if high.is_after else EventKind.FIXED, high.text))
    return Range("ECOSYSTEM", tuple(events))


def time_of(text: str) -> datetime | None:
    """Read a day, or a day and a time, both without a zone: they are taken for UTC."""
    match = _TIME.match(text)
    if match is None:
        return None
    try:
        return datetime.fromisoformat(f"{match[1]} {match[2] or '00:00:00':0>8}").replace(tzinfo=UTC)
    except ValueError:
        return None
