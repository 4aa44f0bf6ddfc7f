"""Times counting facts of git histories beside pydriller, on the same repositories in the same run.

    python benchmarks/git_facts.py replay LOGS INTO        make repositories of the hashed histories
    python benchmarks/git_facts.py check INTO BASELINES MANIFEST   all of them, beside baselines and counts
    python benchmarks/git_facts.py peer INTO [NAME ...]    beside pydriller, where it is installed
    python benchmarks/git_facts.py agree INTO [NAME ...]   what pydriller and perceval count, beside ours
    python benchmarks/git_facts.py paths REPOSITORY        the same with the paths each commit changes
    python benchmarks/git_facts.py memory                  histories of 10,000 to 1,000,000 commits, generated

Ours reads the commits, merges identities and counts all figures of all time and of three windows. pydriller counts
nothing: "walk" reads author, author's moment and parents of each commit, "paths" also what each commit changed, which
it tells by reading the contents. Each is timed by the clock and by the CPU time it uses, that of git included, best of
ROUNDS (of one for more than 3,000 commits by pydriller, and for paths). "Floor" is the CPU time of `git rev-list`
alone, which tells of each commit only that there is one. The peers may stand in an environment of their own:
PEER_PYTHON names its interpreter. Results: benchmarks/results/git_facts.md.
"""

import csv
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
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.health.histories import replayed
from tests.health.measured import measured, recounted, unlike

from commonweal.connectors.git_history import history_of
from commonweal.connectors.local_git import git_directory
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules.counting import WINDOWS_DAYS, absence_factor, figures
from commonweal.health.rules.files import FileTally, truck_factor
from commonweal.health.rules.identities import people
from commonweal.health.rules.tally import Tally, Window, work_of

ROUNDS = 3
NOW = datetime(2026, 11, 1, tzinfo=UTC)
# The hashed histories lack names, and with them the programs that only a name tells. In this one the baseline has 334
# commits of programs more; exactly one author has that many, so it is taken for one. A guess that is made to match.
BOTS_BY_NAME = {"opendatateam__udata": 334}
PEER = """
import sys, resource, time
from pydriller import Repository
mode, best, clock = sys.argv[2], None, None
for _ in range(int(sys.argv[3])):
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    started = time.perf_counter()
    seen, number, paths = {}, 0, 0
    for commit in Repository(sys.argv[1]).traverse_commits():
        number += 1
        if not commit.merge:
            seen.setdefault(commit.author.email, []).append(commit.author_date)
        if mode == "paths" and not commit.merge:
            paths += len([(file.change_type, file.old_path, file.new_path) for file in commit.modified_files])
    passed = time.perf_counter() - started
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    took = sum(b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after))
    best = took if best is None else min(best, took)
    clock = passed if clock is None else min(clock, passed)
print(number, sum(map(len, seen.values())), len(seen), best, clock)
"""
# perceval reads every ref and clones first; a commit says whether it is a merge by how many parents it has.
PERCEVAL = """
import collections, sys, tempfile
from perceval.backends.core.git import Git
number, people, single = 0, collections.Counter(), collections.Counter()
with tempfile.TemporaryDirectory() as place:
    for item in Git(sys.argv[1], place + "/copy").fetch():
        number += 1
        mail = item["data"]["Author"].rpartition("<")[2].rstrip(">")
        people[mail] += 1
        if len(item["data"]["parents"]) < 2:
            single[mail] += 1
print(number, single.total(), len(single), *sorted(people.values(), reverse=True))
"""


