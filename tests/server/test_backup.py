"""A backup holds everything, is restored whole or not at all, and never over something without being told to."""

import stat
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from commonweal.server import backup, database, postgres


@pytest.fixture(scope="module", params=[pytest.param(found, id=str(found.major)) for found in postgres.installed()])
def installation(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A data folder with a running cluster of its own, for each PostgreSQL of this machine."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="cw-") as folder:
        Path(folder).chmod(0o755)
        patch.delenv("DATABASE_URL", raising=False)
        patch.setenv("COMMONWEAL_DATA", folder)
        patch.setenv("COMMONWEAL_POSTGRES_BIN", str(request.param.folder))
        database.ensure_running()
        yield Path(folder)
        database.stop()


@pytest.fixture
def filled(installation: Path) -> Path:
    """The installation with a table, extensions that search needs, a key and an upload."""
    run(
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        "CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent;"
        "CREATE TABLE entry (id serial PRIMARY KEY, name text);"
        "CREATE INDEX ON entry USING gin (name gin_trgm_ops);"
        "INSERT INTO entry (name) VALUES ('Lutece'), ('Città'), ('Ελλάδα');"
    )
    (installation / "secret-key").write_text("the key")
    (installation / "media").mkdir(exist_ok=True)
    (installation / "media" / "logo.svg").write_text("<svg/>")
    return installation


def run(statements: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url(), autocommit=True) as connection:
        cursor = connection.execute(statements)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def names() -> list[object]:
    return [row[0] for row in run("SELECT name FROM entry ORDER BY id")]


def test_a_backup_brings_back_what_was_lost(filled: Path, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.tar")
    run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    (filled / "secret-key").unlink()
    (filled / "media" / "logo.svg").unlink()

    backup.restore(tmp_path / "one.tar")

    assert names() == ["Lutece", "Città", "Ελλάδα"]
    assert run("SELECT name FROM entry WHERE unaccent(name) % 'citta'") == [("Città",)]
    assert run("INSERT INTO entry (name) VALUES ('next') RETURNING id") == [(4,)]
    assert (filled / "secret-key").read_text() == "the key"
    assert (filled / "media" / "logo.svg").read_text() == "<svg/>"


def test_a_restored_installation_can_be_backed_up_again(filled: Path, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.tar")
    backup.restore(tmp_path / "one.tar", replace=True)

    backup.write(tmp_path / "two.tar")
    backup.restore(tmp_path / "two.tar", replace=True)

    assert names() == ["Lutece", "Città", "Ελλάδα"]


def test_numbers_of_transactions_of_another_cluster_are_forgotten(filled: Path, tmp_path: Path) -> None:
    run("CREATE TABLE catalogue_searchdocument (written_by bigint)")
    run("INSERT INTO catalogue_searchdocument VALUES (9000000000)")
    backup.write(tmp_path / "one.tar")

    backup.restore(tmp_path / "one.tar", replace=True)

    assert run("SELECT written_by FROM catalogue_searchdocument") == [(0,)]


def test_a_database_that_holds_something_is_not_overwritten(filled: Path, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.tar")
    run("INSERT INTO entry (name) VALUES ('written since')")

    with pytest.raises(backup.NotEmpty, match="1 tables already"):
        backup.restore(tmp_path / "one.tar")

    assert names()[-1] == "written since"


def test_being_told_to_replace_it_throws_away_what_was_there(filled: Path, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.tar")
    run("INSERT INTO entry (name) VALUES ('written since'); CREATE TABLE newer (id int)")

    backup.restore(tmp_path / "one.tar", replace=True)

    assert names() == ["Lutece", "Città", "Ελλάδα"]
    assert run("SELECT to_regclass('newer')") == [(None,)]


def test_a_damaged_backup_leaves_the_database_as_it_was(filled: Path, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.tar")
    with tarfile.open(tmp_path / "one.tar") as tar:
        tar.extractall(tmp_path / "parts", filter="data")
    dump = tmp_path / "parts" / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-200])
    with tarfile.open(tmp_path / "damaged.tar", "w") as tar:
        tar.add(tmp_path / "parts" / "backup.json", "backup.json")
        tar.add(dump, "database.dump")

    with pytest.raises(database.DatabaseUnavailable, match="pg_restore failed"):
        backup.restore(tmp_path / "damaged.tar", replace=True)

    assert names() == ["Lutece", "Città", "Ελλάδα"]


def test_any_other_file_is_not_a_backup(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear office,")

    with pytest.raises(backup.NotABackup, match="is not a backup"):
        backup.restore(tmp_path / "letter.txt", replace=True)


def test_only_its_owner_may_read_a_backup(filled: Path, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.tar")

    assert stat.S_IMODE((tmp_path / "one.tar").stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / "one.tar"]
