"""Agreement with the reference parser: its own cases, and every kind of damage to every field.

The expectations of the second part follow the reference's rules (publiccode-parser-go 5: decoding, then validation),
worked out by hand for each kind of field.
"""

import json
import re
from pathlib import Path

import pytest

from commonweal.standards.problems import Problem, Severity
from commonweal.standards.publiccode import check
from tests.standards.documents import COMPLETE

# Verdicts that differ, by what the reference looks at and a reader of bytes does not: see docs/reference.
LOOKS_OUTSIDE = {
    "description_en_screenshots_missing_file.yml",  # a file beside
    "legal_authorsFile_missing_file.yml",  # a file beside
    "monochromeLogo_invalid_png.yml",  # a file beside
    "logo_missing_url.yml",  # the network
    "fundedBy_uri_wrong_italian_pa2.yml",  # the Italian register of bodies
}
# Here the reference names no line, and we do.
WITHOUT_A_LINE = {"publiccodeYmlVersion_invalid.yml"}


def verdict(severities: set[str]) -> str:
    return "invalid" if "error" in severities else "warnings" if "warning" in severities else "valid"


def cases(shared_data: Path) -> dict[str, tuple[bytes, list[dict[str, object]]]]:
    suite = shared_data / "conformance" / "publiccode-parser-go"
    expected = json.loads((suite / "expected.dev.json").read_text())["cases"]
    return {
        name: ((suite / name).read_bytes(), case["results"])
        for name, case in expected.items()
        if "/v0/" in name and (suite / name).is_file()
    }


def test_the_verdict_is_the_references_on_all_its_cases_but_those_that_need_more_than_the_text(
    shared_data: Path,
) -> None:
    differing = set()
    for name, (content, results) in cases(shared_data).items():
        ours = verdict({str(problem.severity) for problem in check(content).problems})
        if ours != verdict({str(result["severity"]) for result in results}):
            differing.add(Path(name).name)

    assert differing == LOOKS_OUTSIDE


def test_the_first_error_has_the_references_key_and_line(shared_data: Path) -> None:
    differing = set()
    for name, (content, results) in cases(shared_data).items():
        theirs = next((result for result in results if result["severity"] == "error"), None)
        ours = next((problem for problem in check(content).problems if problem.severity is Severity.ERROR), None)
        if theirs and ours and (ours.path, ours.line or 0) != (theirs["key"], theirs["line"]):
            differing.add(Path(name).name)

    assert differing == WITHOUT_A_LINE


def test_with_the_folder_at_hand_missing_files_are_errors_as_in_the_reference(shared_data: Path) -> None:
    still_differing = set()
    for name, (content, results) in cases(shared_data).items():
        folder = (shared_data / "conformance" / "publiccode-parser-go" / name).parent

        def find_file(path: str, folder: Path = folder) -> bytes | None:
            return (folder / path).read_bytes()[:64] if (folder / path).is_file() else None

        ours = next((p for p in check(content, find_file).problems if p.severity is Severity.ERROR), None)
        theirs = next((result for result in results if result["severity"] == "error"), None)
        if (ours is None) != (theirs is None):
            still_differing.add(Path(name).name)

    assert still_differing - {Path(name).name for name in cases(shared_data) if "/valid" in name} == {
        "logo_missing_url.yml",
        "fundedBy_uri_wrong_italian_pa2.yml",
    }


