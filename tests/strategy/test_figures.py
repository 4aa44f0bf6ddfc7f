"""Figures that tell of a goal equal the count by hand, and only of what the reader may see."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from commonweal.strategy.models import Aim
from commonweal.strategy.queries.figures import figure_pack, figures_for
from commonweal.strategy.rules.figures import Part
from commonweal.usage import actions as usage
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_figures_equal_the_count_by_hand(cast: Cast) -> None:
    for title, cost in (("Archive", 100_00), ("Mail", None), ("Phones", 0)):
        draft = usage.ContractDraft(title=title, yearly_cost_cents=cost)
        usage.enter_contract(body=cast.town, draft=draft, by=cast.chiara)
    gone = usage.enter_contract(body=cast.town, draft=usage.ContractDraft(title="Fax"), by=cast.chiara)
    usage.terminate_contract(contract=gone, on=timezone.localdate() - timedelta(days=1), by=cast.chiara)

    found = {
        each.figure.id: each.part
        for each in figures_for(cast.chiara, cast.town, {"cost", "sovereignty"}, timezone.localdate())
    }

    assert found["cost_known"] == Part(2, 3, 0)
    assert found["caught_contracts"] == Part(0, 0, 3)
    assert found["open_systems"].share is None
    hidden = figures_for(AnonymousUser(), cast.town, {"cost"}, timezone.localdate())
    assert [each.part for each in hidden] == [Part(0, 0, 0)]


def test_every_figure_is_for_an_aim_and_says_so_in_four_languages(cast: Cast) -> None:
    for figure in figure_pack().figures:
        assert set(figure.aims) <= set(Aim.values), figure.id
        assert set(figure.labels) == {"en", "it", "fr", "de"}, figure.id
    every = figures_for(cast.chiara, cast.town, set(Aim.values), timezone.localdate())
    assert [each.figure for each in every] == list(figure_pack().figures)
