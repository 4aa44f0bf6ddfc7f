"""Times the index of who runs which version, beside plain PostgreSQL and DuckDB.

    PYTHONPATH=src:. python benchmarks/exposure.py WORK [--size small|large] [--data FOLDER] [--postgresql DSN]

WORK is a folder with 2 GB (small: 11 million occurrences) or 6 GB (large: 112 million) of room; what is made there is
removed. FOLDER holds real data (see exposure_world.py), DSN names a database in which a schema is made and dropped.
DuckDB is timed where its package is installed. A process of its own asks, so that its memory is what questions take.
Results: benchmarks/results/exposure.md.
"""

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from benchmarks import exposure_world

from commonweal.exposure import EVERYTHING, ChangedSystem, Delta, Index, Order, Tables, build, open_index
from commonweal.exposure.arrays import resolve

SIZES = {"small": (100_000, 11_000_000), "large": (1_000_000, 112_000_000)}
PAIRS_BODIES_GROUPS = (3_000_000, 20_000, 300_000)
ASKED, WIDEST, REGION, CHANGED = 4_000, 20, 1_000, 1_000
COMPARED = 200
ORDER = Order(weights=(2.0, 1.0, 2.0, 3.0, 4.0), unknown_epss=0.05, unknown_cvss=5.0)


def main() -> None:
    given = arguments()
    if given.ask:
        ask(open_index(given.work / "index"), json.loads((given.work / "asked.json").read_text()))
        return
    systems, occurrences = SIZES[given.size]
    given.work.mkdir(parents=True, exist_ok=True)
    try:
        started = time.perf_counter()
        tables, real = exposure_world.tables(systems, occurrences, given.data, PAIRS_BODIES_GROUPS)
        print(
            f"\n{systems:,} systems, {len(tables.pairs.ids):,} pairs of {len(tables.packages):,} packages,"
            f" {len(tables.bodies):,} bodies, {len(tables.groups.ids):,} vulnerabilities ({real:,} real) in"
            f" {len(tables.spans.groups):,} spans; made in {time.perf_counter() - started:.0f} s."
            f" Load average {os.getloadavg()[0]:.1f}.\n"
        )
        print("| what | on the clock | work of a core |\n|---|---|---|", flush=True)
        compare = measure_build(tables, given.work)
        subprocess.run([sys.executable, __file__, str(given.work), "--ask"], check=True)
        if given.postgresql:
            from benchmarks import exposure_peers

            exposure_peers.postgresql(given.postgresql, tables, compare)
        if importlib.util.find_spec("duckdb"):
            from benchmarks import exposure_peers

            exposure_peers.duckdb(tables, compare)
    finally:
        shutil.rmtree(given.work)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=Path)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--data", type=Path, default=Path("none"))
    parser.add_argument("--postgresql", default="")
    parser.add_argument("--ask", action="store_true")
    return parser.parse_args()


def measure_build(tables: Tables, work: Path) -> list[tuple[int, int, int]]:
    """Time the build; write what to ask, and give some of it (rank, systems, bodies) for the peers."""
    timed("build and swap", lambda: build(tables, work / "index"))
    index = open_index(work / "index")
    arrays = index._holdings.arrays  # noqa: SLF001 - to choose what to ask
    timed("full re-match, all spans × all pairs", lambda: rematch(tables, arrays.package_offsets))
    print(f"| vulnerabilities of pairs found | {len(arrays.pair_groups):,} | |")
    print(f"| occurrences | {len(arrays.pair_systems):,} | |")
    size = sum(path.stat().st_size for path in (work / "index").rglob("*.npy"))
    print(f"| size of the files | {size / 1e9:.2f} GB | |", flush=True)
    posted = np.concatenate([[0], np.cumsum(arrays.pair_system_offsets[1:] - arrays.pair_system_offsets[:-1])])
    reach = np.zeros(len(arrays.group_ids), np.int64)
    owner = np.repeat(np.arange(len(reach)), np.diff(arrays.interval_offsets))
    np.add.at(reach, owner, posted[arrays.interval_ends] - posted[arrays.interval_starts])
    hit = np.flatnonzero(reach)
    numbers = np.random.default_rng(5)
    some = numbers.choice(hit, min(ASKED, len(hit)), replace=False)
    wide = np.argsort(-reach)[:WIDEST]
    (work / "asked.json").write_text(
        json.dumps({"some": arrays.group_ids[some].tolist(), "wide": arrays.group_ids[wide].tolist()})
    )
    compare = []
    for rank in [*some[:COMPARED].tolist(), *wide[:5].tolist()]:
        answer = index.affected(int(arrays.group_ids[rank]), EVERYTHING)
        compare.append((rank, len(answer.systems), len(answer.bodies)))
    return compare


def rematch(tables: Tables, offsets: np.ndarray) -> None:
    keyless = np.bincount(tables.pairs.packages[np.diff(tables.pairs.keys.offsets) == 0], minlength=len(offsets) - 1)
    resolve(tables, offsets, offsets[1:] - keyless).affecting(len(tables.pairs.ids))


