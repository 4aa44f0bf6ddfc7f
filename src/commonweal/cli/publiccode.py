"""Checks, upgrades and writes publiccode.yml files; needs neither a database nor Django.

Exit codes: 0 when no file has an error, 1 when one has, 2 when a file cannot be read or the call is wrong.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from commonweal.cli import publiccode_files
from commonweal.standards.problems import Problem, Severity, has_errors
from commonweal.standards.publiccode import check
from commonweal.standards.publiccode.eu import Answer, Prospect, prospect
from commonweal.standards.publiccode.model import Description, Legal, Localisation, Maintenance, PublicCode
from commonweal.standards.publiccode.output import FORMS, Checked, counted
from commonweal.standards.publiccode.repairing import repair
from commonweal.standards.publiccode.sheet import Change
from commonweal.standards.publiccode.upgrading import upgrade
from commonweal.standards.publiccode.vocabularies import DEVELOPMENT_STATUSES, MAINTENANCE_TYPES, SOFTWARE_TYPES
from commonweal.standards.publiccode.writer import write

CLEAN, ERRORS, UNREADABLE = 0, 1, 2
_SEVERITIES = {Answer.NO: Severity.ERROR, Answer.UNKNOWN: Severity.INFO, Answer.YES: Severity.INFO}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare check, upgrade, new and eu with their options."""
    words = parser.add_subparsers(dest="word", required=True, metavar="check|upgrade|new|eu")
    checking = words.add_parser("check", help="say everything that is wrong with the files")
    judging = "by the newest version (as catalogues do) or by the one that the file declares"
    checking.add_argument("--judge", choices=("newest", "declared"), default="newest", help=judging)
    checking.add_argument(
        "--files", action="store_true", help="also look for the pictures that a file names, beside it"
    )
    checking.add_argument("--jobs", type=int, default=0, help="how many processes; 0 is one for each processor")
    upgrading = words.add_parser("upgrade", help='give the files as version "0", with comments and order kept')
    upgrading.add_argument("--repair", action="store_true", help="mend first what has one obvious mend")
    upgrading.add_argument("--write", action="store_true", help="write into the files instead of the output")
    eu = words.add_parser("eu", help="say whether the EU catalogue will show the software, with reasons")
    for each in (checking, upgrading, eu):
        each.add_argument("files_and_folders", nargs="+", metavar="FILE|DIR|-", help="'-' is the standard input")
    writing = words.add_parser("new", help="write a new file, and say what is still missing in it")
    writing.add_argument(
        "files_and_folders", nargs="?", default="-", metavar="FILE", help="where to; '-' is the output"
    )
    for option in ("name", "url", "license", "organisation"):
        writing.add_argument(f"--{option}", default=None)
    writing.add_argument("--language", default="en")
    writing.add_argument("--status", choices=DEVELOPMENT_STATUSES, default="development")
    writing.add_argument("--type", choices=SOFTWARE_TYPES, default="standalone/web")
    writing.add_argument("--maintenance", choices=MAINTENANCE_TYPES, default="internal")
    for each in (checking, upgrading, eu, writing):
        each.add_argument("--format", choices=tuple(FORMS), default="text")


