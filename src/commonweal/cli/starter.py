"""`./commonweal starter`: fill an empty installation with what comes with the program."""

import argparse

import django

from commonweal.server import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    """Load real offices, well-known public software, and what could replace what; a second time changes nothing."""
    database.ensure_running()
    django.setup()
    from commonweal.catalogue import actions as catalogue
    from commonweal.organisations import actions as organisations

    print(f"{len(organisations.load_cases(by=None))} offices of the study that named the six kinds")
    print(f"{len(catalogue.load_starter(by=None))} pieces of public software")
    print(f"{len(catalogue.load_alternatives(by=None))} answers to: what could stand in for this product?")
    return 0
