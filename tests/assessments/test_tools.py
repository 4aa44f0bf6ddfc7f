"""The pages of this platform that help with an action are there."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.urls import resolve

from commonweal.assessments.queries.advice_packs import advice_pack

PACK = advice_pack()
TOWN = SimpleNamespace(slug="borgo")


def _link(page: str, **context: object) -> str:
    shown = Template("{% load advice %}{% tool_link page %}").render(Context({"page": page, **context}))
    assert isinstance(shown, str)
    return shown


@pytest.mark.parametrize("page", PACK.tools)
def test_every_tool_leads_to_its_page(page: str) -> None:
    shown = _link(page, body=TOWN)

    address = shown.split('"')[1]
    assert resolve(address).url_name == page
    assert PACK.tools[page].name["en"].replace("'", "&#x27;") in shown


def test_a_tool_of_an_organisation_is_not_offered_where_none_is_known() -> None:
    assert _link("body-contracts") == ""
    assert _link("search") == '<a href="/software">Search the catalogue</a>'


def test_of_an_assessment_the_organisation_is_its_owner() -> None:
    assert "/bodies/borgo/contracts" in _link("body-contracts", assessment=SimpleNamespace(owner=TOWN))


def test_a_tool_of_a_former_version_of_the_pack_shows_nothing() -> None:
    assert _link("gone-long-ago") == ""


def test_every_tool_is_used_and_named_in_four_languages() -> None:
    assert {words.tool for words in PACK.words.values()} - {""} == set(PACK.tools)
    assert all(set(tool.name) == {"en", "it", "fr", "de"} for tool in PACK.tools.values())
