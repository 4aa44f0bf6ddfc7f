"""Findings by the database are those that one finds by hand, and none from outside of the scope."""

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from commonweal.components.models import (
    Channel,
    Occurrence,
    Package,
    PackageVersion,
    SbomContent,
    SbomDocument,
)
from commonweal.components.queries import EVERYTHING, NOTHING, Scope
from commonweal.organisations.models import Body, BodyKind, Visibility
from commonweal.risk.models import (
    Advisory,
    AdvisorySource,
    AffectedPackage,
    AffectedRange,
    FeedKind,
    ListedVersion,
    Vulnerability,
)
from commonweal.risk.queries import findings
from commonweal.risk.queries.findings import Hit, PackageRange, Question, Tally
from commonweal.standards import versions
from commonweal.usage.models import System

pytestmark = pytest.mark.django_db


@dataclass
class Planted:
    """A small world of our own making, and what is true in it."""

    bodies: list[Body] = field(default_factory=list)
    systems: list[System] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)
    versions: list[PackageVersion] = field(default_factory=list)
    runs: set[tuple[int, int]] = field(default_factory=set)
    ranges: list[AffectedRange] = field(default_factory=list)
    vulnerabilities: list[Vulnerability] = field(default_factory=list)

    def affected(self, vulnerability: Vulnerability) -> set[int]:
        """The versions that the vulnerability's ranges hold, asked one by one."""
        return {
            version.pk
            for version in self.versions
            for each in self.ranges
            if each.vulnerability == vulnerability
            and each.package == version.package
            and version.key is not None
            and each.low <= version.key < each.high
        }

    def hits(self, vulnerability: Vulnerability, bodies: set[int]) -> list[Hit]:
        """Who runs them, asked one by one."""
        affected = self.affected(vulnerability)
        owners = {system.pk: system.owner_id for system in self.systems}
        return sorted(
            Hit(system, version, owners[system])
            for system, version in self.runs
            if version in affected and owners[system] in bodies
        )


def _content() -> SbomContent:
    return SbomContent.objects.get_or_create(digest="0" * 64, defaults={"compressed": b"", "size": 0})[0]


def _run(system: System, found: list[PackageVersion], part: str = "") -> None:
    document = SbomDocument.objects.create(
        system=system, part=part, content=_content(), format="test", received_at=timezone.now(), channel=Channel.FILE
    )
    Occurrence.objects.bulk_create(
        [Occurrence(system=system, package_version=each, document=document) for each in found]
    )


def _advisory(vulnerability: Vulnerability) -> Advisory:
    source, _ = AdvisorySource.objects.get_or_create(slug="planted", defaults={"name": "Planted", "kind": FeedKind.OSV})
    return Advisory.objects.create(
        source=source,
        identifier=f"A-{vulnerability.pk}",
        vulnerability=vulnerability,
        digest="",
        seen_at=timezone.now(),
    )


@pytest.fixture
def planted() -> Planted:
    """Five bodies, 20 systems, 6 packages in 12 versions each, 15 vulnerabilities; the same each time."""
    chance = random.Random(5)
    world = Planted()
    for number in range(5):
        world.bodies.append(
            Body.objects.create(uri=f"x:{number}", slug=f"body-{number}", name=f"Body {number}", kind=BodyKind.AGENCY)
        )
    for number in range(6):
        package = Package.objects.create(type="npm", name=f"part-{number}", purl=f"pkg:npm/part-{number}")
        world.packages.append(package)
        for version in sorted(
            {f"{chance.randrange(4)}.{chance.randrange(9)}.{chance.randrange(3)}" for _ in range(12)}
        ):
            key = versions.key("npm", version)
            world.versions.append(PackageVersion.objects.create(package=package, version=version, key=key))
    for number in range(20):
        body = chance.choice(world.bodies)
        system = System.objects.create(owner=body, name=f"System {number}", reference=f"S{number}")
        world.systems.append(system)
        found = chance.sample(world.versions, 8)
        _run(system, found[:5], "front")
        _run(system, found[3:], "back")
        world.runs |= {(system.pk, each.pk) for each in found}
    for number in range(15):
        vulnerability = Vulnerability.objects.create(name=f"CVE-2026-{number:04}")
        world.vulnerabilities.append(vulnerability)
        advisory = _advisory(vulnerability)
        for package in chance.sample(world.packages, 2):
            affected = AffectedPackage.objects.create(advisory=advisory, package=package)
            low, high = sorted(
                versions.key("npm", f"{chance.randrange(5)}.{chance.randrange(9)}.0") or b"" for _ in "lh"
            )
            if low < high:
                world.ranges.append(
                    AffectedRange.objects.create(
                        affected=affected, vulnerability=vulnerability, package=package, low=low, high=high, fixed="9"
                    )
                )
    return world


