"""Lists of components come in: stored once, replaced as a whole, refused with a reason."""

import zlib
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.components import actions
from commonweal.components.models import Channel, Occurrence, Package, PackageVersion, SbomContent, SbomDocument
from commonweal.components.permissions import NotAllowed
from commonweal.journal.models import Event
from commonweal.organisations.models import Visibility
from commonweal.standards import versions
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx, debian

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal(cast: object) -> System:
    """A system of Borgo."""
    return usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Portale"), by=cast.chiara)


def send(system: System, content: bytes, by: object = None, part: str = "", name: str = "bom.json") -> SbomDocument:
    return actions.receive_sbom(system=system, content=content, file_name=name, part=part, channel=Channel.PAGE, by=by)


def runs(system: System) -> set[str]:
    return {each.package_version.purl for each in Occurrence.objects.filter(system=system)}


def received() -> int:
    return Event.objects.filter(name="components.sbom_received").count()


def test_a_list_says_what_a_system_runs(cast: object, portal: System) -> None:
    document = send(portal, cyclonedx(), cast.chiara)

    assert runs(portal) == {"pkg:npm/express@4.18.0", "pkg:npm/qs@6.10.3", "pkg:npm/lodash@4.17.20"}
    assert (document.format, document.format_version, document.subject) == ("CycloneDX", "1.6", "Portale")
    assert document.counted == {
        "components": 3, "with_purl": 3, "with_version": 3, "with_licence": 0, "assessable": 3,
        "licence_statements": 0,
    }  # fmt: skip
    assert document.quality == {"ntia": False, "bsi": False}


def test_a_list_says_which_package_it_is_about(portal: System) -> None:
    stated = {"type": "application", "name": "Portale", "purl": "pkg:composer/comune/portale@2.1?arch=x"}

    document = send(portal, cyclonedx(metadata={"component": stated}))
    unstated = send(portal, cyclonedx(), part="other")

    assert (document.subject_purl, unstated.subject_purl) == ("pkg:composer/comune/portale", "")


def test_the_event_names_what_followers_need(cast: object, portal: System) -> None:
    first = send(portal, cyclonedx(), cast.chiara)

    second = send(portal, cyclonedx([("qs", "6.11.0")]), cast.chiara)

    event = Event.objects.filter(name="components.sbom_received").latest("pk")
    assert event.by == cast.chiara
    assert event.subject_id == str(second.pk)
    assert event.data == {
        "system": portal.pk, "body": cast.town.pk, "part": "", "replaces": first.pk, "components": 1,
    }  # fmt: skip


def test_the_bytes_are_kept_once_and_come_back(cast: object, portal: System) -> None:
    other = usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Altro"), by=cast.chiara)
    content = cyclonedx()

    document = send(portal, content)
    send(other, content)

    assert SbomContent.objects.count() == 1
    assert zlib.decompress(bytes(document.content.compressed)) == content


def test_the_same_bytes_again_change_and_record_nothing(cast: object, portal: System) -> None:
    first = send(portal, cyclonedx(), cast.chiara)

    again = send(portal, cyclonedx(), cast.chiara)

    assert again == first
    assert received() == 1
    assert Occurrence.objects.count() == 3


def test_the_same_bytes_for_another_part_are_another_list(portal: System) -> None:
    send(portal, cyclonedx(), part="server")

    send(portal, cyclonedx(), part="client")

    assert SbomDocument.objects.filter(replaced_at=None).count() == 2
    assert Occurrence.objects.count() == 6
    assert PackageVersion.objects.count() == 3


def test_a_new_list_replaces_its_part_alone(portal: System) -> None:
    old = send(portal, cyclonedx(), part="server")
    client = send(portal, cyclonedx([("react", "18.0.0")]), part="client")

    new = send(portal, cyclonedx([("express", "4.19.0")]), part=" server ")

    old.refresh_from_db()
    assert old.replaced_at is not None
    assert set(SbomDocument.objects.filter(replaced_at=None)) == {client, new}
    assert runs(portal) == {"pkg:npm/react@18.0.0", "pkg:npm/express@4.19.0"}


def test_an_older_list_may_come_back(portal: System) -> None:
    send(portal, cyclonedx())
    send(portal, cyclonedx([("qs", "1.0.0")]))

    send(portal, cyclonedx())

    assert len(runs(portal)) == 3
    assert SbomDocument.objects.count() == 3
    assert SbomContent.objects.count() == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"{}",
        b"[" * 100_000,
        b'{"bomFormat": "CycloneDX", "specVersion": "1.6"}',
        b"<a/>",
        b"PK\x03",
    ],
)
def test_what_cannot_be_read_is_refused_and_the_last_good_list_stays(portal: System, content: bytes) -> None:
    send(portal, cyclonedx())

    with pytest.raises(actions.SbomUnreadable, match="still stands") as refusal:
        send(portal, content)

    assert refusal.value.problems
    assert len(runs(portal)) == 3
    assert received() == 1


def test_texts_that_no_database_stores_are_mended(portal: System) -> None:
    bad = "x\ud800\x00y"
    content = cyclonedx(metadata={"component": {"type": "application", "name": bad}, "tools": [{"name": bad}]})

    document = send(portal, content, part=bad, name=f"a/b/{bad}.json")

    document.refresh_from_db()
    assert document.subject == "x\ufffd\ufffdy"
    assert document.file_name == "x\ufffd\ufffdy.json"
    assert document.part == "x\ufffd\ufffdy"


