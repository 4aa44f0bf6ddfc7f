"""`./commonweal setup`."""

import argparse

from commonweal.cli import setting_up
from commonweal.server import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to build the demo world."""
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=database.is_private(),
        help="build the demo world (default: only in the private database)",
    )


def run(options: argparse.Namespace) -> int:
    """Set everything up."""
    setting_up.set_up(with_demo=options.demo)
    return 0
