"""What a body says of vulnerabilities, one part at a time, to be told to others."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from commonweal.components.models import Package, PackageVersion, SbomDocument
from commonweal.components.queries import Scope
from commonweal.organisations.models import Body
from commonweal.risk.models import AdvisoryName, AffectedPackage, Decision, DecisionSource, NameKind, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.decided import counting_statements
from commonweal.risk.queries.vex import scope_within
from commonweal.standards.versions.intervals import only
from commonweal.usage.models import System


@dataclass(frozen=True, slots=True)
class Part:
    """What a statement is about: versions of a package from `low` up to but without `high`, or all, in `words`."""

    package: Package
    low: bytes | None = None
    high: bytes | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A decision about one part; `subject` is what the lists of its system say it is, "" where they do not."""

    decision: Decision
    part: Part
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """All that is told, oldest first; `aliases` are other names of vulnerabilities by primary key.

    `revision` grows with every decision made or ended; `changed_at` is when that last happened.
    """

    body: Body
    told: tuple[Told, ...]
    aliases: Mapping[int, tuple[str, ...]]
    revision: int
    changed_at: datetime | None


def told_by(
    body: Body,
    scope: Scope,
    *,
    system: System | None = None,
    vulnerability: Vulnerability | None = None,
    with_others: bool = False,
) -> Export:
    """Gather what a body decided itself, about one system or vulnerability or all.

    `with_others` adds what others said and what counts here, for exactly the versions that run: so nothing that a
    decision of its own overrules comes along, wherever the document is read.
    """
    own = _standing().filter(body=body, source=DecisionSource.LOCAL)
    if system is not None:
        own = own.filter(Q(system=system) | Q(system=None))
    if vulnerability is not None:
        own = own.filter(vulnerability=vulnerability)
    decisions = list(own)
    parts = _parts(decisions, scope_within(scope, body), system)
    subjects = _subjects(body)
    told = [
        Told(each, part, subjects.get(each.system_id or 0, "")) for each in decisions for part in parts.get(each.pk, ())
    ]
    if with_others:
        told += _of_others(body, scope, subjects, system, vulnerability)
    told.sort(key=lambda each: (each.decision.decided_at, each.decision.pk))
    made = Decision.objects.filter(body=body, source=DecisionSource.LOCAL)
    counted = made.aggregate(Count("pk"), Count("ended_at"), Max("decided_at"), Max("ended_at"))
    moments = [moment for moment in (counted["decided_at__max"], counted["ended_at__max"]) if moment]
    return Export(
        body=body,
        told=tuple(told),
        aliases=_aliases({each.decision.vulnerability for each in told}),
        revision=counted["pk__count"] + counted["ended_at__count"],
        changed_at=max(moments, default=None),
    )


def _standing() -> QuerySet[Decision]:
    today = timezone.localdate()
    valid = Decision.objects.filter(Q(expires_on=None) | Q(expires_on__gte=today), valid_from__lte=today, ended_at=None)
    return valid.select_related("vulnerability", "package", "body", "system").order_by("decided_at", "pk")


def _parts(decisions: Collection[Decision], scope: Scope, system: System | None) -> dict[int, list[Part]]:
    """Give the parts of each decision; one about every package is told of each package that runs, and else is named.

    Where a decision about a package of its own stands beside it, that one counts and is told instead.
    """
    found = {each.pk: [_part(each)] for each in decisions if each.package is not None}
    narrower = {
        (each.vulnerability_id, each.system_id, each.package_id)
        for each in decisions
        if each.package and each.low is None
    }
    wide = [each for each in decisions if each.package is None]
    running, named = _packages({each.vulnerability_id for each in wide}, scope)
    for each in wide:
        vulnerability = each.vulnerability_id
        only_system = each.system_id or (system.pk if system else None)
        inside = {package for where, package in running[vulnerability] if only_system in (None, where)}
        chosen = inside or named[vulnerability]
        found[each.pk] = [
            Part(package)
            for package in sorted(chosen, key=lambda package: package.pk)
            if (vulnerability, each.system_id, package.pk) not in narrower
        ]
    return found


