"""What an advisory says.

Source: OSV schema, "Field Details".
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from commonweal.standards import cvss, versions
from commonweal.standards.cvss import Band, Rating
from commonweal.standards.osv import ecosystems
from commonweal.standards.purl import Purl
from commonweal.standards.versions.intervals import Interval, Intervals, only, union


class EventKind(StrEnum):
    """What happens at a version: affected from here, no more from here, to here and no further, look no further."""

    INTRODUCED = "introduced"
    FIXED = "fixed"
    LAST_AFFECTED = "last_affected"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Event:
    """One point on the timeline of a package."""

    kind: EventKind
    version: str


@dataclass(frozen=True, slots=True)
class Range:
    """Events in the order of versions (SEMVER, ECOSYSTEM) or of commits of a repository (GIT)."""

    type: str
    events: tuple[Event, ...]
    repository: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """One affected interval of keys, and the version that ends it if one does."""

    interval: Interval
    introduced: str
    fixed: str | None = None
    last_affected: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A severity as it was stated: a CVSS vector, or a word of a distribution."""

    type: str
    score: str

    @property
    def rating(self) -> Rating | None:
        """The CVSS rating, if this is a vector."""
        return cvss.rate(self.score)

    @property
    def band(self) -> Band:
        rating = self.rating
        return cvss.band_in_words(self.score) if rating is None else rating.band


@dataclass(frozen=True, slots=True)
class Reference:
    """An address that says more; its type is a word of the schema ("FIX", "ADVISORY")."""

    type: str
    url: str


