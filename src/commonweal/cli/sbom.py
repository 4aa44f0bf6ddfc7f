"""Checks, compares, converts and hands in SBOMs and lock files; needs neither a database nor Django.

Exit codes of check and convert: 0 when no file has an error, 1 when one has (or misses what --require asks), 2 when a
file cannot be read or the call is wrong. Of diff: 0 when the lists are the same, 1 when not, 2 as above.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from commonweal.cli import sbom_push
from commonweal.standards.problems import Problem, Severity, has_errors
from commonweal.standards.publiccode.output import Checked, github_lines, text_lines
from commonweal.standards.sbom import FORMS, LIMITS, Comparison, Component, QualityReport, Sbom, compare, read, write
from commonweal.standards.sbom.places import placed
from commonweal.standards.sbom.quality import MEASURES

CLEAN, ERRORS, UNREADABLE = 0, 1, 2
_MOST_LISTED = 200

Reading = tuple[str, Sbom | None, list[Problem]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare check, diff, convert and push with their options."""
    words = parser.add_subparsers(dest="word", required=True, metavar="check|diff|convert|push")
    checking = words.add_parser("check", help="say what is wrong with the files, and how far they serve their readers")
    checking.add_argument("files", nargs="+", metavar="FILE|-", help="'-' is the standard input")
    asked = "fail also when a file misses what the measure requires"
    checking.add_argument("--require", choices=tuple(MEASURES), action="append", default=[], help=asked)
    checking.add_argument("--format", choices=("text", "json", "github"), default="text")
    comparing = words.add_parser("diff", help="say which packages came, went, or changed version or licence")
    comparing.add_argument("files", nargs=2, metavar="FILE", help="the older list, then the newer")
    comparing.add_argument("--format", choices=("text", "json"), default="text")
    converting = words.add_parser("convert", help="write a file in another format; what it has no place for is lost")
    converting.add_argument("files", nargs=1, metavar="FILE|-", help="'-' is the standard input")
    converting.add_argument("--to", choices=tuple(FORMS), default="cyclonedx-1.6")
    converting.add_argument("--output", default="-", metavar="FILE", help="where to; '-' is the output")
    converting.add_argument("--format", choices=("text", "json"), default="text", help="of what is said about the file")
    sbom_push.add_arguments(words.add_parser("push", help="hand a list in for a system of an installation"))


def run(options: argparse.Namespace) -> int:
    """Do what the word asks for; return the exit code."""
    try:
        code = {"check": _check, "diff": _diff, "convert": _convert, "push": sbom_push.push}[options.word](options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERRORS
    return code


def _check(options: argparse.Namespace) -> int:
    """Say what is wrong with each file, and what each measure says of it."""
    code = CLEAN
    entries = []
    for file, sbom, problems in _readings(options.files):
        reports = [measure(sbom) for measure in MEASURES.values()] if sbom else []
        required = [MEASURES[name](sbom) for name in options.require] if sbom else []
        is_failing = has_errors(problems) or any(report.is_met is False for report in required)
        code = max(code, UNREADABLE if sbom is None else ERRORS if is_failing else CLEAN)
        if options.format == "json":
            entries.append(_entry(file, sbom, problems, reports))
        else:
            lines = github_lines if options.format == "github" else text_lines
            for line in lines([Checked(file, None, tuple(problems))]):
                print(line)
        if options.format == "text" and sbom:
            print("\n".join(_described(file, sbom, reports)))
    if options.format == "json":
        print(json.dumps(entries, ensure_ascii=False))
    return code


def _diff(options: argparse.Namespace) -> int:
    """Say what the newer list has more, less and otherwise."""
    readings = list(_readings(options.files))
    for file, sbom, problems in readings:
        if sbom is None:
            _explain(file, problems)
    (_, before, _), (_, after, _) = readings
    if before is None or after is None:
        return UNREADABLE
    comparison = compare(before, after)
    if options.format == "json":
        print(json.dumps(_of_comparison(comparison), ensure_ascii=False))
    else:
        print("\n".join(_changes(comparison)))
    return CLEAN if comparison.is_same else ERRORS


def _convert(options: argparse.Namespace) -> int:
    """Write the list in another format; what is wrong with it goes to the error output."""
    ((file, sbom, problems),) = _readings(options.files)
    if options.format == "json":
        print(json.dumps([_entry(file, sbom, problems, [])], ensure_ascii=False), file=sys.stderr)
    else:
        _explain(file, [problem for problem in problems if problem.severity is Severity.ERROR])
    if sbom is None:
        return UNREADABLE
    content = write(sbom, options.to, made=datetime.now(UTC))
    if options.output == "-":
        sys.stdout.write(content.decode())
    else:
        Path(options.output).write_bytes(content)
    return ERRORS if has_errors(problems) else CLEAN


def _readings(files: Sequence[str]) -> Iterator[Reading]:
    for file in files:
        try:
            content = _content(file)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror or error}"
            yield file, None, [Problem("", None, None, Severity.ERROR, message, "unreadable")]
        else:
            sbom, problems = read(content, Path(file).name)
            yield file, sbom, placed(content, problems)


