"""What is taken in from sources of advisories, and what it comes to."""

from decimal import Decimal

import pytest

from commonweal.components.models import Package
from commonweal.journal.models import Event
from commonweal.risk import actions
from commonweal.risk.models import (
    Advisory,
    AdvisoryRevision,
    AffectedPackage,
    AffectedRange,
    Decision,
    ListedVersion,
    NameKind,
    Vulnerability,
)
from commonweal.risk.queries.sources import vulnerability_named
from commonweal.risk.rules.compiling import compiled
from tests.risk.feeds_world import affected, at, hit_by, source, take_in, told, version

pytestmark = pytest.mark.django_db

CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
MEDIUM_4 = "CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:P/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N"


def told_of(name: str) -> list[dict[str, object]]:
    """What the journal says under a name."""
    return [event.data for event in Event.objects.filter(name=name).order_by("pk")]


def test_a_version_in_a_range_is_hit_and_the_fix_is_not() -> None:
    feed = source()

    take_in(feed, told("PYSEC-1", affected(("introduced", "1.0"), ("fixed", "1.5"))))

    assert hit_by("pkg:pypi/demo@1.4.9") == {"PYSEC-1"}
    assert hit_by("pkg:pypi/demo@1.5") == set()
    assert hit_by("pkg:pypi/demo@0.9") == set()


def test_introduced_zero_is_before_every_version() -> None:
    feed = source()

    take_in(feed, told("PYSEC-1", affected(("introduced", "0"), ("fixed", "1.0"))))

    assert hit_by("pkg:pypi/demo@0.0.0a1") == {"PYSEC-1"}
    assert hit_by("pkg:pypi/demo@0.dev1") == {"PYSEC-1"}


def test_the_last_affected_version_is_affected_and_the_next_is_not() -> None:
    feed = source()

    take_in(feed, told("PYSEC-1", affected(("introduced", "0"), ("last_affected", "2.0"))))

    assert hit_by("pkg:pypi/demo@2.0") == {"PYSEC-1"}
    assert hit_by("pkg:pypi/demo@2.0.post1") == set()


def test_a_record_of_listed_versions_alone_hits_those_and_no_other() -> None:
    feed = source()

    take_in(feed, told("PYSEC-1", affected(listed=("1.0", "1.2"))))

    assert hit_by("pkg:pypi/demo@1.0.0") == {"PYSEC-1"}
    assert hit_by("pkg:pypi/demo@1.1") == set()
    assert not AffectedPackage.objects.filter(is_unclear=True).exists()


def test_what_is_listed_counts_beside_ranges() -> None:
    feed = source()

    take_in(feed, told("PYSEC-1", affected(("introduced", "2"), ("fixed", "3"), listed=("1.7", "2.1"))))

    assert hit_by("pkg:pypi/demo@1.7") == {"PYSEC-1"}
    assert hit_by("pkg:pypi/demo@1.8") == set()
    assert AffectedRange.objects.count() == 2


def test_a_listed_version_without_an_order_is_compared_as_text() -> None:
    feed = source()

    take_in(feed, told("PYSEC-1", affected(listed=("1.0", "latest"))))

    assert hit_by("pkg:pypi/demo@latest") == {"PYSEC-1"}
    assert ListedVersion.objects.get().version == "latest"


def test_gaps_between_ranges_are_not_hit() -> None:
    log4j = {
        "package": {"ecosystem": "Maven", "name": "org.apache.logging.log4j:log4j-core"},
        "ranges": [
            {"type": "ECOSYSTEM", "events": [{"introduced": "2.13.0"}, {"fixed": "2.15.0"}]},
            {"type": "ECOSYSTEM", "events": [{"introduced": "2.4"}, {"fixed": "2.12.2"}]},
            {"type": "ECOSYSTEM", "events": [{"introduced": "2.0-beta9"}, {"fixed": "2.3.1"}]},
        ],
    }

    take_in(source(), told("GHSA-jfh8-c2jp-5v3q", log4j, aliases=["CVE-2021-44228"]))

    name = "pkg:maven/org.apache.logging.log4j/log4j-core@"
    assert [hit_by(name + each) for each in ("2.3.1", "2.12.2", "2.12.4", "2.15.0")] == [set()] * 4
    assert [hit_by(name + each) for each in ("2.0", "2.3", "2.12.1", "2.14.1")] == [{"CVE-2021-44228"}] * 4


