"""Neighbours: in the right order, said in a sentence, never guessed; and as if all had been compared."""

import datetime
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.organisations import actions, queries, rules
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Way

DISTANCE, SIZE = frozenset({Way.DISTANCE}), frozenset({Way.SIZE})
BOTH = DISTANCE | SIZE
ASSOCIATION, PORTFOLIO = frozenset({Way.ASSOCIATION}), frozenset({Way.PORTFOLIO})
HERE = (45.0, 9.0)
KM = 180 / 3.141592653589793 / rules.EARTH_RADIUS_KM  # degrees of latitude


def draft(name: str, km: float | None, population: int | None, **more: object) -> actions.BodyDraft:
    """A town so many kilometres north of Borgo."""
    place = {} if km is None else {"latitude": HERE[0] + km * KM, "longitude": HERE[1]}
    known = {"kind": "municipality", "tier": "local", "population": population, "population_year": 2024}
    return actions.BodyDraft(**{"uri": f"https://n.example/{name}", "name": name} | known | place | more)


def town(name: str, km: float | None, population: int | None, **more: object) -> Body:
    return actions.register_body(draft=draft(name, km, population, **more), by=None)


def names(body: Body, ways: frozenset[Way], **more: object) -> list[str]:
    return [each.body.name for each in queries.neighbours(body, ways=ways, **more)]


@pytest.fixture
def borgo(db: None) -> Body:
    """A town of 6,000."""
    return town("Borgo", 0, 6_000)


@pytest.mark.parametrize(
    ("ways", "order"),
    [
        (DISTANCE, ["Vicino", "Pari", "Grande", "Lontano"]),
        (SIZE, ["Pari", "Lontano", "Vicino"]),
        (BOTH, ["Vicino", "Pari", "Lontano"]),
    ],
)
def test_four_towns_stand_in_order_of_distance_then_size(borgo: Body, ways: frozenset[Way], order: list[str]) -> None:
    town("Lontano", 40, 7_000)
    town("Grande", 12.3, 80_000)
    town("Pari", 12.4, 5_500)
    town("Vicino", 5, 11_000)

    assert names(borgo, ways) == order


def test_towns_as_many_whole_kilometres_away_stand_in_order_of_size(borgo: Body) -> None:
    town("Minore", 11.6, 2_500)
    town("Pari", 12.4, 6_100)

    assert names(borgo, BOTH) == ["Pari", "Minore"]


def test_a_neighbour_is_explained_in_a_sentence(borgo: Body) -> None:
    lakes = actions.register_body(
        draft=actions.BodyDraft(uri="https://n.example/lakes", name="Association of Lake Towns", kind="association"),
        by=None,
    )
    for name, km, population in (("Borgo", 0, 6_000), ("Pari", 12.2, 8_900)):
        town(name, km, population, parents=[(lakes, "membership")])
    town("Grande", 0.4, 80_000)
    town("Doppio", 3, 10_000)
    town("Ignoto", None, None)

    said = {each.body.name: each.sentence for each in queries.neighbours(borgo, ways=DISTANCE)}

    assert said["Pari"] == "12 km away, about as large (8,900 inhabitants), both in: Association of Lake Towns"
    assert said["Grande"] == "less than 1 km away, larger (80,000 inhabitants)"
    assert said["Doppio"] == "3 km away, somewhat larger (10,000 inhabitants)"
    assert said["Ignoto"] == "distance not known, number of inhabitants not known"


def test_what_is_not_known_comes_last_and_is_no_zero(borgo: Body) -> None:
    town("Ignoto", None, None)
    town("Senza luogo", None, 6_000)
    town("Lontano", 900, 6_000)

    found = queries.neighbours(borgo, ways=DISTANCE)

    assert [each.body.name for each in found] == ["Lontano", "Senza luogo", "Ignoto"]
    assert (found[2].distance_km, found[2].band_distance) == (None, None)
    assert names(borgo, SIZE) == ["Lontano", "Senza luogo"]


