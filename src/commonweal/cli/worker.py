"""`./commonweal worker`."""

import argparse

import django

from commonweal.server import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at once."""
    parser.add_argument("--concurrency", type=int, default=4, metavar="N", help="jobs done at the same time (4)")
    parser.add_argument("--until-empty", action="store_true", help="end when no job is left")


def run(options: argparse.Namespace) -> int:
    """Do jobs until told to stop, then finish those begun."""
    database.ensure_running()
    django.setup()
    from commonweal.server import jobs

    jobs.run_worker(concurrency=options.concurrency, wait=not options.until_empty)
    return 0
