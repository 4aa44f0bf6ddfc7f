"""Findings by the database are those that one finds by hand, and none from outside of the scope."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonweal.components.models import Package, PackageVersion
from commonweal.components.queries import EVERYTHING, NOTHING, Scope
from commonweal.organisations.models import Visibility
from commonweal.risk.models import AffectedPackage, ListedVersion, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.findings import Hit, PackageRange, Question, Tally
from commonweal.risk.queries.standings import facts_by
from commonweal.standards import versions
from commonweal.usage.models import System
from tests.risk.planted import Planted, advisory_on, plant, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def planted() -> Planted:
    """The planted world."""
    return plant()


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
        told = counted.get(vulnerability.pk, Tally(vulnerability.pk, 0, 0, 0, 0, timezone.now()))
        assert told.systems == len({hit.system for hit in found})
        assert told.bodies == len({hit.body for hit in found})
        assert told.findings == len(found)


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
    affected = AffectedPackage.objects.create(advisory=advisory_on(vulnerability), package=package)
    ListedVersion.objects.create(affected=affected, vulnerability=vulnerability, package=package, version=odd.version)
    run(planted.systems[0], [odd], "odd")

    found = findings.hits(findings.question_of([vulnerability.pk]), EVERYTHING)

    assert found == [Hit(planted.systems[0].pk, odd.pk, planted.systems[0].owner_id or 0)]
    assert [each.vulnerability for each in findings.matches([odd.pk])] == [vulnerability.pk]
    assert vulnerability.pk in {each.vulnerability for each in findings.tally(EVERYTHING)}


def test_a_range_may_be_asked_for_without_anyadvisory_on(planted: Planted) -> None:
    package = planted.packages[1]
    low, high = versions.key("npm", "1.0.0") or b"", versions.key("npm", "3.0.0") or b""

    found = findings.hits(Question(ranges=(PackageRange(package.pk, low, high),)), EVERYTHING)

    between = {each.pk for each in planted.versions if each.package == package and low <= (each.key or b"") < high}
    assert {(hit.system, hit.version) for hit in found} == {run for run in planted.runs if run[1] in between}
    assert found


def test_parts_of_a_kind_that_no_advisory_is_about_are_not_taken_for_safe(planted: Planted) -> None:
    system = planted.systems[0]
    for kind, distribution in (("pypi", ""), ("deb", "debian:12"), ("deb", "debian:")):
        package = Package.objects.create(type=kind, name="part", distribution=distribution, purl=f"pkg:{kind}/part")
        run(system, [PackageVersion.objects.create(package=package, version="1", key=b"1")], f"{kind}{distribution}")
    before = facts_by("system", EVERYTHING)

    other = Package.objects.create(type="deb", name="other", distribution="debian:12", purl="pkg:deb/debian/other")
    vulnerability = Vulnerability.objects.create(name="CVE-2026-8888")
    AffectedPackage.objects.create(advisory=advisory_on(vulnerability), package=other)

    assert before[system.pk].uncovered == 3
    assert facts_by("system", EVERYTHING)[system.pk].uncovered == 1
    assert facts_by("body", EVERYTHING)[system.owner_id].uncovered == 1
    assert before[planted.systems[1].pk].uncovered == 0