def test_a_fourth_number_of_packagist_is_not_lost() -> None:
    shop = affected(("introduced", "1"), ("fixed", "1.9.4.2"), package="magento/core", ecosystem="Packagist")

    take_in(source(), told("GHSA-m", shop))

    assert hit_by("pkg:composer/magento/core@1.9.4.1") == {"GHSA-m"}
    assert hit_by("pkg:composer/magento/core@1.9.4.2") == set()


@pytest.mark.parametrize(
    ("ecosystem", "name", "purl"),
    [
        ("PyPI", "Zope.Interface", "pkg:pypi/zope_interface@1.0"),
        ("npm", "@angular/core", "pkg:npm/%40angular/core@1.0.0"),
        ("NuGet", "Newtonsoft.Json", "pkg:nuget/newtonsoft.json@1.0.0"),
        ("Go", "stdlib", "pkg:golang/stdlib@1.0.0"),
        ("Go", "github.com/gin-gonic/gin/v2", "pkg:golang/github.com/gin-gonic/gin/v2@v1.0.0"),
        ("Go", "example.com/old", "pkg:golang/example.com/old@v1.0.0+incompatible"),
        ("Maven", "org.x:y", "pkg:maven/org.x/y@1.0"),
    ],
)
def test_names_meet_however_they_are_spelt(ecosystem: str, name: str, purl: str) -> None:
    feed = source()

    take_in(feed, told("X-1", affected(("introduced", "0"), ("fixed", "2"), package=name, ecosystem=ecosystem)))

    assert hit_by(purl) == {"X-1"}


def test_a_release_of_a_distribution_is_never_compared_with_another() -> None:
    feed = source()

    take_in(
        feed,
        told("DSA-1", affected(("introduced", "0"), ("fixed", "8.1-2"), package="curl", ecosystem="Debian:12")),
        told("UP-1", affected(("introduced", "0"), ("fixed", "9"), package="curl", ecosystem="crates.io")),
    )

    assert hit_by("pkg:deb/debian/curl@8.0-1?distro=debian-12") == {"DSA-1"}
    assert hit_by("pkg:deb/debian/curl@8.0-1?distro=debian-11") == set()
    assert hit_by("pkg:deb/ubuntu/curl@8.0-1?distro=ubuntu-22.04") == set()


def test_epochs_count_in_the_version_and_in_the_qualifier() -> None:
    alma = affected(("introduced", "0"), ("fixed", "1:2.0-1.el9"), package="ssl", ecosystem="AlmaLinux:9")

    take_in(source(), told("ALSA-1", alma))

    assert hit_by("pkg:rpm/almalinux/ssl@3.0-1.el9?distro=almalinux-9") == {"ALSA-1"}
    assert hit_by("pkg:rpm/almalinux/ssl@3.0-1.el9?distro=almalinux-9&epoch=1") == set()


def test_a_distribution_without_its_release_is_unclear_on_each_release() -> None:
    version("pkg:deb/debian/curl@8.0-1?distro=debian-12")

    take_in(source(), told("D-1", affected(("introduced", "0"), ("fixed", "9"), package="curl", ecosystem="Debian")))

    rows = AffectedPackage.objects.filter(is_unclear=True).values_list("package__distribution", flat=True)
    assert sorted(rows) == ["debian:", "debian:12"]
    assert hit_by("pkg:deb/debian/curl@8.0-1?distro=debian-12") == set()


def test_a_package_without_its_release_is_unclear_to_what_is_said_of_any_release() -> None:
    take_in(source(), told("D-12", affected(("introduced", "0"), package="curl", ecosystem="Debian:12")))
    version("pkg:deb/debian/curl@8.0-1")
    version("pkg:deb/debian/curl@8.0-1?distro=debian-13")

    made = [actions.name_releases(by=None), actions.name_releases(by=None)]

    assert made == [1, 0]
    unclear = AffectedPackage.objects.filter(is_unclear=True)
    assert list(unclear.values_list("package__distribution", flat=True)) == ["debian:"]


