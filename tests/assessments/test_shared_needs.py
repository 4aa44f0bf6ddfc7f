"""How many needs of a body others have too, as far as everybody may see what they use."""

import pytest
from django.contrib.auth.models import AnonymousUser

from commonweal.assessments.queries.shared_needs import shared_needs
from commonweal.organisations.models import Visibility
from tests.usage.claims_world import World, software, town


@pytest.fixture
def world(db: None) -> World:
    """Borgo, which runs three programs, and three towns about as large."""
    made = World()
    made.people["anonymous"] = AnonymousUser()
    for number, name in enumerate(("borgo", "aurora", "brina", "corte")):
        place = {"latitude": 44.0 + number / 10, "longitude": 9.0}
        made.bodies[name] = town(name, population=2000 + number, **place)
    for name in ("mense", "tributi", "cimiteri"):
        made.entries[name] = software(name)
        made.claim("borgo", name)
    return made


def test_what_three_similar_bodies_use_too_is_a_shared_need(world: World) -> None:
    for name in ("aurora", "brina", "corte"):
        world.claim(name, "mense")
    for name in ("aurora", "brina"):
        world.claim(name, "tributi")

    assert shared_needs(world.people["anonymous"], world.bodies["borgo"]) == 1


def test_what_is_not_public_is_not_known(world: World) -> None:
    for name in ("aurora", "brina", "corte"):
        world.claim(name, "mense", visibility=Visibility.NETWORK)

    assert shared_needs(world.people["anonymous"], world.bodies["borgo"]) is None


def test_where_a_body_says_nothing_its_needs_are_not_known(world: World) -> None:
    for name in ("aurora", "brina", "corte"):
        world.claim(name, "mense")

    assert shared_needs(world.people["anonymous"], town("muta", population=2005, latitude=44.0, longitude=9.1)) is None
