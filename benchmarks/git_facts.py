"""Times counting facts of git histories beside pydriller, on the same repositories in the same run.

    python benchmarks/git_facts.py replay LOGS INTO        make repositories of the hashed histories
    python benchmarks/git_facts.py check INTO BASELINES    all of them, and the figures beside the baselines
    python benchmarks/git_facts.py peer INTO [NAME ...]    beside pydriller, where it is installed
    python benchmarks/git_facts.py paths REPOSITORY        the same with the paths each commit changes
    python benchmarks/git_facts.py memory                  histories of 10,000 to 1,000,000 commits, generated

Ours reads the commits, merges identities and counts all figures of all time and of three windows. pydriller counts
nothing: "walk" reads author, author's moment and parents of each commit, "same" all fields that ours reads, "paths"
also what each commit changed, which it tells by reading the contents. CPU time, that of git included, best of ROUNDS
(of one for more than 3,000 commits by pydriller, and for paths). pydriller may stand in an environment of its own:
PEER_PYTHON names its interpreter. Results: benchmarks/results/git_facts.md.
"""

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.health.histories import replayed
from tests.health.measured import measured, unlike

from commonweal.connectors.git_history import history_of
from commonweal.connectors.local_git import git_directory
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules.counting import WINDOWS_DAYS, figures
from commonweal.health.rules.files import FileTally, truck_factor
from commonweal.health.rules.identities import people
from commonweal.health.rules.tally import Tally, Window, work_of

ROUNDS = 3
NOW = datetime(2026, 11, 1, tzinfo=UTC)
# The hashed histories lack names, and with them the programs that only a name tells. In this one the baseline has 334
# commits of programs more; exactly one author has that many, so it is taken for one. A guess that is made to match.
BOTS_BY_NAME = {"opendatateam__udata": 334}
PEER = """
import sys, resource
from pydriller import Repository
mode, best = sys.argv[2], None
for _ in range(int(sys.argv[3])):
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seen, number, paths = {}, 0, 0
    for commit in Repository(sys.argv[1]).traverse_commits():
        number += 1
        if not commit.merge:
            seen.setdefault(commit.author.email, []).append(commit.author_date)
        if mode != "walk":
            commit.author.name, commit.committer.name, commit.committer.email
            commit.committer_date, commit.msg, commit.hash
        if mode == "paths" and not commit.merge:
            paths += len([(file.change_type, file.old_path, file.new_path) for file in commit.modified_files])
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    took = sum(b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after))
    best = took if best is None else min(best, took)
print(number, sum(map(len, seen.values())), best)
"""