def _content(file: str) -> bytes:
    """Give the bytes, one more at most than are read."""
    if file == "-":
        return sys.stdin.buffer.read(LIMITS.size_bytes + 1)
    with Path(file).open("rb") as stream:
        return stream.read(LIMITS.size_bytes + 1)


def _explain(file: str, problems: Sequence[Problem]) -> None:
    for line in text_lines([Checked(file, None, tuple(problems))]):
        print(line, file=sys.stderr)


def _described(file: str, sbom: Sbom, reports: Sequence[QualityReport]) -> Iterator[str]:
    arrows = sum(len(links.to) for links in sbom.dependencies)
    kind = " ".join(part for part in (sbom.format.value, sbom.version, sbom.encoding) if part)
    yield f"{file}: {kind}, {len(sbom.packages)} components, {arrows} dependencies"
    for report in reports:
        verdict = {True: "met", False: "not met", None: "not fully assessed"}[report.is_met]
        yield f"  {report.title}: {verdict}"
        for element in report.elements:
            mark = {True: "yes", False: "no ", None: " ? "}[element.is_met]
            yield f"    {mark} {element.title} ({element.need}): {element.sentence}"


def _entry(
    file: str, sbom: Sbom | None, problems: Sequence[Problem], reports: Sequence[QualityReport]
) -> dict[str, object]:
    found: dict[str, object] = {"file": file, "problems": [asdict(problem) for problem in problems]}
    if sbom is None:
        return found
    found |= {"format": sbom.format.value, "version": sbom.version, "encoding": sbom.encoding}
    found |= {"components": len(sbom.packages), "dependencies": sum(len(links.to) for links in sbom.dependencies)}
    measured = [asdict(report) | {"is_met": report.is_met} for report in reports]
    return found | ({"quality": measured} if reports else {})


def _changes(comparison: Comparison) -> Iterator[str]:
    for component in comparison.added[:_MOST_LISTED]:
        yield f"+ {_name(component)} {_version(component)}"
    for component in comparison.removed[:_MOST_LISTED]:
        yield f"- {_name(component)} {_version(component)}"
    for change in comparison.changed[:_MOST_LISTED]:
        version = f" {_version(change.before)} → {_version(change.after)}" if change.has_new_version else ""
        licence = f", licence {_licence(change.before)} → {_licence(change.after)}" if change.has_new_licence else ""
        yield f"~ {_name(change.before)}{version}{licence}"
    counts = f"{len(comparison.added)} added, {len(comparison.removed)} removed, {len(comparison.changed)} changed"
    yield f"{counts}, {comparison.unchanged} unchanged"


def _of_comparison(comparison: Comparison) -> dict[str, object]:
    return {
        "added": [_short(component) for component in comparison.added],
        "removed": [_short(component) for component in comparison.removed],
        "changed": [{"before": _short(each.before), "after": _short(each.after)} for each in comparison.changed],
        "unchanged": comparison.unchanged,
    }


def _short(component: Component) -> dict[str, str | None]:
    return {
        "name": _name(component),
        "version": component.version,
        "purl": component.purl,
        "licence": _licence(component),
    }


def _name(component: Component) -> str:
    return _printable(f"{component.group}:{component.name}" if component.group else component.name)


def _version(component: Component) -> str:
    return _printable(component.version or "of unknown version")


def _licence(component: Component) -> str:
    return _printable(component.licence_expression or ", ".join(each.text for each in component.licences) or "unknown")


def _printable(text: str) -> str:
    """Keep what is written by others from giving orders to the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