def test_commits_alone_and_orders_that_nobody_knows_are_unclear() -> None:
    commits = {
        "package": {"ecosystem": "PyPI", "name": "demo"},
        "ranges": [{"type": "GIT", "repo": "https://x.example/r", "events": [{"introduced": "0"}]}],
    }

    take_in(
        source(),
        told("X-1", commits),
        told("X-2", affected(("introduced", "1"), package="kernel", ecosystem="Android")),
        told("X-3", affected(package="nothing-said")),
    )

    assert AffectedPackage.objects.filter(is_unclear=True).count() == 3
    assert not AffectedRange.objects.exists()


def test_ghsa_cve_and_pysec_are_one_vulnerability_by_its_cve() -> None:
    what = affected(("introduced", "0"), ("fixed", "1"))
    take_in(source("pypa"), told("PYSEC-1", what, aliases=["GHSA-q", "CVE-2024-1000"]))

    take_in(source("github"), told("GHSA-q", what))
    take_in(source("nvd"), told("CVE-2024-1000", what, related=["CVE-2024-2000"], upstream=["CVE-2024-3000"]))

    row = Vulnerability.objects.get()
    assert row.name == "CVE-2024-1000"
    assert row.advisories.count() == 3
    assert hit_by("pkg:pypi/demo@0.1") == {"CVE-2024-1000"}
    assert [vulnerability_named(each) for each in ("ghsa-Q", "PYSEC-1", "cve-2024-1000")] == [row] * 3
    assert vulnerability_named("CVE-2024-2000") is None


def test_upstream_and_related_names_join_nothing_but_are_kept() -> None:
    what = affected(("introduced", "0"))

    take_in(
        source(),
        told("ALSA-1", what, related=["CVE-2024-1000"]),
        told("CVE-2024-1000", what, upstream=["CVE-2024-9000"]),
    )

    assert Vulnerability.objects.count() == 2
    advisory = Advisory.objects.get(identifier="ALSA-1")
    assert advisory.names.get(kind=NameKind.RELATED).identifier == "CVE-2024-1000"


def test_a_cve_that_comes_later_joins_two_vulnerabilities_and_the_eldest_stays() -> None:
    what = affected(("introduced", "0"), ("fixed", "1"))
    feed = source()
    take_in(feed, told("GHSA-a", what), told("PYSEC-1", what))
    eldest = Advisory.objects.get(identifier="GHSA-a").vulnerability

    take_in(feed, told("PYSEC-1", what, aliases=["GHSA-a", "CVE-2025-7777"], day=2))

    row = Vulnerability.objects.get()
    assert (row.pk, row.name) == (eldest.pk, "CVE-2025-7777")
    assert set(AffectedRange.objects.values_list("vulnerability_id", flat=True)) == {row.pk}
    assert told_of("risk.vulnerabilities_merged") == [{"name": "CVE-2025-7777", "merged": ["PYSEC-1"]}]


def test_a_decision_follows_when_its_vulnerability_is_merged() -> None:
    what = affected(("introduced", "0"), ("fixed", "1"))
    feed = source()
    take_in(feed, told("GHSA-a", what), told("PYSEC-1", what))
    younger = Advisory.objects.get(identifier="PYSEC-1").vulnerability
    decision = Decision.objects.create(
        vulnerability=younger, state="in_triage", source="local", decided_at=at(1), valid_from=at(1).date()
    )

    take_in(feed, told("PYSEC-1", what, aliases=["GHSA-a"], day=2))

    decision.refresh_from_db()
    assert decision.vulnerability == Vulnerability.objects.get()


def test_an_alias_that_is_taken_back_parts_them_and_the_name_keeps_its_row() -> None:
    what = affected(("introduced", "0"), ("fixed", "1"))
    feed = source()
    take_in(feed, told("GHSA-a", what, aliases=["CVE-2025-7777"]), told("CVE-2025-7777", what))
    row = Vulnerability.objects.get()

    take_in(feed, told("GHSA-a", what, day=2))

    assert Advisory.objects.get(identifier="CVE-2025-7777").vulnerability == row
    other = Advisory.objects.get(identifier="GHSA-a").vulnerability
    assert (other.name, row.name) == ("GHSA-a", "CVE-2025-7777")
    assert hit_by("pkg:pypi/demo@0.5") == {"GHSA-a", "CVE-2025-7777"}
    assert len(told_of("risk.vulnerability_split")) == 1


