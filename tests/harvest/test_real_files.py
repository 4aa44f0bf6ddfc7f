"""Real publiccode.yml files and their histories, harvested as a folder and as real bare repositories."""

import tarfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from commonweal.catalogue.models import Entry, Revision
from commonweal.harvest import actions
from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import Reason, Rejection, Run, RunEnd, Source
from commonweal.journal.models import Event
from commonweal.standards import publiccode
from tests.harvest.conftest import Walk
from tests.harvest.world import bare

pytestmark = pytest.mark.django_db


def source_of(driver: str, place: Path) -> Source:
    return actions.add_source(draft=SourceDraft(driver=driver, url=str(place)), by=None)


def reasons() -> Counter[str]:
    return Counter(Rejection.objects.filter(resolved_at=None).values_list("reason", flat=True))


def told() -> tuple[int, int, int]:
    """What must not move when nothing changed: the catalogue's events, revisions, and rejections."""
    events = Event.objects.filter(name__startswith="catalogue.").count()
    return events, Revision.objects.count(), Rejection.objects.count()


def adds_up(run: Run) -> bool:
    """Whether every file that was seen is counted once."""
    settled = run.published + run.changed + run.unchanged + run.returned + run.broken + run.rejected
    return settled + run.without_metadata >= run.seen


def test_a_folder_of_real_files_becomes_entries_and_rejections_with_reasons(shared_data: Path, walk: Walk) -> None:
    files = sorted((shared_data / "publiccode").glob("*.y*ml"))
    source = source_of("folder", shared_data / "publiccode")

    first = walk(source)
    before = told()
    second = walk(source)

    assert (first.end, second.end) == (RunEnd.COMPLETED, RunEnd.COMPLETED)
    assert first.seen >= len(files) > 50
    assert adds_up(first)
    assert Entry.objects.count() == first.published > 40
    assert sum(reasons().values()) == first.rejected
    assert set(reasons()) <= {Reason.UNREADABLE, Reason.NO_NAME, Reason.NO_ADDRESS, Reason.SECOND}
    assert (second.published, second.changed, second.broken, second.gone) == (0, 0, 0, 0)
    assert (second.unchanged, second.rejected) == (first.published, first.rejected)
    assert told() == before


def test_real_files_in_bare_repositories_give_the_same_entries(shared_data: Path, tmp_path: Path, walk: Walk) -> None:
    files = sorted((shared_data / "publiccode").glob("*.y*ml"))
    for file in files:
        bare(tmp_path / "git", file.stem, {f"publiccode{file.suffix}": file.read_bytes(), "README.md": b"# Hello\n"})
    source = source_of("local_git", tmp_path / "git")

    first = walk(source)
    before = told()
    second = walk(source)

    readable = [document for file in files if (document := publiccode.read(file.read_bytes())[0]) is not None]
    addresses = {document.url for document in readable if document.name and document.url}
    assert first.seen == len(files)
    assert first.published + first.rejected == len(files)
    assert 0.9 * len(addresses) <= Entry.objects.count() <= len(addresses)
    assert (second.unchanged, second.rejected) == (first.published, first.rejected)
    assert told() == before


def test_real_histories_are_followed_version_by_version(shared_data: Path, tmp_path: Path, walk: Walk) -> None:
    archive = shared_data / "publiccode-history.tar.xz"
    versions: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    with tarfile.open(archive) as history:
        for member in history:
            path = Path(member.name)
            content = history.extractfile(member)
            if content is not None and path.suffix in {".yml", ".yaml"}:
                versions[path.parent.name].append((path.stem, content.read()))
    assert len(versions) > 50
    source = source_of("local_git", tmp_path / "git")
    broken_after_good = 0
    for step in (0, 0.34, 0.67, 1):
        for name, found in versions.items():
            found.sort()
            content = found[round(step * (len(found) - 1))][1]
            bare(tmp_path / "git", name, {"publiccode.yml": content}, when=1_700_000_000 + round(step * 1000))
        run = walk(source)
        broken_after_good += run.broken
        assert (run.end, run.seen) == (RunEnd.COMPLETED, len(versions))

    before = told()
    last = walk(source)

    assert (last.published, last.changed, last.broken) == (0, 0, 0)
    assert told() == before
    assert Entry.objects.filter(is_broken=True).count() == reasons()[Reason.BROKEN] <= broken_after_good
    assert Revision.objects.count() > len(versions)
