"""Planted histories, and the real ones whose authors are hashed, as commits and as what git fast-import reads."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from commonweal.connectors.git_history import Commit, Glance, Person
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules.identities import Domains
from commonweal.health.rules.tally import Tally, Work, work_of

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
AINO = Person("Aino Aho", "aino@esempia.example")
BRUNO = Person("Bruno Berg", "bruno@borgo.example")
BOT = Person("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")


def commit(who: Person = AINO, days_ago: float | None = 1, **more: Any) -> Commit:
    """A commit, None days ago having no moment."""
    at = None if days_ago is None else NOW - timedelta(days=days_ago)
    said: dict[str, Any] = {"parents": ("0" * 40,), "subject": "Change.", **more}
    return Commit(id="1" * 40, author=who, authored_at=at, committer=who, committed_at=at, **said)


def work(commits: Iterable[Commit], now: datetime = NOW) -> Work:
    """Count with the packs we ship."""
    packs = health_packs()
    return work_of((each.glance for each in commits), Tally(packs.bots, now), packs.merging, packs.domains)


def raw_domains(commits: Iterable[Glance], now: datetime = NOW) -> Work:
    """Count with every domain as an organisation of its own."""
    packs = health_packs()
    return work_of(commits, Tally(packs.bots, now), packs.merging, Domains(frozenset(), {}))


def replayed(log: Path, into: Path, bots: frozenset[str] = frozenset()) -> Path:
    """Make a bare repository of a log."""
    git = ["git", f"--git-dir={into}"]
    environment = {"PATH": os.environ["PATH"], "HOME": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run([*git, "init", "--quiet", "--bare", "--initial-branch=main"], env=environment, check=True)
    said = b"".join(Replay(log, bots).stream())
    importing = [*git, "fast-import", "--quiet", "--force", "--date-format=raw-permissive"]
    subprocess.run(importing, env=environment, input=said, check=True, capture_output=True)
    return into


@dataclass
class Replay:
    """Makes a graph with the same commits, moments, people and numbers of parents, of which only the numbers are kept.

    The programs that only their names tell are not told apart there, so `bots` names their hashes.
    """

    path: Path
    bots: frozenset[str] = frozenset()
    tips: list[int] = field(default_factory=list)

    def stream(self) -> Iterator[bytes]:
        """Yield what git fast-import reads: the oldest commit first."""
        with gzip.open(self.path, "rt") as lines:
            self.about = json.loads(next(lines))
            rows = [json.loads(line) for line in lines]
        for mark, row in enumerate(reversed(rows), 1):
            yield self._commit(mark, row).encode()
        yield f"reset refs/heads/main\nfrom :{self.tips[-1]}\n\n".encode()
        for tag in self.about["tags"]:
            yield f"reset refs/tags/{tag['tag']}\nfrom :{self.tips[-1]}\n\n".encode()

    def _commit(self, mark: int, row: dict[str, Any]) -> str:
        who = row["author"]
        is_bot = row["bot"] or who in self.bots
        name = f"{who}[bot]" if is_bot else who
        parents = self._parents(mark, row["parents"])
        lines = [
            # Without the reset a commit without parents would have the one before it as its parent.
            *([] if parents else ["reset refs/heads/main", ""]),
            "commit refs/heads/main",
            f"mark :{mark}",
            f"author {name} <{who}@{row['author_domain']}> {_raw(row['author_date'])}",
            f"committer x <{row['committer']}@x.example> {_raw(row['commit_date'])}",
            "data 0",
            *(f"{'merge' if number else 'from'} :{parent}" for number, parent in enumerate(parents)),
        ]
        return "\n".join(lines) + "\n\n"

    def _parents(self, mark: int, count: int) -> list[int]:
        """Join what is loose; where a merge has nothing loose left to join, it joins an older commit."""
        parents = [self.tips.pop() for _ in range(min(count, len(self.tips)))]
        older = mark - 1
        while len(parents) < count:
            if older not in parents:
                parents.append(older)
            older -= 1
        self.tips.append(mark)
        return parents


def _raw(said: str) -> str:
    at = datetime.fromisoformat(said)
    return f"{int(at.timestamp())} {at.strftime('%z')}"
