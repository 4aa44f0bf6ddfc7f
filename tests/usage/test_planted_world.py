"""Esempia with 290 municipalities: what the product says of it equals what is worked out here another way."""

from collections import Counter
from datetime import date, timedelta
from math import atan2, cos, radians, sin, sqrt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from commonweal.organisations.models import Body, User
from commonweal.organisations.queries import Way
from commonweal.server.demo import country, landscape, maintenance
from commonweal.server.demo.bodies import key_of
from commonweal.usage import queries
from commonweal.usage.models import Contract, LockInAssessment, Proposal, UsageClaim
from commonweal.usage.rules.spending import Payment, spending
from commonweal.usage.rules.standing import later as shift_months

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def body(slug: str) -> Body:
    return Body.objects.get(slug=slug)


def person(name: str) -> User:
    return User.objects.get(username=name)


def kilometres(one: country.Town, other: country.Town) -> float:
    """By the spherical law in its vector form, unlike the product's haversine formula."""
    lat1, lon1, lat2, lon2 = map(radians, (one.latitude, one.longitude, other.latitude, other.longitude))
    across = sqrt(
        (cos(lat2) * sin(lon2 - lon1)) ** 2 + (cos(lat1) * sin(lat2) - sin(lat1) * cos(lat2) * cos(lon2 - lon1)) ** 2
    )
    return 6371.0088 * atan2(across, sin(lat1) * sin(lat2) + cos(lat1) * cos(lat2) * cos(lon2 - lon1))


def test_the_world_is_as_large_as_planned() -> None:
    towns = Body.objects.filter(country="XX", kind="municipality", ended_on=None)

    assert towns.count() == 290
    assert (min(town.population or 0 for town in towns), max(town.population or 0 for town in towns)) == (
        2_050,
        1_004_000,
    )
    assert UsageClaim.objects.filter(source="self", owner__in=towns).count() >= 3_000
    assert Contract.objects.count() == 600
    assert Contract.objects.values("supplier").distinct().count() == len(landscape.CLOSED) == 9
    assert UsageClaim.objects.filter(owner=towns.order_by("population").first()).count() == 0


def test_the_nearest_of_borgo_are_in_order_of_distance() -> None:
    towns = country.towns(290)
    borgo = next(town for town in towns if town.name == "Borgo")
    expected = sorted((town for town in towns if town is not borgo), key=lambda town: kilometres(borgo, town))

    found = queries.neighbours_of(AnonymousUser(), body("borgo"), frozenset({Way.DISTANCE}), limit=12).neighbours

    near = [each for each in found if each.body.kind == "municipality"]
    for each, town in zip(near, expected, strict=False):
        # Within the same whole kilometre the one more alike in size comes first.
        assert each.distance_km == pytest.approx(kilometres(borgo, town), abs=1.0)
    assert near[0].distance_km == pytest.approx(kilometres(borgo, expected[0]), abs=0.001)
    assert "km" in near[0].sentence


def test_what_borgo_pays_and_to_whom_adds_up() -> None:
    borgo, year = body("borgo"), timezone.localdate().year
    costs = [
        landscape.yearly_cents("Borgo", closed.cents, borgo.population or 0)
        for closed in landscape.purchases_of("Borgo", 8)
    ]
    whole = [
        (contract.yearly_cost_cents, contract.starts_on, contract.ends_on)
        for contract in Contract.objects.filter(owner=borgo)
    ]

    (found,) = queries.spending_of(person("chiara"), borgo, year)

    assert sorted(cents for cents, _, _ in whole) == sorted(costs)
    assert found.total_cents == sum(supplier.cents for supplier in found.suppliers)
    assert found.hhi == pytest.approx(sum((each.cents / found.total_cents) ** 2 for each in found.suppliers))
    assert found.total_cents <= sum(costs)


