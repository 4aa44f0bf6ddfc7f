"""`./commonweal health`: count the history of a repository by the published rules, and say four words about it.

`examine` needs no database: it reads a repository of this machine, or clones the history of one at an address. `watch`
keeps one in the installation; `words` says what is known of those that are kept. `endoflife` stands in a module of its
own.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from commonweal.cli import health_endoflife
from commonweal.cli.commands import Refusal
from commonweal.connectors.failures import SourceFailure

if TYPE_CHECKING:
    from commonweal.health.actions import Found
    from commonweal.health.rules.facts import Facts
    from commonweal.health.rules.words import Stage, Statement


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare examine, watch, words and endoflife with their options."""
    words = parser.add_subparsers(dest="word", required=True, metavar="examine|watch|words|endoflife")
    examining = words.add_parser("examine", help="count the history of one repository; nothing is kept")
    examining.add_argument("where", metavar="ADDRESS|PATH", help="of a repository; a clone without contents will do")
    examining.add_argument("--files", action="store_true", help="at an address: fetch the names of files, for H7, too")
    examining.add_argument("--format", choices=("text", "json"), default="text")
    watching = words.add_parser("watch", help="look at repositories from now on")
    watching.add_argument("addresses", nargs="+", metavar="ADDRESS")
    saying = words.add_parser("words", help="say the four words about the repositories that are looked at")
    saying.add_argument("part", nargs="?", default="", metavar="TEXT", help="only those with this in their address")
    ending = words.add_parser("endoflife", help="read when releases of software come to their end")
    health_endoflife.add_arguments(ending)


def run(options: argparse.Namespace) -> int:
    """Do it; the exit code is 1 when there is nothing to read."""
    try:
        code = _WORDS[options.word](options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


@dataclass(frozen=True)
class _Read:
    """What was read, with what follows from it."""

    where: str
    found: "Found"
    stage: "Stage"
    words: tuple["Statement", ...]


def _examine(options: argparse.Namespace) -> int:
    django.setup()
    from commonweal.health.queries.packs import health_packs
    from commonweal.health.rules.words import Known, stage, statements
    from commonweal.health.tasks.reading import read_address, read_local

    now = datetime.now(UTC)
    try:
        if options.where.startswith(("http://", "https://")):
            found = read_address(options.where, now, with_files=options.files)
        else:
            found = read_local(Path(options.where), now)
    except SourceFailure as failure:
        raise Refusal(str(failure)) from failure
    facts, limits = found.facts, health_packs().limits
    known = Known(files=facts.presence)
    read = _Read(
        options.where,
        found,
        stage(facts.pulse, now, limits),
        statements(facts.pulse, facts.last_year, known, limits, now),
    )
    if options.format == "json":
        print(json.dumps(_document(read), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(read)))
    return 0


def _document(read: _Read) -> dict[str, Any]:
    from commonweal.health.queries.packs import health_packs
    from commonweal.health.rules.facts import RULES
    from commonweal.health.rules.written import written, written_statements

    found = read.found
    return {
        "repository": read.where,
        "branch": found.branch,
        "head": found.head,
        "reach": found.reach,
        "examined_at": found.at.isoformat(),
        "stage": read.stage.value,
        "words": written_statements(read.words),
        "figures": written(found.facts),
        "rules": list(RULES),
        "packs": list(health_packs().names),
    }


def _lines(read: _Read) -> Iterator[str]:
    from commonweal.health.documents.words import short
    from commonweal.health.models import LifeStage, Reach

    found, facts = read.found, read.found.facts
    yield read.where
    if not found.head:
        yield "It is empty: there is no commit on its default branch."
        return
    reach, stage = Reach(found.reach).label, LifeStage(read.stage).label
    yield f"Branch {found.branch or '(none)'}, commit {found.head[:12]}, read {reach}. Stage of life: {stage}."
    yield ""
    for each in read.words:
        yield f"{short(each.word, each.answer):<22} {_sentence(each)}"
    yield ""
    for label, value in _figures(facts):
        yield f"{label:<58} {value}".rstrip()
    yield ""
    yield "No figure is a score; docs/reference/health.md tells how each is counted."


def _figures(facts: "Facts") -> Iterator[tuple[str, str]]:
    year, releases = facts.last_year, facts.releases
    yield "In the 365 days before the last commit:", ""
    yield "  commits of people (H1)", f"{year.commits}"
    yield "  people (H2)", f"{year.active_authors}"
    yield "  people who did half of the work (H3)", f"{year.absence_factor}"
    yield "  people who did four fifths of it (H4)", f"{year.core_size}"
    yield "  organisations that did half of it, of what is known (H5)", _known(year.elephant_factor)
    yield "  share of the work whose organisation is not known (H6)", _percent(year.unknown_organisation_share)
    yield "Ever:", ""
    yield "  commits of people", f"{facts.ever.commits}"
    yield "  people", f"{facts.people}"
    yield "  merges, in no figure of people", f"{facts.merges}"
    yield "  commits of programs, in no figure of people", f"{facts.by_bots}"
    yield "  commits that look squashed and may hide people", f"{facts.squashed}"
    yield "  commits without a date to believe", f"{facts.undated}"
    yield "  releases (H12)", f"{releases.total}"
    yield "  days since the last release", _known(releases.days_since_last)
    yield "  truck factor (H7)", _known(facts.truck_factor)


def _watch(options: argparse.Namespace) -> int:
    _begin()
    from commonweal.health import actions

    for address in options.addresses:
        try:
            project = actions.watch_project(url=address, by=None)
        except actions.NotARepositoryAddress as refusal:
            raise Refusal(f"{address}: {refusal}") from refusal
        print(f"{project.url} is looked at; a worker does so soon.")
    return 0


def _words(options: argparse.Namespace) -> int:
    _begin()
    from commonweal.health.documents.words import short
    from commonweal.health.queries.standing import projects
    from commonweal.health.queries.words import words_of_each

    found = list(projects().filter(url__icontains=options.part))
    if not found:
        print("No repository is looked at. './commonweal health watch ADDRESS' begins with one.")
    said = words_of_each(found)
    for project in found:
        print(project.url)
        if project.pk not in said:
            print("  not examined so far")
        for each in said.get(project.pk, ()):
            print(f"  {short(each.word, each.answer):<22} {_sentence(each)}")
    return 0


def _begin() -> None:
    from commonweal.server import database

    database.ensure_running()
    django.setup()


def _sentence(statement: "Statement") -> str:
    from commonweal.health.documents.words import sentence

    return sentence(statement)


def _known(value: float | None) -> str:
    return "not known" if value is None else f"{value:g}"


def _percent(value: Any) -> str:
    return "not known" if value is None else f"{float(value):.0%}"


_WORDS = {"examine": _examine, "watch": _watch, "words": _words, "endoflife": health_endoflife.run}
