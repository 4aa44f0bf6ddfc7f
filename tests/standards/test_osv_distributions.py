"""Vendor and release of a distribution, written alike on both sides, so that rows of a database meet by equality."""

import gzip
import json
from pathlib import Path

import pytest

from commonweal.standards.osv import Affected, ecosystems
from commonweal.standards.purl import Purl, read

# Releases that OSV publishes, beside those of the advisories we hold.
ECOSYSTEMS = [
    *("Debian:10", "Debian:11", "Debian:12", "Debian:13", "Ubuntu:20.04:LTS", "Ubuntu:Pro:18.04:LTS", "Ubuntu:22.10"),
    *("Alpine:v3.16", "Alpine:v3.20", "Alpine:edge", "AlmaLinux:8", "AlmaLinux:9", "Rocky Linux:8", "Rocky Linux:9"),
    *("Red Hat:enterprise_linux:8::appstream", "Red Hat:enterprise_linux:7::server", "Red Hat:openshift:4.12::el8"),
    *("openSUSE:Leap 15.3", "openSUSE:Tumbleweed", "SUSE:Linux Enterprise Server 15 SP3", "Photon OS:4.0"),
    *("SUSE:Linux Enterprise Module for Python 3 15 SP4", "Mageia:9", "openEuler:22.03-LTS-SP3", "Azure Linux:3"),
    *("Wolfi", "Chainguard", "MinimOS", "Echo", "npm", "PyPI", "Go", "Maven", "crates.io"),
]


def purl(text: str) -> Purl:
    found, _ = read(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pkg:deb/debian/curl@8?distro=debian-12.5", "debian:12"),
        ("pkg:deb/debian/curl@8?distro=bookworm", "debian:12"),
        ("pkg:deb/debian/curl@8?distro=debian-sid", "debian:sid"),
        ("pkg:deb/debian/curl@8", "debian:"),
        ("pkg:deb/ubuntu/curl@8?distro=ubuntu-22.04", "ubuntu:22.04"),
        ("pkg:apk/alpine/curl@8?distro=3.20.1", "alpine:3.20"),
        ("pkg:apk/alpine/curl@8?distro=alpine-edge", "alpine:edge"),
        ("pkg:apk/wolfi/curl@8?distro=wolfi-20230201", "wolfi"),
        ("pkg:rpm/alma/curl@8-1.el9?distro=alma-9.2", "almalinux:9"),
        ("pkg:rpm/rocky-linux/curl@8-1.el9_2", "rocky:9"),
        ("pkg:rpm/rhel/curl@8-1?distro=rhel-9.4", "redhat:9"),
        ("pkg:rpm/sles/curl@8-1?distro=sles-15.5", "suse:15.5"),
        ("pkg:rpm/opensuse-leap/curl@8-1?distro=opensuse-leap-15.5", "opensuse:15.5"),
        ("pkg:rpm/opensuse/curl@8-1?distro=opensuse-tumbleweed-20240101", "opensuse:tumbleweed"),
        ("pkg:rpm/fedora/curl@8-1?distro=fedora-40", "fedora:40"),
        ("pkg:npm/curl@8?distro=debian-12", ""),
    ],
)
def test_a_package_has_one_distribution(text: str, expected: str) -> None:
    assert ecosystems.distribution(purl(text)) == expected


@pytest.mark.parametrize(
    ("ecosystem", "expected"),
    [
        ("Debian:12", "debian:12"),
        ("Debian", "debian:"),
        ("Ubuntu:Pro:22.04:LTS", "ubuntu:22.04"),
        ("Alpine:v3.20", "alpine:3.20"),
        ("Rocky Linux:9", "rocky:9"),
        ("Red Hat:rhel_eus:9.4::appstream", "redhat:9"),
        ("Red Hat:openshift:4.12::el8", "redhat:8"),
        ("SUSE:Linux Enterprise Module for Python 3 15 SP5", "suse:15.5"),
        ("SUSE:Linux Enterprise Server 12 SP5-LTSS", "suse:12.5"),
        ("openSUSE:Tumbleweed", "opensuse:tumbleweed"),
        ("Alpaquita:stream", "alpaquita:stream"),
        ("Wolfi", "wolfi"),
        ("Maven:https://repo.example/maven", ""),
    ],
)
def test_an_ecosystem_has_one_distribution(ecosystem: str, expected: str) -> None:
    assert ecosystems.distribution_of(ecosystem) == expected
    assert Affected(ecosystem, "curl").distribution == expected