def test_three_suppliers_with_known_shares_have_the_index_of_the_textbook() -> None:
    paid = [
        Payment(supplier=name, name=name, currency="EUR", cents=cents)
        for name, cents in (("a", 50_00), ("b", 30_00), ("c", 20_00))
    ]

    (found,) = spending(paid, caught_from=75)

    assert found.hhi == pytest.approx(0.38)
    assert found.top_share == pytest.approx(0.5)


def test_the_dearest_contract_of_borgo_is_caught_by_its_monopoly() -> None:
    assessment = LockInAssessment.objects.get(contract__owner__slug="borgo")

    # Four of ten questions: (3 + 4 + 2 + 0) of 16 would be 56.25; a single supplier lifts it to 75.
    assert (assessment.index, assessment.coverage, assessment.is_knocked_out) == (75.0, 0.4, True)


def test_what_borgo_runs_twice_is_found() -> None:
    found = queries.duplicates_of(person("chiara"), body("borgo"))

    pairs = {frozenset((each.first.name, each.second.name)) for each in found}
    assert pairs == {
        frozenset(("Archivio", "Cartella condivisa")),
        frozenset(("Pagamenti", "Officina Mensa Pro")),
        frozenset(("Biblioteca", "Lettura Scaffale")),
    }


def test_every_notice_within_a_year_is_told_and_no_other() -> None:
    today = timezone.localdate()
    town = body("lagoverde")
    papers = Contract.objects.filter(owner=town).values_list("title", "notice_on", "ends_on", "renewal")

    found = {
        each.contract.title: each.standing.notice_on for each in queries.notices_due(town, on=today, within_days=365)
    }

    expected = {title: next_notice(notice, ends, renewal, today) for title, notice, ends, renewal in papers}
    assert found == {
        title: day for title, day in expected.items() if day and today <= day <= today + timedelta(days=365)
    }


def next_notice(notice: date, ends: date, renewal: str, today: date) -> date | None:
    """The next last day for notice: that of the papers, else a year later for a contract that prolongs itself."""
    if notice >= today:
        return notice
    return notice.replace(year=notice.year + 1) if renewal == "automatic" else None


@pytest.mark.parametrize("slug", ["borgo", "lagoverde", "saint-aubrac", "steinbruck"])
def test_the_radar_lists_what_comes_within_a_year_and_what_was_missed(slug: str) -> None:
    today, town = timezone.localdate(), body(slug)
    rank = next(rank for rank, one in enumerate(country.towns(290), start=1) if key_of(one.name) == slug)
    bought = {closed.name: closed for closed in landscape.purchases_of(town.name, rank)}
    notices = dict(Contract.objects.filter(owner=town).values_list("title", "notice_on"))

    found = queries.radar_of(person("aino"), town, today, months=12)

    assert {item.subject.title for item in found.items} == {
        title for title, notice in notices.items() if notice <= shift_months(today, 12)
    }
    assert [item.total for item in found.items] == sorted((item.total for item in found.items), reverse=True)
    for item in found.items:
        closed = bought[item.subject.title]
        assert {each.entry.name for each in item.alternatives} & set(closed.alternatives), "a stated one is strong"
        assert item.money.now.likely == landscape.yearly_cents(town.name, closed.cents, town.population or 0)


def test_those_who_use_a_thing_are_counted_by_hand() -> None:
    towns = country.towns(290)[:-1]
    expected = Counter(name for town in towns for name in landscape.software_of(town.name))
    expected.update(maintenance.USED_BY_BORGO)

    stated = Counter(UsageClaim.objects.filter(source="self").values_list("entry__name", flat=True))

    assert stated == {name: count for name, count in expected.items() if name in stated}
    assert len(stated) >= 20


def test_a_supplier_sees_its_proposal_and_not_what_the_town_keeps_among_its_own() -> None:
    sonia, borgo = person("sonia"), body("borgo")

    seen: list[Any] = [
        *queries.contracts(sonia, borgo),
        *queries.systems(sonia, borgo),
        *queries.claims_for(sonia).exclude(visibility=3),
    ]

    assert seen == []
    assert Proposal.objects.get().body == borgo
    assert queries.contracts(person("chiara"), borgo).count() == 3
