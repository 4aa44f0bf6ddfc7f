"""A portfolio of chance on a real base, the same at every run: what `benchmarks/exposure.py` asks.

With the folder of real data, packages, versions and sizes come from the lists of purls (`sboms-purls/*.tsv.gz`) and
from the advisories (`osv-normalised/*.jsonl.gz`), how often a version runs from the lists; the rest, and everything
without that folder, is drawn: few packages with many versions, many with one, few versions that run everywhere.
"""

import gzip
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from commonweal.exposure import Groups, Keys, Matches, Occurrences, Pairs, Spans, Systems, Tables
from commonweal.standards import osv, purl, versions

ECOSYSTEMS = ["npm"] * 4 + ["maven"] * 2 + ["pypi", "golang", "nuget", "deb"]
MOST_VERSIONS, MOST_LISTED, MOST_COMPONENTS = 400, 60, 1_200
# Draws that meet a pair twice in one system are dropped by the build.
DOUBLE = 1.14


@dataclass
class Stock:
    """Packages by name, pairs with how often they were seen, sizes of real SBOMs, ranges of real advisories."""

    packages: dict[tuple[str, str], int] = field(default_factory=dict)
    pairs: Counter[tuple[int, bytes]] = field(default_factory=Counter)
    sizes: list[int] = field(default_factory=list)
    spans: list[list[tuple[int, bytes, bytes]]] = field(default_factory=list)

    def package(self, identity: tuple[str, str]) -> int:
        return self.packages.setdefault(identity, len(self.packages))


def tables(systems: int, occurrences: int, folder: Path, sizes: tuple[int, int, int]) -> tuple[Tables, int]:
    """Make the tables, with so many pairs, bodies and vulnerabilities; say how many of these are real."""
    pairs, bodies, groups = sizes
    chance, numbers = random.Random(7), np.random.default_rng(3)
    stock = Stock()
    if folder.is_dir():
        read_purls(stock, folder)
        read_advisories(stock, folder)
    real = len(stock.spans)
    invent_pairs(stock, pairs, chance)
    known = sorted(stock.pairs)
    invent_advisories(stock, known, groups, chance)
    packages = np.fromiter((package for package, _ in known), np.uint32, len(known))
    seen = np.fromiter((stock.pairs[pair] for pair in known), np.float64, len(known))
    run, system = draw_occurrences(seen, systems, int(occurrences * DOUBLE), stock.sizes, numbers)
    spans = [(group, *span) for group, found in enumerate(stock.spans) for span in found]
    made = Tables(
        packages=np.arange(1, len(stock.packages) + 1),
        pairs=Pairs(numbers.permutation(len(known)) + 1, packages, Keys.of(key for _, key in known)),
        systems=Systems(
            numbers.permutation(systems) + 1,
            np.sort(numbers.integers(0, bodies, systems)).astype(np.uint32),
            numbers.choice([0, 1, 2, 3, 4], systems, p=[0.3, 0.3, 0.2, 0.15, 0.05]).astype(np.uint8),
        ),
        bodies=numbers.permutation(bodies) + 1,
        occurrences=Occurrences(run, system, days(numbers, len(run))),
        groups=Groups(
            numbers.permutation(groups) + 1,
            numbers.random(groups) < 0.004,
            unknown_at_times(numbers.beta(0.3, 6, groups), numbers),
            unknown_at_times(numbers.choice([4.3, 5.5, 6.5, 7.5, 8.8, 9.8], groups), numbers),
        ),
        spans=Spans(
            np.fromiter((span[0] for span in spans), np.uint32, len(spans)),
            np.fromiter((span[1] for span in spans), np.uint32, len(spans)),
            Keys.of(span[2] for span in spans),
            Keys.of(span[3] for span in spans),
            days(numbers, len(spans)),
        ),
        matches=Matches(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint16)),
    )
    return made, real


def read_purls(stock: Stock, folder: Path) -> None:
    """Count which version of which package is in how many documents."""
    documents: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    for path in sorted((folder / "sboms-purls").glob("*.tsv.gz")):
        with gzip.open(path, "rt") as file:
            for line in file:
                document, _, text = line.rstrip("\n").rpartition("\t")
                documents[document] += 1
                texts[text.partition("?")[0]] += 1
    stock.sizes = [min(size, MOST_COMPONENTS) for size in documents.values()]
    for text, count in texts.items():
        read = purl.read(text)[0]
        key = versions.key(read.type, read.version) if read and read.version else None
        if read and key:
            stock.pairs[stock.package(read.identity), key] += count


