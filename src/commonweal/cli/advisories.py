"""`./commonweal advisories`: how fresh what is known of vulnerabilities is; reading it anew, or from files."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

from commonweal.cli.commands import Refusal
from commonweal.server import database

if TYPE_CHECKING:
    from commonweal.risk.models import AdvisorySource, SyncRun

KINDS = ("osv", "rubysec", "friendsofphp", "kev", "epss", "ssvc")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare status, sync and import with their options."""
    words = parser.add_subparsers(dest="word", required=True, metavar="status|sync|import")
    words.add_parser("status", help="list the sources with their state, and how old what they brought is")
    syncing = words.add_parser("sync", help="read sources over the network now")
    syncing.add_argument("sources", nargs="*", metavar="SOURCE", help="short names; none: all that are switched on")
    importing = words.add_parser("import", help="read files: a zip, a folder, lines of JSON, also packed with gzip")
    importing.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    importing.add_argument("--source", required=True, metavar="SOURCE", help="short name, as 'status' lists it")
    importing.add_argument("--kind", choices=KINDS, default="osv", help="for a source that is not known yet")
    for each in (syncing, importing):
        each.add_argument("--accept", action="store_true", help="take in sudden changes of a great part, too")


def run(options: argparse.Namespace) -> int:
    """Do it; the exit code is 1 when a source could not be read to its end, or its changes are held back."""
    database.ensure_running()
    django.setup()
    try:
        code = {"status": _status, "sync": _sync, "import": _import}[options.word](options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _status(_options: argparse.Namespace) -> int:
    from commonweal.risk.queries import sources as queries

    for line in queries.source_lines():
        read = f"{line.read_at:%Y-%m-%d %H:%M}" if line.read_at else "never"
        newest = f"{line.newest_at:%Y-%m-%d}" if line.newest_at else "–"
        print(f"{line.draft.slug:<22} {line.state.label!s:<20} read {read:<16} newest {newest:<10} {line.draft.name}")
    fresh = queries.freshness()
    known = f"as of {fresh.as_of:%Y-%m-%d %H:%M}" if fresh.as_of and fresh.is_known else "not known for all sources"
    print(f"\nAdvisories: {known if fresh.sources else 'no source is in use'}")
    return 0


def _sync(options: argparse.Namespace) -> int:
    from commonweal.risk.models import AdvisorySource
    from commonweal.risk.tasks import sync

    if not options.sources:
        chosen = list(AdvisorySource.objects.filter(is_on=True).exclude(url=""))
        if not chosen:
            print("No source is switched on. './commonweal advisories status' lists them.")
    else:
        chosen = [_opened(slug, "") for slug in options.sources]
    for source in chosen:
        if not source.url:
            raise Refusal(f"'{source.slug}' is read from files only: './commonweal advisories import'.")
    return max(
        [_told(source, sync(source=source, by=None, accepts=options.accept, report=_report)) for source in chosen],
        default=0,
    )


def _import(options: argparse.Namespace) -> int:
    from commonweal.risk.tasks import import_files

    for path in options.paths:
        if not path.exists():
            raise Refusal(f"There is no '{path}'.")
    source = _opened(options.source, options.kind)
    run = import_files(source=source, paths=options.paths, by=None, accepts=options.accept, report=_report)
    return _told(source, run)


def _opened(slug: str, kind: str) -> "AdvisorySource":
    """Give the source of this name; one of the known ones is opened, and with a kind a new one."""
    from commonweal.risk import actions
    from commonweal.risk.models import AdvisorySource
    from commonweal.risk.queries import sources as queries

    found = AdvisorySource.objects.filter(slug=slug).first()
    if found is not None:
        return found
    draft = queries.known_sources().get(slug)
    if draft is None and not kind:
        raise Refusal(f"There is no source '{slug}'. './commonweal advisories status' lists them.")
    return actions.open_source(draft=draft or actions.SourceDraft(slug=slug, name=slug, kind=kind), by=None)


def _report(run: "SyncRun") -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{run.source.name}: {run.seen:,} read", end="", flush=True)


def _told(source: "AdvisorySource", run: "SyncRun") -> int:
    start = "\r\033[K" if sys.stdout.isatty() else ""
    counts = f"{run.seen:,} read, {run.added:,} new, {run.changed:,} changed, {run.withdrawn:,} withdrawn"
    refused = f", {run.refused:,} not readable" if run.refused else ""
    print(f"{start}{source.name}: {counts}{refused}")
    for problem in run.problems[:5]:
        print(f"  {problem['path']}: {problem['message']}")
    if run.held_back:
        print(f"  Held back: {run.held_back} Look at the source, then repeat with --accept.")
    if run.failure:
        print(f"  Failed: {run.failure}")
    return 1 if run.failure or run.held_back else 0