def test_who_does_not_say_where_it_lies_or_how_large_it_is_learns_what_is_missing(borgo: Body) -> None:
    lost = town("Perduto", None, None)

    assert names(lost, DISTANCE) == names(lost, SIZE) == []
    assert "where Perduto lies" in queries.missing(lost, DISTANCE)[0]
    assert "how many inhabitants" in queries.missing(lost, SIZE)[0]
    assert queries.missing(borgo, BOTH) == []


def test_without_a_place_the_size_still_tells(db: None) -> None:
    lost = town("Perduto", None, 6_000)
    town("Quasi", 3, 7_000)
    town("Minore", 1, 2_500)

    assert names(lost, BOTH) == ["Quasi", "Minore"]


def test_another_level_of_government_is_not_of_similar_size(borgo: Body) -> None:
    town("Provincia", 1, 6_000, tier="regional")
    town("Pari", 50, 6_000)

    assert names(borgo, SIZE) == ["Pari"]


def test_suppliers_are_no_neighbours_and_successors_stand_for_those_that_ended(borgo: Body) -> None:
    town("Ditta", 1, None, kind="company")
    old, oldest = town("Vecchio", 2, 6_000), town("Antico", 2, 6_000)
    new = town("Nuovo", 3, 9_000)
    actions.succeed_body(predecessor=old, successor=new, kind="merger", on=datetime.date(2020, 1, 1), by=None)
    actions.succeed_body(predecessor=oldest, successor=new, kind="merger", on=None, by=None)

    assert names(borgo, DISTANCE) == ["Nuovo"]


def test_a_merger_to_come_has_not_happened(borgo: Body) -> None:
    old, new = town("Vecchio", 2, 6_000), town("Nuovo", 3, 9_000)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    actions.succeed_body(predecessor=old, successor=new, kind="merger", on=tomorrow, by=None)

    assert names(borgo, DISTANCE) == ["Vecchio", "Nuovo"]


def test_members_of_one_association_are_found_one_level_deep(db: None) -> None:
    def association(name: str, *above: Body) -> Body:
        parents = [(each, "membership") for each in above]
        return town(name, None, None, kind="association", tier="none", parents=parents)

    nation = association("Nation")
    lakes, hills = association("Lakes", nation), association("Hills", nation)
    elsewhere = association("Elsewhere")
    borgo = town("Borgo", 0, 6_000, parents=[(lakes, "membership")])
    town("Lago", 30, 6_000, parents=[(lakes, "membership")])
    town("Colle", 20, 6_000, parents=[(hills, "membership")])
    town("Diretta", 25, 6_000, parents=[(nation, "membership")])
    town("Fuori", 10, 6_000, parents=[(elsewhere, "membership")])
    town("Territorio", 5, 6_000, parents=[(lakes, "territory")])

    found = queries.neighbours(borgo, ways=ASSOCIATION)

    towns = {each.body.name: [shared.name for shared in each.shared_associations] for each in found}
    assert {name: towns[name] for name in ("Colle", "Diretta", "Lago")} == {
        "Colle": ["Nation"],
        "Diretta": ["Nation"],
        "Lago": ["Lakes", "Nation"],
    }
    assert not towns.keys() & {"Fuori", "Territorio"}
    assert [name for name in towns if name in {"Colle", "Diretta", "Lago"}] == ["Colle", "Diretta", "Lago"]


def test_a_membership_that_ended_no_longer_counts(borgo: Body) -> None:
    lakes = town("Lakes", None, None, kind="association")
    for name in ("Borgo", "Lago"):
        town(name, 1, 6_000, parents=[(lakes, "membership")])
    lago = Body.objects.get(name="Lago")
    lago.parents.update(until=datetime.date(2020, 1, 1))

    assert names(borgo, ASSOCIATION) == []