def test_versions_and_names_without_end_are_bounded(portal: System) -> None:
    content = cyclonedx([("a" * 600, "1"), ("short", "9" * 400), ("fine", "1.0.0")])

    document = send(portal, content)

    assert set(Package.objects.values_list("name", flat=True)) == {"short", "fine"}
    assert PackageVersion.objects.get(package__name="short").key is None
    assert document.counted["assessable"] == 1


def test_versions_stand_in_the_order_of_their_ecosystem(portal: System) -> None:
    send(portal, cyclonedx([("a", "1.9.0"), ("b", "x y")]))

    nine, strange = PackageVersion.objects.order_by("version")

    assert bytes(nine.key) == versions.key("npm", "1.9.0")
    assert strange.key is None


def test_the_graph_tells_how_near_a_part_is(portal: System) -> None:
    needs = {"": ["express"], "express": ["qs"], "qs": ["express"]}

    send(portal, cyclonedx(needs=needs, optional=["lodash"]))

    found = {each.package_version.package.name: (each.depth, each.is_optional) for each in Occurrence.objects.all()}
    assert found == {"express": (1, False), "qs": (2, False), "lodash": (None, True)}


def test_without_a_graph_nothing_is_said_of_nearness(portal: System) -> None:
    send(portal, cyclonedx())

    assert set(Occurrence.objects.values_list("depth", flat=True)) == {None}


def test_a_package_of_a_distribution_brings_its_source(portal: System) -> None:
    purl = "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl"

    send(portal, debian(purl, purl.replace("libssl3", "openssl-tools")))

    found = {
        (each.package_version.package.name, each.package_version.package.distribution): each.is_source
        for each in Occurrence.objects.all()
    }
    assert found == {
        ("libssl3", "debian:12"): False, ("openssl-tools", "debian:12"): False, ("openssl", "debian:12"): True,
    }  # fmt: skip


def test_releases_of_a_distribution_are_different_packages(portal: System) -> None:
    send(portal, debian("pkg:deb/debian/curl@8?distro=debian-12", "pkg:deb/debian/curl@8?distro=debian-11"))

    assert set(Package.objects.values_list("distribution", flat=True)) == {"debian:12", "debian:11"}


def test_other_spellings_are_the_same_package(portal: System) -> None:
    send(portal, cyclonedx([("Zope.Interface", "5.0"), ("zope-interface", "5.1")], kind="pypi"))

    assert Package.objects.count() == 1
    assert PackageVersion.objects.count() == 2


def test_a_lock_file_is_a_list(portal: System) -> None:
    document = send(portal, b"django==4.2.1\nrequests==2.31.0\n", name="requirements.txt")

    assert document.format == "lock file"
    assert runs(portal) == {"pkg:pypi/django@4.2.1", "pkg:pypi/requests@2.31.0"}


def test_a_private_system_and_one_that_ended_take_no_list(cast: object) -> None:
    hidden = usage.SystemDraft(name="Prova", visibility=Visibility.PRIVATE)
    private = usage.enter_system(body=cast.town, draft=hidden, by=cast.chiara)
    ended = usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Vecchio"), by=cast.chiara)
    usage.end_system(system=ended, on=date(2020, 1, 1), by=cast.chiara)

    with pytest.raises(actions.SystemIsPrivate, match="Only you"):
        send(private, cyclonedx(), cast.chiara)
    with pytest.raises(actions.SystemNotInUse, match="no longer in use"):
        send(ended, cyclonedx(), cast.chiara)

    assert SbomDocument.objects.count() == 0


def test_a_system_that_is_gone_takes_no_list(portal: System) -> None:
    System.objects.filter(pk=portal.pk).delete()

    with pytest.raises(actions.SystemNotInUse, match="gone"):
        send(portal, cyclonedx())


def test_who_may_not_send_changes_nothing(cast: object, portal: System) -> None:
    with pytest.raises(NotAllowed, match="hand in"):
        send(portal, cyclonedx(), cast.dragan)

    assert SbomDocument.objects.count() == 0


def test_a_list_that_is_withdrawn_leaves_its_part_unknown(cast: object, portal: System) -> None:
    document = send(portal, cyclonedx(), cast.chiara)

    actions.withdraw_sbom(document=document, by=cast.chiara)
    actions.withdraw_sbom(document=document, by=cast.chiara)

    assert runs(portal) == set()
    assert not SbomDocument.objects.filter(replaced_at=None).exists()
    assert Event.objects.filter(name="components.sbom_withdrawn").count() == 1


def test_packages_that_nobody_runs_are_stored_too(portal: System) -> None:
    send(portal, cyclonedx())
    express = actions.PackageName("npm", "express", "", "pkg:npm/express")
    left_pad = actions.PackageName("npm", "left-pad", "", "pkg:npm/left-pad")

    keys = actions.intern_packages(packages=[left_pad, express, left_pad], by=None)

    assert keys == {package.key: Package.objects.get(name=package.name).pk for package in (express, left_pad)}
    assert Package.objects.count() == 4


def test_the_number_of_questions_does_not_grow_with_the_list(portal: System) -> None:
    def asked(parts: list[tuple[str, str]]) -> int:
        with CaptureQueriesContext(connection) as queries:
            send(portal, cyclonedx(parts))
        return len(queries)

    few = asked([("a1", "1.0.0")])

    many = asked([(f"b{number}", "1.0.0") for number in range(300)])

    assert many <= few + 2  # the second replaces the first
