"""`./commonweal setup`."""

import argparse

from commonweal.cli import setting_up
from commonweal.server import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much to set up."""
    add_demo_argument(parser)
    parser.add_argument("--only-files", action="store_true", help="leave the database alone, as when building an image")


def add_demo_argument(parser: argparse.ArgumentParser) -> None:
    """Whether to build the demo world."""
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=database.is_private(),
        help="build the demo world (default: only in the private database)",
    )


def run(options: argparse.Namespace) -> int:
    """Set everything up."""
    setting_up.set_up(with_demo=options.demo, with_database=not options.only_files)
    return 0
