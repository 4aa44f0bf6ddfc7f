"""Are we hit? One box for identifiers, packages, ranges and software, and an answer that hides nothing unknown."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from commonweal.components.models import Package, PackageVersion
from commonweal.components.queries import EVERYTHING, NOTHING, Scope
from commonweal.organisations.models import Body
from commonweal.risk.models import AdvisoryName, AffectedPackage, Decision, NameKind, Vulnerability
from commonweal.risk.queries.answering import Answer, answer
from commonweal.risk.rules import asking
from commonweal.risk.rules.decisions import Standing
from commonweal.usage.models import System
from tests.risk.planted import Planted, advisory_on, plant, run

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def planted() -> Planted:
    """The planted world, each vulnerability under the name of its advisory too."""
    world = plant()
    for vulnerability in world.vulnerabilities:
        advisory = vulnerability.advisories.get()
        AdvisoryName.objects.create(advisory=advisory, identifier=advisory.identifier, kind=NameKind.OWN)
        AdvisoryName.objects.create(advisory=advisory, identifier=vulnerability.name, kind=NameKind.ALIAS)
    return world


def _most_hit(planted: Planted) -> Vulnerability:
    return max(planted.vulnerabilities, key=lambda each: len(planted.hits(each, planted.everybody)))


def _systems(given: Answer) -> set[int]:
    return {each.system.pk for body in given.bodies for each in body.systems if not each.is_unclear}


@pytest.mark.parametrize(
    ("text", "identifier", "package", "name", "versions"),
    [
        ("CVE-2021-44228", "CVE-2021-44228", "None", "", ""),
        (" ghsa-jfh8-c2jp-5v3q ", "GHSA-JFH8-C2JP-5V3Q", "None", "", ""),
        ("https://osv.dev/vulnerability/GHSA-jfh8-c2jp-5v3q", "GHSA-JFH8-C2JP-5V3Q", "None", "", ""),
        ("pkg:maven/org.apache/tika@1.2", "", "pkg:maven/org.apache/tika", "", "1.2"),
        ("pkg:npm/%40scope/x >=1, <2", "", "pkg:npm/%40scope/x", "", ">=1, <2"),
        ("left-pad", "LEFT-PAD", "None", "left-pad", ""),
        ("openssl 3.0.7", "", "None", "openssl", "3.0.7"),
        ("lodash<4.17.21", "", "None", "lodash", "<4.17.21"),
        ("", "", "None", "", ""),
        ("pkg:nothing", "", "None", "pkg:nothing", ""),
    ],
)
def test_a_text_is_taken_apart(text: str, identifier: str, package: str, name: str, versions: str) -> None:
    asked = asking.read(text)

    assert (asked.identifier, str(asked.package), asked.name, asked.versions) == (identifier, package, name, versions)


@pytest.mark.parametrize("text", ["\x00", "pkg:", "pkg:npm/", "a" * 100_000, "<>=", "vers:npm/", "% %% _", "'\";--"])
def test_nonsense_is_answered_with_nothing(planted: Planted, text: str) -> None:
    assert answer(text, VISITOR, EVERYTHING).meaning.is_nothing


def test_every_name_of_a_vulnerability_gives_the_same_answer(planted: Planted) -> None:
    vulnerability = _most_hit(planted)
    expected = {hit.system for hit in planted.hits(vulnerability, planted.everybody)}

    for name in (vulnerability.name, vulnerability.name.lower(), vulnerability.advisories.get().identifier):
        found = answer(name, VISITOR, EVERYTHING)

        assert _systems(found) == expected
        assert found.count(Standing.OPEN) == len(expected)


def test_an_identifier_that_nobody_knows_is_not_taken_for_safety(planted: Planted) -> None:
    found = answer("CVE-1999-0001", VISITOR, EVERYTHING)

    assert found.meaning.is_nothing
    assert found.meaning.asked.is_identifier


@pytest.mark.parametrize("text", ["pkg:npm/part-1@{version}", "part-1 {version}", "PART-1 = {version}"])
def test_a_version_of_a_package_finds_who_runs_it(planted: Planted, text: str) -> None:
    wanted = next(each for each in planted.versions if each.package == planted.packages[1])

    found = answer(text.format(version=wanted.version), VISITOR, EVERYTHING)

    assert _systems(found) == {system for system, version in planted.runs if version == wanted.pk}
    assert _systems(found)


def test_a_range_finds_who_runs_what_is_in_it(planted: Planted) -> None:
    package = planted.packages[2]
    below = {each.pk for each in planted.versions if each.package == package and each.version.split(".")[0] in "01"}

    found = answer("pkg:npm/part-2 <2.0.0", VISITOR, EVERYTHING)

    assert _systems(found) == {system for system, version in planted.runs if version in below}


def test_versions_that_nobody_understands_are_said_to_be_so(planted: Planted) -> None:
    found = answer("part-1 <<what>>", VISITOR, EVERYTHING)

    assert found.meaning.is_unreadable
    assert found.bodies == ()


def test_the_name_of_a_package_that_only_others_run_is_not_known(planted: Planted) -> None:
    secret = Package.objects.create(type="npm", name="secret-of-body-0", purl="pkg:npm/secret-of-body-0")
    version = PackageVersion.objects.create(package=secret, version="1.0.0", key=b"1")
    own = next(system for system in planted.systems if system.owner_id == planted.bodies[0].pk)
    run(own, [version], "secret")

    by_others = answer(secret.name, VISITOR, Scope(bodies=frozenset({planted.bodies[1].pk})))
    by_nobody = answer("does-not-exist", VISITOR, Scope(bodies=frozenset({planted.bodies[1].pk})))
    by_itself = answer(secret.name, VISITOR, Scope(bodies=frozenset({planted.bodies[0].pk})))

    assert by_others.meaning.is_nothing
    assert (by_others.bodies, by_others.systems_asked) == (by_nobody.bodies, by_nobody.systems_asked)
    assert _systems(by_itself) == {own.pk}


def test_within_nothing_nobody_is_hit_and_nobody_was_asked(planted: Planted) -> None:
    found = answer(_most_hit(planted).name, VISITOR, NOTHING)

    assert (found.bodies, found.systems_asked, found.systems_silent) == ((), 0, 0)


def test_systems_without_a_list_are_counted_as_not_known(planted: Planted) -> None:
    body = planted.bodies[0]
    System.objects.create(owner=body, name="Silent", reference="silent")

    found = answer(_most_hit(planted).name, VISITOR, EVERYTHING)

    assert (found.systems_asked, found.systems_silent) == (21, 1)


def test_a_decision_shows_at_the_systems_it_is_about(planted: Planted) -> None:
    vulnerability = _most_hit(planted)
    hit = planted.hits(vulnerability, planted.everybody)[0]
    Decision.objects.create(
        vulnerability=vulnerability,
        body_id=hit.body,
        system_id=hit.system,
        state="not_affected",
        source="local",
        decided_at=timezone.now(),
        valid_from=timezone.localdate() - timedelta(days=1),
    )

    found = answer(vulnerability.name, VISITOR, EVERYTHING)

    standings = {each.system.pk: each.standing for body in found.bodies for each in body.systems}
    assert [pk for pk, standing in standings.items() if standing is Standing.CLOSED] == [hit.system]


def test_a_version_without_an_order_is_unclear_and_not_safe(planted: Planted) -> None:
    vulnerability, package = _most_hit(planted), planted.ranges[0].package
    vulnerability = planted.ranges[0].vulnerability
    odd = PackageVersion.objects.create(package=package, version="main/abc", key=None)
    alone = System.objects.create(owner=planted.bodies[0], name="Odd", reference="odd")
    run(alone, [odd])

    found = answer(vulnerability.name, VISITOR, EVERYTHING)

    assert found.unclear == 1
    assert [e.system for b in found.bodies for e in b.systems if e.is_unclear] == [alone]


def test_a_package_whose_release_is_not_stated_is_unclear(planted: Planted) -> None:
    vulnerability = Vulnerability.objects.create(name="DEBIAN-CVE-2026-7777")
    advisory = advisory_on(vulnerability)
    AdvisoryName.objects.create(advisory=advisory, identifier="CVE-2026-7777", kind=NameKind.UPSTREAM)
    stated = Package.objects.create(type="deb", name="curl", distribution="debian:12", purl="pkg:deb/debian/curl")
    vague = Package.objects.create(type="deb", name="curl", distribution="debian:", purl="pkg:deb/debian/curl")
    AffectedPackage.objects.create(advisory=advisory, package=stated)
    run(planted.systems[3], [PackageVersion.objects.create(package=vague, version="7.0", key=b"7")], "vague")

    found = answer("CVE-2026-7777", VISITOR, EVERYTHING)

    assert found.meaning.vulnerabilities == (vulnerability,)
    assert (found.unclear, found.count(Standing.OPEN)) == (1, 0)


def test_who_must_act_comes_first_and_the_vital_before_the_rest(planted: Planted) -> None:
    vulnerability = _most_hit(planted)
    hits = planted.hits(vulnerability, planted.everybody)
    quiet, vital = hits[0].body, hits[-1].body
    System.objects.filter(pk=hits[-1].system).update(criticality="vital")
    Decision.objects.create(
        vulnerability=vulnerability,
        body=Body.objects.get(pk=quiet),
        state="resolved",
        source="local",
        decided_at=timezone.now(),
        valid_from=timezone.localdate(),
    )

    found = answer(vulnerability.name, VISITOR, EVERYTHING)

    assert found.bodies[0].body.pk == vital
    assert found.bodies[-1].body.pk == quiet
    assert found.acting == len(found.bodies) - 1
