"""How fast local repositories are harvested, and whether memory stays flat.

    .venv/bin/python benchmarks/harvest.py [--repositories 5000]

Makes so many bare repositories with `git fast-import` (packed, as after a clone), every tenth without a publiccode.yml
and every fiftieth with a broken one, and harvests them into a database of its own that is dropped afterwards. Peer, in
the same run on the same repositories: `git show HEAD:publiccode.yml` in a loop, which only fetches what we also read,
check, merge, store and make searchable.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parents[1])]

DATABASE = "benchmark_harvest"
ENVIRONMENT = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repositories", type=int, default=5000)
    count = parser.parse_args().repositories
    with tempfile.TemporaryDirectory(prefix="commonweal-benchmark-") as folder, _database():
        started = time.monotonic()
        places = [_repository(Path(folder), number) for number in range(count)]
        print(f"{count} repositories made in {time.monotonic() - started:.0f} s\n")
        print("| what | seconds | repositories/s | resident memory |\n|---|---|---|---|")
        _measure_peer(places)
        _measure_ours(Path(folder), count)


def _measure_peer(places: list[Path]) -> None:
    started = time.monotonic()
    for place in places:
        command = ["git", f"--git-dir={place}", "show", "HEAD:publiccode.yml"]
        subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)
    _row("peer: git show in a loop", time.monotonic() - started, len(places), "")


def _measure_ours(folder: Path, count: int) -> None:
    from commonweal.harvest import actions
    from commonweal.harvest.models import Run
    from commonweal.harvest.tasks import harvest

    source = actions.add_source(draft=actions.SourceDraft(driver="local_git", url=str(folder)), by=None)
    memory: dict[int, float] = {}

    def report(run: Run) -> None:
        memory[run.seen] = _resident_mb()

    for name in ("first harvest", "second harvest, nothing changed", "third, everything read again"):
        memory.clear()
        started = time.monotonic()
        run = harvest(source=source, by=None, report=report, reads_all=name.startswith("third"))
        marks = ", ".join(f"{memory[seen]:.0f} MB at {seen}" for seen in (1000, count) if seen in memory)
        _row(name, time.monotonic() - started, count, marks)
        told = ", ".join(f"{number} {words}" for _, words, number in run.counts if number)
        print(f"| | | | {told} |", flush=True)


def _row(name: str, seconds: float, count: int, memory: str) -> None:
    print(f"| {name} | {seconds:.1f} | {count / seconds:.0f} | {memory} |", flush=True)


def _resident_mb() -> float:
    """What this process holds now; the peak where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 1_000_000


def _repository(folder: Path, number: int) -> Path:
    from tests.harvest.world import publiccode

    place = folder / f"{number:06}.git"
    content = publiccode(f"Product {number}", f"https://git.esempia.example/{number % 97}/{number:06}")
    path = "publiccode.yml"
    if number % 10 == 1:
        path, content = "README.md", b"# Nothing\n"
    elif number % 50 == 2:
        content = b"name: [unclosed\n"
    (place / "objects").mkdir(parents=True)
    (place / "refs").mkdir()
    (place / "HEAD").write_text("ref: refs/heads/main\n")
    (place / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
    stream = (
        f"commit refs/heads/main\ncommitter Borgo <it@borgo.example> {1_700_000_000 + number} +0000\ndata 1\n.\n"
        f"M 100644 inline {path}\ndata {len(content)}\n"
    )
    command = ["git", f"--git-dir={place}", "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet"]
    subprocess.run(command, input=stream.encode() + content + b"\n", check=True, env=ENVIRONMENT)
    return place


def _url(server: SplitResult, name: str) -> str:
    return urlunsplit((server.scheme, server.netloc, f"/{name}", server.query, ""))


@contextmanager
def _database() -> Iterator[None]:
    """A fresh database with all tables, dropped at the end."""
    import psycopg

    from commonweal.server import database

    base = urlsplit(database.ensure_running())
    server = _url(base, "postgres")
    drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(f"CREATE DATABASE {DATABASE}")
    os.environ["DATABASE_URL"] = _url(base, DATABASE)
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.server.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    try:
        yield
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(drop)


if __name__ == "__main__":
    main()
