"""JSON of OSV to advisories and what is wrong with them.

Source: OSV schema, "Field Details"; the rules are those of its JSON Schema (validation/schema.json).
"""

import json
import re
from collections.abc import Mapping

from commonweal.standards import cvss
from commonweal.standards.osv.model import Advisory, Affected, Event, EventKind, Range, Reference, Score
from commonweal.standards.osv.section import Section, problem
from commonweal.standards.problems import Problem, Severity
from commonweal.standards.purl import Purl
from commonweal.standards.purl import read as read_purl

LARGEST_RECORD_BYTES = 32 * 1024 * 1024
MOST_AFFECTED, MOST_RANGES, MOST_EVENTS, MOST_VERSIONS = 50_000, 1_000, 20_000, 200_000

_COMMIT = re.compile(r"(?:0|[a-f0-9]{40}|[a-f0-9]{64})\Z")
_RANGE_TYPES = frozenset({"GIT", "SEMVER", "ECOSYSTEM"})
_REFERENCE_TYPES = frozenset(
    {
        *("ADVISORY", "ARTICLE", "DETECTION", "DISCUSSION", "REPORT", "FIX", "INTRODUCED", "GIT", "PACKAGE"),
        *("EVIDENCE", "WEB"),
    }
)


def read(content: bytes | str) -> tuple[Advisory | None, list[Problem]]:
    """Read a record; never raises. None where it is no JSON object, or has no id."""
    if len(content) > LARGEST_RECORD_BYTES:
        return None, [problem("", "An advisory has at most 32 MiB", "osv-too-large")]
    try:
        record = json.loads(content)
    except (ValueError, RecursionError) as mistake:
        return None, [problem("", f"This is no JSON: {type(mistake).__name__}", "osv-json")]
    return read_record(record)


def read_record(record: object) -> tuple[Advisory | None, list[Problem]]:
    """Read a record that has been parsed already; otherwise as `read`."""
    if not isinstance(record, Mapping):
        return None, [problem("", "An advisory is a JSON object", "osv-not-a-record")]
    section = Section(record, "", [])
    identifier = section.text("id")
    if not identifier:
        section.report("id", "An advisory needs an id", "osv-required")
        return None, section.problems
    if "modified" not in record:
        section.report("modified", "An advisory says when it was modified", "osv-required")
    severities = section.each("severity", _score)
    advisory = Advisory(
        id=identifier,
        modified=section.time("modified"),
        schema_version=section.text("schema_version") or "1.0.0",
        published=section.time("published"),
        withdrawn=section.time("withdrawn"),
        aliases=section.texts("aliases"),
        related=section.texts("related"),
        upstream=section.texts("upstream"),
        summary=section.text("summary"),
        details=section.text("details"),
        severities=severities,
        affected=section.each("affected", _affected, MOST_AFFECTED),
        references=section.each("references", _reference),
        database_specific=section.as_json("database_specific"),
        stated_band=_stated_band(record.get("database_specific")),
    )
    if severities and any(affected.severities for affected in advisory.affected):
        message = "Severities stand with the advisory or with its packages, not with both"
        section.report("severity", message, "osv-severity-twice")
    return advisory, section.problems


def _affected(section: Section) -> Affected:
    package = section.inner("package")
    purl = _purl(package)
    ecosystem, name = (package.text("ecosystem"), package.text("name")) if package else ("", "")
    if package is not None and (not ecosystem or not name):
        package.report("", "A package has an ecosystem and a name", "osv-required")
    return Affected(
        ecosystem=ecosystem,
        name=name,
        purl=purl,
        ranges=section.each("ranges", _range, MOST_RANGES),
        versions=section.texts("versions", MOST_VERSIONS),
        severities=section.each("severity", _score),
        ecosystem_specific=section.as_json("ecosystem_specific"),
        database_specific=section.as_json("database_specific"),
    )


def _purl(package: Section | None) -> Purl | None:
    text = package.text("purl") if package else ""
    if package is None or not text:
        return None
    purl, problems = read_purl(text)
    if purl is None:
        package.report("purl", problems[0].message, "osv-purl", Severity.WARNING)
    return purl


def _range(section: Section) -> Range:
    kind = section.text("type")
    if kind not in _RANGE_TYPES:
        section.report("type", "A range is of type GIT, SEMVER or ECOSYSTEM", "osv-range-type")
    events = tuple(event for found in section.each("events", _events, MOST_EVENTS) for event in found)
    kinds = {event.kind for event in events}
    if EventKind.INTRODUCED not in kinds:
        section.report("events", "A range says where it begins", "osv-no-introduced")
    if {EventKind.FIXED, EventKind.LAST_AFFECTED} <= kinds:
        section.report("events", "A range has fixed versions or last affected ones, not both", "osv-fixed-and-last")
    repository = section.text("repo")
    if kind == "GIT":
        if not repository:
            section.report("repo", "A range of commits names its repository", "osv-required")
        if not all(_COMMIT.match(event.version) for event in events):
            section.report("events", "A commit has 40 or 64 hexadecimal digits", "osv-commit")
    return Range(kind, events, repository or None)


def _events(section: Section) -> list[Event]:
    """One event; several in one object are taken apart, and said to be wrong."""
    events = [Event(kind, version) for kind in EventKind if (version := section.text(kind.value))]
    if len(events) != 1:
        section.report("", "An event is introduced, fixed, last_affected or limit: one of them", "osv-event")
    return events


def _score(section: Section) -> Score:
    found = Score(section.text("type"), section.text("score"))
    if found.type.startswith("CVSS") and found.rating is None:
        section.report("score", f"{found.score[:80]!r} is no CVSS vector", "osv-cvss", Severity.WARNING)
    return found


def _reference(section: Section) -> Reference:
    found = Reference(section.text("type"), section.text("url"))
    if found.type not in _REFERENCE_TYPES or not found.url:
        section.report("", "A reference has a type that the schema knows, and an address", "osv-reference")
    return found


def _stated_band(specific: object) -> cvss.Band:
    """GitHub and others write a word for the severity among what is their own."""
    word = specific.get("severity") if isinstance(specific, Mapping) else None
    return cvss.band_in_words(word) if isinstance(word, str) else cvss.Band.UNKNOWN
