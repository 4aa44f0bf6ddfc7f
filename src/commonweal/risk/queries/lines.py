"""The answer to "are we hit?" line by line: each system, what would fix it, what was decided, and by when to act."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from commonweal.components.models import Occurrence, PackageVersion
from commonweal.components.queries import Scope
from commonweal.organisations.models import Body
from commonweal.risk.models import AffectedPackage, Decision, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.answering import Answer, FoundAs, SystemAnswer
from commonweal.risk.queries.findings import Match
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.queries.worklist import danger_of, listed_due
from commonweal.risk.rules.decisions import Standing
from commonweal.risk.rules.priority import due_on
from commonweal.usage.models import System


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that runs; `fixed` are the versions that end what affects it, none where no fix is known."""

    version: PackageVersion
    fixed: tuple[str, ...] = ()

    @property
    def has_no_order(self) -> bool:
        """Whether it can be compared with no other."""
        return self.version.key is None

    @property
    def has_no_release(self) -> bool:
        """Whether the release of its distribution is not stated, without which nobody can judge it."""
        return self.version.package.distribution.endswith(":")


@dataclass(frozen=True, slots=True)
class Line:
    """A system that runs what was asked for; `due` is None where nothing is to be done, or no vulnerability asked.

    `found_as` as in `SystemAnswer`.
    """

    body: Body
    system: System
    versions: tuple[VersionLine, ...]
    standing: Standing
    is_unclear: bool
    decisions: tuple[Decision, ...]
    due: date | None
    found_as: FoundAs | None = None

    @property
    def must_act(self) -> bool:
        """Whether somebody has to do something, or to look first."""
        return self.standing is Standing.OPEN

    @property
    def state(self) -> str:
        """What remains, in one word: open, unclear, accepted or closed."""
        return "unclear" if self.is_unclear else self.standing.value


@dataclass(frozen=True, slots=True)
class LineSearch:
    """Which lines are wanted; empty means all."""

    only_acting: bool = False
    criticality: str = ""
    body: str = ""

    def holds(self, line: Line) -> bool:
        """Whether a line is wanted."""
        if self.only_acting and not line.must_act:
            return False
        if self.criticality and (line.system.criticality or "unknown") != self.criticality:
            return False
        return not self.body or line.body.slug == self.body


def lines_of(found: Answer) -> list[Line]:
    """Give a line for each system, in the order of the answer; a fixed number of queries, however many."""
    wanted = {each.pk: each for each in found.meaning.vulnerabilities}
    by_version: dict[int, list[Match]] = defaultdict(list)
    for match in findings.matches(found.versions) if wanted else ():
        if match.vulnerability in wanted:
            by_version[match.version].append(match)
    systems = [each for body in found.bodies for each in body.systems]
    known = _known(systems, by_version)
    days = _Days(wanted, listed_due(wanted.values()))
    decisions = _decisions(systems)
    return [
        Line(
            body=body.body,
            system=each.system,
            versions=tuple(_version_line(found.versions[pk], by_version.get(pk, ())) for pk in each.versions),
            standing=each.standing,
            is_unclear=each.is_unclear,
            decisions=tuple(decisions[said.id] for said in each.statements if said.id in decisions),
            due=days.earliest(each, by_version, known) if each.standing is Standing.OPEN else None,
            found_as=each.found_as,
        )
        for body in found.bodies
        for each in body.systems
    ]


def bodies_in(scope: Scope) -> int:
    """Count the bodies within the scope; where that is everything, those that have a system in it."""
    if not scope.is_everything:
        return len(scope.bodies)
    return scope.systems().values("owner").distinct().count()


@dataclass(frozen=True, slots=True)
class _Days:
    """By when something must be done, of the vulnerabilities that were asked for."""

    vulnerabilities: Mapping[int, Vulnerability]
    listed: Mapping[str, date]

    def earliest(
        self,
        answer: SystemAnswer,
        by_version: Mapping[int, Sequence[Match]],
        known: Mapping[tuple[int, int, int], datetime],
    ) -> date | None:
        """Give the earliest day for a system; None where it is not known since when it has been known."""
        days = [
            self._day(match.vulnerability, known[answer.system.pk, version, match.affected])
            for version in answer.versions
            for match in by_version.get(version, ())
            if (answer.system.pk, version, match.affected) in known
        ]
        return min(days, default=None)

    def _day(self, vulnerability: int, since: datetime) -> date:
        named = self.vulnerabilities[vulnerability]
        since_day = timezone.localtime(since).date()
        return due_on(danger_of(named), since_day, priorities().days, self.listed.get(named.name))


def _known(
    systems: Iterable[SystemAnswer], by_version: Mapping[int, Sequence[Match]]
) -> dict[tuple[int, int, int], datetime]:
    """Give since when it is known that a system runs a version, and that an advisory names it; both together."""
    affected = {match.affected for matches in by_version.values() for match in matches}
    if not affected:
        return {}
    named = dict(AffectedPackage.objects.filter(pk__in=affected).values_list("pk", "known_at"))
    run = Occurrence.objects.filter(system__in=[each.system.pk for each in systems], package_version__in=by_version)
    rows = run.order_by().values_list("system", "package_version").annotate(since=Min("since"))
    return {
        (system, version, match.affected): max(since, named[match.affected])
        for system, version, since in rows
        for match in by_version[version]
        if match.affected in named
    }


def _version_line(version: PackageVersion, matches: Iterable[Match]) -> VersionLine:
    return VersionLine(version, tuple(dict.fromkeys(match.fixed for match in matches if match.fixed)))


def _decisions(systems: Iterable[SystemAnswer]) -> dict[int, Decision]:
    wanted = {statement.id for each in systems for statement in each.statements}
    found = Decision.objects.select_related("by", "body").in_bulk(wanted) if wanted else {}
    return dict(found)
