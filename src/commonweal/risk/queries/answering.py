"""Are we hit? Which bodies and systems, in which versions, what was decided, and of whom nothing is known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from commonweal.components.models import Package, PackageVersion, SbomDocument
from commonweal.components.queries import Scope
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.risk.models import AffectedPackage, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.asking import Meaning, meaning_of
from commonweal.risk.queries.decided import counting_statements
from commonweal.risk.queries.findings import Hit, PackageRange, Question
from commonweal.risk.queries.known_as import systems_of
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.rules.decisions import Standing, Statement
from commonweal.standards.versions import FIRST, LAST
from commonweal.usage.models import System


class FoundAs(StrEnum):
    """Why a system is in the answer where software was asked for; the first that holds."""

    ITSELF = "itself"
    PART = "part"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class SystemAnswer:
    """A system that runs what was asked for: in which versions (primary keys), and what remains to be done.

    `is_unclear` where only versions were found that nobody can judge. `found_as` where software was asked for: the
    system is it, has it as a part, or has only a package of its name.
    """

    system: System
    versions: tuple[int, ...]
    standing: Standing
    statements: tuple[Statement, ...] = ()
    is_unclear: bool = False
    found_as: FoundAs | None = None


@dataclass(frozen=True, slots=True)
class BodyAnswer:
    """A body that runs it: its systems, most critical first; `weight` is that of the first by packs/priority.yaml."""

    body: Body
    systems: tuple[SystemAnswer, ...]
    weight: int

    @property
    def must_act(self) -> bool:
        """Whether anything is left for it to do."""
        return any(each.standing is Standing.OPEN for each in self.systems)


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; `bodies` with those who must act first, then by weight and number of systems.

    `systems_asked` are all systems within the scope, `systems_silent` those of them without a list, about which this
    answer says nothing at all.
    """

    meaning: Meaning
    bodies: tuple[BodyAnswer, ...]
    versions: Mapping[int, PackageVersion]
    systems_asked: int
    systems_silent: int

    def count(self, standing: Standing) -> int:
        """How many systems stand like this, not counting those that are unclear."""
        return sum(each.standing is standing and not each.is_unclear for each in self._systems())

    @property
    def unclear(self) -> int:
        """How many systems run something named, in a version that nobody can judge."""
        return sum(each.is_unclear for each in self._systems())

    @property
    def acting(self) -> int:
        """How many bodies must act."""
        return sum(each.must_act for each in self.bodies)

    def found_as(self, how: FoundAs) -> int:
        """How many systems are in the answer for this reason."""
        return sum(each.found_as is how for each in self._systems())

    @property
    def itself(self) -> list[int]:
        """The systems (primary keys) that are the software that was asked for."""
        return [each.system.pk for each in self._systems() if each.found_as is FoundAs.ITSELF]

    def _systems(self) -> Iterable[SystemAnswer]:
        return (each for body in self.bodies for each in body.systems)


def answer(text: str, viewer: Viewer, scope: Scope) -> Answer:
    """Answer a text of the box for the viewer, within their scope."""
    meaning = meaning_of(text, viewer, scope)
    if meaning.is_software:
        return _answer(meaning, _running(meaning, scope), scope)
    hits = findings.hits(meaning.question, scope)
    unclear = _unclear(meaning, scope, hits)
    return _answer(meaning, [*_judged(meaning.vulnerabilities, hits), *unclear], scope)


def _answer(meaning: Meaning, systems: Collection[SystemAnswer], scope: Scope) -> Answer:
    by_body: dict[int, list[SystemAnswer]] = defaultdict(list)
    for each in systems:
        by_body[each.system.owner_id or 0].append(each)
    bodies = Body.objects.in_bulk(by_body)
    answers = [_body_answer(bodies[pk], several) for pk, several in by_body.items()]
    versions = {version for each in systems for version in each.versions}
    with_list = SbomDocument.objects.filter(replaced_at=None).values("system")
    return Answer(
        meaning=meaning,
        bodies=tuple(sorted(answers, key=_body_order)),
        versions=PackageVersion.objects.select_related("package").in_bulk(versions),
        systems_asked=scope.systems().count(),
        systems_silent=scope.systems().exclude(pk__in=with_list).count(),
    )