# What each kind of field makes of each damage: None (nothing), or the beginning of the message behind the key's name.
WRONG = "wrong type for this field"
REQUIRED = "is a required field"
EMPTY = "must contain more than 0 items"
KINDS: dict[str, dict[str, str | None]] = {
    "text": {"null": None, "empty": None, "number": None, "boolean": None, "list": WRONG, "mapping": WRONG},
    "required text": {
        "null": REQUIRED, "empty": REQUIRED, "number": None, "boolean": None, "list": WRONG, "mapping": WRONG,
    },
    "web address": {
        "null": None, "empty": "must be an HTTP URL", "number": "must be an HTTP URL", "word": "must be an HTTP URL",
        "ftp": "must be an HTTP URL", "script": "must be an HTTP URL", "list": WRONG, "mapping": WRONG,
    },
    "repository": {
        "null": REQUIRED, "empty": REQUIRED, "number": "must be a valid URL", "word": "must be a valid URL",
        "script": "must be a valid URL", "list": WRONG, "mapping": WRONG,
    },
    "choice": {
        "null": REQUIRED, "empty": REQUIRED, "number": "must be one of", "word": "must be one of", "list": WRONG,
        "mapping": WRONG,
    },
    "date": {
        "null": None, "empty": "must be a date", "number": "must be a date", "word": "must be a date",
        "moment": "must be a date", "no day": "must be a date", "list": WRONG, "mapping": WRONG,
    },
    "required date": {"null": REQUIRED, "empty": REQUIRED, "word": "must be a date", "list": WRONG, "mapping": WRONG},
    "truth": {
        "null": REQUIRED, "empty": WRONG, "number": WRONG, "word": WRONG, "yes": WRONG, "list": WRONG, "mapping": WRONG,
    },
    "optional truth": {
        "null": None, "empty": WRONG, "number": WRONG, "word": WRONG, "yes": WRONG, "list": WRONG, "mapping": WRONG,
    },
    "licence": {
        "null": REQUIRED, "empty": REQUIRED, "number": "must be a valid license", "word": "must be a valid license",
        "list": WRONG, "mapping": WRONG,
    },
    "email": {
        "null": None, "empty": "must be a valid email", "number": "must be a valid email",
        "word": "must be a valid email", "list": WRONG, "mapping": WRONG,
    },
    "identifier": {
        "null": REQUIRED, "empty": REQUIRED, "number": "is not a valid URI", "word": "is not a valid URI",
        "script": "is not a valid URI", "list": WRONG, "mapping": WRONG,
    },
    "list": {"null": None, "empty": WRONG, "number": WRONG, "word": WRONG, "no items": None, "mapping": WRONG},
    "list of some": {
        "null": EMPTY, "empty": WRONG, "number": WRONG, "word": WRONG, "no items": EMPTY, "mapping": WRONG,
    },
    "languages": {"null": REQUIRED, "word": WRONG, "no items": EMPTY, "mapping": WRONG},
    "mappings": {"null": None, "empty": WRONG, "number": WRONG, "word": WRONG, "no items": None},
    "section": {"null": None, "empty": WRONG, "number": WRONG, "word": WRONG, "list": WRONG},
}  # fmt: skip
VALUES = {
    "null": "null", "empty": '""', "number": "12", "boolean": "true", "word": "foobar", "ftp": "ftp://a.example/x",
    "script": "javascript:alert(1)", "moment": "2026-03-01T10:00:00Z", "no day": "2026-02-30", "yes": "yes",
    "list": "[a]", "no items": "[]", "mapping": "{a: b}",
}  # fmt: skip
FIELDS = {
    "name": "required text", "applicationSuite": "text", "url": "repository", "landingURL": "web address",
    "softwareVersion": "text", "releaseDate": "date", "platforms": "list of some", "categories": "list",
    "usedBy": "list", "fundedBy": "mappings", "roadmap": "web address", "developmentStatus": "choice",
    "softwareType": "choice", "supports": "mappings", "organisation": "section", "intendedAudience": "section",
    "intendedAudience.countries": "list", "intendedAudience.unsupportedCountries": "list",
    "intendedAudience.scope": "list", "description.en.localisedName": "text",
    "description.en.shortDescription": "required text", "description.en.documentation": "web address",
    "description.en.apiDocumentation": "web address", "description.en.features": "list of some",
    "description.en.screenshots": "list", "description.en.videos": "list", "description.en.awards": "list",
    "legal.license": "licence", "legal.mainCopyrightOwner": "text", "organisation.uri": "identifier",
    "organisation.name": "text", "maintenance.contractors[0].until": "required date",
    "maintenance.contractors[0].email": "email", "maintenance.contractors[0].website": "web address",
    "localisation.localisationReady": "truth", "localisation.availableLanguages": "languages",
    "dependsOn": "section", "dependsOn.open": "mappings", "dependsOn.hardware": "mappings",
    "dependsOn.open[0].versionMin": "text", "dependsOn.open[0].optional": "optional truth",
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "damage"), [(path, damage) for path, kind in FIELDS.items() for damage in KINDS[kind]]
)
def test_every_damage_to_every_field_is_reported_as_the_reference_does(path: str, damage: str) -> None:
    text, line = replaced(path, VALUES[damage])
    expected = KINDS[FIELDS[path]][damage]

    errors = [problem for problem in check(text.encode()).problems if problem.severity is Severity.ERROR]

    if expected is None:
        assert errors == []
        return
    assert (errors[0].path, errors[0].line) == (path, line)
    assert errors[0].message.removeprefix(f"{path.rpartition('.')[2]} ").startswith(expected)


