"""Removing a source: what leaves, what stays, and how it comes back."""

from pathlib import Path

import pytest

from commonweal.catalogue import queries as entries
from commonweal.harvest import actions, queries
from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import Rejection, Run, Source
from commonweal.harvest.permissions import NotAllowed
from commonweal.harvest.tasks import drop_finds
from commonweal.journal.models import Event
from tests.conftest import Cast
from tests.harvest.conftest import Walk
from tests.harvest.world import bare, publiccode

pytestmark = pytest.mark.django_db


def names(cast: Cast) -> set[str]:
    return set(entries.entries_for(cast.bruno).values_list("name", flat=True))


@pytest.fixture
def other(tmp_path: Path) -> Source:
    place = tmp_path / "other"
    place.mkdir()
    bare(place, "roads", {"publiccode.yml": publiccode("Roads")})
    return actions.add_source(draft=SourceDraft(driver="local_git", url=str(place), name="Other"), by=None)


def test_exactly_what_came_from_a_removed_source_leaves(
    cast: Cast, source: Source, other: Source, folder: Path, walk: Walk
) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    bare(folder, "broken", {"publiccode.yml": b"name: [unclosed"})
    walk(source)
    walk(other)

    actions.remove_source(source=source, reason="It moved.", by=cast.bruno)
    actions.remove_source(source=source, reason="Again.", by=cast.bruno)
    drop_finds(source.pk)

    assert names(cast) == {"Roads"}
    assert not Rejection.objects.filter(source=source, resolved_at=None).exists()
    assert Run.objects.filter(source=source).count() == 1
    assert Event.objects.filter(name="harvest.source_removed").count() == 1
    assert list(queries.listed_sources(cast.bruno)) == [other]


def test_a_removed_source_that_is_added_anew_brings_all_back(
    cast: Cast, source: Source, folder: Path, walk: Walk
) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    walk(source)
    actions.remove_source(source=source, reason="By mistake.", by=cast.bruno)
    drop_finds(source.pk)

    draft = SourceDraft(driver="local_git", url=str(folder), name="Borgo's repositories")
    assert actions.add_source(draft=draft, by=None) == source
    walk(source)

    assert names(cast) == {"Canteen"}


def test_of_a_source_that_was_resumed_nothing_leaves(cast: Cast, source: Source, folder: Path, walk: Walk) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    walk(source)
    actions.remove_source(source=source, reason="By mistake.", by=cast.bruno)
    actions.resume_source(source=source, by=cast.bruno)

    drop_finds(source.pk)

    assert names(cast) == {"Canteen"}


def test_only_who_keeps_sources_removes_them(cast: Cast, source: Source) -> None:
    for person in (cast.chiara, cast.dragan):
        with pytest.raises(NotAllowed):
            actions.remove_source(source=source, reason="x", by=person)
        with pytest.raises(NotAllowed):
            actions.drop_finds(source=source, by=person)
