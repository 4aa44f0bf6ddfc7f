"""The index gives the same answers as PostgreSQL alone: when it is built, after changes, and within every scope."""

from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone

from commonweal import exposure
from commonweal.components.actions.joining import take_over_lists
from commonweal.components.models import Occurrence, Package, PackageVersion, SbomDocument
from commonweal.components.queries import EVERYTHING, Scope
from commonweal.journal import actions as journal
from commonweal.organisations.models import Parent, Visibility
from commonweal.risk.actions import taking_in
from commonweal.risk.models import AdvisorySource, AffectedPackage, AffectedRange, ListedVersion, Vulnerability
from commonweal.risk.queries import findings, indexed
from commonweal.risk.queries.findings import Hit
from commonweal.risk.tasks.indexing import build_index
from commonweal.standards import osv, versions
from commonweal.usage.models import Criticality, System
from tests.risk.planted import Planted, advisory_on, plant, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    """A folder for the index of this test alone, and as good as no threshold."""
    settings.EXPOSURE_FOLDER = tmp_path / "exposure"
    settings.EXPOSURE_FROM = 1
    return settings.EXPOSURE_FOLDER


@pytest.fixture
def planted() -> Planted:
    """The planted world, two of its bodies parts of a third."""
    world = plant()
    for part in world.bodies[3:]:
        Parent.objects.create(body=part, parent=world.bodies[0], relation="administration")
    chance = Random(3)
    for system, level in zip(world.systems, cycle(Criticality.values), strict=False):
        System.objects.filter(pk=system.pk).update(criticality=level)
    for model, moment in ((Occurrence, "since"), (AffectedPackage, "known_at")):
        for each in model.objects.order_by("pk"):
            then = timezone.now() - timedelta(minutes=chance.randrange(90 * 24 * 60))
            model.objects.filter(pk=each.pk).update(**{moment: then})
    return world


def _without_index(settings: object, folder: Path, question: findings.Question, scope: Scope) -> list[Hit]:
    settings.EXPOSURE_FOLDER = folder / "none"
    found = findings.hits(question, scope)
    settings.EXPOSURE_FOLDER = folder
    return found


def _tallied(scope: Scope) -> list[set[findings.Tally | findings.PlaceTally]]:
    """What hits the scope, in all and place by place, in no order."""
    told = [findings.tally(scope), findings.tally_by("body", scope), findings.tally_by("system", scope)]
    assert all(len(each) == len(set(each)) for each in told)
    return [set(each) for each in told]


def _assert_same(planted: Planted, settings: object, folder: Path) -> None:
    assert indexed.is_built()
    scopes = [EVERYTHING, *(Scope(bodies=frozenset({body.pk})) for body in planted.bodies)]
    scopes.append(Scope(bodies=frozenset({planted.bodies[0].pk, planted.bodies[3].pk})))
    found_any = False
    for vulnerability in Vulnerability.objects.all():
        question = findings.question_of([vulnerability.pk])
        for scope in scopes:
            expected = _without_index(settings, folder, question, scope)
            assert findings.hits(question, scope) == expected
            found_any |= bool(expected)
    assert found_any
    for scope in scopes:
        tallied = _tallied(scope)
        assert indexed.tallies(scope, [1] * 5) is not None
        settings.EXPOSURE_FOLDER = folder / "none"
        assert tallied == _tallied(scope)
        settings.EXPOSURE_FOLDER = folder


def _received(system: System) -> None:
    """Record what receiving a list records."""
    document = SbomDocument.objects.filter(system=system).latest("pk")
    journal.record("components.sbom_received", subject=document, by=None, data={"system": system.pk})


def _told_of(system: System) -> None:
    """Record what a change of a system records."""
    journal.record("usage.system_changed", subject=system, by=None)


def _told(*vulnerabilities: Vulnerability) -> None:
    """Record what taking in advisories records."""
    source = AdvisorySource.objects.get(slug="planted")
    data = {"vulnerabilities": [each.pk for each in vulnerabilities]}
    journal.record("risk.advisories_changed", subject=source, by=None, data=data)


def test_as_built(planted: Planted, settings: object, folder: Path) -> None:
    build_index(0)

    _assert_same(planted, settings, folder)


def test_after_a_list_was_replaced_and_a_system_came(planted: Planted, settings: object, folder: Path) -> None:
    build_index(0)
    changed = planted.systems[0]
    Occurrence.objects.filter(system=changed).delete()
    package = planted.ranges[0].package
    fresh = PackageVersion.objects.create(package=package, version="1.7.77", key=versions.key("npm", "1.7.77"))
    run(changed, [fresh, *planted.versions[:4]], "new")
    _received(changed)
    newcomer = System.objects.create(owner=planted.bodies[1], name="New", reference="new")
    journal.record("usage.system_entered", subject=newcomer, by=None)
    run(newcomer, planted.versions[4:9])
    _received(newcomer)

    _assert_same(planted, settings, folder)


def test_after_two_systems_turned_out_to_be_one(planted: Planted, settings: object, folder: Path) -> None:
    build_index(0)
    body = max(planted.bodies, key=lambda each: sum(system.owner_id == each.pk for system in planted.systems))
    one, other = [system for system in planted.systems if system.owner_id == body.pk][:2]
    Occurrence.objects.filter(system=one).delete()
    SbomDocument.objects.filter(system=one).delete()
    _told_of(one)

    taken = take_over_lists(system=one, other=other, by=None)

    assert len(taken) == 2
    _assert_same(planted, settings, folder)


