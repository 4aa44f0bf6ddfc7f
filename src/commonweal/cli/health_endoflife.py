"""`./commonweal health endoflife`: ends of life, read over the network or from files."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import django

from commonweal.cli.commands import Refusal
from commonweal.server import database

if TYPE_CHECKING:
    from commonweal.health.models import LifecycleReading


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its options."""
    parser.add_argument("paths", nargs="*", metavar="FILE|FOLDER", type=Path, help="none: over the network")
    parser.add_argument("--accept", action="store_true", help="take in sudden changes of a great part, too")


def run(options: argparse.Namespace) -> int:
    """Do it; the exit code is 1 when it could not be read to its end, or its changes are held back."""
    database.ensure_running()
    django.setup()
    from commonweal.health.actions.lifecycles import open_lifecycle_source
    from commonweal.health.tasks.lifecycles import import_lifecycles, read_source

    for path in options.paths:
        if not path.exists():
            raise Refusal(f"There is no '{path}'.")
    source = open_lifecycle_source(by=None)
    if options.paths:
        return _told(import_lifecycles(source=source, paths=options.paths, by=None, accepts=options.accept))
    return _told(read_source(source=source, by=None, accepts=options.accept))


def _told(reading: "LifecycleReading") -> int:
    counts = (
        f"{reading.seen:,} products read, {reading.added:,} new, {reading.changed:,} changed, {reading.gone:,} gone"
    )
    print(counts + (f", {reading.refused:,} not readable" if reading.refused else ""))
    for problem in reading.problems[:5]:
        print(f"  {problem['path']}: {problem['message']}")
    if reading.held_back:
        print(f"  Held back: {reading.held_back} Look at the source, then repeat with --accept.")
    if reading.failure:
        print(f"  Failed: {reading.failure}")
    return 1 if reading.failure or reading.held_back else 0
