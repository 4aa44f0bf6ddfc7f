"""A harvest that is killed again and again loses nothing and doubles nothing."""

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from commonweal.catalogue.models import Alias, Entry, Record
from commonweal.harvest import actions
from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import Rejection, Run, RunEnd, Source
from commonweal.journal.models import Event
from tests.conftest import PROJECT
from tests.harvest.world import bare, publiccode

REPOSITORIES, KILLS = 200, 25


def describe(folder: Path, word: str) -> None:
    """Fill a folder with good, empty, broken and double repositories; the word keeps two worlds apart."""
    for number in range(REPOSITORIES):
        name = f"{word}-{number:03}"
        files = {"publiccode.yml": publiccode(name)}
        if number % 20 == 3:
            files = {"README": b"nothing"}
        if number % 20 == 7:
            files = {"publiccode.yml": b"name: [unclosed"}
        if number % 20 == 11:
            files["part/publiccode.yaml"] = publiccode(f"{name} part", f"https://git.esempia.example/borgo/{name}")
        if number % 20 == 13:
            files = {"publiccode.yml": publiccode("again", f"https://git.esempia.example/borgo/{word}-000")}
        bare(folder, name, files)


def alter(folder: Path, word: str) -> None:
    """Change, break, mend, rename and delete some of them."""
    for number in range(0, REPOSITORIES, 8):
        name = f"{word}-{number:03}"
        bare(folder, name, {"publiccode.yml": publiccode(name, text="Counts milk.")}, when=1_800_000_000)
    for number in range(5, REPOSITORIES, 25):
        bare(folder, f"{word}-{number:03}", {"publiccode.yml": b"name: [unclosed"}, when=1_800_000_000)
    for number in range(9, REPOSITORIES, 40):
        (folder / f"{word}-{number:03}.git").rename(folder / f"{word}-{number:03}-renamed.git")
    for number in range(2, REPOSITORIES, 40):
        (folder / f"{word}-{number:03}.git").rename(folder.parent / f"{word}-{number:03}.git")


def harvested(source: Source, *, kills: int, seed: int) -> list[str]:
    """Harvest in a program of its own, killing it so often; return what it said."""
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={quote(settings['HOST'], safe='')}"
    environment = os.environ | {
        "DATABASE_URL": (os.environ.get("DATABASE_URL", "") and _renamed(os.environ["DATABASE_URL"])) or url,
        "PYTHONPATH": f"{PROJECT}/src{os.pathsep}{PROJECT}",
    }
    command = [sys.executable, "-m", "tests.harvest.killed", str(source.pk), str(kills), str(seed)]
    done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("last 0\n"), done.stdout[-2000:]
    return done.stdout.split()


def _renamed(url: str) -> str:
    """The address of the test's database on the server that DATABASE_URL names."""
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{connection.settings_dict['NAME']}{'?' + query if query else ''}"


def told(source: Source, word: str) -> dict[str, object]:
    """All that a source has brought about, without the word that tells it from another."""
    records = Record.objects.filter(source=source.key).select_related("entry")
    entries = {str(record.entry_id): record.entry.slug.replace(word, "*") for record in records}
    retired = Entry.objects.filter(retirements__returned_at=None, retirements__isnull=False, records__in=records)
    events = Event.objects.filter(name__startswith="catalogue.", subject_id__in=entries)
    rejections = Rejection.objects.filter(source=source)
    return {
        "records": sorted(
            (entries[str(each.entry_id)], each.is_broken, each.revisions.count(), str(each.document).replace(word, "*"))
            for each in records
        ),
        "retired": sorted(entries[str(entry.pk)] for entry in retired),
        "aliases": sorted(Alias.objects.filter(entry__records__in=records).values_list("url", flat=True)),
        "events": Counter((event.name, entries[event.subject_id]) for event in events),
        "rejections": sorted(
            (each.url.rpartition("/")[2].replace(word, "*"), each.path, each.reason, each.resolved_at is None)
            for each in rejections
        ),
    }


@pytest.mark.django_db(transaction=True)
def test_fifty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    sources = {}
    for word in ("calm", "wild"):
        describe(tmp_path / word / "git", word)
        draft = SourceDraft(driver="local_git", url=str(tmp_path / word / "git"))
        sources[word] = actions.add_source(draft=draft, by=None)

    said = harvested(sources["wild"], kills=KILLS, seed=1)
    harvested(sources["calm"], kills=0, seed=1)

    assert told(sources["wild"], "wild") == told(sources["calm"], "calm")

    for word in ("calm", "wild"):
        alter(tmp_path / word / "git", word)
    said += harvested(sources["wild"], kills=KILLS, seed=2)
    harvested(sources["calm"], kills=0, seed=2)

    assert told(sources["wild"], "wild") == told(sources["calm"], "calm")
    assert said.count("killed") == 2 * KILLS
    assert sum(pair == ("page", "killed") for pair in pairwise(said)) > KILLS, "most kills must hit a run in the middle"
    assert set(Run.objects.values_list("end", flat=True)) == {RunEnd.COMPLETED.value}
    calm = Run.objects.filter(source=sources["calm"]).order_by("pk")
    assert [(run.seen, run.gone > 0, run.moved > 0) for run in calm] == [(200, False, False), (195, True, True)]