def replay(logs: Path, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    for log in sorted(logs.glob("*.jsonl.gz")):
        name = log.name.removesuffix(".jsonl.gz")
        if not (into / f"{name}.git").exists():
            place = replayed(log, into / f"{name}.git", bots_by_name(log, BOTS_BY_NAME.get(name)))
            # As in every clone; fast-import leaves a file for each tag.
            subprocess.run(["git", f"--git-dir={place}", "pack-refs", "--all"], check=True)
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


def check(into: Path, baselines: Path, manifest: Path) -> None:
    known = {each["repo"].replace("/", "__"): each for each in json.loads(baselines.read_text())["repos"]}
    with manifest.open() as file:
        told = {row["repo"].replace("/", "__"): row for row in csv.DictReader(file)}
    commits = same = alike = 0
    started = time.perf_counter()
    for place in sorted(into.glob("*.git")):
        found, counts = measured(place, NOW), recounted(place)
        commits += found["commits_all"]
        different = {key: (count, told[place.stem][key]) for key, count in counts.items()}
        different = {key: pair for key, pair in different.items() if str(pair[0]) != pair[1]}
        alike += not different
        if different:
            print(f"{place.stem}: beside the list of histories {different}")
        if place.stem in known:
            wrong = unlike(found, known[place.stem])
            same += not wrong
            print(f"{place.stem}: {wrong or 'matches its baseline'}")
    number, took = len(list(into.glob("*.git"))), time.perf_counter() - started
    print(f"{number} repositories, {commits} commits, {alike} as told of them, {same} as their baseline, {took:.1f} s")


def facts(place: Path) -> int:
    """Count everything there is to count without contents."""
    packs = health_packs()
    with history_of(place) as history:
        history.tags()
        tally = Tally(packs.bots, NOW)
        work = work_of(history.glances(), tally, packs.merging, packs.domains)
    for until in (NOW, work.last or NOW):
        for days in WINDOWS_DAYS:
            figures(work, Window(until, days))
    figures(work, None)
    return len(work.commits) + work.merges + work.by_bots


@dataclass(frozen=True)
class Timed:
    """Seconds of CPU, that of git included, and by the clock; `own` are those of CPU without git."""

    cpu: float
    clock: float
    own: float = 0.0

    def __add__(self, other: "Timed") -> "Timed":
        return Timed(self.cpu + other.cpu, self.clock + other.clock, self.own + other.own)


def timed(run: Callable[[], int]) -> tuple[int, Timed]:
    """Give what it returns and its least times."""
    rounds, clock, number = [], [], 0
    for _ in range(ROUNDS):
        before, started = _seconds(), time.perf_counter()
        number = run()
        clock.append(time.perf_counter() - started)
        own, git = (after - earlier for after, earlier in zip(_seconds(), before, strict=True))
        rounds.append((own + git, own))
    cpu, own = min(rounds)
    return number, Timed(cpu, min(clock), own)


def _seconds() -> tuple[float, float]:
    """Give the CPU time of this process, and of those it waited for."""
    own, git = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime, git.ru_utime + git.ru_stime


def peer(into: Path, names: list[str]) -> None:
    """Time every repository, and show a row for those that are named, and for all."""
    ours = theirs = floor = Timed(0.0, 0.0)
    wrong = commits = 0
    print("| repository | commits | floor | ours | pydriller | times | ours, clock | pydriller, clock | times |")
    print("|---|---|---|---|---|---|---|---|---|")
    for place in sorted(into.glob("*.git")):
        number, mine = timed(lambda place=place: facts(place))
        _, least = timed(lambda place=place: walked(place))
        total, single, _, other = pydriller(place, "walk", 1 if number > 3_000 else ROUNDS)
        found = measured(place, NOW)
        wrong += total != found["commits_all"] or single != found["commits_nomerge"]
        ours, theirs, floor, commits = ours + mine, theirs + other, floor + least, commits + number
        if place.stem in names:
            row(place.stem.replace("__", "/"), number, least, mine, other)
    row("all", commits, floor, ours, theirs)
    print(f"Of ours {ours.own:.2f} s are Python's and {ours.cpu - ours.own:.2f} s are git's.")
    print(f"In {wrong} of them pydriller counts other commits.")


def row(name: str, number: int, floor: Timed, ours: Timed, theirs: Timed) -> None:
    cpu = f"{floor.cpu:.3f} s | {ours.cpu:.3f} s | {theirs.cpu:.2f} s | {theirs.cpu / ours.cpu:.1f}"
    clock = f"{ours.clock:.3f} s | {theirs.clock:.2f} s | {theirs.clock / ours.clock:.1f}"
    print(f"| {name} | {number:,} | {cpu} | {clock} |", flush=True)


def walked(place: Path) -> int:
    """Let git alone walk the history."""
    command = ["git", f"--git-dir={place}", "rev-list", "HEAD", "--"]
    return subprocess.run(command, capture_output=True, check=False).stdout.count(b"\n")


def pydriller(place: Path, mode: str, rounds: int) -> tuple[int, int, int, Timed]:
    """Give commits, those that are no merges, the mails of their authors, and times."""
    said = _asked(PEER, str(place), mode, str(rounds))
    return int(said[0]), int(said[1]), int(said[2]), Timed(float(said[3]), float(said[4]))


def agree(into: Path, names: list[str]) -> None:
    """Count what two others count: commits, those that are no merges, mails, and the absence factor of all commits."""
    repositories = differ = commits = 0
    for place in sorted(into.glob("*.git")):
        if names and place.stem not in names:
            continue
        ours = counted(place)
        by_pydriller = pydriller(place, "walk", 1)[:3]
        all_of_them, single, mails, *counts = map(int, _asked(PERCEVAL, str(place)))
        by_perceval = (all_of_them, single, mails, absence_factor(counts))
        repositories, commits = repositories + 1, commits + ours[0]
        if by_pydriller != ours[:3] or by_perceval != ours:
            differ += 1
            print(f"{place.stem}: ours {ours}, pydriller {by_pydriller}, perceval {by_perceval}")
    print(f"{repositories} repositories, {commits} commits; others count differently in {differ}")


def counted(place: Path) -> tuple[int, int, int, int]:
    """Count as others do: every commit, programs and merges too, and every mail as a person."""
    with history_of(place) as history:
        every = list(history.glances())
    single = [each for each in every if not each.is_merge]
    people_of_all = Counter(each.author.mail for each in every)
    return len(every), len(single), len({each.author.mail for each in single}), absence_factor(people_of_all.values())


def _asked(program: str, *arguments: str) -> list[str]:
    python = os.environ.get("PEER_PYTHON", sys.executable)
    command = [python, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def paths(place: Path) -> None:
    """Count the truck factor too, on a repository with contents."""
    git = git_directory(place)
    if git is None:
        sys.exit(f"{place} is no repository")

    def read() -> int:
        packs = health_packs()
        tally = FileTally(packs.bots)
        with history_of(git) as history:
            number = 0
            for commit in history.commits(with_changes=True):
                tally.add(commit)
                number += 1
        truck_factor(tally.files(people(tally.identities(), packs.merging)))
        return number

    number, ours = timed(read)
    commits, _, _, theirs = pydriller(place, "paths", 1)
    print(f"{number} commits, {commits} by pydriller")
    print(f"ours {ours.cpu:.2f} s, pydriller {theirs.cpu:.2f} s, {theirs.cpu / ours.cpu:.0f} times")


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
            started, used = time.perf_counter(), sum(_seconds())
            number = facts(Path(directory))
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            took, used = time.perf_counter() - started, sum(_seconds()) - used
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
        check(Path(rest[0]), Path(rest[1]), Path(rest[2]))
    elif what == "peer":
        peer(Path(rest[0]), rest[1:])
    elif what == "agree":
        agree(Path(rest[0]), rest[1:])
    elif what == "paths":
        paths(Path(rest[0]))
    else:
        memory()
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
