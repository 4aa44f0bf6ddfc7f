"""A file is judged by the newest version and by the one that it declares."""

import pytest

from commonweal.standards.problems import Severity
from commonweal.standards.publiccode import check
from commonweal.standards.publiccode.editions import edition
from commonweal.standards.publiccode.eu import Answer, prospect
from tests.standards.documents import COMPLETE, LONG

OLDEST_COMMON = COMPLETE.replace('"0"', '"0.2"')


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0", (0, 7)), ("0.7.0", (0, 7)), ("0.2.1", (0, 2)), ("0.1", (0, 1)), ("1.0-rc", (1, 0)), ("1", (1, 0)),
        ("http://w3id.org/publiccode/version/0.1", (0, 1)), ("0.6", None), ("2.4.0", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_version_means_an_edition(written: str | None, meant: tuple[int, int] | None) -> None:
    assert edition(written) == meant


@pytest.mark.parametrize(
    ("version", "removed", "path"),
    [
        ("0.2", "releaseDate: 2026-03-01\n", "releaseDate"),
        ("0.3", "releaseDate: 2026-03-01\n", "releaseDate"),
        ("0.4", "categories: [help-desk, workflow-management]\n", "categories"),
    ],
)
def test_what_was_mandatory_once_is_missed_by_that_version_only(version: str, removed: str, path: str) -> None:
    judgement = check(COMPLETE.replace('"0"', f'"{version}"').replace(removed, "").encode())

    assert judgement.is_valid
    assert ("required", path) in {(problem.rule, problem.path) for problem in judgement.declared_problems}


def test_keys_that_came_later_are_unknown_to_an_older_version() -> None:
    judgement = check(OLDEST_COMMON.encode())

    unknown = {problem.path for problem in judgement.declared_problems if problem.rule == "unknown-key"}
    assert unknown == {"fundedBy", "supports", "organisation"}
    assert judgement.is_valid


def test_a_file_of_its_time_was_right_and_is_not_any_more() -> None:
    text = COMPLETE.replace('"0"', '"0.4"').replace("type: contract", "type: none")
    for section in ("fundedBy", "supports", "organisation"):
        start = text.index(f"{section}:")
        end = next(i for i in range(start, len(text)) if text[i] == "\n" and text[i + 1] != " ")
        text = text[:start] + text[end + 1 :]

    judgement = check(text.encode())

    assert (judgement.was_valid, judgement.is_valid) == (True, False)


def test_a_file_of_version_0_1_is_right_by_its_own_names() -> None:
    text = f"""\
publiccode-yaml-version: http://w3id.org/publiccode/version/0.1
name: Desk
url: https://git.esempia.example/borgo/desk
softwareVersion: "1"
releaseDate: 2018-06-13
tags: [help-desk]
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
description:
  en:
    genericName: Desk
    shortDescription: Answers.
    longDescription: "{LONG * 2}"
    featureList: [Tickets]
legal:
  license: MIT
maintenance:
  type: none
localisation:
  localisationReady: true
  availableLanguages: [en]
"""

    judgement = check(text.encode())

    assert judgement.version is None or "0.1" in judgement.version
    assert [problem.message for problem in judgement.declared_problems] == []
    assert not judgement.is_valid


def test_the_preview_of_1_0_refuses_what_was_given_up() -> None:
    text = COMPLETE.replace('"0"', '"1.0-rc"').replace("[IT, FR]", "[it]").replace("legal:", "legal:\n  repoOwner: A")

    judgement = check(text.encode())

    declared = {problem.path for problem in judgement.declared_problems if problem.severity is Severity.ERROR}
    assert declared == {"supports", "legal.repoOwner", "intendedAudience.countries[0]"}
    assert not judgement.is_valid


def test_an_unknown_version_is_judged_by_the_newest() -> None:
    judgement = check(COMPLETE.replace('"0"', '"2.4.0"').encode())

    assert judgement.version == "2.4.0"
    assert judgement.declared_problems == judgement.problems


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("legal:\n", "legal:\n  repoOwner: Borgo\n", "legal.repoOwner"),
        ("    uri: urn:x-esempia:region:monte", "    url: https://monte.example", "fundedBy[0].url"),
        ("logo:", "inputTypes: [text/plain]\nlogo:", "inputTypes"),
        ("AGPL-3.0-or-later", "BUSL-1.1", "legal.license"),
    ],
)
def test_the_eu_catalogue_refuses_with_reasons(old: str, new: str, path: str) -> None:
    found = prospect(check(COMPLETE.replace(old, new).encode()))

    assert found.answer is Answer.NO
    assert path in {reason.path for reason in found.reasons if reason.answer is Answer.NO}
    assert found.reasons[0].answer is Answer.NO


def test_the_eu_catalogue_is_never_promised() -> None:
    found = prospect(check(COMPLETE.encode()))

    assert found.answer is Answer.UNKNOWN
    assert {reason.answer for reason in found.reasons} == {Answer.YES, Answer.UNKNOWN}


def test_what_cannot_be_read_will_not_be_shown() -> None:
    assert prospect(check(b"- a")).answer is Answer.NO