@pytest.mark.parametrize("path", [path for path in FIELDS if "[" not in path])
def test_an_unknown_sibling_of_every_field_is_reported(path: str) -> None:
    lines, index = COMPLETE.split("\n"), place(path)
    indent = len(lines[index]) - len(lines[index].lstrip())
    lines.insert(index, f"{' ' * indent}nobodyKnowsIt: 1")

    problems = check("\n".join(lines).encode()).problems

    assert [problem.message for problem in problems] == ['unknown field "nobodyKnowsIt"']
    assert problems[0].line == index + 1
    assert problems[0].path == f"{path.rpartition('.')[0]}.nobodyKnowsIt".lstrip(".")


@pytest.mark.parametrize("path", list(FIELDS))
def test_a_repeated_key_is_reported_at_its_second_place(path: str) -> None:
    text, line = replaced(path, "a")
    lines = text.split("\n")
    key = path.rpartition(".")[2]
    indent = lines[line - 1].index(key)
    lines.insert(line, f"{' ' * indent}{key}: b")

    problems = check("\n".join(lines).encode()).problems

    repeated = Problem("", line + 1, indent + 1, Severity.ERROR, "", "duplicate-key")
    assert any((p.path, p.line, p.rule) == (repeated.path, repeated.line, repeated.rule) for p in problems)
    assert f'mapping key "{key}" already defined at [{line}:{indent + 1}]' in {p.message for p in problems}


@pytest.mark.parametrize("section", ["legal", "maintenance", "localisation"])
def test_what_is_required_inside_a_missing_section_is_named_and_has_no_line(section: str) -> None:
    text = re.sub(rf"(?m)^{section}:\n(?:  .*\n)+", "", COMPLETE)

    problems = check(text.encode()).problems

    first = {"legal": "license", "maintenance": "type", "localisation": "localisationReady"}[section]
    assert (problems[0].path, problems[0].line, problems[0].rule) == (f"{section}.{first}", None, "required")


def test_a_wrong_type_is_put_down_to_the_first_key_on_its_line() -> None:
    text = COMPLETE.replace("    - name: PostgreSQL", "    - name: []")

    problems = check(text.encode()).problems

    assert [problem.path for problem in problems] == ["dependsOn.open[0]"]


@pytest.mark.parametrize(("lines", "path"), [("\n  - a", "name[0]"), ("\n  a: b", "name.a"), (" {a: b}", "name")])
def test_a_collection_in_place_of_a_text_is_reported_where_it_begins(lines: str, path: str) -> None:
    text = COMPLETE.replace("name: Borgo Desk\n", f"name:{lines}\n", 1)

    problems = check(text.encode()).problems

    assert [problem.path for problem in problems] == [path]
    assert problems[0].line == 2 + lines.count("\n")


def test_problems_stand_in_the_order_of_the_file(shared_data: Path) -> None:
    for content, _ in cases(shared_data).values():
        places = [(problem.line or 0, problem.column or 0) for problem in check(content).problems]
        assert places == sorted(places)


def place(path: str) -> int:
    """Give the index of the line on which a key of COMPLETE stands."""
    lines, index, depth = COMPLETE.split("\n"), -1, -1
    for step in path.replace("[0]", "").split("."):
        index = next(
            i
            for i in range(index + 1, len(lines))
            if re.match(rf" *(?:- )?{re.escape(step)}:", lines[i]) and indent_of(lines[i]) > depth
        )
        depth = indent_of(lines[index])
    return index


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def replaced(path: str, value: str) -> tuple[str, int]:
    """Give COMPLETE with another value at the path, and the line where the key stands."""
    lines, index = COMPLETE.split("\n"), place(path)
    end = index + 1
    while end < len(lines) and indent_of(lines[end]) > indent_of(lines[index]) and lines[end]:
        end += 1
    head = lines[index][: lines[index].index(":") + 1]
    return "\n".join([*lines[:index], f"{head} {value}", *lines[end:]]), index + 1