def _judged(vulnerabilities: Collection[Vulnerability], hits: Collection[Hit]) -> list[SystemAnswer]:
    """Give each system what remains of its hits, over all the vulnerabilities that were asked for."""
    affecting = findings.affecting({each.pk for each in vulnerabilities}, hits)
    counting = counting_statements(affecting)
    by_system: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_system[hit.system].append(hit)
    systems = System.objects.in_bulk(by_system)
    of_hit: dict[Hit, list[Statement | None]] = defaultdict(list)
    for finding in affecting:
        of_hit[finding[1]].append(counting.get(finding))
    answers = []
    for pk, several in by_system.items():
        said = [statement for hit in several for statement in of_hit[hit] or [None]]
        statements = tuple(dict.fromkeys(each for each in said if each is not None))
        versions = tuple(dict.fromkeys(hit.version for hit in several))
        answers.append(SystemAnswer(systems[pk], versions, _worst(said), statements))
    return answers


def _worst(said: Iterable[Statement | None]) -> Standing:
    standings = {Standing.OPEN if each is None else each.standing for each in said}
    return next(each for each in (Standing.OPEN, Standing.ACCEPTED, Standing.CLOSED) if each in standings)


def _unclear(meaning: Meaning, scope: Scope, hits: Collection[Hit]) -> list[SystemAnswer]:
    """Give the systems that run a package in a version that cannot be compared, and are not hit as far as we know."""
    pks = [each.pk for each in meaning.vulnerabilities]
    whole = findings.unclear_packages(pks) if pks else frozenset()
    named = AffectedPackage.objects.filter(advisory__vulnerability__in=pks, advisory__withdrawn_at=None)
    packages = set(named.values_list("package_id", flat=True)) | {each.pk for each in meaning.packages}
    without_release = Package.objects.filter(Q(distribution__endswith=":"), pk__in=_namesakes(packages)).values_list(
        "pk", flat=True
    )
    without_order = PackageVersion.objects.filter(package__in=packages, key=None).values_list("pk", flat=True)
    everything = tuple(PackageRange(pk, FIRST, LAST) for pk in {*whole, *without_release})
    known = {hit.system for hit in hits}
    found: dict[int, list[int]] = defaultdict(list)
    for hit in findings.hits(Question(everything, tuple(without_order)), scope):
        if hit.system not in known:
            found[hit.system].append(hit.version)
    systems = System.objects.in_bulk(found)
    return [
        SystemAnswer(systems[pk], tuple(versions), Standing.OPEN, is_unclear=True) for pk, versions in found.items()
    ]


def _namesakes(packages: Collection[int]) -> set[int]:
    """Give the packages of the same type and name in any release of a distribution."""
    named = Package.objects.filter(pk__in=packages).exclude(distribution="").values_list("type", "name").distinct()
    meant = Q(pk__in=[])
    for kind, name in named:
        meant |= Q(type=kind, name=name)
    return set(Package.objects.filter(meant).values_list("pk", flat=True))


def _running(meaning: Meaning, scope: Scope) -> list[SystemAnswer]:
    """Give the systems that are the software, then those that have it as a part, or something of its name."""
    systems = {each.pk: each for each in systems_of(meaning.entries, meaning.products, scope)}
    how = dict.fromkeys(systems, FoundAs.ITSELF)
    parts, alike = ({each.pk for each in several} for several in (meaning.parts, meaning.packages))
    hits = findings.hits(_every_version({*parts, *alike}), scope) if parts or alike else []
    packages = dict(PackageVersion.objects.filter(pk__in={hit.version for hit in hits}).values_list("pk", "package"))
    versions: dict[int, list[int]] = defaultdict(list)
    for hit in sorted(hits, key=lambda each: packages[each.version] not in parts):
        versions[hit.system].append(hit.version)
        how.setdefault(hit.system, FoundAs.PART if packages[hit.version] in parts else FoundAs.NAME)
    systems |= System.objects.in_bulk(how.keys() - systems.keys())
    return [SystemAnswer(systems[pk], tuple(versions[pk]), Standing.OPEN, found_as=each) for pk, each in how.items()]


def _every_version(packages: Collection[int]) -> Question:
    """Ask for packages in whichever version, one without an order too."""
    without_order = PackageVersion.objects.filter(package__in=packages, key=None).values_list("pk", flat=True)
    return Question(tuple(PackageRange(pk, FIRST, LAST) for pk in sorted(packages)), tuple(without_order))


def _weight(system: System) -> int:
    return priorities().weights[system.criticality or "unknown"]


def _body_answer(body: Body, systems: Iterable[SystemAnswer]) -> BodyAnswer:
    ordered = sorted(systems, key=lambda each: (-_weight(each.system), each.system.folded_name, each.system.pk))
    return BodyAnswer(body, tuple(ordered), _weight(ordered[0].system))


def _body_order(given: BodyAnswer) -> tuple[bool, int, int, str, int]:
    return (not given.must_act, -given.weight, -len(given.systems), given.body.sort_name, given.body.pk)
