"""What the gate costs: releases of a hundred parts against all advisories, in PostgreSQL alone, beside a peer.

    python benchmarks/gate.py --advisories FOLDER --purls FILE.tsv.gz [--loaded] [--peer PYTHON] [--write]

FOLDER holds OSV records as lines of JSON (also .gz), one folder a source; the file has one package URL a line after a
tab. PYTHON is that of an environment with `appthreat-vulnerability-db`, which is given the same records and the same
package URLs. Processor time is ours; the clock counts PostgreSQL and whoever else runs, too.
"""

import argparse
import gzip
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue_search import set_up_django

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = PROJECT / "benchmarks" / "results" / "gate.md"
DATABASE = "commonweal_gate_benchmark"
RELEASES, PARTS = 100, 100
PEER_RELEASES = 20  # of these; all would take the peer minutes
TYPES = ("pypi", "cargo", "golang", "julia", "rpm", "bitnami", "gem", "hackage")
PEER = """
import json, os, sys, time
os.environ["VDB_HOME"] = sys.argv[1]
from vdb.lib import config, db, search
from vdb.lib.osv import OSVSource
is_loaded = os.path.exists(config.VDB_BIN_FILE)
db.get(config.VDB_BIN_FILE, config.VDB_BIN_INDEX)
failed, read, source, batch = 0, 0, OSVSource(), []
source._start_year = 1990
def store():
    global failed, batch
    try:
        source.store(batch)
    except Exception:
        failed += len(batch)
    batch = []
for line in () if is_loaded else open(sys.argv[2]):
    read += 1
    try:
        batch.extend(source.convert(json.loads(line)))
    except Exception:
        failed += 1
    if len(batch) > 200:
        store()
store()
releases = json.load(open(sys.argv[3]))
for purl in releases[0][:5]:
    search.search_by_purl_like(purl)
began, clock, found = time.process_time(), time.perf_counter(), set()
for purls in releases:
    for purl in purls:
        found |= {(purl, hit.get("cve_id")) for hit in search.search_by_purl_like(purl)}
one = time.process_time() - began, time.perf_counter() - clock
began, clock = time.process_time(), time.perf_counter()
for purls in releases:
    search.search_packages([{"purl": purl} for purl in purls])
bulk = time.process_time() - began, time.perf_counter() - clock
print(json.dumps({"found": len(found), "one": one, "bulk": bulk}))
"""


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--advisories", type=Path, required=True)
    reading.add_argument("--purls", type=Path, required=True)
    reading.add_argument("--loaded", action="store_true", help="the database of the last run holds everything")
    reading.add_argument("--peer", type=Path)
    reading.add_argument("--peer-home", type=Path, help="where the peer keeps its records; loaded where that is empty")
    reading.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    asked = reading.parse_args()
    set_up_django(DATABASE, is_loaded=asked.loaded)
    if not asked.loaded:
        load(asked.advisories)
    releases = made(asked.purls)
    report, ours = measured(releases)
    if asked.peer:
        with tempfile.TemporaryDirectory() as place:
            home = asked.peer_home or Path(place)
            report += beside(asked.peer, home, asked.advisories, releases[:PEER_RELEASES], ours)
    print(report)
    if asked.write:
        RESULTS.write_text(report)


def records(folder: Path) -> Iterator[str]:
    """Every OSV record, as a line of JSON."""
    for path in sorted(folder.glob("*/*.jsonl*")):
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
            first = json.loads(next(lines))
            record = first.get("record", first)
            if "affected" in record and "modified" in record:
                for line in (json.dumps(first), *lines):
                    found = json.loads(line)
                    yield json.dumps(found.get("record", found))


def load(folder: Path) -> None:
    """Take all of them in, as a worker does."""
    from commonweal.risk import actions
    from commonweal.standards import osv

    draft = actions.SourceDraft(slug="all", name="All", kind="osv")
    source = actions.open_source(draft=draft, by=None)
    read = (osv.read_record(json.loads(line))[0] for line in records(folder))
    counts = actions.take_in(source=source, advisories=(each for each in read if each), run=None, by=None)
    print(counts, file=sys.stderr)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def made(file: Path) -> list[list[str]]:
    """Releases of a hundred parts that real lists name, of ecosystems that have advisories."""
    with gzip.open(file, "rt") as lines:
        purls = {line.rstrip("\n").partition("\t")[2] for line in lines}
    fitting = sorted(purl for purl in purls if purl.startswith(tuple(f"pkg:{each}/" for each in TYPES)))
    chance = random.Random(5)
    return [chance.sample(fitting, PARTS) for _ in range(RELEASES)]


