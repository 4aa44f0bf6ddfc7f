"""Documents of statements (VEX): what one would decide here, for which findings, and what stays unsaid and why."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from commonweal.components.models import Package, PackageVersion
from commonweal.components.queries import Scope
from commonweal.components.queries.scope import EVERYTHING, watched_by
from commonweal.organisations.models import Body
from commonweal.risk.models import Decision, VexImport, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries._understanding import Known, known, running
from commonweal.risk.queries.decided import keys_of, overseers_by_body, statements_about
from commonweal.risk.rules.decisions import Situation, Standing, counting
from commonweal.risk.rules.decisions import Statement as Decided
from commonweal.risk.rules.vex import ALL_VERSIONS, Facts, Hindrance, Span, facts_of, spans_of
from commonweal.standards import vex
from commonweal.standards.problems import Problem
from commonweal.standards.versions.intervals import only
from commonweal.standards.vex import Product, Statement, VexDocument

MOST_PROPOSALS = 20_000
_NEW = 2**62  # ids of what is not decided yet: above all that is


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that a statement would make; without `package` for all of `system`."""

    vulnerability: int
    package: Package | None
    span: Span
    system: int | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class Line:
    """What one statement says of one product, and what that would decide here; `number` counts statements from 1."""

    number: int
    vulnerability: str
    product: str
    statement: Statement
    proposals: tuple[Proposal, ...] = ()
    hindrance: Hindrance | None = None

    @property
    def was_accepted(self) -> bool:
        """Whether it is a risk that others accepted, and that stays open here."""
        return any(each.facts.was_accepted for each in self.proposals)


@dataclass(frozen=True, slots=True)
class Understood:
    """A document as it would count; `problems` are the reader's, in English."""

    document: VexDocument
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def proposals(self) -> list[Proposal]:
        """Give what would be decided, each once."""
        return list(dict.fromkeys(each for line in self.lines for each in line.proposals))

    @property
    def hindered(self) -> list[Line]:
        """Give the lines that decide nothing."""
        return [line for line in self.lines if line.hindrance is not None]


@dataclass(frozen=True, slots=True)
class Effects:
    """Where the proposals would count: systems for each, in all; findings that they would close or open again."""

    systems: dict[Proposal, int]
    all_systems: int
    findings: int
    closed: int
    opened: int


def imports_of(body: Body | None) -> QuerySet[VexImport]:
    """Give the documents handed in for a body, newest first, with `standing`: how many of their decisions count."""
    counted = Count("decisions", filter=Q(decisions__ended_at=None))
    found = VexImport.objects.filter(body=body).defer("content").select_related("received_by", "applied_by")
    return found.annotate(standing=counted)


def understood(vex_import: VexImport) -> Understood:
    """Read a document again and find out what it would decide today."""
    document, problems = vex.read(content_of(vex_import), vex_import.file_name)
    if document is None:  # a newer reader may refuse what an older one took
        document = VexDocument(vex.Format(vex_import.format), "")
    lines = lines_of(document, vex_import.body, vex_import.source)
    return Understood(document, lines, tuple(problems))


def leaving(vex_import: VexImport) -> frozenset[int]:
    """Give the decisions of earlier documents of the same name, whose place this one would take."""
    earlier = VexImport.objects.filter(
        body=vex_import.body, source=vex_import.source, reference=vex_import.reference, undone_at=None
    ).exclude(pk=vex_import.pk)
    return frozenset(Decision.objects.filter(told_in__in=earlier, ended_at=None).values_list("pk", flat=True))


def content_of(vex_import: VexImport) -> bytes:
    """Give the bytes as they came."""
    return zlib.decompress(bytes(vex_import.content))


def lines_of(document: VexDocument, body: Body | None, source: str) -> tuple[Line, ...]:
    """Give a line for each statement, product and part of it, in the order of the document."""
    here = known(document.statements, body)
    lines: list[Line] = []
    for number, statement in enumerate(document.statements, 1):
        if not statement.products:
            lines.append(Line(number, statement.vulnerability, "", statement, hindrance=Hindrance.NO_PRODUCT))
        lines += [_line(number, single, here, body, source) for single in statement.singly()]
    return tuple(lines)


def effects(proposals: Sequence[Proposal], body: Body | None, scope: Scope, leaving: Collection[int] = ()) -> Effects:
    """Count where proposals would be what counts, within the scope alone; `leaving` are decisions that they replace."""
    wanted = {each.vulnerability for each in proposals}
    reached = scope_within(scope, body)
    hits = findings.hits(findings.question_of(wanted), reached) if wanted else []
    affecting: dict[int, set[int]] = defaultdict(set)
    for match in findings.matches({hit.version for hit in hits}):
        affecting[match.version].add(match.vulnerability)
    before = {
        pk: [each for each in several if each.id not in leaving] for pk, several in statements_about(wanted).items()
    }
    new = _as_decided(proposals, body)
    overseers = overseers_by_body([*before.values(), *new.values()])
    keys = keys_of({hit.version for hit in hits})
    today = timezone.localdate()
    systems: dict[Proposal, set[int]] = defaultdict(set)
    closed = opened = found = 0
    for hit in hits:
        situation = Situation(hit.system, hit.body, overseers(hit.body), *keys[hit.version])
        for vulnerability in affecting[hit.version] & wanted:
            old = counting(before.get(vulnerability, []), situation, today)
            now = counting([*before.get(vulnerability, []), *new[vulnerability]], situation, today)
            if now is None or now.id < _NEW:
                continue
            systems[proposals[now.id - _NEW]].add(hit.system)
            found += 1
            was_open = old is None or old.standing is Standing.OPEN
            closed += was_open and now.standing is not Standing.OPEN
            opened += not was_open and now.standing is Standing.OPEN
    everywhere = {system for several in systems.values() for system in several}
    counts = {proposal: len(several) for proposal, several in systems.items()}
    return Effects(counts, len(everywhere), found, closed, opened)


