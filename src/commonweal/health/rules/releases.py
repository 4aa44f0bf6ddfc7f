"""H12 and H13: how often there is a release, and how releases are named, signed and explained (version: releases 1).

A release is a tag. A light tag has the moment of its commit. A moment that lies (before 1990, after now) dates nothing.

Sources: CHAOSS metric Release Frequency; Semantic Versioning 2.0.0 (semver.org); calver.org.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from statistics import median

from commonweal.connectors.git_tags import Tag
from commonweal.health.rules.tally import EARLIEST, Window

VERSION = "releases 1"
_NUMBER = r"(?:0|[1-9]\d*)"
_SEMVER = re.compile(
    rf"v?{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    rf"(?:-(?:{_NUMBER}|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:{_NUMBER}|\d*[A-Za-z-][0-9A-Za-z-]*))*)?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)
_CALVER = re.compile(
    r"v?(?:(?:19|20)\d\d[.-](?:0?[1-9]|1[0-2])|\d\d\.(?:0[1-9]|1[0-2]))(?:[.-]\d+)*(?:[.-]?[a-z]+\d*)?"
)


@dataclass(frozen=True, slots=True)
class Releases:
    """What tags tell; None is not known. `median_days_between` is of releases on different moments."""

    total: int
    undated: int
    in_window: int | None
    median_days_between: float | None
    days_since_last: int | None
    versioned_share: Fraction | None
    signed_share: Fraction | None
    explained_share: Fraction | None
    rules: tuple[str, ...] = (VERSION,)


def releases(tags: Iterable[Tag], window: Window) -> Releases:
    """Count the releases of a repository, as of the end of the window. Where there are no tags, no share is known."""
    every = list(tags)
    moments = sorted(at for tag in every if (at := tag.tagged_at) and EARLIEST <= at <= window.until)
    between = [(later - earlier).total_seconds() / 86_400 for earlier, later in pairwise(dict.fromkeys(moments))]
    return Releases(
        total=len(every),
        undated=len(every) - len(moments),
        in_window=_within(moments, window) if moments or not every else None,
        median_days_between=median(between) if between else None,
        days_since_last=(window.until - moments[-1]).days if moments else None,
        versioned_share=_share(is_version(tag.name) for tag in every),
        signed_share=_share(tag.is_signed for tag in every),
        explained_share=_share(tag.has_notes for tag in every),
    )


def is_version(name: str) -> bool:
    """Whether a tag is named by Semantic Versioning, with or without a v before it, or by the calendar.

    >>> [is_version(name) for name in ("v1.2.3", "2.0.0-rc1", "2026.11", "24.04.1", "1.2", "final", "01.2.3")]
    [True, True, True, True, False, False, False]
    """
    return bool(_SEMVER.fullmatch(name) or _CALVER.fullmatch(name))


def _within(moments: list[datetime], window: Window) -> int:
    return sum(1 for at in moments if (window.until - at).total_seconds() <= window.days * 86_400)


def _share(answers: Iterable[bool]) -> Fraction | None:
    each = list(answers)
    return Fraction(sum(each), len(each)) if each else None