def test_a_row_that_waited_for_its_name_is_taken_over() -> None:
    waiting = Vulnerability.objects.create(name="CVE-2025-7777")

    take_in(source(), told("GHSA-a", affected(("introduced", "0")), aliases=["CVE-2025-7777"]))

    assert Advisory.objects.get().vulnerability == waiting


def test_taking_the_same_in_again_changes_nothing() -> None:
    feed = source()
    advisories = [
        told("GHSA-a", affected(("introduced", "0")), aliases=["CVE-2025-7777"]),
        told("PYSEC-1", affected(listed=("1.0",))),
    ]
    first = take_in(feed, *advisories)
    rows = list(AffectedRange.objects.values_list("pk", flat=True))

    second = take_in(feed, *advisories)

    assert (first.added, second.added, second.changed) == (2, 0, 0)
    assert list(AffectedRange.objects.values_list("pk", flat=True)) == rows
    assert not AdvisoryRevision.objects.exists()


def test_what_was_only_touched_is_no_revision() -> None:
    feed = source()
    take_in(feed, told("X-1", affected(("introduced", "0"))))

    counts = take_in(feed, told("X-1", affected(("introduced", "0")), day=9))

    assert counts.changed == 0
    assert Advisory.objects.get().modified_at == at(9)


def test_an_older_record_never_replaces_a_newer() -> None:
    feed = source()
    take_in(feed, told("X-1", affected(("introduced", "0"), ("fixed", "2")), day=5))

    counts = take_in(feed, told("X-1", affected(("introduced", "0"), ("fixed", "9")), day=4))

    assert counts.changed == 0
    assert hit_by("pkg:pypi/demo@5") == set()


def test_a_corrected_range_is_told_with_what_it_hits_before_and_now() -> None:
    feed = source()
    for each in ("1", "2", "3"):
        version(f"pkg:pypi/demo@{each}")
    take_in(feed, told("X-1", affected(("introduced", "0"), ("fixed", "2"))))

    counts = take_in(feed, told("X-1", affected(("introduced", "0"), ("fixed", "4")), day=2))

    assert counts.changed == 1
    assert told_of("risk.advisory_corrected") == [
        {"identifier": "X-1", "vulnerability": "X-1", "versions_before": 1, "versions_now": 3}
    ]
    assert AdvisoryRevision.objects.get().document["affected"][0]["ranges"][0]["events"][1] == {"fixed": "2"}


def test_a_correction_starts_no_deadline_anew() -> None:
    feed = source()
    take_in(feed, told("X-1", affected(("introduced", "0"), ("fixed", "2"))))
    AffectedPackage.objects.update(known_at=at(1))

    take_in(feed, told("X-1", affected(("introduced", "0"), ("fixed", "4")), affected(package="other"), day=2))

    known = dict(AffectedPackage.objects.values_list("package__name", "known_at"))
    assert known["demo"] == at(1)
    assert known["other"] > at(2)


def test_new_words_alone_correct_nothing() -> None:
    feed = source()
    take_in(feed, told("X-1", affected(("introduced", "0"))))

    take_in(feed, told("X-1", affected(("introduced", "0")), day=2, summary="Better words"))

    assert told_of("risk.advisory_corrected") == []
    assert Vulnerability.objects.get().summary == "Better words"


def test_a_withdrawn_advisory_hits_nothing_and_can_come_back() -> None:
    feed = source()
    what = affected(("introduced", "0"), ("fixed", "2"))
    take_in(feed, told("X-1", what))
    version("pkg:pypi/demo@1")

    counts = take_in(feed, told("X-1", what, day=2, withdrawn="2026-03-02T00:00:00Z"))
    while_withdrawn = hit_by("pkg:pypi/demo@1"), Vulnerability.objects.get().withdrawn_at
    take_in(feed, told("X-1", what, day=3))

    assert (counts.withdrawn, while_withdrawn) == (1, (set(), at(2)))
    assert hit_by("pkg:pypi/demo@1") == {"X-1"}
    assert Vulnerability.objects.get().withdrawn_at is None
    assert told_of("risk.advisory_withdrawn")[0]["versions_before"] == 1
    assert told_of("risk.advisory_restored")[0]["versions_now"] == 1
    assert AdvisoryRevision.objects.count() == 2


