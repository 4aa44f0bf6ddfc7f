"""Findings for the code hosts and editors that show them beside the code.

Source: OASIS SARIF 2.1.0 with Errata 01; GitHub, "SARIF support for code scanning", for `security-severity`,
`partialFingerprints` and what a result must have to be shown.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import quote

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
_ROOT = "%SRCROOT%"


class Level(StrEnum):
    """How much a finding matters; hosts do not show what is of none."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one place.

    `rule_id` names what was found ("CVE-2026-1") and `title` says it in a line; `message` says it of this place.
    `package` is a Package URL, `file` a path below the root of the repository with "/" between its parts, `line` counts
    from 1. `severity` is a CVSS score from 0.0 to 10.0, None where it is not known. What has been decided not to matter
    is still told, with the reason in `accepted_because`.
    """

    rule_id: str
    level: Level
    message: str
    title: str = ""
    package: str = ""
    file: str = ""
    line: int | None = None
    help_url: str = ""
    severity: Decimal | None = None
    accepted_because: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """The program that found them, and where it says more of itself."""

    name: str
    version: str
    url: str


def write(findings: Iterable[Finding], tool: Tool, at: datetime | None = None) -> str:
    """Write one run as JSON, findings in the order given and each rule once; `at` is when the run ended."""
    found = list(findings)
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        by_rule.setdefault(finding.rule_id, []).append(finding)
    places = {rule_id: place for place, rule_id in enumerate(by_rule)}
    driver = {
        "name": tool.name,
        "semanticVersion": tool.version,
        "informationUri": tool.url,
        "rules": [_rule(rule_id, of_rule) for rule_id, of_rule in by_rule.items()],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(finding, places[finding.rule_id]) for finding in found],
    }
    if at is not None:
        ended = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        run["invocations"] = [{"executionSuccessful": True, "endTimeUtc": ended}]
    return json.dumps({"$schema": SCHEMA, "version": VERSION, "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(rule_id: str, findings: Sequence[Finding]) -> dict[str, Any]:
    """Describe a rule by what its findings have in common; its severity is the highest of them."""
    title = next((each.title for each in findings if each.title), rule_id)
    help_url = next((each.help_url for each in findings if each.help_url), "")
    severity = max((each.severity for each in findings if each.severity is not None), default=None)
    properties: dict[str, Any] = {"tags": ["security"]}
    if severity is not None:
        properties["security-severity"] = f"{severity:.1f}"
    rule: dict[str, Any] = {"id": rule_id, "shortDescription": {"text": title}, "properties": properties}
    if help_url:
        rule["helpUri"] = help_url
        rule["help"] = {"text": f"{title}\n{help_url}", "markdown": f"[{_plain(title)}](<{help_url}>)"}
    return rule


def _result(finding: Finding, place: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule_id,
        "ruleIndex": place,
        "level": str(finding.level),
        "message": {"text": finding.message or finding.title or finding.rule_id},
        "partialFingerprints": {"commonweal/v1": _fingerprint(finding)},
    }
    if location := _location(finding):
        result["locations"] = [location]
    if finding.accepted_because:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.accepted_because}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if finding.file:
        physical: dict[str, Any] = {"artifactLocation": _artifact(finding.file)}
        if finding.line is not None and finding.line >= 1:
            physical["region"] = {"startLine": finding.line}
        location["physicalLocation"] = physical
    if finding.package:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.package, "kind": "module"}]
    return location


def _artifact(file: str) -> dict[str, str]:
    path = file.replace("\\", "/")
    if path.startswith("/"):
        return {"uri": "file://" + quote(path)}
    # A colon before the first slash would read as a scheme.
    return {"uri": quote(path.removeprefix("./"), safe="/"), "uriBaseId": _ROOT}


def _fingerprint(finding: Finding) -> str:
    """Know a finding again when lines move or words change."""
    known = "\n".join((finding.rule_id, finding.package, finding.file))
    return hashlib.sha256(known.encode("utf-8", "replace")).hexdigest()


def _plain(title: str) -> str:
    """Keep a title from being read as Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#!|" else sign for sign in title)