def test_an_affected_package_with_nothing_but_its_purl_has_its_distribution() -> None:
    affected = Affected("", "", purl("pkg:deb/debian/curl?distro=debian-12"))

    assert affected.distribution == "debian:12"


@pytest.mark.parametrize(
    ("ecosystem", "text", "is_same"),
    [
        ("openSUSE:Tumbleweed", "pkg:rpm/opensuse/curl@8?distro=opensuse-tumbleweed-20240101", True),
        ("openSUSE:Leap 15.5", "pkg:rpm/opensuse/curl@8?distro=opensuse-tumbleweed-20240101", False),
        ("SUSE:Linux Enterprise Server 15 SP5", "pkg:rpm/sles/curl@8?distro=sles-15.5", True),
        ("SUSE:Linux Enterprise Server 15 SP5", "pkg:rpm/sles/curl@8?distro=sles-15.4", False),
        ("Red Hat:openshift:4.12::el8", "pkg:rpm/rhel/curl@8?distro=rhel-8.6", True),
        ("Alpine:edge", "pkg:apk/alpine/curl@8?distro=alpine-3.20", False),
        ("Wolfi:20230201", "pkg:apk/wolfi/curl@8?distro=wolfi-20240101", True),
    ],
)
def test_channels_and_service_packs_are_releases(ecosystem: str, text: str, is_same: bool) -> None:
    assert ecosystems.is_same_release(ecosystem, purl(text)) is is_same


def test_distributions_of_real_packages_are_equal_exactly_where_the_release_is_the_same(shared_data: Path) -> None:
    purls = one_of_each_distribution(shared_data)
    published = sorted({*ECOSYSTEMS, *ecosystems_of_alma(shared_data)})

    differ = [
        (ecosystem, str(each))
        for each in purls
        for ecosystem in published
        if is_equal(ecosystem, each) != is_same(ecosystem, each)
    ]

    assert (len(purls), len(published)) == (195, 35)
    assert differ == []


def is_equal(ecosystem: str, package: Purl) -> bool:
    return ecosystems.distribution_of(ecosystem) == ecosystems.distribution(package)


def is_same(ecosystem: str, package: Purl) -> bool:
    """Say yes where vendor and release are; a package of a distribution is never one of an ecosystem without."""
    has_one = package.type in ("deb", "rpm", "apk")
    if has_one != bool(ecosystems.distribution_of(ecosystem)):
        return False
    return ecosystems.is_same_vendor(ecosystem, package) and ecosystems.is_same_release(ecosystem, package) is True


def one_of_each_distribution(shared_data: Path) -> list[Purl]:
    """Take one real package of each type, vendor, stated release and Enterprise Linux of its version."""
    found: dict[tuple[str, ...], str] = {}
    with gzip.open(shared_data / "sboms-purls/bom-shelter-purls.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            text = line.rstrip("\n").partition("\t")[2]
            path, _, qualifiers = text.partition("?")
            kind, vendor = path.split("/")[:2]
            distro = qualifiers.partition("distro=")[2].partition("&")[0]
            has_one = kind in ("pkg:deb", "pkg:rpm", "pkg:apk")
            key = (kind, vendor, distro, path.partition(".el")[2][:1]) if has_one else (kind,)
            found.setdefault(key, text)
    return [each for text in found.values() if (each := read(text)[0]) is not None]


def ecosystems_of_alma(shared_data: Path) -> set[str]:
    with gzip.open(shared_data / "osv/almalinux/almalinux.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {affected["package"]["ecosystem"] for line in lines for affected in json.loads(line)["affected"]}
