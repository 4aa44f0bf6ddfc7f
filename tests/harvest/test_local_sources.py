"""Harvesting real bare repositories of this machine."""

from pathlib import Path

import pytest

from commonweal.catalogue.models import Entry, Record, Revision
from commonweal.catalogue.queries import find_by_url
from commonweal.harvest.models import Reason, Rejection, Repository, RunEnd, Source
from commonweal.journal.models import Event
from tests.harvest.conftest import Walk
from tests.harvest.world import bare, publiccode

pytestmark = pytest.mark.django_db

URL = "https://git.esempia.example/borgo/"


def standing(source: Source) -> dict[str, str]:
    """Reasons of what stands rejected, by the name of the repository."""
    rows = Rejection.objects.filter(source=source, resolved_at=None).select_related("repository")
    return {row.repository.name: row.reason for row in rows}


def test_a_harvest_lists_what_it_finds(source: Source, folder: Path, walk: Walk) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    bare(folder, "registry", {"publiccode.yaml": publiccode("Registry")})
    bare(folder, "empty", {"README": b"nothing here"})

    run = walk(source)

    assert run.end == RunEnd.COMPLETED
    assert (run.seen, run.published, run.without_metadata, run.rejected) == (3, 2, 1, 0)
    assert {entry.name for entry in Entry.objects.all()} == {"Canteen", "Registry"}


def test_a_second_harvest_changes_nothing(source: Source, folder: Path, walk: Walk) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    bare(folder, "broken", {"publiccode.yml": b"name: [unclosed"})
    walk(source)
    before = Event.objects.filter(name__startswith="catalogue.").count()

    run = walk(source)

    assert Event.objects.filter(name__startswith="catalogue.").count() == before
    assert Revision.objects.count() == 0
    assert (run.unchanged, run.rejected, run.published, run.changed) == (1, 1, 0, 0)
    assert Rejection.objects.count() == 1


def test_what_a_harvest_passes_over_as_unchanged_was_seen(source: Source, folder: Path, walk: Walk) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    walk(source)
    before = Record.objects.get()

    walk(source)

    assert Record.objects.get().seen_at > before.seen_at
    assert Record.objects.get().good_at > before.good_at


def test_a_changed_file_changes_the_entry(source: Source, folder: Path, walk: Walk) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    walk(source)
    bare(
        folder, "canteen", {"publiccode.yml": publiccode("Canteen", text="Counts meals and milk.")}, when=1_800_000_000
    )

    run = walk(source)

    assert run.changed == 1
    assert Revision.objects.count() == 1


def test_several_components_of_one_repository_are_entries_each(source: Source, folder: Path, walk: Walk) -> None:
    suite = f"{URL}suite"
    files = {
        "publiccode.yml": publiccode("Suite", suite),
        "apps/forms/publiccode.yaml": publiccode("Forms", suite),
        "apps/pay/.github/publiccode.yml": publiccode("Pay", suite),
    }
    bare(folder, "suite", files)

    walk(source)

    paths = dict(Entry.objects.values_list("name", "component_path"))
    assert paths == {"Suite": "", "Forms": "apps/forms", "Pay": "apps/pay"}


def test_a_component_that_is_deleted_is_gone_at_once(source: Source, folder: Path, walk: Walk) -> None:
    both = {"publiccode.yml": publiccode("Suite"), "pay/publiccode.yml": publiccode("Pay", f"{URL}suite")}
    bare(folder, "suite", both)
    walk(source)
    bare(folder, "suite", {"publiccode.yml": both["publiccode.yml"]}, when=1_800_000_000)

    run = walk(source)

    assert run.gone == 1
    assert Entry.objects.get(name="Pay").retirements.filter(returned_at=None).exists()
    assert not Entry.objects.get(name="Suite").retirements.exists()


def test_what_is_broken_keeps_its_last_good_version_until_it_is_mended(
    source: Source, folder: Path, walk: Walk
) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    walk(source)

    bare(folder, "canteen", {"publiccode.yml": b"name: [unclosed"}, when=1_800_000_000)
    run = walk(source)

    entry = Entry.objects.get()
    assert (run.broken, entry.name, entry.is_broken) == (1, "Canteen", True)
    assert standing(source) == {"canteen": Reason.BROKEN}

    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")}, when=1_800_000_001)
    walk(source)

    entry.refresh_from_db()
    assert not entry.is_broken
    assert standing(source) == {}


