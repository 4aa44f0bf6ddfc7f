"""Times version keys, Package URLs and advisories beside peers, on the same texts in the same run.

    python benchmarks/version_keys.py FOLDER [FOLDER ...]

The folders hold OSV records, one for each line (`*.jsonl`, `*.jsonl.gz`), and lists of purls (`*.tsv.gz`, the purl in
the last column). Sorting all distinct versions of an ecosystem is timed: ours makes keys and sorts bytes, a peer makes
its objects and compares them. Peers that are not installed are left out. CPU time, the best of three rounds.
Results: benchmarks/results/versions.md.
"""

import gzip
import importlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from commonweal.standards import osv, purl, versions

ROUNDS = 3
MOST_VERSIONS = 5_000
MOST_PURLS = 20_000
# The peer's class for the versions of an ecosystem, by the name of the purl type.
PEERS = {
    "pypi": ("packaging.version", "Version"),
    "npm": ("univers.versions", "SemverVersion"),
    "golang": ("univers.versions", "GolangVersion"),
    "cargo": ("univers.versions", "SemverVersion"),
    "maven": ("univers.versions", "MavenVersion"),
    "gem": ("univers.versions", "RubygemsVersion"),
    "composer": ("univers.versions", "ComposerVersion"),
    "deb": ("univers.versions", "DebianVersion"),
    "rpm": ("univers.versions", "RpmVersion"),
    "apk": ("univers.versions", "AlpineLinuxVersion"),
}


def lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from file


def seconds(work: Callable[[], object]) -> float:
    """Give the best round of CPU time."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        rounds.append(time.process_time() - started)
    return min(rounds)


def peer_of(module: str, name: str) -> Callable[[str], object] | None:
    try:
        return getattr(importlib.import_module(module), name)
    except ImportError:
        return None


def comparable(peer: Callable[[str], object], found: Iterable[str]) -> list[str]:
    """Keep the versions that the peer can read; one that stops early would look fast."""
    kept = []
    for version in found:
        try:
            sorted([peer(version), peer("1.0")])
        except Exception:  # noqa: BLE001 - peers raise what they like
            continue
        kept.append(version)
    return kept


def time_versions(by_ecosystem: dict[str, set[str]]) -> None:
    print(f"{'ecosystem':10} {'versions':>8} {'µs/key':>7} {'sort ms':>8}   peer, ms, times ours")
    for ecosystem, found in sorted(by_ecosystem.items(), key=lambda item: -len(item[1])):
        known = [each for each in sorted(found)[:MOST_VERSIONS] if versions.key(ecosystem, each) is not None]
        if len(known) < 100:
            continue
        module, name = PEERS.get(ecosystem, ("", ""))
        peer = peer_of(module, name) if module else None
        texts = comparable(peer, known) if peer else known
        keys = seconds(lambda ecosystem=ecosystem, texts=texts: [versions.key(ecosystem, each) for each in texts])
        ours = seconds(
            lambda ecosystem=ecosystem, texts=texts: sorted(versions.key(ecosystem, each) or b"" for each in texts)
        )
        row = f"{ecosystem:10} {len(texts):8} {keys / len(texts) * 1e6:7.2f} {ours * 1000:8.1f}"
        if peer:
            theirs = seconds(lambda peer=peer, texts=texts: sorted(peer(each) for each in texts))
            row += f"   {module.partition('.')[0]} {theirs * 1000:8.1f} {theirs / ours:6.1f}"
        print(row)


def time_purls(texts: list[str]) -> None:
    ours = seconds(lambda: [purl.read(text) for text in texts])
    print(f"\n{len(texts)} purls: ours {ours / len(texts) * 1e6:.1f} µs (parts, rules, canonical form)", end="")
    peer = peer_of("packageurl", "PackageURL")
    if peer:
        theirs = seconds(lambda: [str(peer.from_string(text)) for text in texts])
        print(f"; packageurl-python {theirs / len(texts) * 1e6:.1f} µs, {theirs / ours:.1f} times ours", end="")
    print()


def affected_by(record: str) -> tuple[osv.Affected, ...]:
    advisory, _ = osv.read(record)
    return advisory.affected if advisory else ()


def main(arguments: list[str]) -> int:
    """Print the tables."""
    paths = [path for folder in arguments for path in sorted(Path(folder).rglob("*"))]
    records = [line for path in paths if ".jsonl" in path.name for line in lines(path)]
    texts = [line.split("\t")[-1].strip() for path in paths if path.name.endswith(".tsv.gz") for line in lines(path)]
    if not records or not texts:
        print("no records or purls found; name folders of them")
        return 1
    by_ecosystem: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        head, _, version = text.partition("?")[0].rpartition("@")
        by_ecosystem[head.removeprefix("pkg:").partition("/")[0]].add(unquote(version))
    read = [advisory for advisory, _ in map(osv.read, records) if advisory]
    for affected in (affected for advisory in read for affected in advisory.affected):
        events = (event.version for each in affected.ranges if each.type != "GIT" for event in each.events)
        by_ecosystem[affected.identity[0]].update(affected.versions, events)
    time_versions(by_ecosystem)
    time_purls(texts[:: max(1, len(texts) // MOST_PURLS)])
    sample = records[:: max(1, len(records) // 5_000)]
    taken = seconds(lambda: [osv.read(record) for record in sample])
    json_alone = seconds(lambda: [json.loads(record) for record in sample])
    print(f"{len(sample)} advisories: {taken / len(sample) * 1000:.2f} ms each, of which JSON {json_alone / taken:.0%}")
    keyed = seconds(lambda: [affected.intervals for record in sample for affected in affected_by(record)])
    print(f"with the intervals of keys of all their packages: {keyed / len(sample) * 1000:.2f} ms each")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
