"""The gate: what is known of parts that are not stored, such as those of a release that is about to be made.

Parts are made into packages and keys in memory and held against the ranges of advisories in one statement, so that a
hundred of them cost as many queries as one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, lru_cache, partial
from typing import Any

from django.db import connection
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from commonweal.components.queries import Part, parts_of_component
from commonweal.organisations.models import Body
from commonweal.risk.models import AdvisoryName, AdvisorySource, AffectedPackage, Decision, SyncRun, Vulnerability
from commonweal.risk.queries.decided import statements_about
from commonweal.risk.queries.gate_pack import GatePack, gate_pack
from commonweal.risk.queries.sources import ADVISORY_KINDS
from commonweal.risk.rules.decisions import Situation, Standing, Statement, counting
from commonweal.risk.rules.gate import (
    FailOn,
    Outcome,
    Ruling,
    Span,
    Update,
    Weakness,
    overall,
    rules_from,
    ruling,
    update_from,
)
from commonweal.standards import versions
from commonweal.standards.cvss import Band
from commonweal.standards.sbom import Component
from commonweal.usage.models import System

# The limit makes PostgreSQL look up each package by its index, and never read through them all.
_MATCHED = """
    WITH named AS MATERIALIZED (
        SELECT wanted.place, wanted.version, wanted.key, p.id AS package
        FROM unnest(%(places)s::int[], %(types)s::text[], %(names)s::text[], %(distributions)s::text[],
            %(versions)s::text[], %(keys)s::bytea[]) AS wanted (place, type, name, distribution, version, key)
        CROSS JOIN LATERAL (
            SELECT id FROM components_package stored WHERE stored.type = wanted.type
                AND stored.name = wanted.name AND stored.distribution = wanted.distribution LIMIT 1
        ) p
    )
    SELECT place, package, r.vulnerability_id, true, r.introduced, r.fixed, r.last_affected
    FROM named JOIN risk_affectedrange r ON r.package_id = package AND key >= r.low AND key < r.high
    UNION ALL
    SELECT place, package, l.vulnerability_id, true, l.version, '', l.version
    FROM named JOIN risk_listedversion l ON l.package_id = package AND l.version = named.version
    UNION ALL
    SELECT place, package, a.vulnerability_id, false, '', '', ''
    FROM named JOIN risk_affectedpackage f ON f.package_id = package AND f.is_unclear
    JOIN risk_advisory a ON a.id = f.advisory_id AND a.withdrawn_at IS NULL
    ORDER BY 1, 3, 4, 6, 5
"""
_LATER = """
    SELECT wanted.place, r.vulnerability_id, r.low, r.high, r.fixed
    FROM unnest(%(places)s::int[], %(packages)s::bigint[], %(keys)s::bytea[]) AS wanted (place, package, key)
    JOIN risk_affectedrange r ON r.package_id = wanted.package AND r.high > wanted.key
"""
_FOLLOWED = """
    SELECT DISTINCT p.type, p.distribution FROM risk_affectedpackage f
    JOIN components_package p ON p.id = f.package_id
    JOIN risk_advisory a ON a.id = f.advisory_id
    JOIN risk_advisorysource s ON s.id = a.source_id AND s.kind <> 'local'
"""


Decided = tuple[Statement, Decision]


class Doubt(StrEnum):
    """Why nobody can say of a part that it is safe."""

    NO_PURL = "no-package-url"
    NO_VERSION = "no-version"
    NO_ORDER = "version-has-no-order"
    NO_RELEASE = "release-of-distribution-not-stated"
    NOT_FOLLOWED = "no-advisories-for-this-ecosystem"
    UNCLEAR_RANGE = "advisory-does-not-say-which-versions"


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom is asked: with a body the decisions that hold for it count, and with a system of it those about that."""

    body: Body | None = None
    system: System | None = None
    is_strict: bool = False
    fail_on: FailOn | None = None