@dataclass(frozen=True)
class Affected:
    """A package and the versions of it that are affected.

    `ecosystem` is as written ("Debian:12"); the two `_specific` texts are JSON as the database had them, "" without.
    """

    ecosystem: str
    name: str
    purl: Purl | None = None
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()
    severities: tuple[Score, ...] = ()
    ecosystem_specific: str = ""
    database_specific: str = ""

    @cached_property
    def identity(self) -> tuple[str, str]:
        """Type and name, to be compared with `Purl.identity`."""
        if self.ecosystem or self.purl is None:
            return ecosystems.identity(self.ecosystem, self.name)
        return self.purl.identity

    @cached_property
    def distribution(self) -> str:
        """Vendor and release of the distribution, to be compared with `ecosystems.distribution` of a purl."""
        if self.ecosystem or self.purl is None:
            return ecosystems.distribution_of(self.ecosystem)
        return ecosystems.distribution(self.purl)

    @cached_property
    def order(self) -> str | None:
        """The ecosystem by whose order its versions are compared; None where there is none."""
        if versions.is_ordered(self.ecosystem):
            return self.ecosystem
        if self.purl is not None and versions.is_ordered(self.purl.type):
            return self.purl.type
        return "semver" if any(each.type == "SEMVER" for each in self.ranges) else None

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Every affected interval of all ranges whose versions have an order."""
        return tuple(span for found in self._spans_of_ranges for span in found or ())

    @cached_property
    def has_unordered_ranges(self) -> bool:
        """Whether a range cannot be asked: a version in it has no key, or commits are all that is stated.

        Beside ranges of commits the schema wants the versions enumerated, and what is enumerated is complete.
        """
        if any(found is None for found in self._spans_of_ranges):
            return True
        return bool(self.ranges) and not self._spans_of_ranges and not self.versions

    @cached_property
    def listed(self) -> frozenset[str]:
        """The versions that are enumerated, as text."""
        return frozenset(self.versions)

    @cached_property
    def listed_keys(self) -> frozenset[bytes]:
        """The versions that are enumerated, as keys, so that 1.0 is found as 1.0.0 where that is the same."""
        keys = (versions.key(self.order, version) for version in self.versions) if self.order else ()
        return frozenset(key for key in keys if key is not None)

    @cached_property
    def intervals(self) -> Intervals:
        """All that is affected, ranges and listed versions, sorted and apart: what an index holds."""
        return union([*(span.interval for span in self.spans), *(only(key) for key in self.listed_keys)])

    @cached_property
    def _spans_of_ranges(self) -> tuple[tuple[Span, ...] | None, ...]:
        """The spans of each range that is not of commits; None for one with a version that has no key."""
        return tuple(self._spans(each) for each in self.ranges if each.type != "GIT")

    def _spans(self, given: Range) -> tuple[Span, ...] | None:
        if self.order is None:
            return None
        keyed = []
        for event in given.events:
            key = _event_key(self.order, event)
            if key is None:
                return None
            keyed.append((key, event))
        limits = [key for key, event in keyed if event.kind is EventKind.LIMIT]
        timeline = sorted((pair for pair in keyed if pair[1].kind is not EventKind.LIMIT), key=lambda pair: pair[0])
        return tuple(_limited(_walked(timeline), max(limits, default=versions.LAST)))


@dataclass(frozen=True)
class Advisory:
    """One vulnerability as one database tells it."""

    id: str
    modified: datetime | None
    schema_version: str = "1.0.0"
    published: datetime | None = None
    withdrawn: datetime | None = None
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()
    summary: str = ""
    details: str = ""
    severities: tuple[Score, ...] = ()
    affected: tuple[Affected, ...] = ()
    references: tuple[Reference, ...] = ()
    database_specific: str = ""
    stated_band: Band = Band.UNKNOWN

    def severities_of(self, affected: Affected | None = None) -> tuple[Score, ...]:
        """The severities of the advisory, or those of one package where it has its own."""
        return affected.severities if affected is not None and affected.severities else self.severities

    def rating(self, affected: Affected | None = None) -> Rating | None:
        """The rating by the newest version of CVSS that is stated; of several of that version the highest."""
        ratings = [rating for score in self.severities_of(affected) if (rating := score.rating)]
        return max(ratings, key=lambda rating: (rating.version, rating.score), default=None)

    def band(self, affected: Affected | None = None) -> Band:
        """How severe in one word: by CVSS, else in the words of the distribution or the database."""
        rating = self.rating(affected)
        if rating is not None:
            return rating.band
        words = [score.band for score in self.severities_of(affected) if score.band is not Band.UNKNOWN]
        return words[0] if words else self.stated_band


def _event_key(order: str, event: Event) -> bytes | None:
    """An introduced "0" is before every version, and a limit "*" after."""
    if event.kind is EventKind.INTRODUCED and event.version == "0":
        return versions.FIRST
    if event.kind is EventKind.LIMIT and "*" in event.version:
        return versions.LAST
    return versions.key(order, event.version)


def _walked(timeline: list[tuple[bytes, Event]]) -> list[Span]:
    """Walk along the timeline as the schema's evaluation does; events of one version keep their order."""
    spans: list[Span] = []
    opened: tuple[bytes, str] | None = None
    for key, event in timeline:
        if event.kind is EventKind.INTRODUCED:
            opened = opened or (key, event.version)
            continue
        if event.kind is EventKind.FIXED:
            spans = _cut(spans, key)
        if opened is not None:
            spans.append(_span(*opened, key, event))
            opened = None
    return spans if opened is None else [*spans, Span(Interval(opened[0]), opened[1])]


def _span(low: bytes, introduced: str, key: bytes, end: Event) -> Span:
    if end.kind is EventKind.FIXED:
        return Span(Interval(low, key), introduced, fixed=end.version)
    return Span(Interval(low, versions.after(key)), introduced, last_affected=end.version)


def _cut(spans: list[Span], key: bytes) -> list[Span]:
    """Let a fix count more than a last affected version that is the same."""
    if not spans or spans[-1].interval.high <= key:
        return spans
    return list(_limited(spans, key))


def _limited(spans: Iterable[Span], limit: bytes) -> Iterable[Span]:
    for span in spans:
        interval = Interval(span.interval.low, min(span.interval.high, limit))
        if interval.low < interval.high:
            yield replace(span, interval=interval)
