"""`./commonweal migrate`."""

import argparse

from commonweal.cli import setting_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    """Apply what migrations the database lacks."""
    if not setting_up.migrate(lambda text: print(f"Tables: {text}")):
        print("The tables are up to date.")
    return 0
