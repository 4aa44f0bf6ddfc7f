"""`./commonweal backup FILE`."""

import argparse
from pathlib import Path

from commonweal.server import backup, database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file to write."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup to write, such as commonweal.tar")


def run(options: argparse.Namespace) -> int:
    """Write database, keys and uploads into one file."""
    database.ensure_running()
    size = backup.write(options.file)
    print(f"{options.file}: {size / 1_000_000:.1f} MB. It holds secrets: keep it where only you can read it.")
    return 0