def test_after_systems_ended_became_private_or_were_handed_over(
    planted: Planted, settings: object, folder: Path
) -> None:
    build_index(0)
    ended, private, handed = planted.systems[:3]
    System.objects.filter(pk=ended.pk).update(ended_on=timezone.localdate() - timedelta(days=1))
    System.objects.filter(pk=private.pk).update(visibility=Visibility.PRIVATE)
    System.objects.filter(pk=handed.pk).update(owner=planted.bodies[4])
    journal.record("usage.system_changed", subject=handed, by=None)

    _assert_same(planted, settings, folder)


def test_after_advisories_were_corrected(planted: Planted, settings: object, folder: Path) -> None:
    build_index(0)
    changed = planted.ranges[0]
    changed.low, changed.high = b"", versions.LAST
    changed.save()
    planted.ranges[1].delete()
    gone = planted.ranges[2].vulnerability
    AffectedRange.objects.filter(vulnerability=gone).delete()
    _told(changed.vulnerability, planted.ranges[1].vulnerability, gone)

    _assert_same(planted, settings, folder)


def test_after_an_advisory_came_that_lists_versions_as_they_are(
    planted: Planted, settings: object, folder: Path
) -> None:
    build_index(0)
    package, vulnerability = planted.packages[0], Vulnerability.objects.create(name="CVE-2026-9999")
    odd = PackageVersion.objects.create(package=package, version="release/7", key=None)
    ordered = next(version for version in planted.versions if version.package == package)
    affected = AffectedPackage.objects.create(advisory=advisory_on(vulnerability), package=package)
    for version in (odd, ordered):
        ListedVersion.objects.create(
            affected=affected, vulnerability=vulnerability, package=package, version=version.version
        )
    _told(vulnerability)
    run(planted.systems[0], [odd], "odd")
    _received(planted.systems[0])

    _assert_same(planted, settings, folder)
    assert vulnerability.pk in {each.vulnerability for each in findings.tally(EVERYTHING)}


def test_a_package_that_nobody_ran_is_known_to_be_affected(planted: Planted, settings: object, folder: Path) -> None:
    package = Package.objects.create(type="npm", name="fresh", purl="pkg:npm/fresh")
    vulnerability = Vulnerability.objects.create(name="CVE-2026-9999")
    affected = AffectedPackage.objects.create(advisory=advisory_on(vulnerability), package=package)
    AffectedRange.objects.create(
        affected=affected, vulnerability=vulnerability, package=package, low=b"", high=versions.LAST
    )
    ListedVersion.objects.create(affected=affected, vulnerability=vulnerability, package=package, version="odd")
    build_index(0)
    for version in ("1.0.0", "odd"):
        fresh = PackageVersion.objects.create(package=package, version=version, key=versions.key("npm", version))
        run(planted.systems[0], [fresh], version)
    _received(planted.systems[0])

    _assert_same(planted, settings, folder)
    assert [each.findings for each in findings.tally(EVERYTHING) if each.vulnerability == vulnerability.pk] == [2]


def test_what_changed_too_much_is_asked_of_the_record(
    planted: Planted, settings: object, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexed, "MOST_CHANGED", 0)
    build_index(0)
    before = _tallied(EVERYTHING)
    gone = planted.ranges[0].vulnerability
    AffectedRange.objects.filter(vulnerability=gone).delete()

    _told(gone)

    assert indexed.tallies(EVERYTHING, [1] * 5) is None
    assert _tallied(EVERYTHING) != before


def test_taking_in_tells_the_index(planted: Planted, settings: object, folder: Path) -> None:
    build_index(0)
    affected = planted.ranges[0].package
    text = {"id": "X-1", "modified": "2026-11-01T00:00:00Z", "affected": [
        {"package": {"ecosystem": "npm", "name": affected.name},
         "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}]}  # fmt: skip
    told, _ = osv.read_record(text)
    assert told is not None
    source = AdvisorySource.objects.get(slug="planted")

    taking_in.take_in(source=source, advisories=[told], run=None, by=None)

    assert Vulnerability.objects.get(name="X-1").pk in {each.vulnerability for each in findings.tally(EVERYTHING)}
    _assert_same(planted, settings, folder)


def test_a_version_without_an_order_is_found_by_its_text(planted: Planted, settings: object, folder: Path) -> None:
    package, vulnerability = planted.packages[0], Vulnerability.objects.create(name="CVE-2026-9999")
    odd = PackageVersion.objects.create(package=package, version="release/7", key=None)
    affected = AffectedPackage.objects.create(advisory=advisory_on(vulnerability), package=package)
    ListedVersion.objects.create(affected=affected, vulnerability=vulnerability, package=package, version=odd.version)
    run(planted.systems[0], [odd], "odd")
    build_index(0)

    _assert_same(planted, settings, folder)
    assert [hit.version for hit in findings.hits(findings.question_of([vulnerability.pk]), EVERYTHING)] == [odd.pk]


def test_small_installations_have_no_index(planted: Planted, settings: object) -> None:
    settings.EXPOSURE_FROM = 1_000_000

    build_index(0)

    assert not indexed.is_built()


def test_it_is_built_anew_only_after_something_changed(planted: Planted, folder: Path) -> None:
    build_index(0)
    first = exposure.open_index(folder).version
    build_index(0)
    assert exposure.open_index(folder).version == first

    _received(planted.systems[0])
    build_index(0)

    assert exposure.open_index(folder).version != first


def test_bodies_in_a_circle_do_not_hang_the_build(planted: Planted, settings: object, folder: Path) -> None:
    one, other = planted.bodies[1:3]
    Parent.objects.create(body=one, parent=other, relation="administration")
    Parent.objects.create(body=other, parent=one, relation="administration")

    build_index(0)

    _assert_same(planted, settings, folder)
