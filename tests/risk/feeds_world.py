"""Advisories as a test tells them, and what they come to in the database."""

from datetime import UTC, datetime
from typing import Any

from commonweal.components.models import Package, PackageVersion
from commonweal.risk import actions
from commonweal.risk.models import Advisory, AdvisorySource, FeedKind
from commonweal.risk.queries import findings
from commonweal.standards import osv, purl, versions
from commonweal.standards.osv import ecosystems

DAY = "2026-03-{:02}T00:00:00Z"


def source(slug: str = "feed", kind: str = FeedKind.OSV, url: str = "") -> AdvisorySource:
    """Open a source."""
    draft = actions.SourceDraft(slug=slug, name=slug.title(), kind=kind, url=url)
    return actions.open_source(draft=draft, by=None)


def affected(
    *events: tuple[str, str], package: str = "demo", ecosystem: str = "PyPI", listed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Tell what is affected of a package: pairs such as ("introduced", "1.0"), and versions listed."""
    told: dict[str, Any] = {"package": {"ecosystem": ecosystem, "name": package}}
    if events:
        told["ranges"] = [{"type": "ECOSYSTEM", "events": [{kind: version} for kind, version in events]}]
    if listed:
        told["versions"] = list(listed)
    return told


def record(identifier: str, *what: dict[str, Any], day: int = 1, **others: Any) -> dict[str, Any]:
    """Tell an advisory, as modified on a day of March."""
    return {"id": identifier, "modified": DAY.format(day), "affected": list(what), **others}


def told(identifier: str, *what: dict[str, Any], day: int = 1, **others: Any) -> osv.Advisory:
    """Read such an advisory."""
    advisory, _problems = osv.read_record(record(identifier, *what, day=day, **others))
    assert advisory is not None
    return advisory


def take_in(where: AdvisorySource, *advisories: osv.Advisory) -> actions.Counts:
    """Take advisories in as a worker does."""
    return actions.take_in(source=where, advisories=advisories, run=None, by=None)


def version(text: str) -> PackageVersion:
    """Let a version be known here, as a list of components makes it known."""
    read, _problems = purl.read(text)
    assert read is not None
    package, _ = Package.objects.get_or_create(
        type=read.identity[0],
        name=read.identity[1],
        distribution=ecosystems.distribution(read),
        defaults={"purl": str(read.package)},
    )
    stated = osv.matching.version_of(read) or ""
    key = versions.key(read.type, stated)
    return PackageVersion.objects.get_or_create(package=package, version=stated, defaults={"key": key})[0]


def hit_by(text: str) -> set[str]:
    """Ask the database which vulnerabilities affect a version."""
    found = findings.matches([version(text).pk])
    rows = Advisory.objects.filter(vulnerability_id__in={match.vulnerability for match in found})
    return {row.vulnerability.name for row in rows.select_related("vulnerability")}


def at(day: int) -> datetime:
    """Give a day of March."""
    return datetime(2026, 3, day, tzinfo=UTC)
