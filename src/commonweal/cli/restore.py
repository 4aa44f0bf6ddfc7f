"""`./commonweal restore FILE`."""

import argparse
from pathlib import Path

from commonweal.cli import setting_up
from commonweal.cli.commands import Refusal
from commonweal.server import backup, database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file to read."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what 'backup' wrote")
    parser.add_argument("--replace", action="store_true", help="throw away what is in the database now")


def run(options: argparse.Namespace) -> int:
    """Read the backup back, then bring its tables up to date with this version."""
    database.ensure_running()
    try:
        told = backup.restore(options.file, replace=options.replace)
    except backup.NotEmpty as error:
        raise Refusal(f"{error} Add --replace to throw that away.") from error
    except backup.NotABackup as error:
        raise Refusal(str(error)) from error
    setting_up.migrate(lambda text: print(f"Tables: {text}"))
    print(f"Restored the backup of {told.made:%Y-%m-%d %H:%M} UTC, made by version {told.version}.")
    return 0
