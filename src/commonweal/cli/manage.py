"""`./commonweal manage …`: Django's own commands."""

import argparse

from django.core.management import execute_from_command_line

from commonweal.server import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: every argument goes to Django."""


def run(options: argparse.Namespace) -> int:
    """Call Django's command of that name."""
    database.ensure_running()
    execute_from_command_line(["./commonweal manage", *options.arguments])
    return 0
