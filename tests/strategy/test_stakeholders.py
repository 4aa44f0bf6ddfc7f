"""With whom a body talks: every place of the matrix stands there, and the empty ones are listed."""

import pytest
from django.test import Client

from commonweal.strategy import actions
from commonweal.strategy.actions import StakeholderDraft
from commonweal.strategy.models import Reach, Sector, Stakeholder
from commonweal.strategy.queries.stakeholders import circles_of
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
PAGE = "/bodies/borgo/strategy/stakeholders"


def test_the_empty_places_are_listed(cast: Cast) -> None:
    places = [(sector, reach) for sector in Sector for reach in Reach]
    for sector, reach in places[:-2]:
        draft = StakeholderDraft(name="Somebody", sector=sector, reach=reach)
        actions.add_stakeholder(body=cast.town, draft=draft, by=cast.chiara)

    found = circles_of(cast.chiara, cast.town)

    assert found.empty == (("industry", "national"), ("industry", "local"))
    assert found.count == len(places) - 2 == 10


@pytest.mark.parametrize(
    ("name", "sector", "reach"), [(" ", "civic", "local"), ("A", "x", "local"), ("A", "civic", "x")]
)
def test_who_is_unclear_is_refused(cast: Cast, name: str, sector: str, reach: str) -> None:
    with pytest.raises(actions.StakeholderUnclear):
        actions.add_stakeholder(
            body=cast.town, draft=StakeholderDraft(name=name, sector=sector, reach=reach), by=cast.chiara
        )


def test_a_clerk_adds_somebody_and_takes_them_out(cast: Cast, client: Client) -> None:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    filled = {"name": "=Lega", "sector": "civic", "reach": "local", "about": "the library", "visibility": 1}
    client.post(PAGE, filled)
    page, table = client.get(PAGE).content.decode(), client.get(f"{PAGE}.csv").content.decode()

    client.post(f"/strategy/stakeholders/{Stakeholder.objects.get().pk}/withdraw")

    assert "11 places are empty" in page
    assert "civic,local,'=Lega,the library," in table
    assert "Nobody is written down that you may see" in client.get(PAGE).content.decode()
    assert Stakeholder.objects.get().withdrawn_by == cast.chiara


def test_a_page_on_which_nobody_is_written_down_does_not_say_that_nobody_is_there(cast: Cast, client: Client) -> None:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")

    empty = client.get(PAGE).content.decode()
    client.post(PAGE, {"name": "Lega", "sector": "civic", "reach": "local", "visibility": 1})

    assert "is not known until somebody writes it down" in empty
    assert 'href="#add"' in empty
    assert "places are empty" not in empty
    assert client.get(PAGE).content.decode().count(">nobody written down<") == 11


def test_others_do_not_learn_with_whom_a_body_talks(cast: Cast, client: Client) -> None:
    draft = StakeholderDraft(name="Segretissimo", sector="civic", reach="local")
    actions.add_stakeholder(body=cast.town, draft=draft, by=cast.chiara)

    for path in (PAGE, f"{PAGE}.csv"):
        assert "Segretissimo" not in client.get(path).content.decode()
    assert "places are empty" not in client.get(PAGE).content.decode()
