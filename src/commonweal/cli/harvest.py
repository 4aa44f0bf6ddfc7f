"""`./commonweal harvest`: walk through sources in the foreground, with a line of progress."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

from commonweal.cli.commands import Refusal
from commonweal.server import database

if TYPE_CHECKING:
    from commonweal.harvest.models import Run, Source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which sources, or what else to do."""
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="number or name of a source; none: those due")
    parser.add_argument("--all", action="store_true", help="harvest every source that is not paused")
    parser.add_argument("--list", action="store_true", help="list the sources and their state")
    parser.add_argument("--add", nargs=2, metavar=("KIND", "TARGET"), help="add a source, then harvest it")
    parser.add_argument("--again", action="store_true", help="read everything, changed or not")


def run(options: argparse.Namespace) -> int:
    """Do it; the exit code is 1 when a source could not be walked to its end."""
    database.ensure_running()
    django.setup()
    if options.list:
        return _list()
    chosen = [_added(*options.add)] if options.add else _chosen(options)
    if not chosen:
        print("No source is due. './commonweal harvest --all' harvests all of them.")
    return max([_harvest(source, reads_all=options.again) for source in chosen], default=0)


def _list() -> int:
    from commonweal.harvest import queries
    from commonweal.harvest.models import Source

    lines = queries.source_lines(queries.with_state(Source.objects.all()))
    for line in lines:
        seen = f"{line.run.seen:>6}" if line.run else "     –"
        print(f"{line.source.pk:>4}  {line.state.label!s:<24} {seen}  {line.source.driver:<20} {line.source.name}")
    if not lines:
        print("There are no sources yet. './commonweal harvest --add KIND TARGET' adds one.")
    return 0


def _added(kind: str, target: str) -> "Source":
    from commonweal.harvest import actions
    from commonweal.harvest.models import DriverKind

    if kind not in DriverKind.values:
        raise Refusal(f"There is no kind '{kind}'. Kinds: {', '.join(sorted(DriverKind.values))}.")
    # The worker that harvests it next time may stand elsewhere.
    address = target if "://" in target else str(Path(target).resolve())
    return actions.add_source(draft=actions.SourceDraft(driver=kind, url=address), by=None)


def _chosen(options: argparse.Namespace) -> "list[Source]":
    from django.utils import timezone

    from commonweal.harvest import queries
    from commonweal.harvest.models import Source

    if options.all:
        return list(queries.unpaused_sources())
    if not options.sources:
        return list(queries.due_sources(timezone.now()))
    found = []
    for word in options.sources:
        source = Source.objects.filter(pk=int(word)) if word.isdigit() else Source.objects.filter(name__iexact=word)
        if source.first() is None:
            raise Refusal(f"There is no source '{word}'. './commonweal harvest --list' lists them.")
        found.append(source.get())
    return found


def _harvest(source: "Source", *, reads_all: bool) -> int:
    from commonweal.harvest.actions import RunOvertaken, SourcePaused
    from commonweal.harvest.models import RunEnd
    from commonweal.harvest.tasks import AlreadyHarvested, harvest

    def report(run: "Run") -> None:
        if sys.stdout.isatty():
            print(f"\r\033[K{source.name}: {_summary(run)}", end="", flush=True)

    try:
        run = harvest(source=source, by=None, report=report, reads_all=reads_all)
    except (AlreadyHarvested, RunOvertaken, SourcePaused) as refusal:
        print(f"{source.name}: {refusal}")
        return 1
    start = "\r\033[K" if sys.stdout.isatty() else ""
    print(f"{start}{source.name}: {_summary(run)}{f' – {run.failure}' if run.failure else ''}")
    return 0 if run.end == RunEnd.COMPLETED else 1


def _summary(run: "Run") -> str:
    """The counts that are not zero, in words."""
    return ", ".join(f"{count} {words}" for name, words, count in run.counts if count or name == "seen")