def replay(logs: Path, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    for log in sorted(logs.glob("*.jsonl.gz")):
        name = log.name.removesuffix(".jsonl.gz")
        if not (into / f"{name}.git").exists():
            replayed(log, into / f"{name}.git", bots_by_name(log, BOTS_BY_NAME.get(name)))
    print(f"{len(list(into.glob('*.git')))} repositories, {time.perf_counter() - started:.0f} s")


def bots_by_name(log: Path, commits: int | None) -> frozenset[str]:
    """Find the one author at a noreply address with so many commits."""
    if commits is None:
        return frozenset()
    with gzip.open(log, "rt") as lines:
        rows = [json.loads(line) for line in lines][1:]
    counted = Counter(
        row["author"] for row in rows if row["parents"] < 2 and not row["bot"] and "noreply" in row["author_domain"]
    )
    return frozenset(author for author, count in counted.items() if count == commits)


def check(into: Path, baselines: Path) -> None:
    known = {each["repo"].replace("/", "__"): each for each in json.loads(baselines.read_text())["repos"]}
    commits = same = 0
    started = time.perf_counter()
    for place in sorted(into.glob("*.git")):
        found = measured(place, NOW)
        commits += found["commits_all"]
        if place.stem in known:
            wrong = unlike(found, known[place.stem])
            same += not wrong
            print(f"{place.stem}: {wrong or 'matches'}")
    number = len(list(into.glob("*.git")))
    print(f"{number} repositories, {commits} commits, {same} match, {time.perf_counter() - started:.1f} s")


def facts(place: Path) -> int:
    """Count everything there is to count without contents."""
    packs = health_packs()
    with history_of(place) as history:
        history.tags()
        tally = Tally(packs.bots, NOW)
        work = work_of(history.commits(), tally, packs.merging, packs.domains)
    for until in (NOW, work.last or NOW):
        for days in WINDOWS_DAYS:
            figures(work, Window(until, days))
    figures(work, None)
    return len(work.commits) + work.merges + work.by_bots


def cpu(run: Callable[[], int]) -> tuple[int, float]:
    """Give what it returns and its least CPU time, that of git included."""
    best = None
    for _ in range(ROUNDS):
        before = _seconds()
        number = run()
        took = _seconds() - before
        best = took if best is None else min(best, took)
    return number, best or 0.0


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def peer(into: Path, names: list[str]) -> None:
    totals = [0.0, 0.0, 0.0]
    print("| repository | commits | ours | walk | times | same | times |\n|---|---|---|---|---|---|---|")
    for place in sorted(into.glob("*.git")):
        if names and place.stem not in names:
            continue
        number, ours = cpu(lambda place=place: facts(place))
        rounds = 1 if number > 3_000 else ROUNDS
        (commits, single, walk), (_, _, same) = (pydriller(place, mode, rounds) for mode in ("walk", "same"))
        found = measured(place, NOW)
        agrees = commits == found["commits_all"] and single == found["commits_nomerge"]
        totals = [so_far + more for so_far, more in zip(totals, (ours, walk, same), strict=True)]
        row(place.stem.replace("__", "/") + ("" if agrees else " (counts differ)"), number, ours, walk, same)
    row("all", "", *totals)


def row(name: str, number: object, ours: float, walk: float, same: float) -> None:
    timed = f"{walk:.2f} s | {walk / ours:.1f} | {same:.2f} s | {same / ours:.1f}"
    print(f"| {name} | {number} | {ours:.3f} s | {timed} |", flush=True)


def pydriller(place: Path, mode: str, rounds: int) -> tuple[int, int, float]:
    """Give commits, those that are no merges, and CPU seconds."""
    python = os.environ.get("PEER_PYTHON", sys.executable)
    command = [python, "-c", PEER, str(place), mode, str(rounds)]
    commits, single, seconds = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(commits), int(single), float(seconds)


def paths(place: Path) -> None:
    """Count the truck factor too, on a repository with contents."""
    git = git_directory(place)
    if git is None:
        sys.exit(f"{place} is no repository")

    def counted() -> int:
        packs = health_packs()
        tally = FileTally(packs.bots)
        with history_of(git) as history:
            number = 0
            for commit in history.commits(with_changes=True):
                tally.add(commit)
                number += 1
        truck_factor(tally.files(people(tally.identities(), packs.merging)))
        return number

    number, ours = cpu(counted)
    commits, _, theirs = pydriller(place, "paths", 1)
    print(f"{number} commits, {commits} by pydriller")
    print(f"ours {ours:.2f} s, pydriller {theirs:.2f} s, {theirs / ours:.0f} times")


def generated(commits: int) -> Iterator[bytes]:
    """Yield a history of 500 people over ten years."""
    for number in range(commits):
        who = f"Person {number * 7919 % 500} <p{number * 7919 % 500}@body{number % 40}.example>"
        when = 1_450_000_000 + number * 315_000_000 // commits
        yield (
            f"commit refs/heads/main\nauthor {who} {when} +0100\ncommitter {who} {when} +0100\n"
            f"data 40\nWork on the part that has the number {number % 10}.\n\n"
        ).encode()


def memory() -> None:
    print("| commits | time | CPU | memory of the process | most that counting asked for |\n|---|---|---|---|---|")
    for commits in (1_000, 10_000, 100_000, 1_000_000):
        with tempfile.TemporaryDirectory() as directory:
            git = ["git", f"--git-dir={directory}"]
            subprocess.run([*git, "init", "--quiet", "--bare", "--initial-branch=main"], check=True)
            with subprocess.Popen(
                [*git, "fast-import", "--quiet"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
            ) as importing:
                assert importing.stdin is not None
                for said in generated(commits):
                    importing.stdin.write(said)
            started, used = time.perf_counter(), _seconds()
            number = facts(Path(directory))
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            took, used = time.perf_counter() - started, _seconds() - used
            asked = f"{traced(Path(directory)):.1f} MB" if commits <= 100_000 else ""
            print(f"| {number:,} | {took:.1f} s | {used:.1f} s | {most / 1024:.0f} MB | {asked} |", flush=True)


def traced(place: Path) -> float:
    """Give the megabytes that objects of Python took at most; tracing is slow, so it is not timed."""
    tracemalloc.start()
    facts(place)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    what, *rest = sys.argv[1:]
    print(f"load {os.getloadavg()[0]:.1f}")
    if what == "replay":
        replay(Path(rest[0]), Path(rest[1]))
    elif what == "check":
        check(Path(rest[0]), Path(rest[1]))
    elif what == "peer":
        peer(Path(rest[0]), rest[1:])
    elif what == "paths":
        paths(Path(rest[0]))
    else:
        memory()
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
