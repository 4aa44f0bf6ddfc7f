"""Documents of OpenVEX, CSAF and CycloneDX are read as they should be, and keep their states in all formats."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonweal.standards.problems import has_errors
from commonweal.standards.vex import FORMS, Format, State, VexDocument, read, write

# The mandatory tests of CSAF that concern statements about products; see csaf_checks.
CHECKED = {
    *(f"6-1-{number}" for number in (1, 2, 3, 4, 5, 6, 13, 23, 29, 31, 32, 33)),
    *(f"6-1-27-{number}" for number in range(4, 12)),
}
# Documents of the suite that are wrong by its own tests 1 and 2: a product defined twice, or nowhere.
WRONG_THEMSELVES = {"2024-6-1-27-13-16.json", "2024-6-1-50-15.json", "2024-6-2-54-03-01.json"}
# Why a file beside them may be refused: it is a schema, a context, or a report of a scanner.
REASONS = {"unknown-format"}
_TEST = re.compile(r"\d{4}-(?P<test>6(?:-\d+)+)-(?P<number>\d\d)\.json\Z")


def suite(shared_data: Path, version: str) -> Iterator[tuple[Path, str, bool]]:
    """Give each document, the test it belongs to, and whether it passes the mandatory ones."""
    for path in sorted((shared_data / f"conformance/csaf/csaf_{version}/test/validator/data").glob("*/*.json")):
        found = _TEST.search(path.name)
        if found:
            test = "-".join(str(int(each)) for each in found["test"].split("-"))
            yield path, test, path.parent.name != "mandatory" or int(found["number"]) > 10


def reading(path: Path) -> VexDocument | None:
    return read(path.read_bytes(), path.name)[0]


def said(document: VexDocument) -> set[tuple[str, str, State]]:
    return {(each.vulnerability, each.products[0].identity, each.state) for each in document.singly()}


def lost(path: Path) -> list[tuple[str, str]]:
    """Give the formats in which the document does not say the same when written and read again."""
    document = reading(path)
    if document is None or any(not statement.vulnerability for statement in document.statements):
        return []
    again = {form: read(write(document, form))[0] for form in FORMS}
    return [(path.name, form) for form, found in again.items() if found is None or said(found) != said(document)]


@pytest.mark.parametrize(("version", "valid"), [("2.0", 93), ("2.1", 334)])
def test_valid_csaf_is_read_without_error(shared_data: Path, version: str, valid: int) -> None:
    verdicts = {
        path.name: has_errors(read(path.read_bytes())[1])
        for path, _, is_valid in suite(shared_data, version)
        if is_valid
    }

    wrong = [name for name, is_refused in verdicts.items() if is_refused]
    assert [name for name in wrong if not name.endswith(tuple(WRONG_THEMSELVES))] == []
    assert len(verdicts) - len(wrong) == valid


@pytest.mark.parametrize(("version", "invalid"), [("2.0", 32), ("2.1", 29)])
def test_csaf_that_fails_a_test_about_statements_is_told_by_its_number(
    shared_data: Path, version: str, invalid: int
) -> None:
    found: Counter[str] = Counter()
    missed = []
    for path, test, is_valid in suite(shared_data, version):
        if is_valid or test not in CHECKED:
            continue
        rules = {problem.rule for problem in read(path.read_bytes())[1]}
        if f"csaf-{test}" in rules:
            found[test] += 1
        else:
            missed.append(path.name)

    assert missed == []
    assert found.total() == invalid


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_every_csaf_document_of_the_suite_is_read(shared_data: Path, version: str) -> None:
    assert [path.name for path, _, _ in suite(shared_data, version) if reading(path) is None] == []


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_csaf_says_the_same_in_all_formats(shared_data: Path, version: str) -> None:
    valid = [path for path, _, is_valid in suite(shared_data, version) if is_valid]
    examples = sorted((shared_data / f"conformance/csaf/csaf_{version}/examples/csaf").rglob("*.json"))

    assert [each for path in (*valid, *examples) for each in lost(path)] == []


@pytest.mark.parametrize("folder", ["openvex", "openvex-vexctl"])
def test_documents_of_openvex_are_read_or_refused_with_a_reason(shared_data: Path, folder: str) -> None:
    read_count = 0
    for path in sorted((shared_data / "conformance" / folder).rglob("*.json")):
        document, problems = read(path.read_bytes(), path.name)
        read_count += document is not None
        assert document is not None or {each.rule for each in problems} <= REASONS, path.name
        assert lost(path) == []

    assert read_count == {"openvex": 0, "openvex-vexctl": 13}[folder]


def test_the_examples_of_the_openvex_specification_are_read(shared_data: Path) -> None:
    text = (shared_data / "conformance/openvex/OPENVEX-SPEC.md").read_text()
    whole = [block for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL) if '"@context"' in block]

    found = [read(block.encode()) for block in whole]

    # Two of the four have commas where JSON has none.
    assert [document.format if document else problems[0].rule for document, problems in found] == [
        Format.OPENVEX,
        Format.OPENVEX,
        "json-syntax",
        "json-syntax",
    ]
    assert not any(has_errors(problems) for document, problems in found if document)


@pytest.mark.parametrize("folder", ["CISA-Use-Cases", "Use-Cases"])
def test_use_cases_of_cyclonedx_keep_their_states(shared_data: Path, folder: str) -> None:
    paths = sorted((shared_data / "conformance/cyclonedx-bom-examples/VEX" / folder).rglob("*.json"))

    assert [each for path in paths for each in lost(path)] == []
    assert (
        sum(len(said(found)) for path in paths if (found := reading(path)))
        == {
            "CISA-Use-Cases": 37,
            "Use-Cases": 67,
        }[folder]
    )


def test_a_use_case_says_what_its_description_says(shared_data: Path) -> None:
    folder = shared_data / "conformance/cyclonedx-bom-examples/VEX"

    case_13 = reading(folder / "Use-Cases/Case-13/vex.json")
    case_6 = reading(folder / "CISA-Use-Cases/Case-6/vex.json")

    assert case_13 is not None
    assert case_6 is not None
    assert Counter(state for _, _, state in said(case_13)) == {State.NOT_AFFECTED: 2, State.EXPLOITABLE: 1}
    assert Counter(state for _, _, state in said(case_6)) == {State.NOT_AFFECTED: 4, State.EXPLOITABLE: 3}


def test_every_valid_document_of_cyclonedx_is_read_without_error(shared_data: Path) -> None:
    resources = shared_data / "conformance/cyclonedx-specification/tools/src/test/resources"
    paths = [path for path in sorted(resources.glob("1.*/valid-*")) if path.suffix in (".json", ".xml")]

    found = {path: read(path.read_bytes(), path.name) for path in paths}

    assert [path.name for path, (document, problems) in found.items() if document is None or has_errors(problems)] == []
    assert [each for path in paths for each in lost(path)] == []
    with_statements = [path for path, (document, _) in found.items() if document and document.statements]
    assert (len(paths), len(with_statements)) == (204, 6)


def test_every_invalid_document_of_cyclonedx_is_told_to_be_wrong(shared_data: Path) -> None:
    resources = shared_data / "conformance/cyclonedx-specification/tools/src/test/resources"
    paths = [path for path in resources.glob("1.*/invalid-*") if path.suffix in (".json", ".xml")]

    assert len(paths) > 200
    assert [path.name for path in paths if not has_errors(read(path.read_bytes())[1])] == []
