"""Who is near: whom to join, to work with, to learn from."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.assessments.queries.near_me import Near, covering_office, near_me
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, Visibility
from commonweal.skills.queries.pack import skills_pack
from commonweal.strategy.models import Initiative
from tests.skills.mentoring_world import build as mentoring
from tests.usage.claims_world import World, software

ANYBODY = AnonymousUser()


def _body(name: str, kind: str = "municipality", *, at: tuple[float, float] | None = None, **more: object) -> Body:
    place = {} if at is None else {"latitude": at[0], "longitude": at[1]}
    draft = organisations.BodyDraft(
        uri=f"https://esempia.example/id/{name}", name=name.title(), kind=kind, tier="local", country="XX",
        **place, **more,
    )  # fmt: skip
    return organisations.register_body(draft=draft, by=None)


def _office(slug: str, host: Body, archetype: str, **more: object) -> None:
    draft = organisations.OfficeDraft(
        slug=slug, name=slug.title(), archetype=archetype, country=host.country, hosts=[(host, "")], **more
    )
    organisations.open_office(draft=draft, by=None)


def _names(found: tuple[Near, ...]) -> list[str]:
    return [each.name for each in found]


@pytest.fixture
def town(db: None) -> Body:
    """A town of 2,000 with its association, a ministry far away, and a town like it."""
    association = _body("union", "association", at=(44.1, 9.0))
    ministry = _body("ministry", "ministry", at=(46.0, 9.0))
    _body("twin", at=(44.2, 9.0), population=2100)
    _office("bench", association, "association_based", serves="its members")
    _office("national", ministry, "national_government", serves="every body")
    return _body("town", at=(44.0, 9.0), population=2000, parents=[(association, "membership")])


def test_a_town_in_a_country_with_an_association_may_join_first_and_nearest_first(town: Body) -> None:
    found = near_me(ANYBODY, town)

    assert _names(found.join) == ["Bench", "National"]
    assert found.join[0].sentence == (
        "11 km away, association-based, your organisation is a member: you may ask at once"
    )
    assert found.join[1].sentence == "222 km away, national government, serves: every body"
    assert found.covering == found.join[0]


def test_bodies_about_as_large_are_there_to_work_with(town: Body) -> None:
    found = near_me(ANYBODY, town)

    assert _names(found.work_with) == ["Twin"]
    assert found.work_with[0].sentence.startswith("22 km away, about as large")


def test_offices_like_ones_own_are_there_to_learn_from_closed_ones_too(town: Body) -> None:
    city = _body("city", at=(44.5, 9.0))
    _office("city-office", city, "local_government", level="local")
    _office(
        "old-office", city, "local_government", level="local", active_to=date(2025, 6, 30), end_reason="no money left"
    )
    _office("own-office", town, "local_government", level="local")

    found = near_me(ANYBODY, town)

    assert _names(found.learn_from) == ["City-Office", "Old-Office"]
    assert found.learn_from[1].sentence.endswith("closed: no money left")
    assert "City-Office" not in _names(found.join)


def test_a_closed_office_and_one_of_another_country_cannot_be_joined(db: None) -> None:
    town = _body("town", at=(44.0, 9.0))
    union = _body("union", "association", at=(44.1, 9.0))
    _office("old", union, "association_based", active_to=date(2025, 1, 1), end_reason="its members left")
    draft = organisations.BodyDraft(
        uri="https://else.example/m", name="M", kind="ministry", tier="national", country="YY"
    )
    _office("abroad", organisations.register_body(draft=draft, by=None), "national_government")

    found = near_me(ANYBODY, town)

    assert found.covering is None
    assert not {"Old", "Abroad"} & set(_names(found.join))


def test_an_association_without_an_office_is_named_and_does_not_cover(db: None) -> None:
    town = _body("town")
    _body("union", "association")

    found = near_me(ANYBODY, town)

    assert [(each.name, each.sentence) for each in found.join] == [
        ("Union", "distance not known, association of public bodies of your country")
    ]
    assert found.covering is None


def test_only_initiatives_that_run_and_may_be_seen_are_named(town: Body) -> None:
    twin = Body.objects.get(name="Twin")
    shown = {"owner": twin, "visibility": Visibility.PUBLIC}
    Initiative.objects.create(title="Shared registry", funding_ends_on=date(2027, 3, 1), **shown)
    Initiative.objects.create(title="Ended", ended_on=date(2020, 1, 1), end_reason="done", **shown)
    Initiative.objects.create(title="Secret", owner=twin, visibility=Visibility.BODY)

    found = near_me(ANYBODY, town)

    assert _names(found.take_part) == ["Shared registry"]
    assert found.take_part[0].sentence == "22 km away, kept by Twin, funded until 1 March 2027"


def test_a_larger_body_with_the_same_software_may_be_asked(town: Body) -> None:
    world = World()
    capital = _body("capital", at=(44.9, 9.0), population=140_000)
    somewhat_larger = _body("somewhat-larger", at=(44.3, 9.0), population=6000)
    world.bodies = {"town": town, "capital": capital, "somewhat": somewhat_larger}
    world.entries = {"mense": software("Mense"), "tributi": software("Tributi")}
    for name in world.bodies:
        world.claim(name, "mense")
    world.claim("capital", "tributi")

    found = near_me(ANYBODY, town)

    assert [(each.name, each.sentence) for each in found.ask] == [
        ("Capital", "100 km away, larger (140,000 inhabitants), uses the same software: Mense")
    ]


def test_what_others_use_and_do_not_show_names_nobody_to_ask(town: Body) -> None:
    world = World()
    world.bodies = {"town": town, "capital": _body("capital", population=140_000)}
    world.entries = {"mense": software("Mense")}
    world.claim("town", "mense")
    world.claim("capital", "mense", visibility=Visibility.BODY)

    assert near_me(ANYBODY, town).ask == ()


def test_many_associations_near_do_not_hide_the_office_that_serves_the_town(town: Body) -> None:
    for number in range(6):
        _body(f"club-{number}", "association", at=(44.01 + number / 1000, 9.0))

    found = near_me(ANYBODY, town)

    assert found.covering is not None
    assert (len(found.join), found.covering.name) == (5, "Bench")
    assert covering_office(ANYBODY, town) == found.covering


def test_who_offers_help_with_what_a_town_asks_for_is_named_once_and_first(db: None) -> None:
    world = mentoring()
    world.offer()
    world.offer(skill="write-tender")
    anything = near_me(world.person("taker_editor"), world.bodies["borgo"]).offer_help
    world.want(skill="write-tender")

    found = near_me(world.person("taker_editor"), world.bodies["borgo"]).offer_help

    assert [each.name for each in anything] == ["Citta"]
    assert [each.name for each in found] == ["Citta"]
    assert found[0].sentence.startswith(f"{skills_pack().label_of('write-tender')}. ")
    assert found[0].url.startswith("/bodies/citta/mentoring#offer-")
    assert near_me(world.person("giver_editor"), world.bodies["citta"]).offer_help == ()


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_offices(town: Body) -> None:
    with CaptureQueriesContext(connection) as few:
        near_me(ANYBODY, town)
    for number in range(8):
        city = _body(f"city-{number}", at=(45.0 + number / 10, 9.0))
        _office(f"office-{number}", city, "local_government", level="local")

    with CaptureQueriesContext(connection) as many:
        found = near_me(ANYBODY, town)

    assert len(found.learn_from) == 5
    assert len(many) <= len(few)