def test_portfolios_rank_by_likeness_and_hold_above_nought(borgo: Body) -> None:
    likeness = {town("Vicino", 1, 6_000).pk: 0.2, town("Simile", 90, 6_000).pk: 0.9, town("Diverso", 2, 6_000).pk: 0.0}

    assert names(borgo, PORTFOLIO, likeness=likeness) == ["Simile", "Vicino"]
    assert names(borgo, PORTFOLIO | DISTANCE, likeness=likeness) == ["Vicino", "Simile"]
    assert names(borgo, PORTFOLIO) == []
    said = queries.neighbours(borgo, ways=PORTFOLIO, likeness=likeness)[0].sentence
    assert said.endswith("uses much the same software")


def test_given_bodies_are_ranked_for_a_body(borgo: Body) -> None:
    near, lost = town("Vicino", 7, 80_000), town("Ignoto", None, None)

    found = queries.by_nearness([near.pk, lost.pk], to=borgo)

    assert found[lost.pk] == (None, None)
    assert (round(found[near.pk][0]), found[near.pk][1]) == (7, 3)


def test_across_the_date_line_is_near(db: None) -> None:
    west = town("West", None, 900, latitude=-17.0, longitude=179.95)
    town("East", None, 900, latitude=-17.0, longitude=-179.95)

    assert queries.neighbours(west, ways=DISTANCE)[0].distance_km < 11


places = st.one_of(
    st.none(),
    st.tuples(st.floats(-89, 89), st.floats(-180, 180)),
    st.tuples(st.floats(44, 46), st.floats(8, 10)),
)
sizes = st.one_of(st.none(), st.integers(0, 700_000))
worlds = st.lists(st.tuples(places, sizes), min_size=2, max_size=25)
every_way = st.sets(st.sampled_from([Way.DISTANCE, Way.SIZE]), min_size=1).map(frozenset)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds, every_way, st.integers(1, 8))
def test_the_result_is_that_of_comparing_all(
    world: list[tuple[tuple[float, float] | None, int | None]], ways: frozenset[Way], limit: int
) -> None:
    drafts = [
        draft(
            f"t{number:02}",
            None,
            population,
            latitude=place[0] if place else None,
            longitude=place[1] if place else None,
        )
        for number, (place, population) in enumerate(world)
    ]
    with transaction.atomic():
        body, *others = actions.register_many(drafts=drafts, by=None)
        found = names(body, ways, limit=limit)
        transaction.set_rollback(True)

    assert found == (compared(body, others, ways)[:limit] if not queries.missing(body, ways) else [])


def compared(body: Body, others: list[Body], ways: frozenset[Way]) -> list[str]:
    """Every other body held beside this one."""
    own, ranked = queries.size_band(body.population), []
    for other in others:
        band = queries.size_band(other.population)
        apart = abs(own.number - band.number) if own and band else None
        if Way.SIZE in ways and (apart is None or apart > 1):
            continue
        here, there = (body.latitude, body.longitude), (other.latitude, other.longitude)
        km = None if None in (*here, *there) else rules.distance_km(here, there)
        nearness = rules.Nearness(km, apart, rules.times_as_many(body.population, other.population))
        ranked.append((rules.rank(nearness, ways), other.name))
    return [name for _, name in sorted(ranked)]


def test_neighbours_take_few_questions(borgo: Body) -> None:
    actions.register_many(drafts=[draft(f"t{number}", number / 10, 6_000) for number in range(1, 100)], by=None)

    with CaptureQueriesContext(connection) as asked:
        found = queries.neighbours(borgo, ways=BOTH)

    assert len(found) == 20
    assert len(asked) <= 5


def test_the_bands_cover_every_number_once() -> None:
    bands = queries.size_bands()

    assert bands[0].smallest == 0
    assert bands[-1].largest is None
    assert all(band.largest == after.smallest - 1 for band, after in pairwise(bands))
    assert queries.size_band(None) is None
    assert queries.size_bands_version().startswith("size-bands 2026")
