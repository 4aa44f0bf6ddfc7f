"""What an advisory says, as intervals of the keys that versions are stored under.

Source: OSV schema, "Evaluation": a version is affected if it is listed or in a range. Versions of packages have the
keys of the package's type, so a range in another order cannot be asked, and is unclear rather than wrong. The release
of a distribution is part of the package; what names a distribution without one says too little of any release, whose
fixes are numbered apart, so that is unclear as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from commonweal.standards import versions
from commonweal.standards.cvss import Band
from commonweal.standards.osv import Advisory, Affected, ecosystems
from commonweal.standards.versions import intervals
from commonweal.standards.versions.intervals import only

LONGEST_TYPE, LONGEST_NAME, LONGEST_DISTRIBUTION, LONGEST_PURL, LONGEST_VERSION = 40, 500, 60, 700, 300
LONGEST_IDENTIFIER = 120


@dataclass(frozen=True, slots=True, order=True)
class CompiledRange:
    """An interval of keys, half open, and the versions that it was stated with."""

    low: bytes
    high: bytes
    introduced: str = ""
    fixed: str = ""
    last_affected: str = ""

    @property
    def words(self) -> tuple[str, str, str]:
        """Where it begins, what fixes it, and what is affected last; each may be empty."""
        return self.introduced, self.fixed, self.last_affected


@dataclass(frozen=True, slots=True)
class CompiledPackage:
    """A package that an advisory names and what is affected of it; `listed` are versions that have no key."""

    type: str
    name: str
    distribution: str
    purl: str
    is_unclear: bool = False
    band: str = ""
    score: Decimal | None = None
    ranges: tuple[CompiledRange, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, str, str]:
        """By what the package is interned."""
        return self.type, self.name, self.distribution


def compiled(advisory: Advisory) -> tuple[CompiledPackage, ...]:
    """Give each package that the advisory names once, sorted; of a withdrawn one nothing is affected."""
    found: dict[tuple[str, str, str], CompiledPackage] = {}
    for affected in advisory.affected:
        package = _named(affected)
        if package is None:
            continue
        if advisory.withdrawn is None:
            package = _with_versions(package, affected)
        package = _with_severity(package, advisory, affected)
        before = found.get(package.identity)
        found[package.identity] = package if before is None else _both(before, package)
    return tuple(found[identity] for identity in sorted(found))


def names_of(advisory: Advisory) -> set[tuple[str, str]]:
    """Give every identifier in capitals, each with how it stands to the advisory; its own is no alias of itself."""
    own = advisory.id.upper()
    kinds = {"alias": advisory.aliases, "upstream": advisory.upstream, "related": advisory.related}
    found = {(identifier.strip().upper(), kind) for kind, identifiers in kinds.items() for identifier in identifiers}
    usable = {pair for pair in found if pair[0] != own and 0 < len(pair[0]) <= LONGEST_IDENTIFIER}
    return {(own, "own"), *usable}


def summary_of(advisory: Advisory) -> str:
    """Give the summary, else the first line of the details; 500 characters at most."""
    text = advisory.summary.strip() or next((line for line in advisory.details.splitlines() if line.strip()), "")
    text = text.strip().lstrip("#").strip()
    return text if len(text) <= 500 else f"{text[:499]}…"


def _named(affected: Affected) -> CompiledPackage | None:
    """Give the package; None for one that is not named, or in a way that no list of components could name."""
    package_type, name = affected.identity
    purl = ecosystems.purl_of(affected.ecosystem, affected.name) if affected.ecosystem else affected.purl
    text = str(purl.package) if purl is not None else f"pkg:{package_type}/{name}"
    is_short = len(package_type) <= LONGEST_TYPE and len(name) <= LONGEST_NAME and len(text) <= LONGEST_PURL
    distribution = affected.distribution
    if not package_type or not name or not is_short or len(distribution) > LONGEST_DISTRIBUTION:
        return None
    return CompiledPackage(package_type, name, distribution, text)


def _with_versions(package: CompiledPackage, affected: Affected) -> CompiledPackage:
    order = package.type if versions.is_ordered(package.type) else None
    has_order = order is not None and affected.order is not None and versions.is_same_order(affected.order, order)
    is_unclear = package.distribution.endswith(":") or _is_unclear(affected, has_order=has_order)
    if package.distribution.endswith(":"):
        return replace(package, is_unclear=True)
    ranges = {
        CompiledRange(
            span.interval.low,
            span.interval.high,
            "" if span.introduced == "0" else span.introduced,
            span.fixed or "",
            span.last_affected or "",
        )
        for span in (affected.spans if has_order else ())
    }
    within = intervals.union(span.interval for span in affected.spans) if has_order else ()
    listed = []
    for version in affected.versions:
        key = versions.key(order, version) if order else None
        if key is None:
            listed.append(version)
        elif not intervals.contains(within, key):
            alone = only(key)
            ranges.add(CompiledRange(alone.low, alone.high, introduced=version, last_affected=version))
    kept = tuple(sorted({version for version in listed if 0 < len(version) <= LONGEST_VERSION}))
    return replace(package, is_unclear=is_unclear, ranges=tuple(_apart(ranges)), listed=kept)


def _is_unclear(affected: Affected, *, has_order: bool) -> bool:
    """Say whether some version could be affected without our seeing it."""
    if not affected.ranges and not affected.versions:
        return True
    has_ranges = any(each.type != "GIT" for each in affected.ranges)
    return affected.has_unordered_ranges or (has_ranges and not has_order)


def _apart(ranges: Iterable[CompiledRange]) -> Iterator[CompiledRange]:
    """Leave out single versions that are stated twice in two spellings."""
    seen: set[tuple[bytes, bytes]] = set()
    for each in sorted(ranges):
        if (each.low, each.high) not in seen:
            seen.add((each.low, each.high))
            yield each


def _with_severity(package: CompiledPackage, advisory: Advisory, affected: Affected) -> CompiledPackage:
    """Keep the severity of the package where the advisory gives each its own."""
    if not affected.severities:
        return package
    rating, band = advisory.rating(affected), advisory.band(affected)
    return replace(
        package,
        band="" if band is Band.UNKNOWN else band.value,
        score=None if rating is None else rating.score,
    )


def _both(one: CompiledPackage, other: CompiledPackage) -> CompiledPackage:
    """Join what an advisory says of one package in two places."""
    worse = max((one, other), key=lambda each: (each.score is not None, each.score or Decimal(0)))
    return replace(
        worse,
        is_unclear=one.is_unclear or other.is_unclear,
        ranges=tuple(_apart({*one.ranges, *other.ranges})),
        listed=tuple(sorted({*one.listed, *other.listed})),
    )