def test_a_vulnerability_stands_while_one_advisory_does() -> None:
    what = affected(("introduced", "0"))
    take_in(source("a"), told("GHSA-a", what, aliases=["CVE-2025-7777"], withdrawn="2026-03-02T00:00:00Z"))

    take_in(source("b"), told("CVE-2025-7777", what))

    assert Vulnerability.objects.get().withdrawn_at is None
    assert hit_by("pkg:pypi/demo@1") == {"CVE-2025-7777"}


def test_the_score_is_the_highest_of_the_newest_version_of_cvss() -> None:
    what = affected(("introduced", "0"))
    old, new = ({"type": "CVSS", "score": score} for score in (CRITICAL, MEDIUM_4))
    take_in(source("a"), told("GHSA-a", what, aliases=["CVE-2025-7777"], severity=[old]))
    before = Vulnerability.objects.get()

    take_in(source("b"), told("CVE-2025-7777", what, severity=[new]))

    after = Vulnerability.objects.get()
    assert (before.score, before.band, before.vector) == (Decimal("9.8"), "critical", CRITICAL)
    assert (after.vector, after.band) == (MEDIUM_4, "low")


def test_a_severity_that_nobody_states_is_unknown_and_words_count() -> None:
    what = affected(("introduced", "0"))

    take_in(
        source(),
        told("X-1", what),
        told("X-2", what, database_specific={"severity": "MODERATE"}),
        told("MAL-2025-1", what),
    )

    bands = dict(Vulnerability.objects.values_list("name", "band"))
    assert bands == {"X-1": "unknown", "X-2": "medium", "MAL-2025-1": "unknown"}
    assert Vulnerability.objects.get(is_malicious=True).name == "MAL-2025-1"


def test_severities_of_single_packages_stay_with_them() -> None:
    what = affected(("introduced", "0")) | {"severity": [{"type": "CVSS_V3", "score": CRITICAL}]}

    take_in(source(), told("X-1", what, affected(("introduced", "0"), package="other")))

    scores = dict(AffectedPackage.objects.values_list("package__name", "score"))
    assert scores == {"demo": Decimal("9.8"), "other": None}
    assert Vulnerability.objects.get().band == "critical"


def test_one_package_named_twice_is_one_with_both_ranges() -> None:
    take_in(
        source(),
        told(
            "X-1",
            affected(("introduced", "1"), ("fixed", "2")),
            affected(("introduced", "3"), ("fixed", "4"), package="Demo"),
        ),
    )

    assert AffectedPackage.objects.count() == 1
    assert [hit_by(f"pkg:pypi/demo@{each}") for each in ("1.5", "2.5", "3.5")] == [{"X-1"}, set(), {"X-1"}]


def test_what_a_database_cannot_store_is_refused_or_mended() -> None:
    feed = source()
    strange = told("X-1", affected(("introduced", "0")), summary="a\x00b", database_specific={"k": "\ud800"})

    counts = take_in(feed, told("X" * 121, affected()), strange)

    assert (counts.refused, counts.added) == (1, 1)
    assert Advisory.objects.get().summary == "a\ufffdb"


def test_a_package_is_interned_once_with_a_purl_people_can_read() -> None:
    take_in(source(), told("X-1", affected(("introduced", "0"), package="org.x:y", ecosystem="Maven")))

    assert Package.objects.get().purl == "pkg:maven/org.x/y"


def test_a_range_in_another_order_than_its_package_is_unclear() -> None:
    advisory = told("X-1", affected(("introduced", "1.0.0"), package="actions/checkout", ecosystem="GitHub Actions"))

    (package,) = compiled(advisory)

    assert package.is_unclear
    assert package.ranges == ()
