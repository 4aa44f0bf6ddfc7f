"""Kills builders at any moment while another process reads; fails as soon as an answer is of no version.

    python -m tests.exposure.kills FOLDER ROUNDS

The version built at position `n` holds `n % 7 + 1` systems that are affected, so an answer shows which it is of.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from commonweal.exposure import EVERYTHING, Reader, Tables, build, open_index
from tests.exposure.world import LAST, Weakness, World

SWAP_SECONDS, PATIENCE_SECONDS = 0.04, 20


def main() -> None:
    """Kill so many builders, then look at what is left."""
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(rounds)
    started = time.perf_counter()
    build(tables_at(0), folder)
    takes_seconds = time.perf_counter() - started
    reader = forked(lambda: read(folder))
    for turn in range(rounds):
        position, versions = open_index(folder).position, set(folder.glob("version-*"))
        builder = forked(lambda after=position: build_on(folder, after))
        if turn % 2:
            # In the swap: the new version has its name, the pointer is yet to be replaced, older ones to be removed.
            patience = time.monotonic() + PATIENCE_SECONDS
            while set(folder.glob("version-*")) <= versions and time.monotonic() < patience:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, SWAP_SECONDS))
        else:
            time.sleep(chance.uniform(0, 2 * takes_seconds))
        os.kill(builder, signal.SIGKILL)
        os.waitpid(builder, 0)
        check(Reader(folder))
    os.kill(reader, signal.SIGTERM)
    read_well = os.waitpid(reader, 0)[1] == 0
    left = open_index(folder).position
    build(tables_at(left + 1), folder)
    names = sorted(path.name.partition("-")[0] for path in folder.iterdir())
    print(f"{rounds} killed, {left} versions built")
    sys.exit(not (read_well and left and names == ["current", "lock", "version", "version"]))


def tables_at(position: int) -> Tables:
    """Give the tables of a position."""
    systems = range(1, position % 7 + 2)
    world = World(
        packages={1},
        pairs={1: (1, b"1")},
        bodies=[1],
        systems=dict.fromkeys(systems, (1, 1)),
        runs={system: {1: 0} for system in systems},
        groups={1: Weakness(spans=[(1, b"", LAST, 0)])},
    )
    made = world.tables()
    return Tables(**{name: getattr(made, name) for name in Tables.__slots__ if name != "position"}, position=position)


def build_on(folder: Path, position: int) -> None:
    """Build version after version until killed."""
    while True:
        position += 1
        build(tables_at(position), folder)


def read(folder: Path) -> None:
    """Ask until told to stop."""
    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopped.append(number))
    reader = Reader(folder)
    while not stopped:
        check(reader)


def check(reader: Reader) -> None:
    """Ask, and compare with what the version holds."""
    index = reader.index()
    answer = index.affected(1, EVERYTHING)
    if answer.systems.tolist() != list(range(1, index.position % 7 + 2)):
        raise AssertionError(index.position)


def forked(work: object) -> int:
    """Do the work in another process."""
    child = os.fork()
    if child:
        return child
    try:
        work()  # type: ignore[operator]
    except BaseException as error:  # noqa: BLE001 - a forked process must not run on into its parent's work
        print(repr(error), file=sys.stderr)
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
