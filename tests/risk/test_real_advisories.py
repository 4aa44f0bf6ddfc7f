"""Real advisories through the database: what each source brings, and the matches that others found by hand."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Count

from commonweal.risk.models import Advisory, AffectedPackage, Exploitation, FeedKind, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.tasks import import_files
from commonweal.standards import osv
from commonweal.standards.osv import Outcome, ecosystems
from commonweal.standards.purl import Purl
from commonweal.standards.purl import read as read_purl
from tests.risk.feeds_world import source, take_in, version

pytestmark = pytest.mark.django_db

PIN = re.compile(r"\s*([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*==\s*([^\s;#\\,]+)")
SMALL = ("rustsec", "haskell", "ocaml", "rconsortium", "julia")
# Distributions and containers are large; every so many records show the same paths.
SAMPLED = {"almalinux": 40, "bitnami": 30, "go": 20}


def lines(folder: Path) -> Iterator[bytes]:
    """Give the records of a source, one a line, packed or not."""
    file = next(folder.glob("*.jsonl*"))
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
        yield from stream


def advisories(folder: Path, every: int = 1) -> Iterator[osv.Advisory]:
    """Read every so many records."""
    for number, line in enumerate(lines(folder)):
        if number % every == 0:
            advisory, _problems = osv.read(line)
            assert advisory is not None
            yield advisory


def test_the_matches_of_pypi_that_others_found_are_found_exactly(shared_data: Path) -> None:
    take_in(source("pypa"), *advisories(shared_data / "osv" / "pypa"))
    expected = json.loads((shared_data / "osv" / "expected_pypi_matches.json").read_text())
    found: dict[str, set[tuple[str, str, str]]] = {}
    wanted: dict[str, set[tuple[str, str, str]]] = {}

    for entry in expected["files"]:
        path = shared_data / "sboms" / entry["file"]
        if path.is_file():
            rows = {version(f"pkg:pypi/{name}@{pinned}").pk: (name, pinned) for name, pinned in _pins(path)}
            matches = findings.matches(rows)
            identifiers = _identifiers({match.vulnerability for match in matches})
            found[entry["file"]] = {(*rows[match.version], identifiers[match.affected]) for match in matches}
            wanted[entry["file"]] = {(each["package"], each["version"], each["id"]) for each in entry["matches"]}

    assert sum(map(len, wanted.values())) == 10
    assert found == wanted


def test_every_source_is_taken_in_whole_and_a_second_time_changes_nothing(shared_data: Path) -> None:
    for name in SMALL:
        told = list(advisories(shared_data / "osv" / name))
        feed = source(name)
        first, second = take_in(feed, *told), take_in(feed, *told)
        assert (first.added, first.refused, second.added, second.changed) == (len({t.id for t in told}), 0, 0, 0)

    groups = Vulnerability.objects.annotate(size=Count("advisories"))
    assert max(groups.values_list("size", flat=True)) < 10
    assert not Vulnerability.objects.filter(advisories=None).exists()
    assert (
        not AffectedPackage.objects.filter(is_unclear=False, ranges=None, listed=None)
        .exclude(advisory__withdrawn_at__isnull=False)
        .exists()
    )


@pytest.mark.parametrize("name", SAMPLED)
def test_the_database_affects_what_the_standard_affects(name: str, shared_data: Path) -> None:
    told = list(advisories(shared_data / "osv" / name, SAMPLED[name]))
    take_in(source(name), *told)
    asked = [
        (advisory, affected, text)
        for advisory in told
        for affected in advisory.affected[:2]
        for text in _near(affected)
        if affected.identity[0] in ("golang", "rpm", "bitnami")
    ][:100]
    differences = []

    for advisory, affected, text in asked:
        purl = ecosystems.purl_of(affected.ecosystem, affected.name)
        assert purl is not None
        release = affected.ecosystem.partition(":")[2]
        distro = f"?distro={purl.namespace}-{release}" if release else ""
        row = version(f"{purl}@{text}{distro}")
        is_hit = findings.matches([row.pk])
        hit = {Advisory.objects.get(affected=match.affected).identifier for match in is_hit}
        verdict = osv.affects(advisory, _purl(f"{purl}@{text}{distro}"), text)
        if (advisory.id in hit) != (verdict.outcome is Outcome.AFFECTED):
            differences.append((advisory.id, text))

    assert not differences


def test_the_catalogue_of_cisa_is_taken_in(shared_data: Path) -> None:
    kev = source("kev", FeedKind.KEV)

    run = import_files(source=kev, paths=[shared_data / "signals" / "known_exploited_vulnerabilities.csv"], by=None)

    assert run.failure == ""
    assert Exploitation.objects.count() == run.added > 1_000


def _pins(file: Path) -> set[tuple[str, str]]:
    """Give the pinned packages of a requirements file, as they are written."""
    return {(match[1], match[2]) for line in file.read_text().splitlines() if (match := PIN.match(line))}


def _identifiers(vulnerabilities: set[int]) -> dict[int, str]:
    rows = AffectedPackage.objects.filter(advisory__vulnerability__in=vulnerabilities)
    return dict(rows.values_list("pk", "advisory__identifier"))


def _near(affected: osv.Affected) -> set[str]:
    """Give the versions an advisory speaks of: at each of them it turns."""
    found = {event.version for each in affected.ranges if each.type != "GIT" for event in each.events}
    return {text for text in found | set(affected.versions[:3]) if text not in ("0", "*")}


def _purl(text: str) -> Purl:
    found, _problems = read_purl(text)
    assert found is not None
    return found