def measured(releases: list[list[str]]) -> tuple[str, tuple[float, float]]:
    """Ours: processor time and clock of each release, and what was found."""
    from commonweal.risk.models import Advisory, AffectedRange
    from commonweal.risk.queries.gate import Asking, gate
    from commonweal.standards.sbom import Component

    parts = [[Component(ref=text, name=text, purl=text) for text in release] for release in releases]
    gate(parts[0], Asking())
    spent, took, found = [], [], set()
    for release in parts:
        began, clock = time.process_time(), time.perf_counter()
        answer = gate(release, Asking())
        spent.append((time.process_time() - began) * 1000)
        took.append((time.perf_counter() - clock) * 1000)
        found |= {(part.purl, finding.vulnerability.pk) for part in answer.affected for finding in part.findings}
    distinct = len({purl for release in releases for purl in release})
    made_on, cores, load = time.strftime("%Y-%m-%d"), os.cpu_count(), os.getloadavg()[0]
    head = f"""# The gate

Made on {made_on} with `python benchmarks/gate.py`, Python {platform.python_version()}, {cores} cores shared with other
programs (load average {load:.0f}), PostgreSQL alone. {Advisory.objects.count():,} real advisories with
{AffectedRange.objects.count():,} ranges; {RELEASES} releases of {PARTS} parts, {distinct:,} different package URLs of
real lists; {len(found):,} pairs of package URL and vulnerability found. Each release is new: nothing of it is stored.

| 100 parts, from package URLs to the judged answer | p50 ms | p95 ms |
|---|---|---|
| our processor time | {statistics.median(spent):.1f} | {sorted(spent)[94]:.1f} |
| by the clock, with PostgreSQL | {statistics.median(took):.1f} | {sorted(took)[94]:.1f} |
"""
    return head, (sum(spent) / RELEASES / PARTS, sum(took) / RELEASES / PARTS)


def beside(python: Path, home: Path, folder: Path, releases: list[list[str]], ours: tuple[float, float]) -> str:
    """The peer, given the same records and package URLs in a process of its own."""
    lines, asked = home / "records.jsonl", home / "releases.json"
    lines.write_text("\n".join(records(folder)) + "\n")
    asked.write_text(json.dumps(releases))
    done = subprocess.run([python, "-c", PEER, home, lines, asked], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    rows = [("commonweal, a release in one question", *ours)]
    count = len(releases) * PARTS / 1000
    found = pairs_in(releases)
    rows.append(("appthreat-vulnerability-db, purl by purl", told["one"][0] / count, told["one"][1] / count))
    rows.append(("appthreat-vulnerability-db, a release at once", told["bulk"][0] / count, told["bulk"][1] / count))
    table = "\n".join(f"| {name} | {spent:.3f} | {took:.3f} | {spent / ours[0]:.1f} |" for name, spent, took in rows)
    return f"""
## Beside a peer

The same records and package URLs. The peer looks up which vulnerabilities match, in SQLite inside its own process;
ours also gives severity, signals, fixes, the next safe version, what cannot be judged, and the ruling. Of the first
{len(releases) * PARTS:,} package URLs ours finds {found:,} pairs of package URL and vulnerability, the peer
{told["found"]:,}: it keeps only what its converter takes.

| for each package URL | processor ms | clock ms | processor, times ours |
|---|---|---|---|
{table}
"""


def pairs_in(releases: list[list[str]]) -> int:
    """How many pairs of package URL and vulnerability ours finds in them."""
    from commonweal.risk.queries.gate import Asking, gate
    from commonweal.standards.sbom import Component

    found = set()
    for release in releases:
        answer = gate([Component(ref=text, name=text, purl=text) for text in release], Asking())
        found |= {(part.purl, finding.vulnerability.pk) for part in answer.affected for finding in part.findings}
    return len(found)


if __name__ == "__main__":
    main()