def run(options: argparse.Namespace) -> int:
    """Do what the word asks for; return the exit code."""
    try:
        code = {"check": _check, "upgrade": _upgrade, "new": _new, "eu": _eu}[options.word](options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERRORS
    return code


def _check(options: argparse.Namespace) -> int:
    """Check many files with all processors; the output is written while it grows."""
    tally = publiccode_files.Tally()
    judge = partial(_judged, judge=options.judge, with_files=options.files)
    found = publiccode_files.in_processes(judge, options.files_and_folders, options.jobs)
    for line in FORMS[options.format](tally.of(found)):
        print(line)
    if options.format == "text":
        print(tally, file=sys.stderr)
    return tally.exit_code


def _judged(file: str, *, judge: str, with_files: bool) -> Checked:
    content = publiccode_files.content_of(file)
    if isinstance(content, Problem):
        return Checked(file, None, (content,))
    find_file = partial(publiccode_files.first_bytes, Path(file).parent) if with_files and file != "-" else None
    judgement = check(content, find_file)
    problems = judgement.declared_problems if judge == "declared" else judgement.problems
    was_right = judgement.was_valid and not judgement.is_valid
    note = f"right by version {judgement.version}, which it declares; not by the newest" if was_right else ""
    return Checked(file, judgement.version, problems, note)


def _upgrade(options: argparse.Namespace) -> int:
    """Give or write the upgraded files; the changes go to the error output, where they do not disturb."""
    code, entries, notices = CLEAN, [], []
    files = publiccode_files.named(options.files_and_folders)
    is_shown = options.format == "text" and not options.write and len(files) == 1
    for file in files:
        content = publiccode_files.content_of(file)
        if isinstance(content, Problem):
            print(f"{file}: {content.message}", file=sys.stderr)
            code = UNREADABLE
            continue
        upgraded, changes = _upgraded(content, with_repair=options.repair)
        code = max(code, ERRORS if has_errors(check(upgraded).problems) else CLEAN)
        if options.write and file != "-" and changes:
            publiccode_files.replace(Path(file), upgraded)
        entries.append({"file": file, "changes": [asdict(change) for change in changes]}
                       | ({} if options.write else {"content": upgraded.decode("utf-8", "replace")}))  # fmt: skip
        notices.append(Checked(file, None, tuple(_as_problem(change) for change in changes)))
        if is_shown:
            sys.stdout.write(upgraded.decode("utf-8", "replace"))
    if options.format == "json":
        print(json.dumps(entries, ensure_ascii=False))
    else:
        output = sys.stderr if is_shown else sys.stdout
        for line in FORMS[options.format](notices):
            print(line, file=output)
    return code


def _upgraded(content: bytes, *, with_repair: bool) -> tuple[bytes, list[Change]]:
    mended, first = repair(content) if with_repair else (content, [])
    upgraded, second = upgrade(mended)
    return upgraded, first + second


def _as_problem(change: Change) -> Problem:
    what = f"{_short(change.before)} → {_short(change.after)}: {change.why}"
    return Problem(change.path, change.line or None, None, Severity.INFO, what, "upgrade")


def _short(text: str | None) -> str:
    if text is None:
        return "nothing"
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else f"{line[:59]}…")


def _new(options: argparse.Namespace) -> int:
    """Write a file from what was said, with a comment for everything that is still missing."""
    publiccode = PublicCode(
        version="0",
        name=options.name,
        url=options.url,
        release_date=datetime.now(UTC).date(),
        platforms=("web",),
        development_status=options.status,
        software_type=options.type,
        description=((options.language, Description(localised_name=options.name)),),
        legal=Legal(license=options.license, main_copyright_owner=options.organisation),
        maintenance=Maintenance(type=options.maintenance),
        localisation=Localisation(localisation_ready=False, available_languages=(options.language,)),
    )
    content = write(publiccode)
    missing = [problem for problem in check(content).problems if problem.severity is Severity.ERROR]
    head = "# publiccode.yml describes this software to catalogues: https://yml.publiccode.tools/\n"
    head += "".join(f"# Still to do: {problem.path}: {problem.message}\n" for problem in missing)
    content = head.encode() + content
    target = options.files_and_folders
    if target == "-" and options.format == "json":
        print(json.dumps([{"file": "-", "content": content.decode()}], ensure_ascii=False))
    elif target == "-":
        sys.stdout.write(content.decode())
    elif Path(target).exists():
        print(f"{target} exists already; nothing was written.", file=sys.stderr)
        return UNREADABLE
    else:
        Path(target).write_bytes(content)
    return CLEAN


def _eu(options: argparse.Namespace) -> int:
    """Say for every file whether the EU catalogue will show it."""
    answers: list[dict[str, object]] = []
    lines: list[Checked] = []
    code = CLEAN
    for file, prospects in _prospects(options.files_and_folders):
        if isinstance(prospects, Problem):
            print(f"{file}: {prospects.message}", file=sys.stderr)
            code = UNREADABLE
            continue
        answers.append({"file": file, **asdict(prospects)})
        problems = tuple(
            Problem(reason.path, reason.line, None, _SEVERITIES[reason.answer], reason.message, f"eu-{reason.answer}")
            for reason in prospects.reasons
        )
        will = "no" if prospects.answer is Answer.NO else "nothing in the file stands in the way"
        lines.append(Checked(file, None, problems, f"Will the EU catalogue show it? {will} ({counted(problems)})"))
        code = max(code, ERRORS if prospects.answer is Answer.NO else CLEAN)
    if options.format == "json":
        print(json.dumps(answers, ensure_ascii=False))
    else:
        for line in FORMS[options.format](lines):
            print(line)
    return code


def _prospects(files_and_folders: Iterable[str]) -> Iterator[tuple[str, Prospect | Problem]]:
    for file in publiccode_files.named(files_and_folders):
        content = publiccode_files.content_of(file)
        yield file, content if isinstance(content, Problem) else prospect(check(content))