def test_what_vanishes_is_gone_after_a_completed_run_and_comes_back(source: Source, folder: Path, walk: Walk) -> None:
    place = bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    bare(folder, "registry", {"publiccode.yml": publiccode("Registry")})
    walk(source)
    hidden = folder.parent / "hidden.git"

    place.rename(hidden)
    run = walk(source)

    canteen = Entry.objects.get(name="Canteen")
    assert run.gone == 1
    assert canteen.retirements.filter(returned_at=None).count() == 1

    hidden.rename(place)
    run = walk(source)

    assert run.returned == 1
    assert not canteen.retirements.filter(returned_at=None).exists()


def test_a_renamed_repository_keeps_its_entry(source: Source, folder: Path, walk: Walk) -> None:
    place = bare(folder, "old", {"publiccode.yml": publiccode("Canteen")})
    bare(folder, "registry", {"publiccode.yml": publiccode("Registry")})
    walk(source)
    place.rename(folder / "new.git")

    run = walk(source)

    assert (run.moved, run.gone) == (1, 0)
    assert not Entry.objects.get(name="Canteen").retirements.exists()
    assert Repository.objects.get(name="old").moved_to == Repository.objects.get(name="new")
    assert standing(source) == {}
    assert (walk(source).unchanged, standing(source)) == (2, {})


def test_software_that_names_a_new_address_keeps_the_old_one_as_an_alias(
    source: Source, folder: Path, walk: Walk
) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen", f"{URL}canteen")})
    walk(source)
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen", f"{URL}meals")}, when=1_800_000_000)

    run = walk(source)

    entry = Entry.objects.get()
    assert run.moved == 1
    assert entry.url == f"{URL}meals"
    assert find_by_url(f"{URL}canteen") == entry


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name: [unclosed", Reason.UNREADABLE),
        (b"url: https://git.esempia.example/borgo/nameless\n", Reason.NO_NAME),
        (b"name: Nowhere\n", Reason.NO_ADDRESS),
        (b"\xff\xfe\x00", Reason.UNREADABLE),
    ],
)
def test_what_cannot_be_listed_is_rejected_with_its_reason(
    source: Source, folder: Path, walk: Walk, content: bytes, reason: Reason
) -> None:
    bare(folder, "odd", {"publiccode.yml": content})

    run = walk(source)

    assert (run.rejected, run.published) == (1, 0)
    assert standing(source) == {"odd": reason}


def test_of_two_repositories_with_one_address_its_namesake_speaks(source: Source, folder: Path, walk: Walk) -> None:
    bare(folder, "a-copy", {"publiccode.yml": publiccode("Canteen", text="The copy.")})
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen", text="The original.")})

    walk(source)
    events = Event.objects.filter(name__startswith="catalogue.").count()
    walk(source)

    assert standing(source) == {"a-copy": Reason.SECOND}
    assert Record.objects.get().document["description"]["en"]["shortDescription"] == "The original."
    assert Event.objects.filter(name__startswith="catalogue.").count() == events


def test_the_copy_takes_over_when_the_original_goes(source: Source, folder: Path, walk: Walk) -> None:
    bare(folder, "a-copy", {"publiccode.yml": publiccode("Canteen", text="The copy.")})
    place = bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen", text="The original.")})
    walk(source)
    place.rename(folder.parent / "elsewhere.git")
    walk(source)

    run = walk(source)

    assert run.returned == 1
    assert standing(source) == {}


def test_much_missing_at_once_is_not_believed(source: Source, folder: Path, walk: Walk) -> None:
    places = [bare(folder, f"r{each}", {"publiccode.yml": publiccode(f"R{each}")}) for each in range(6)]
    walk(source)
    for place in places[:4]:
        place.rename(folder.parent / place.name)

    run = walk(source)

    assert (run.end, run.gone) == (RunEnd.DOUBTFUL, 0)
    assert "4" in run.failure
    assert not Entry.objects.filter(retirements__returned_at=None, retirements__isnull=False).exists()
