"""Findings as code hosts read them. The rules of the format are written out here: no package of its schema is small."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.sarif import SCHEMA, Finding, Level, Tool, write

TOOL = Tool("Commonweal", "1.2.0", "https://ospo.esempia.example")
LETTERS = Finding(
    rule_id="CVE-2026-1",
    level=Level.ERROR,
    message="borgo-desk 1.2 is affected; 1.3 is not.",
    title="Letters of others can be read",
    package="pkg:npm/borgo-desk@1.2",
    file="web/package-lock.json",
    line=12,
    help_url="https://desk.esempia.example/1",
    severity=Decimal("9.8"),
)


def run_of(*findings: Finding) -> dict[str, Any]:
    return json.loads(write(findings, TOOL))["runs"][0]


def test_a_finding_is_written_whole() -> None:
    document = json.loads(write([LETTERS], TOOL, datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)))

    assert (document["$schema"], document["version"], len(document["runs"])) == (SCHEMA, "2.1.0", 1)
    run = document["runs"][0]
    assert run["tool"]["driver"] == {
        "name": "Commonweal",
        "semanticVersion": "1.2.0",
        "informationUri": "https://ospo.esempia.example",
        "rules": [
            {
                "id": "CVE-2026-1",
                "shortDescription": {"text": "Letters of others can be read"},
                "helpUri": "https://desk.esempia.example/1",
                "help": {
                    "text": "Letters of others can be read\nhttps://desk.esempia.example/1",
                    "markdown": "[Letters of others can be read](<https://desk.esempia.example/1>)",
                },
                "properties": {"tags": ["security"], "security-severity": "9.8"},
            }
        ],
    }
    assert run["invocations"] == [{"executionSuccessful": True, "endTimeUtc": "2026-03-01T12:00:00Z"}]
    result = run["results"][0]
    assert len(result.pop("partialFingerprints")["commonweal/v1"]) == 64
    assert result == {
        "ruleId": "CVE-2026-1",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "borgo-desk 1.2 is affected; 1.3 is not."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "web/package-lock.json", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 12},
                },
                "logicalLocations": [{"fullyQualifiedName": "pkg:npm/borgo-desk@1.2", "kind": "module"}],
            }
        ],
    }


def test_a_rule_stands_once_with_the_highest_severity() -> None:
    other = Finding("CVE-2026-1", Level.NOTE, "Also there.", package="pkg:npm/x@1", severity=Decimal("9.9"))
    third = Finding("CVE-2026-2", Level.NOTE, "And this.")

    run = run_of(LETTERS, other, third)

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["CVE-2026-1", "CVE-2026-2"]
    assert rules[0]["properties"]["security-severity"] == "9.9"
    assert [result["ruleIndex"] for result in run["results"]] == [0, 0, 1]


def test_a_severity_that_is_not_known_is_not_written() -> None:
    run = run_of(Finding("CVE-2026-2", Level.WARNING, "And this."))

    assert run["tool"]["driver"]["rules"][0]["properties"] == {"tags": ["security"]}
    assert "locations" not in run["results"][0]


def test_what_was_accepted_is_told_with_its_reason() -> None:
    run = run_of(Finding("CVE-2026-2", Level.NONE, "And this.", accepted_because="The function is never called."))

    assert run["results"][0]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "The function is never called."}
    ]


def test_paths_become_addresses() -> None:
    files = ["./a b/ü.lock", "win\\dows.lock", "/srv/x.lock", "c:odd"]

    locations = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]
        for result in run_of(*(Finding("x", Level.NOTE, "x", file=file) for file in files))["results"]
    ]

    assert [location["uri"] for location in locations] == [
        "a%20b/%C3%BC.lock",
        "win/dows.lock",
        "file:///srv/x.lock",
        "c%3Aodd",
    ]
    assert ["uriBaseId" in location for location in locations] == [True, True, False, True]


def test_a_finding_is_known_again_when_lines_move() -> None:
    moved = Finding("CVE-2026-1", Level.NOTE, "Other words", package=LETTERS.package, file=LETTERS.file, line=99)
    other = Finding("CVE-2026-1", Level.NOTE, "Other words", package="pkg:npm/x@1", file=LETTERS.file)

    prints = [result["partialFingerprints"]["commonweal/v1"] for result in run_of(LETTERS, moved, other)["results"]]

    assert prints[0] == prints[1] != prints[2]


def test_a_title_is_no_markdown() -> None:
    rule = run_of(Finding("x", Level.NOTE, "x", title="[a](b) `c`", help_url="https://x.example"))["tool"]["driver"]

    assert rule["rules"][0]["help"]["markdown"] == "[\\[a\\]\\(b\\) \\`c\\`](<https://x.example>)"


def test_no_findings_are_a_run_without_results() -> None:
    run = run_of()

    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


@given(
    st.lists(
        st.builds(
            Finding,
            rule_id=st.text(min_size=1),
            level=st.sampled_from(Level),
            message=st.text(),
            title=st.text(),
            package=st.text(),
            file=st.text(alphabet=st.characters(exclude_categories=["Cs"])),
            line=st.none() | st.integers(-1, 9),
            severity=st.none() | st.decimals(0, 10, places=2),
        ),
        max_size=5,
    )
)
def test_every_result_is_as_the_format_wants_it(findings: list[Finding]) -> None:
    run = run_of(*findings)

    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note", "none"}
        for location in result.get("locations", []):
            physical = location.get("physicalLocation", {})
            assert physical.get("region", {"startLine": 1})["startLine"] >= 1
            assert " " not in physical.get("artifactLocation", {}).get("uri", "")
