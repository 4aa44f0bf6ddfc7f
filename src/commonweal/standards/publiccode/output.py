"""Problems of many files in the forms that people and machines read.

Sources: GitHub Actions workflow commands (`::error file=…`); SARIF 2.1.0 (OASIS). The JSON form is ours.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from commonweal.standards.problems import Problem, Severity

_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, the version it declares, and its problems."""

    file: str
    version: str | None
    problems: tuple[Problem, ...]
    note: str = ""


def to_json(checked: Checked) -> dict[str, object]:
    """Give `{file, version, problems: [{path, line, column, severity, message, rule}]}`."""
    problems = [asdict(problem) for problem in checked.problems]
    return {"file": checked.file, "version": checked.version, "problems": problems}


def json_lines(found: Iterable[Checked]) -> Iterator[str]:
    """Give one JSON array, a file per line, without holding all files at once."""
    opening = "["
    for checked in found:
        yield f"{opening}{json.dumps(to_json(checked), ensure_ascii=False)}"
        opening = ","
    yield "[]" if opening == "[" else "]"


def text_lines(found: Iterable[Checked]) -> Iterator[str]:
    """Give `file:line:column: severity: path: message [rule]`, as the reference and compilers do."""
    for checked in found:
        for problem in checked.problems:
            place = f"{checked.file}:{problem.line or 0}:{problem.column or 0}"
            path = f"{problem.path}: " if problem.path else ""
            yield _one_line(f"{place}: {problem.severity}: {path}{problem.message} [{problem.rule}]")
        if checked.note:
            yield f"{checked.file}: {checked.note}"


def github_lines(found: Iterable[Checked]) -> Iterator[str]:
    """Give workflow commands, which GitHub shows as annotations beside the lines."""
    for checked in found:
        for problem in checked.problems:
            place = f"file={_property(checked.file)},line={problem.line or 1},col={problem.column or 1}"
            title = f"title={_property(problem.rule)}"
            path = f"{problem.path}: " if problem.path else ""
            yield f"::{_COMMANDS[problem.severity]} {place},{title}::{_data(path + problem.message)}"


def sarif_lines(found: Iterable[Checked]) -> Iterator[str]:
    """Give one SARIF log, a result per line; the rules are named by the results themselves."""
    head = {"name": "commonweal publiccode", "informationUri": "https://yml.publiccode.tools/"}
    yield '{"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [{'
    yield f'"tool": {{"driver": {json.dumps(head)}}}, "columnKind": "unicodeCodePoints", "results": ['
    comma = ""
    for checked in found:
        for problem in checked.problems:
            yield comma + json.dumps(_result(checked.file, problem), ensure_ascii=False)
            comma = ","
    yield "]}]}"


def _result(file: str, problem: Problem) -> dict[str, object]:
    region = {"startLine": problem.line or 1, "startColumn": problem.column or 1}
    place = {"artifactLocation": {"uri": file.replace("\\", "/")}, "region": region}
    return {
        "ruleId": problem.rule,
        "level": _SARIF_LEVELS[problem.severity],
        "message": {"text": f"{problem.path}: {problem.message}".removeprefix(": ")},
        "locations": [{"physicalLocation": place}],
    }


def _one_line(text: str) -> str:
    return text.replace("\r", "\\r").replace("\n", "\\n")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMS = {"text": text_lines, "json": json_lines, "github": github_lines, "sarif": sarif_lines}


def counted(found: Sequence[Problem]) -> str:
    """Say how many problems of each severity there are, in words."""
    parts = []
    for severity, word in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "remark")):
        count = sum(problem.severity is severity for problem in found)
        if count:
            parts.append(f"{count} {word}{'s' if count > 1 else ''}")
    return ", ".join(parts) or "nothing to say"
