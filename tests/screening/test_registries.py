"""What registries advise counts for who sees a system that runs the package, and for nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from commonweal.components.queries import EVERYTHING, NOTHING, Scope
from commonweal.connectors.package_registries import RegistryFacts
from commonweal.health.actions.packages import take_package_facts
from commonweal.screening.documents.words import said
from commonweal.screening.queries.gathering import answer_to
from commonweal.screening.queries.wanted import Asker
from commonweal.screening.rules.reasons import Colour, Lane
from tests.components.lists import cyclonedx
from tests.components.world import World, build, send
from tests.screening.screening_world import wanting

pytestmark = pytest.mark.django_db
PACKAGE = "pkg:npm/old"


@pytest.fixture
def world() -> World:
    return build()


def advice(scope: Scope, version: str = "1.0.0") -> list[tuple[str, Colour, Lane]]:
    """What is said of the package from its registry."""
    found = answer_to(wanting(f"{PACKAGE}@{version}"), Asker(AnonymousUser(), scope))
    return [(said(each).sentence, each.colour, each.lane) for each in found.reasons if each.source == "registry"]


def tell(**facts: object) -> None:
    take_package_facts(purl=PACKAGE, source="x", found=RegistryFacts(**facts), at=timezone.now(), by=None)


def run(world: World) -> Scope:
    """Borgo's system runs it; give what its people may see."""
    send(world.systems["portale"], cyclonedx([("old", "1.0.0")]))
    return Scope(bodies=frozenset({world.bodies["borgo"].pk}))


def test_a_package_that_should_be_used_no_more_is_for_a_person(world: World) -> None:
    scope = run(world)
    tell(is_deprecated=True, advice="Use <b>new</b>.")

    assert advice(scope) == [
        ("Its registry says that it should be used no more: Use <b>new</b>.", Colour.AMBER, Lane.PERSON)
    ]


def test_a_version_that_was_taken_back_is_told_apart_from_others(world: World) -> None:
    scope = run(world)
    tell(is_deprecated=False, withdrawn=("1.0.0",))

    assert [sentence for sentence, *_ in advice(scope)] == ["Those who publish it took this version back."]
    assert advice(scope, "2.0.0") == []


def test_what_registries_say_does_not_tell_who_has_it(world: World) -> None:
    run(world)
    tell(is_deprecated=True)
    other = Scope(bodies=frozenset({world.bodies["altrove"].pk}))

    assert advice(NOTHING) == advice(other) == []
    assert len(advice(EVERYTHING)) == 1


def test_nothing_of_concern_is_no_reason(world: World) -> None:
    scope = run(world)

    before = advice(scope)
    tell(is_deprecated=None, latest_version="1.0.0")

    assert before == advice(scope) == []
