"""Two systems turn out to be one: what was known of the other's parts is not lost."""

from datetime import date

import pytest

from commonweal.components.models import Occurrence, SbomDocument
from commonweal.components.queries import scope_of, standing_documents
from commonweal.components.tasks import follow_systems
from commonweal.journal import actions as journal
from commonweal.journal.models import Event
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx
from tests.components.world import World, build, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def join(kept: System, other: System) -> None:
    usage.join_systems(kept=kept, other=other, on=date(2026, 11, 1), by=None)
    journal.number_events()
    follow_systems(timestamp=0)


def test_the_lists_of_the_other_stand_for_the_kept_system(world: World) -> None:
    kept = usage.enter_system(body=world.bodies["borgo"], draft=usage.SystemDraft(name="Uno"), by=None)
    versions = set(Occurrence.objects.filter(system=world.systems["casa"]).values_list("package_version", "since"))

    join(kept, world.systems["casa"])

    assert set(Occurrence.objects.filter(system=kept).values_list("package_version", "since")) == versions
    assert list(standing_documents(scope_of(world.person("guard")), kept)) == [world.lists["casa"]]
    assert Event.objects.get(name="components.sbom_moved").data["from"] == world.systems["casa"].pk


def test_where_both_have_a_list_of_a_part_that_of_the_kept_one_stands(world: World) -> None:
    part = send(world.systems["casa"], cyclonedx([("x", "1.0.0")]), part="mobile")

    join(world.systems["portale"], world.systems["casa"])

    standing = SbomDocument.objects.filter(system=world.systems["portale"], replaced_at=None)
    assert set(standing) == {world.lists["portale"], part}
    world.lists["casa"].refresh_from_db()
    assert world.lists["casa"].system == world.systems["casa"]


def test_following_again_changes_nothing(world: World) -> None:
    join(world.systems["portale"], world.systems["casa"])
    before = list(Occurrence.objects.order_by("pk").values())

    follow_systems(timestamp=0)

    assert list(Occurrence.objects.order_by("pk").values()) == before