def scope_within(scope: Scope, body: Body | None) -> Scope:
    """Give of a scope what a decision of the body reaches: itself and whom it watches over."""
    if body is None:
        return scope
    reach = frozenset(watched_by({body.pk}))
    return Scope(bodies=reach if scope == EVERYTHING else reach & scope.bodies)


def names_by_key(lines: Iterable[Line]) -> dict[int, Vulnerability]:
    """Give the vulnerabilities of lines by primary key."""
    return Vulnerability.objects.in_bulk({each.vulnerability for line in lines for each in line.proposals})


def said_at(proposal: Proposal, fallback: datetime) -> datetime:
    """Give since when it counts as said: never later than now, so that no clock gone wrong outranks everybody."""
    return min(proposal.facts.said_at or fallback, fallback)


def _line(number: int, statement: Statement, here: Known, body: Body | None, source: str) -> Line:
    (product,) = statement.products
    line = Line(number, statement.vulnerability, product.identity, statement)
    facts = facts_of(statement, source, timezone.localdate())
    if isinstance(facts, Hindrance):
        return _hindered(line, facts)
    if not statement.vulnerability:
        return _hindered(line, Hindrance.NO_VULNERABILITY)
    found = _about(statement, product, here, body)
    if isinstance(found, Hindrance):
        return _hindered(line, found)
    proposals = tuple(
        Proposal(vulnerability, package, span, system, facts)
        for package, span, system in found
        for vulnerability in here.vulnerabilities(statement, package)
    )
    if not proposals:
        return _hindered(line, Hindrance.UNKNOWN_VULNERABILITY)
    return Line(number, line.vulnerability, line.product, statement, proposals)


def _hindered(line: Line, hindrance: Hindrance) -> Line:
    return Line(line.number, line.vulnerability, line.product, line.statement, hindrance=hindrance)


Target = tuple[Package | None, Span, int | None]


def _about(statement: Statement, product: Product, here: Known, body: Body | None) -> list[Target] | Hindrance:
    """Give the packages, versions and systems that a product means; a statement is never widened."""
    if product.subcomponents:
        return _about_part(product, here, body)
    package = here.package(product)
    if package is not None:
        spans = spans_of(product, package.type)
        return spans if isinstance(spans, Hindrance) else [(package, span, None) for span in spans]
    # Of a system with several parts that have lists of their own, the product may be but one part.
    systems = [each.pk for each in here.systems(product) if here.is_one_list(each)]
    if not systems:
        return Hindrance.UNKNOWN_PACKAGE if product.purl else Hindrance.NO_PACKAGE_URL
    if not _has_versions(product):
        return [(None, ALL_VERSIONS, system) for system in systems]
    vulnerabilities = here.vulnerabilities(statement, None)
    found: list[Target] = [
        (version.package, _span(version), system)
        for system in systems
        for version in running(system, vulnerabilities=vulnerabilities)
    ]
    return found or (Hindrance.NOT_INSIDE if vulnerabilities else Hindrance.UNKNOWN_VULNERABILITY)


def _about_part(product: Product, here: Known, body: Body | None) -> list[Target] | Hindrance:
    """Give what is meant by a part within a product: the part in the systems that are this product, nowhere else."""
    (part,) = product.subcomponents
    if body is None:
        return Hindrance.WHOLE_OF_OTHERS
    package = here.package(part)
    if package is None:
        return Hindrance.UNKNOWN_PACKAGE if part.purl else Hindrance.NO_PACKAGE_URL
    spans = spans_of(part, package.type)
    if isinstance(spans, Hindrance):
        return spans
    systems = [each.pk for each in here.systems(product)]
    if not systems:
        return Hindrance.UNKNOWN_WHOLE
    if spans != (ALL_VERSIONS,) or not _has_versions(product):
        return [(package, span, system) for system in systems for span in spans]
    found: list[Target] = [
        (package, _span(version), system) for system in systems for version in running(system, package)
    ]
    return found or Hindrance.NOT_INSIDE


def _has_versions(product: Product) -> bool:
    """Say whether only some versions of a product are meant: what is said then ends with them, and so do its parts."""
    return bool(product.version or product.stated_range)


def _span(version: PackageVersion) -> Span:
    span = only(bytes(version.key or b""))
    return Span(span.low, span.high, version.version)


def _as_decided(proposals: Sequence[Proposal], body: Body | None) -> dict[int, list[Decided]]:
    """Give the proposals as the rule of precedence takes them; they are told from decisions by their ids."""
    now, today = timezone.now(), timezone.localdate()
    found: dict[int, list[Decided]] = defaultdict(list)
    for place, each in enumerate(proposals):
        found[each.vulnerability].append(
            Decided(
                id=_NEW + place,
                state=each.facts.state,
                response=each.facts.response,
                source=each.facts.source,
                decided_at=said_at(each, now),
                valid_from=today,
                expires_on=each.facts.expires_on,
                package=None if each.package is None else each.package.pk,
                low=each.span.low,
                high=each.span.high,
                body=None if body is None else body.pk,
                system=each.system,
            )
        )
    return found