def _part(decision: Decision) -> Part:
    assert decision.package is not None  # noqa: S101  asked before
    low = None if decision.low is None else bytes(decision.low)
    high = None if decision.high is None else bytes(decision.high)
    return Part(decision.package, low, high, decision.versions_words)


def _packages(
    vulnerabilities: Collection[int], scope: Scope
) -> tuple[dict[int, set[tuple[int, Package]]], dict[int, set[Package]]]:
    """Give, for each vulnerability, the packages it hits with their systems, and all that advisories name."""
    running: dict[int, set[tuple[int, Package]]] = defaultdict(set)
    named: dict[int, set[Package]] = defaultdict(set)
    if not vulnerabilities:
        return running, named
    hits = findings.hits(findings.question_of(vulnerabilities), scope)
    versions = PackageVersion.objects.select_related("package").in_bulk({hit.version for hit in hits})
    for vulnerability, hit in findings.affecting(vulnerabilities, hits):
        running[vulnerability].add((hit.system, versions[hit.version].package))
    naming = AffectedPackage.objects.filter(advisory__vulnerability__in=vulnerabilities).select_related(
        "package", "advisory"
    )
    for each in naming:
        named[each.advisory.vulnerability_id].add(each.package)
    return running, named


def _subjects(body: Body) -> dict[int, str]:
    """Give what the systems of a body are, as their lists say."""
    lists = SbomDocument.objects.filter(system__owner=body, replaced_at=None).exclude(subject="")
    return dict(lists.order_by("-pk").values_list("system_id", "subject"))


def _of_others(
    body: Body, scope: Scope, subjects: Mapping[int, str], system: System | None, vulnerability: Vulnerability | None
) -> list[Told]:
    """Give what others said where it counts, for the versions that run; of no system alone where it holds for all."""
    here = Scope(bodies=frozenset({body.pk})) if body.pk in scope else Scope()
    reached = {each.vulnerability for each in findings.tally(here)}
    wanted = reached & {vulnerability.pk} if vulnerability else reached
    spoken = set(
        Decision.objects.filter(vulnerability__in=wanted, ended_at=None).values_list("vulnerability", flat=True)
    )
    hits = findings.hits(findings.question_of(spoken), here) if spoken else []
    affecting = [each for each in findings.affecting(spoken, hits) if system is None or each[1].system == system.pk]
    counting = counting_statements(affecting)
    others = _standing().exclude(body=body, source=DecisionSource.LOCAL)
    decisions = others.in_bulk({each.id for each in counting.values()})
    versions = PackageVersion.objects.select_related("package").in_bulk({hit.version for _, hit in counting})
    found: dict[tuple[int, int], Told] = {}
    for (_, hit), statement in counting.items():
        decision = decisions.get(statement.id)
        if decision is not None:
            part = _exactly(versions[hit.version])
            found[decision.pk, hit.version] = Told(decision, part, subjects.get(decision.system_id or 0, ""))
    return list(found.values())


def _exactly(version: PackageVersion) -> Part:
    if version.key is None:
        return Part(version.package)
    span = only(bytes(version.key))
    return Part(version.package, span.low, span.high, version.version)


def _aliases(vulnerabilities: Collection[Vulnerability]) -> dict[int, tuple[str, ...]]:
    names = {each.pk: each.name.upper() for each in vulnerabilities}
    found: dict[int, list[str]] = defaultdict(list)
    rows = AdvisoryName.objects.filter(
        advisory__vulnerability__in=vulnerabilities, kind__in=[NameKind.OWN, NameKind.ALIAS]
    )
    pairs = rows.order_by("identifier").values_list("advisory__vulnerability_id", "identifier").distinct()
    for pk, identifier in pairs:
        if identifier != names[pk]:
            found[pk].append(_spelt(identifier))
    return {pk: tuple(several) for pk, several in found.items()}


def _spelt(identifier: str) -> str:
    """Spell an identifier of GitHub as GitHub does: names are kept in capitals."""
    start, dash, rest = identifier.partition("-")
    return f"{start}{dash}{rest.lower()}" if start == "GHSA" else identifier