def read_advisories(stock: Stock, folder: Path) -> None:
    """Keep what advisories affect; the versions they name run somewhere too."""
    for path in sorted((folder / "osv-normalised").glob("*.jsonl.gz")):
        with gzip.open(path, "rb") as file:
            for line in file:
                advisory = osv.read(line)[0]
                if advisory is None:
                    continue
                found = []
                for affected in advisory.affected:
                    package = stock.package(affected.identity)
                    found += [(package, each.low, each.high) for each in affected.intervals]
                    bounds = {key for each in affected.intervals for key in (each.low, each.high)}
                    for key in [
                        *sorted(affected.listed_keys)[:MOST_LISTED],
                        *(bounds - {versions.FIRST, versions.LAST}),
                    ]:
                        stock.pairs.setdefault((package, key), 1)
                stock.spans.append(found)


def invent_pairs(stock: Stock, count: int, chance: random.Random) -> None:
    """Add packages until there are so many pairs."""
    keys: dict[tuple[str, int], bytes] = {}
    while len(stock.pairs) < count:
        ecosystem = chance.choice(ECOSYSTEMS)
        package = stock.package((ecosystem, f"invented-{len(stock.packages)}"))
        first = chance.randrange(200)
        for number in range(first, first + min(int(chance.paretovariate(0.9)), MOST_VERSIONS)):
            key = keys.get((ecosystem, number))
            if key is None:
                text = f"{number // 40}.{number // 5 % 8}.{number % 5}" + ("rc1" if number % 13 == 0 else "")
                key = keys[ecosystem, number] = versions.key(ecosystem, text) or b"\x01"
            stock.pairs.setdefault((package, key), 0)


def invent_advisories(stock: Stock, known: list[tuple[int, bytes]], count: int, chance: random.Random) -> None:
    """Add advisories about one package or some, each with one range or two between versions that are there."""
    while len(stock.spans) < count:
        found = []
        for _ in range(1 if chance.random() < 0.8 else chance.randrange(2, 6)):
            place = chance.randrange(len(known))
            package = known[place][0]
            first = last = place
            while first and known[first - 1][0] == package:
                first -= 1
            while last + 1 < len(known) and known[last + 1][0] == package:
                last += 1
            for _ in range(1 if chance.random() < 0.75 else 2):
                low = chance.randint(first, last)
                high = chance.randint(low, last)
                found.append((package, known[low][1] if chance.random() < 0.5 else versions.FIRST, known[high][1]))
        stock.spans.append(found)


def draw_occurrences(
    seen: np.ndarray, systems: int, draws: int, sizes: list[int], numbers: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw what each system runs: half by how often it was seen, half by a long tail."""
    tail = (numbers.permutation(len(seen)) + 1.0) ** -0.75
    often = np.where(seen > 1, seen, 0.0)
    weight = often / max(1.0, often.sum()) + tail / tail.sum()
    reached = np.cumsum(weight)
    reached /= reached[-1]
    size = numbers.choice(np.array(sizes or [40, 80, 100, 150, 300, 700]), systems)
    size = np.maximum(3, (size * (draws / size.sum())).astype(np.int64))
    system = np.repeat(np.arange(systems, dtype=np.uint32), size)
    pair = np.empty(len(system), np.uint32)
    for start in range(0, len(pair), 4_000_000):
        part = pair[start : start + 4_000_000]
        part[:] = np.minimum(np.searchsorted(reached, numbers.random(len(part))), len(seen) - 1)
    return pair, system


def days(numbers: np.random.Generator, count: int) -> np.ndarray:
    """Since when, over the last three years."""
    return numbers.integers(19_700, 20_800, count).astype(np.uint16)


def unknown_at_times(scores: np.ndarray, numbers: np.random.Generator) -> np.ndarray:
    """Forget one score in ten."""
    return np.where(numbers.random(len(scores)) < 0.1, np.nan, scores).astype(np.float32)
