"""The share of decisions that needed nobody, from what people asked and who ruled."""

import pytest

from commonweal.components.queries import NOTHING, Scope
from commonweal.screening.actions import RulingDraft, request_screening, rule
from commonweal.strategy.queries.sunset import sunset
from tests.components.world import build
from tests.screening.screening_world import APPROVED, FINE, wanting

pytestmark = pytest.mark.django_db


def test_what_a_person_ruled_once_answers_the_next_without_a_person() -> None:
    world = build()
    borgo, editor = world.bodies["borgo"], world.person("editor")
    asked = request_screening(wanted=wanting(FINE), body=borgo, by=world.person("member"))
    scope = Scope(bodies=frozenset({borgo.pk}))
    waiting = sunset(scope)
    rule(request=asked, draft=RulingDraft(decided=APPROVED), by=editor)
    by_person = sunset(scope)

    request_screening(wanted=wanting(FINE), body=borgo, by=editor)

    assert waiting == ()
    assert [(each.decided, each.without) for each in by_person] == [(1, 0)]
    assert [(each.decided, each.without, each.share) for each in sunset(scope)] == [(2, 1, 0.5)]
    assert sunset(NOTHING) == ()
