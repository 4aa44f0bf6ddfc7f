"""What a reading of ends of life changes, and whether that is too sudden to be taken in without a person having looked.

Source: judgement, with thresholds in packs/lifecycles.yaml: a list that was cut off or poisoned would make ends of life
disappear, which looks like good news.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonweal.standards.endoflife import Product, written


class Sudden(StrEnum):
    """What is sudden about a reading."""

    GONE = "gone"
    CHANGED = "changed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From how many on, and from which share of what stands, a change waits."""

    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Doubted:
    """The first doubt, how many products it is about, and how many stand."""

    sudden: Sudden
    count: int
    standing: int


def digest_of(product: Product) -> str:
    """Give the SHA-256 of what is said of a product."""
    return hashlib.sha256(json.dumps(written(product), sort_keys=True).encode()).hexdigest()


def doubted(
    known: Mapping[str, str], found: Mapping[str, str], thresholds: Mapping[str, Threshold], *, is_whole: bool
) -> Doubted | None:
    """Give the first change that is both many and a great share; both are digests by the name of the product.

    >>> old = {str(number): "a" for number in range(100)}
    >>> doubted(old, {"1": "a"}, {"gone": Threshold(10, 0.05)}, is_whole=True)
    Doubted(sudden=<Sudden.GONE: 'gone'>, count=99, standing=100)
    >>> doubted({}, old, {"added": Threshold(10, 0.05)}, is_whole=True) is None
    True
    """
    if not known:
        return None
    counts = {
        Sudden.GONE: len(known.keys() - found.keys()) if is_whole else 0,
        Sudden.CHANGED: sum(known.get(name, digest) != digest for name, digest in found.items()),
        Sudden.ADDED: len(found.keys() - known.keys()),
    }
    for sudden, count in counts.items():
        threshold = thresholds.get(sudden.value)
        if threshold and count >= threshold.count and count > threshold.share * len(known):
            return Doubted(sudden, count, len(known))
    return None


def moved(before: Mapping[str, date | None], after: Mapping[str, date | None]) -> dict[str, list[str | None]]:
    """Give the cycles whose end was corrected, or that are gone (None): by name, the old day and the new one.

    >>> moved({"12": date(2024, 1, 1), "13": None}, {"12": date(2025, 1, 1), "13": None, "14": date(2030, 1, 1)})
    {'12': ['2024-01-01', '2025-01-01']}
    """
    return {
        name: [_iso(day), _iso(after.get(name))]
        for name, day in before.items()
        if name not in after or after[name] != day
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