@dataclass(frozen=True, slots=True)
class StatedRange:
    """The affected versions in the words of an advisory; each may be empty."""

    introduced: str
    fixed: str
    last_affected: str


@dataclass(frozen=True, slots=True)
class GateFinding:
    """That a vulnerability affects a part, and what becomes of it; `fixed` is "" where no fix is known."""

    vulnerability: Vulnerability
    aliases: tuple[str, ...]
    ranges: tuple[StatedRange, ...]
    fixed: str
    ruling: Ruling
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """A part with all that is known of it; `unclear` are vulnerabilities that may or may not affect it."""

    name: str
    version: str
    purl: str
    findings: tuple[GateFinding, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unclear: tuple[str, ...] = ()
    update: Update | None = None
    still: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst of its findings."""
        found = {finding.ruling.outcome for finding in self.findings}
        return next((each for each in (Outcome.FAIL, Outcome.WARN) if each in found), Outcome.PASS)


@dataclass(frozen=True)
class GateAnswer:
    """What the gate says of a release; `advisories_as_of` is when the source read longest ago was read."""

    asking: Asking
    outcome: Outcome
    parts: tuple[JudgedPart, ...]
    pack: GatePack
    advisories_as_of: datetime | None

    @cached_property
    def affected(self) -> tuple[JudgedPart, ...]:
        """Parts of which something is known, the worst first."""
        order = (Outcome.FAIL, Outcome.WARN, Outcome.PASS)
        return tuple(sorted((each for each in self.parts if each.findings), key=lambda each: order.index(each.outcome)))

    @cached_property
    def unjudged(self) -> tuple[JudgedPart, ...]:
        """Parts that nobody can say are safe, whatever else is known of them."""
        return tuple(each for each in self.parts if each.doubts)


@dataclass(frozen=True, slots=True)
class _Place:
    """A package and version to look up, for the part of this number."""

    number: int
    part: Part


@dataclass(frozen=True, slots=True)
class _Match:
    """A row of the database: that a vulnerability affects what stands at a place, or may."""

    place: int
    package: int
    vulnerability: int
    is_sure: bool
    introduced: str
    fixed: str
    last_affected: str


def gate(components: Sequence[Component], asking: Asking) -> GateAnswer:
    """Judge the parts of a release; the number of queries does not depend on how many there are."""
    distinct = list({(each.purl or each.name, each.version): each for each in components}.values())
    split = [parts_of_component(component) for component in distinct]
    places = [_Place(number, part) for number, several in enumerate(split) for part in several]
    matches = _matches(places)
    decided = _decided(matches, places, asking)
    updates = _updates(places, matches, decided)
    named = {each.vulnerability for each in matches}.union(*(update.still for update in updates.values()))
    vulnerabilities = Vulnerability.objects.in_bulk(named)
    known = _Known(places, matches, vulnerabilities, _aliases(vulnerabilities), decided, updates)
    judged = _judged(distinct, split, known, asking)
    pack = gate_pack()
    unjudged = sum(bool(each.doubts) for each in judged)
    outcome = overall(
        (each.outcome for each in judged),
        judged=len(judged) - unjudged,
        unjudged=unjudged,
        for_unjudged=pack.unjudged_when_strict if asking.is_strict else pack.unjudged,
    )
    return GateAnswer(asking, outcome, tuple(judged), pack, _as_of())


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database knows of the places."""

    places: Sequence[_Place]
    matches: Sequence[_Match]
    vulnerabilities: Mapping[int, Vulnerability]
    aliases: Mapping[int, tuple[str, ...]]
    decided: Mapping[tuple[int, int], Decided]
    updates: Mapping[int, Update]


def _judged(
    components: Sequence[Component], split: Sequence[Sequence[Part]], known: _Known, asking: Asking
) -> list[JudgedPart]:
    followed = _followed(AffectedPackage.objects.aggregate(newest=Max("pk"))["newest"] or 0)
    rules = rules_from(asking.fail_on) if asking.fail_on else gate_pack().rules
    sure: dict[int, dict[int, list[_Match]]] = defaultdict(lambda: defaultdict(list))
    unsure: dict[int, set[int]] = defaultdict(set)
    for match in known.matches:
        number = known.places[match.place].number
        if match.is_sure:
            sure[number][match.vulnerability].append(match)
        else:
            unsure[number].add(match.vulnerability)
    judged = []
    for number, (component, parts) in enumerate(zip(components, split, strict=True)):
        found = sure.get(number, {})
        unclear = sorted(known.vulnerabilities[each].name for each in unsure.get(number, set()) - set(found))
        update = known.updates.get(number)
        first = parts[0] if parts else None
        judged.append(
            JudgedPart(
                name=first.package.name if first else component.name,
                version=(first.version if first else component.version) or "",
                purl=component.purl or "",
                findings=tuple(_finding(several, known, rules) for several in found.values()),
                doubts=_doubts(parts, followed, has_findings=bool(found), is_unclear=bool(unclear)),
                unclear=tuple(unclear),
                update=update,
                still=tuple(sorted(known.vulnerabilities[each].name for each in update.still)) if update else (),
            )
        )
    return judged


def _doubts(
    parts: Sequence[Part], followed: Collection[tuple[str, str]], *, has_findings: bool, is_unclear: bool
) -> tuple[Doubt, ...]:
    """Say why a part cannot be called safe; nothing where it can."""
    if not parts:
        return (Doubt.NO_PURL,)
    doubts = []
    part = parts[0]
    if not part.version:
        doubts.append(Doubt.NO_VERSION)
    elif part.key is None and not has_findings:
        doubts.append(Doubt.NO_ORDER)
    if part.package.distribution.endswith(":"):
        doubts.append(Doubt.NO_RELEASE)
    elif (part.package.type, part.package.distribution) not in followed:
        doubts.append(Doubt.NOT_FOLLOWED)
    if is_unclear:
        doubts.append(Doubt.UNCLEAR_RANGE)
    return tuple(doubts)


def _finding(several: Sequence[_Match], known: _Known, rules: Sequence[Any]) -> GateFinding:
    first = several[0]
    vulnerability = known.vulnerabilities[first.vulnerability]
    fixed = _highest(known.places[first.place].part.package.type, {each.fixed for each in several} - {""})
    decided = known.decided.get((first.place, first.vulnerability))
    weakness = Weakness(
        band=Band(vulnerability.band),
        exploited_on=vulnerability.exploited_on,
        forecast=vulnerability.forecast,
        is_malicious=vulnerability.is_malicious,
        has_fix=bool(fixed),
        is_closed=decided is not None and decided[0].standing is Standing.CLOSED,
        accepted_on=_accepted_on(decided[0]) if decided else None,
    )
    ranges = dict.fromkeys(StatedRange(each.introduced, each.fixed, each.last_affected) for each in several)
    return GateFinding(
        vulnerability=vulnerability,
        aliases=known.aliases.get(vulnerability.pk, ()),
        ranges=tuple(ranges),
        fixed=fixed,
        ruling=ruling(weakness, rules, gate_pack().unknown_band),
        decision=decided[1] if decided else None,
    )


def _accepted_on(statement: Statement) -> date | None:
    is_accepted = statement.standing is Standing.ACCEPTED
    return timezone.localtime(statement.decided_at).date() if is_accepted else None


def _highest(ecosystem: str, stated: Collection[str]) -> str:
    """Give the last of several versions in their order, so that it mends what each of them mends."""
    return max(stated, key=lambda version: (versions.key(ecosystem, version) or b"", version), default="")


def _matches(places: Sequence[_Place]) -> list[_Match]:
    if not places:
        return []
    parts = [place.part for place in places]
    columns = {
        "places": list(range(len(places))),
        "types": [part.package.type for part in parts],
        "names": [part.package.name for part in parts],
        "distributions": [part.package.distribution for part in parts],
        "versions": [part.version or None for part in parts],
        "keys": [part.key for part in parts],
    }
    return [_Match(*row) for row in _rows(_MATCHED, columns)]


def _updates(
    places: Sequence[_Place], matches: Iterable[_Match], decided: Mapping[tuple[int, int], Decided]
) -> dict[int, Update]:
    """Give for each part with findings the next version that no known range with a fix holds."""
    asked = {
        match.place: match.package for match in matches if match.is_sure and places[match.place].part.key is not None
    }
    if not asked:
        return {}
    columns = {
        "places": list(asked),
        "packages": list(asked.values()),
        "keys": [places[place].part.key for place in asked],
    }
    spans: dict[int, list[Span]] = defaultdict(list)
    for place, vulnerability, low, high, fixed in _rows(_LATER, columns):
        found = decided.get((place, vulnerability))
        if found is None or found[0].standing is Standing.OPEN:
            spans[place].append(Span(vulnerability, bytes(low), bytes(high), fixed))
    updates: dict[int, Update] = {}
    for place, several in spans.items():
        part = places[place].part
        step = update_from(part.key or b"", several, partial(versions.key, part.package.type))
        if step is not None:
            updates.setdefault(places[place].number, step)
    return updates


def _aliases(vulnerabilities: Mapping[int, Vulnerability]) -> dict[int, tuple[str, ...]]:
    """Give under which other names each is known."""
    named = AdvisoryName.objects.filter(
        advisory__vulnerability__in=vulnerabilities, advisory__withdrawn_at=None, kind__in=("own", "alias")
    )
    found: dict[int, list[str]] = defaultdict(list)
    rows = named.values_list("advisory__vulnerability_id", "identifier").distinct().order_by("identifier")
    for vulnerability, identifier in rows:
        if identifier != vulnerabilities[vulnerability].name.upper():
            found[vulnerability].append(identifier)
    return {key: tuple(several) for key, several in found.items()}


def _decided(matches: Iterable[_Match], places: Sequence[_Place], asking: Asking) -> dict[tuple[int, int], Decided]:
    """Give for each place and vulnerability the decision that counts for the body; none where no body is named."""
    if asking.body is None:
        return {}
    pairs = {(each.place, each.vulnerability): each.package for each in matches if each.is_sure}
    statements = statements_about({vulnerability for _, vulnerability in pairs}, {asking.body.pk}) if pairs else {}
    # What does not reach the body was not read: whoever else decided watches over it.
    deciders = {each.body for several in statements.values() for each in several if each.body is not None}
    overseers = frozenset(deciders - {asking.body.pk})
    system = asking.system.pk if asking.system else 0
    today = timezone.localdate()
    chosen: dict[tuple[int, int], Statement] = {}
    for (place, vulnerability), package in pairs.items():
        situation = Situation(system, asking.body.pk, overseers, package, places[place].part.key)
        statement = counting(statements.get(vulnerability, ()), situation, today)
        if statement is not None:
            chosen[place, vulnerability] = statement
    written = Decision.objects.in_bulk({each.id for each in chosen.values()}) if chosen else {}
    return {pair: (each, written[each.id]) for pair, each in chosen.items()}


def _as_of() -> datetime | None:
    """Give when the source that was read longest ago was read; None where one was never read, or there is none."""
    whole = SyncRun.objects.filter(source=OuterRef("pk"), finished_at__isnull=False, failure="", held_back="")
    rows = AdvisorySource.objects.filter(kind__in=ADVISORY_KINDS).annotate(
        read_at=Subquery(whole.order_by("-finished_at").values("finished_at")[:1])
    )
    read = [at for is_on, at in rows.values_list("is_on", "read_at") if is_on or at]
    return min(read) if read and None not in read else None


@lru_cache(maxsize=2)
def _followed(newest: int) -> frozenset[tuple[str, str]]:
    """Give the ecosystems that a source follows; `newest` is the newest row, so that changes are seen."""
    return frozenset((kind, distribution) for kind, distribution in _rows(_FOLLOWED, {"newest": newest}))


def _rows(query: str, asked: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return rows