def ask(index: Index, asked: dict[str, list[int]]) -> None:
    """Ask everything; runs in a process of its own."""
    arrays = index._holdings.arrays  # noqa: SLF001 - to choose what to ask
    memory("memory of a process that has opened it")
    town = index.scope(bodies=[int(arrays.body_ids[len(arrays.body_ids) // 2])])
    region = index.scope(bodies=arrays.body_ids[5_000 : 5_000 + REGION].tolist())
    some, wide = asked["some"], asked["wide"]
    for group in some[:200]:
        index.affected(group, EVERYTHING)
    spread("advisory → systems and bodies, everything", [lambda g=g: index.affected(g, EVERYTHING) for g in some])
    found = max(len(index.affected(group, EVERYTHING).systems) for group in wide)
    slowest(f"the {WIDEST} widest (up to {found:,} systems)", [lambda g=g: index.affected(g, EVERYTHING) for g in wide])
    systems = region.systems.total
    spread(f"the same within a region of {systems:,} systems", [lambda g=g: index.affected(g, region) for g in some])
    slowest("widest within the region", [lambda g=g: index.affected(g, region) for g in wide])
    systems = town.systems.total
    spread(f"the same within a town of {systems} systems", [lambda g=g: index.affected(g, town) for g in some])
    slowest("widest within the town", [lambda g=g: index.affected(g, town) for g in wide])
    memory("memory after these questions")
    first = int(arrays.body_offsets[8_000])
    of_10k = index.scope(systems=arrays.system_ids[first : first + 10_000].tolist())
    timed("worklist of the town, first 50, with days", lambda: index.worklist(town, ORDER), 5)
    timed("worklist of 10,000 systems, first 50, with days", lambda: index.worklist(of_10k, ORDER), 5)
    timed("every vulnerability of the town, with days", lambda: index.tallies(town, ORDER.weights), 5)
    timed("every vulnerability of 10,000 systems, with days", lambda: index.tallies(of_10k, ORDER.weights), 5)
    timed("the same for each of their bodies", lambda: index.tallies_by("body", of_10k), 3)
    timed("findings per system, 10,000 systems", lambda: index.roll_up(of_10k), 5)
    gate(index)
    memory("memory after these questions")
    timed("worklist of everything, first 50", lambda: index.worklist(EVERYTHING, ORDER))
    timed("every vulnerability of everything, with days", lambda: index.tallies(EVERYTHING, ORDER.weights))
    timed("findings per system, everything", lambda: index.roll_up(EVERYTHING))
    memory("memory after reading everything")
    with_delta(index, some)
    memory("memory with the delta")


def gate(index: Index) -> None:
    """A program of 100 components: as pairs that are known, and as versions that nobody runs yet."""
    arrays = index._holdings.arrays  # noqa: SLF001
    ranks = arrays.system_pairs[:100].astype(np.int64)
    pairs = arrays.pair_ids[ranks].tolist()
    timed("gate of 100 components that are known", lambda: index.groups_of(pairs), 5)
    keys = index._holdings._keys  # noqa: SLF001
    packages = arrays.package_ids[arrays.pair_packages[ranks]].tolist()
    new = [(package, keys[rank] + b"\x01") for package, rank in zip(packages, ranks.tolist(), strict=True)]
    timed("gate of 100 versions never seen", lambda: [index.groups_at(*each) for each in new], 5)


def with_delta(index: Index, some: list[int]) -> None:
    arrays = index._holdings.arrays  # noqa: SLF001
    numbers = np.random.default_rng(9)
    changed = [
        ChangedSystem(
            int(arrays.system_ids[rank]),
            int(arrays.body_ids[arrays.system_bodies[rank]]),
            2,
            tuple((pair, 20_700) for pair in arrays.pair_ids[numbers.integers(0, len(arrays.pair_ids), 110)].tolist()),
        )
        for rank in numbers.choice(len(arrays.system_ids), CHANGED, replace=False)
    ]
    delta = Delta(systems=tuple(changed))
    timed(f"take up a delta of {CHANGED:,} systems", lambda: index.with_delta(delta))
    merged = index.with_delta(delta)
    spread("advisory → systems and bodies with that delta", [lambda g=g: merged.affected(g, EVERYTHING) for g in some])


def spread(name: str, calls: list[Callable[[], object]]) -> None:
    """Print p50, p99 and the most of many calls."""
    taken = [seconds(call) for call in calls]
    cells = []
    for each in (sorted(wall for wall, _ in taken), sorted(work for _, work in taken)):
        p50, p99, most = (1_000 * each[int((len(each) - 1) * part)] for part in (0.5, 0.99, 1))
        cells.append(f"{p50:.3f}, {p99:.2f}, {most:.1f} ms")
    print(f"| {name}: p50, p99, most | {' | '.join(cells)} |", flush=True)


def timed(name: str, call: Callable[[], object], rounds: int = 1) -> None:
    """Print the best of some rounds."""
    taken = [seconds(call) for _ in range(rounds)]
    cells = [shown(min(each)) for each in zip(*taken, strict=True)]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def slowest(name: str, calls: list[Callable[[], object]]) -> None:
    """Print the slowest of some calls, each in its best of three rounds."""
    taken = [[seconds(call) for _ in range(3)] for call in calls]
    cells = [shown(max(min(each[way] for each in rounds) for rounds in taken)) for way in (0, 1)]
    print(f"| {name}, slowest | {' | '.join(cells)} |", flush=True)


def seconds(call: Callable[[], object]) -> tuple[float, float]:
    """Give how long it took, and how long a core worked for it."""
    started, working = time.perf_counter(), time.process_time()
    call()
    worked = time.process_time() - working
    return time.perf_counter() - started, worked


def shown(taken: float) -> str:
    return f"{taken:.1f} s" if taken >= 1 else f"{taken * 1_000:.{0 if taken > 0.01 else 2}f} ms"


def memory(name: str) -> None:
    # Not the figure of getrusage, which a new process takes over from the one that started it.
    status = Path("/proc/self/status").read_text()
    most_kb = int(status.partition("VmHWM:")[2].split()[0])
    print(f"| {name} | {most_kb / 1e6:.2f} GB | |", flush=True)


if __name__ == "__main__":
    main()
