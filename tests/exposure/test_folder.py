"""Versions of the index in a folder: immutable, swapped whole, readable at any moment."""

import fcntl
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from commonweal.exposure import (
    EVERYTHING,
    BuildRunning,
    Keys,
    NoIndex,
    NotInOrder,
    Pairs,
    Reader,
    Tables,
    build,
    damaged,
    open_index,
)
from tests.exposure.kills import tables_at

PROJECT = Path(__file__).resolve().parents[2]


def test_a_reader_notices_a_new_version(tmp_path: Path) -> None:
    build(tables_at(1), tmp_path)
    reader = Reader(tmp_path)
    before = reader.index()

    build(tables_at(2), tmp_path)

    assert before is not reader.index()
    assert reader.index() is reader.index()
    assert reader.index().position == 2
    assert len(before.affected(1, EVERYTHING).systems) == 2, "who still holds the version before reads on in it"


def test_a_version_that_is_opened_outlives_its_files(tmp_path: Path) -> None:
    build(tables_at(1), tmp_path)
    index = open_index(tmp_path)

    for position in (2, 3, 4):
        build(tables_at(position), tmp_path)

    assert len(index.affected(1, EVERYTHING).systems) == 2
    assert len(list(tmp_path.glob("version-*"))) == 2


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoIndex):
        open_index(tmp_path)
    with pytest.raises(NoIndex):
        Reader(tmp_path).index()


def test_an_index_of_another_format_is_not_read(tmp_path: Path) -> None:
    manifest = build(tables_at(1), tmp_path) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 0}))

    with pytest.raises(NoIndex):
        open_index(tmp_path)


def test_a_file_of_another_size_is_not_read(tmp_path: Path) -> None:
    np.save(build(tables_at(1), tmp_path) / "pair_systems.npy", np.zeros(9, np.uint32))

    with pytest.raises(NoIndex):
        open_index(tmp_path)


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    version = build(tables_at(1), tmp_path)
    assert damaged(version) == []

    path = version / "pair_systems.npy"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")

    assert damaged(version) == ["pair_systems"]


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "unfinished-abc").mkdir()
    (tmp_path / "unfinished-current").write_text("version-gone")
    (tmp_path / "version-never-pointed-to").mkdir()

    build(tables_at(1), tmp_path)

    assert sorted(path.name.partition("-")[0] for path in tmp_path.iterdir()) == ["current", "lock", "version"]


def test_two_cannot_build_at_once(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(BuildRunning):
            build(tables_at(1), tmp_path)


@pytest.mark.parametrize(
    "pairs",
    [
        Pairs(np.array([1, 2]), np.array([0, 0]), Keys.of([b"2", b"1"])),
        Pairs(np.array([1, 2]), np.array([0, 0]), Keys.of([b"12345678b", b"12345678a"])),
        Pairs(np.array([1, 2]), np.array([0, 0]), Keys.of([b"", b"1"])),
        Pairs(np.array([1, 2]), np.array([1, 0]), Keys.of([b"1", b"1"])),
    ],
    ids=["keys", "long keys", "no key first", "packages"],
)
def test_tables_out_of_order_are_refused(tmp_path: Path, pairs: Pairs) -> None:
    made = tables_at(1)
    facts = {name: getattr(made, name) for name in Tables.__slots__ if name not in {"pairs", "packages"}}

    with pytest.raises(NotInOrder):
        build(Tables(**facts, pairs=pairs, packages=np.array([1, 2])), tmp_path)


def test_builders_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.exposure.kills", str(tmp_path), "25"],
        cwd=PROJECT,
        env={"PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