def test_each_vulnerability_hits_whom_it_hits_by_hand(planted: Planted) -> None:
    everybody = {body.pk for body in planted.bodies}

    for vulnerability in planted.vulnerabilities:
        found = findings.hits(findings.question_of([vulnerability.pk]), EVERYTHING)

        assert found == planted.hits(vulnerability, everybody)


def test_within_a_scope_nothing_comes_from_outside(planted: Planted) -> None:
    for body in planted.bodies:
        scope = Scope(bodies=frozenset({body.pk}))
        for vulnerability in planted.vulnerabilities:
            found = findings.hits(findings.question_of([vulnerability.pk]), scope)

            assert found == planted.hits(vulnerability, {body.pk})


def test_bodies_add_up_to_all_systems(planted: Planted) -> None:
    whole = {each.vulnerability: each for each in findings.tally(EVERYTHING)}

    parts = [findings.tally(Scope(bodies=frozenset({body.pk}))) for body in planted.bodies]

    for vulnerability, total in whole.items():
        mine = [each for part in parts for each in part if each.vulnerability == vulnerability]
        assert sum(each.systems for each in mine) == total.systems
        assert len(mine) == total.bodies
    assert {each.vulnerability for part in parts for each in part} == set(whole)


def test_the_tally_counts_what_the_hits_are(planted: Planted) -> None:
    counted = {each.vulnerability: each for each in findings.tally(EVERYTHING)}

    for vulnerability in planted.vulnerabilities:
        found = findings.hits(findings.question_of([vulnerability.pk]), EVERYTHING)
        told = Tally(vulnerability.pk, len({hit.system for hit in found}), len({hit.body for hit in found}), len(found))
        assert counted.get(vulnerability.pk, Tally(vulnerability.pk, 0, 0, 0)) == told


def test_a_version_is_affected_by_what_affects_it(planted: Planted) -> None:
    found = findings.matches([version.pk for version in planted.versions])

    by_hand = {(version, each.pk) for each in planted.vulnerabilities for version in planted.affected(each)}
    assert {(each.version, each.vulnerability) for each in found} == by_hand
    assert {each.fixed for each in found} == {"9"}


def test_nobody_without_a_scope_learns_anything(planted: Planted) -> None:
    question = findings.question_of([each.pk for each in planted.vulnerabilities])

    assert findings.hits(question, NOTHING) == []
    assert findings.tally(NOTHING) == []


def test_private_and_ended_systems_are_not_counted(planted: Planted) -> None:
    vulnerability = next(each for each in planted.vulnerabilities if planted.hits(each, {b.pk for b in planted.bodies}))
    question = findings.question_of([vulnerability.pk])
    before = findings.hits(question, EVERYTHING)
    System.objects.filter(pk=before[0].system).update(ended_on=timezone.localdate() - timedelta(days=1))
    System.objects.filter(pk=before[-1].system).update(visibility=Visibility.PRIVATE)

    after = findings.hits(question, EVERYTHING)

    assert after == [hit for hit in before if hit.system not in {before[0].system, before[-1].system}]


def test_a_listed_version_without_an_order_is_found_by_its_text(planted: Planted) -> None:
    package, vulnerability = planted.packages[0], Vulnerability.objects.create(name="CVE-2026-9999")
    odd = PackageVersion.objects.create(package=package, version="release-candidate/7", key=None)
    affected = AffectedPackage.objects.create(advisory=_advisory(vulnerability), package=package)
    ListedVersion.objects.create(affected=affected, vulnerability=vulnerability, package=package, version=odd.version)
    _run(planted.systems[0], [odd], "odd")

    found = findings.hits(findings.question_of([vulnerability.pk]), EVERYTHING)

    assert found == [Hit(planted.systems[0].pk, odd.pk, planted.systems[0].owner_id or 0)]
    assert [each.vulnerability for each in findings.matches([odd.pk])] == [vulnerability.pk]
    assert vulnerability.pk in {each.vulnerability for each in findings.tally(EVERYTHING)}


def test_a_range_may_be_asked_for_without_any_advisory(planted: Planted) -> None:
    package = planted.packages[1]
    low, high = versions.key("npm", "1.0.0") or b"", versions.key("npm", "3.0.0") or b""

    found = findings.hits(Question(ranges=(PackageRange(package.pk, low, high),)), EVERYTHING)

    between = {each.pk for each in planted.versions if each.package == package and low <= (each.key or b"") < high}
    assert {(hit.system, hit.version) for hit in found} == {run for run in planted.runs if run[1] in between}
    assert found
