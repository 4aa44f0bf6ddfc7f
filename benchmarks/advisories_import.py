"""How long it takes to take in advisories, into an empty database and again, and how much memory.

    python benchmarks/advisories_import.py FOLDER [--copies 1] [--profile] [--write]

FOLDER holds a folder for each source with lines of JSON (or packed with gzip) in the form of OSV; others are left out.
`--copies` takes in everything so many times under other identifiers, names and packages, for a world of
several hundred thousand. Processor time is ours and that of our connection's server process; the clock counts the turns
of other programs too.
"""

import argparse
import cProfile
import gzip
import json
import os
import platform
import pstats
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue_search import set_up_django

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = PROJECT / "benchmarks" / "results" / "advisories_import.md"
DATABASE = "commonweal_advisories_benchmark"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Pass:
    """One reading of everything: advisories, and seconds of our processor, the server's, and the clock."""

    seen: int
    own: float
    server: float
    clock: float
    peak_mb: int

    def line(self, name: str) -> str:
        """Give a row of the table."""
        cpu = self.own + self.server
        return (
            f"| {name} | {self.seen:,} | {self.own:.1f} | {self.server:.1f} | **{cpu:.1f}** | {self.clock:.0f} "
            f"| {self.peak_mb} |"
        )


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("folder", type=Path)
    reading.add_argument("--copies", type=int, default=1)
    reading.add_argument("--profile", action="store_true", help="say where the time of the first reading goes")
    reading.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    asked = reading.parse_args()
    set_up_django(DATABASE, is_loaded=False)
    with tempfile.TemporaryDirectory() as folder:
        files = list(usable(asked.folder, Path(folder), asked.copies))
        profile = cProfile.Profile()
        first = measured(files, profile if asked.profile else None)
        again = measured(files, None)
    report = heading(asked.copies) + "\n".join([first.line("into an empty database"), again.line("again, unchanged")])
    report += f"\n\n{rows()}\n"
    print(report)
    if asked.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
    if asked.write:
        RESULTS.write_text(report)


def usable(folder: Path, into: Path, copies: int) -> Iterator[tuple[str, Path]]:
    """Give a file for each source with its records in the form of OSV, so many times as asked."""
    for file in sorted([*folder.glob("*/*.jsonl"), *folder.glob("*/*.jsonl.gz")]):
        with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
            records = [line for line in lines if '"modified"' in line and '"id"' in line and '"affected"' in line]
        if not records:
            continue
        made = into / f"{file.parent.name}.jsonl"
        with made.open("w") as output:
            output.writelines(line if not copy else other(line, copy) for copy in range(copies) for line in records)
        yield file.parent.name, made


def other(line: str, copy: int) -> str:
    """Give the record under other identifiers, of packages with other names."""
    record = json.loads(line)
    record["id"] += f"-{copy}"
    record["aliases"] = [f"{alias}{copy:03}" for alias in record.get("aliases") or ()]
    for affected in record.get("affected") or ():
        if "package" in affected:
            affected["package"]["name"] += f"-{copy}"
            affected["package"].pop("purl", None)
    return json.dumps(record) + "\n"


def measured(files: list[tuple[str, Path]], profile: cProfile.Profile | None) -> Pass:
    """Take in every file as the command line does."""
    from commonweal.risk import actions
    from commonweal.risk.models import AdvisorySource
    from commonweal.risk.tasks import import_files

    seen = 0
    began, own, server = time.perf_counter(), time.process_time(), server_seconds()
    for slug, file in files:
        draft = actions.SourceDraft(slug=slug, name=slug, kind="osv")
        source = AdvisorySource.objects.filter(slug=slug).first() or actions.open_source(draft=draft, by=None)
        if profile:
            profile.enable()
        one = time.process_time()
        run = import_files(source=source, paths=[file], by=None, accepts=True)
        if profile:
            profile.disable()
        print(f"{slug}: {run.seen} in {time.process_time() - one:.1f} s {run.failure}", file=sys.stderr, flush=True)
        seen += run.seen
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    own, server = time.process_time() - own, server_seconds() - server
    return Pass(seen, own, server, time.perf_counter() - began, peak_mb)


def server_seconds() -> float:
    """Processor time of the server process of our connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS


def heading(copies: int) -> str:
    load = os.getloadavg()[0]
    return (
        "# Taking in advisories\n\n"
        f"`benchmarks/advisories_import.py`, {copies} × the records of the sources that write OSV; {os.cpu_count()} "
        f"cores, Python {platform.python_version()}, load average {load:.1f}, {datetime.now(UTC):%-d %B %Y}.\n\n"
        "| reading | records | our processor s | PostgreSQL's s | both s | clock s | most memory MB |\n"
        "|---|---|---|---|---|---|---|\n"
    )


def rows() -> str:
    """Say what is stored afterwards."""
    from commonweal.components.models import Package
    from commonweal.risk.models import Advisory, AffectedRange, ListedVersion, Vulnerability

    counts = ", ".join(
        f"{model.objects.count():,} {model._meta.verbose_name_plural}"
        for model in (Advisory, Vulnerability, Package, AffectedRange, ListedVersion)
    )
    return f"Stored: {counts}."


if __name__ == "__main__":
    main()
