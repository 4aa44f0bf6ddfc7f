"""One file with all that an installation cannot make again: the database, the secret key, uploads.

A tar file of `backup.json` (what it is), `database.dump` (pg_dump's custom format) and `data/…` (parts of the data
folder). Restoring is one transaction: it happens whole or not at all.
"""

import contextlib
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import psycopg
from psycopg import conninfo

from commonweal.server import database, paths, postgres

ESSENTIALS = ("secret-key", "keys", "media")  # of the data folder; the rest is made again
FORMAT = 1
# Transactions are numbered by the cluster. With numbers of another one, search would take new rows for old ones, or
# read every row anew each time; zero is older than any transaction.
FORGET_TRANSACTIONS = """
DO $$ BEGIN
    IF to_regclass('public.catalogue_searchdocument') IS NOT NULL THEN
        UPDATE public.catalogue_searchdocument SET written_by = 0;
    END IF;
    IF to_regclass('public.catalogue_postinglist') IS NOT NULL THEN
        DELETE FROM public.catalogue_postinglist;
    END IF;
END $$;
"""


class NotABackup(Exception):
    """The file is not what `backup` writes."""


class NotEmpty(Exception):
    """The database to restore into holds something already."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a backup says of itself: when it was made (UTC), and by which version."""

    made: datetime
    version: str


def write(file: Path) -> int:
    """Write the backup, whole or not at all; return its size in bytes."""
    draft = file.with_name(f".{file.name}.draft")
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as place:
        dump = Path(place) / "database.dump"
        program = postgres.client("pg_dump", server_major=_server_major())
        flags = ["--format=custom", "--no-owner", "--no-privileges", "--schema=public", "--extension=*"]
        flags.append("--no-unlogged-table-data")  # what workers make anew
        _call([str(program), *flags, f"--file={dump}"], connected=True)
        label = Path(place) / "backup.json"
        label.write_text(json.dumps(_label(), indent=2))
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as tar:
            tar.add(label, "backup.json")
            tar.add(dump, "database.dump")
            for name in ESSENTIALS:
                if (paths.data_folder() / name).exists():
                    tar.add(paths.data_folder() / name, f"data/{name}")
    draft.rename(file)
    return file.stat().st_size


def restore(file: Path, *, replace: bool = False) -> Label:
    """Read the backup into the database and the data folder; return its label.

    Raises NotABackup, and NotEmpty unless `replace`.
    """
    with tempfile.TemporaryDirectory() as place, _opened(file) as tar:
        tar.extractall(place, filter="data")
        label = _read_label(Path(place) / "backup.json")
        if not replace and (tables := _tables()):
            raise NotEmpty(f"The database holds {tables} tables already.")
        _restore_database(Path(place) / "database.dump", Path(place) / "restore.sql")
        for name in ESSENTIALS:
            if (Path(place) / "data" / name).exists():
                _put_in_place(Path(place) / "data" / name, paths.data_folder() / name)
    return label


def _restore_database(dump: Path, script: Path) -> None:
    major = _server_major()
    program = postgres.client("pg_restore", server_major=major)
    _call([str(program), "--no-owner", "--no-privileges", f"--file={script}", str(dump)])
    body = script.read_text()
    if major < 17:  # pg_dump from 17 on sets a timeout that older servers do not know
        body = body.replace("SET transaction_timeout = 0;\n", "", 1)
    body = body.replace("CREATE SCHEMA public;\n", "", 1)
    script.write_text(f"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n{body}\n{FORGET_TRANSACTIONS}")
    psql = postgres.client("psql", server_major=major)
    flags = ["-X", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    _call([str(psql), *flags, f"--file={script}"], connected=True)


def _put_in_place(source: Path, target: Path) -> None:
    """Copy over what is there; files that the backup lacks stay."""
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for entry in source.iterdir():
            _put_in_place(entry, target / entry.name)
        return
    draft = target.with_name(f".{target.name}.draft")
    draft.touch(mode=0o600)
    draft.write_bytes(source.read_bytes())
    draft.chmod(source.stat().st_mode & 0o777)
    draft.rename(target)


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file) as tar:
            yield tar
    except (tarfile.TarError, FileNotFoundError) as error:
        raise NotABackup(f"{file} is not a backup: {error}") from error


def _read_label(file: Path) -> Label:
    if not file.exists():
        raise NotABackup("The file holds no backup.json: it is not a backup of Commonweal.")
    told = json.loads(file.read_text())
    if told.get("format") != FORMAT:
        raise NotABackup(f"The backup has format {told.get('format')}; this version reads format {FORMAT}.")
    return Label(datetime.fromisoformat(told["made"]), told["version"])


def _label() -> dict[str, object]:
    return {"format": FORMAT, "made": datetime.now(UTC).isoformat(timespec="seconds"), "version": _version()}


def _version() -> str:
    try:
        return metadata.version("commonweal")
    except metadata.PackageNotFoundError:  # run from a checkout
        import tomllib

        return str(tomllib.loads((paths.PROJECT / "pyproject.toml").read_text())["project"]["version"])


def _tables() -> int:
    with psycopg.connect(database.url()) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return int(row[0]) if row else 0


def _server_major() -> int:
    with psycopg.connect(database.url()) as connection:
        return connection.info.server_version // 10_000


def _call(command: list[str], *, connected: bool = False) -> None:
    """Run a PostgreSQL program, connected to our database if wished.

    The password goes through the environment, since everyone on the machine sees command lines.
    Raises DatabaseUnavailable with what the program said when it fails.
    """
    environment = dict(os.environ)
    if connected:
        target = conninfo.conninfo_to_dict(database.url())
        environment["PGPASSWORD"] = str(target.pop("password", None) or "")
        command = [*command, f"--dbname={conninfo.make_conninfo('', **target)}"]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        raise database.DatabaseUnavailable(f"{Path(command[0]).name} failed:\n{done.stdout}")
