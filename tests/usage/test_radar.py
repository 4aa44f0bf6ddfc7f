"""The contract radar: what comes near, in which order, with which sums; as worked out by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.models import Entry, Product
from commonweal.journal.models import Event
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.roles import Role
from commonweal.usage import actions, queries
from commonweal.usage.models import Contract, PriceModel, RadarStart, ServiceKind, System
from commonweal.usage.permissions import NotAllowed
from commonweal.usage.rules import radar
from commonweal.usage.rules.radar import Range
from tests.catalogue.findings import finding
from tests.conftest import Cast

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """Borgo with 8,000 inhabitants, its neighbours Vicino (11 km) and Lontano (111 km), and what could replace Akte."""

    borgo: Body
    vicino: Body
    lontano: Body
    chiara: User
    akte: Product
    entry: Entry


def place(name: str, latitude: float, population: int | None) -> Body:
    draft = organisations.BodyDraft(
        uri=f"https://esempia.example/id/{name.lower()}", name=name, kind="municipality", tier="local", country="XX",
        language="it", latitude=latitude, longitude=10.0, population=population,
    )  # fmt: skip
    return organisations.register_body(draft=draft, by=None)


@pytest.fixture
def town(cast: Cast) -> Town:
    borgo, vicino, lontano = place("Borghetto", 44.0, 8_000), place("Vicino", 44.1, 9_000), place("Lontano", 45.0, None)
    organisations.grant_role(user=cast.chiara, role=Role.EDITOR, body=borgo, by=None)
    akte = catalogue.name_product(name="Akte", functions=["document-management"], is_listed=True, by=None)
    entry = catalogue.publish(finding=finding("Faldone", category="document-management"), by=None).entry
    source = catalogue.AlternativeSource("A test list")
    catalogue.state_alternative(entry=entry, product=akte, source=source, by=None)
    return Town(borgo, vicino, lontano, cast.chiara, akte, entry)


def system(town: Town, name: str = "Akte", **more: object) -> System:
    draft = actions.SystemDraft(**{"name": name, "product_name": name} | more)
    return actions.enter_system(body=town.borgo, draft=draft, by=None)


def contract(town: Town, title: str = "Akte", **more: object) -> Contract:
    terms = {"title": title, "yearly_cost_cents": 1_000_000, "exit_cost_cents": 200_000}
    dates = {"notice_on": date(2026, 12, 21), "ends_on": date(2027, 3, 31)}
    draft = actions.ContractDraft(**terms | dates | more)
    return actions.enter_contract(body=town.borgo, draft=draft, by=None)


def offer(town: Town, *, name: str = "Lago", **terms: object) -> None:
    body = organisations.register_body(
        draft=organisations.BodyDraft(uri=f"https://w.example/{name}", name=name, kind="company"), by=None
    )
    supplier = actions.open_supplier(body=body, draft=actions.SupplierDraft(countries=["XX"]), by=None)
    actions.list_service(supplier=supplier, entry=town.entry, kind=ServiceKind.HOSTING, by=None)
    draft = actions.OfferDraft(**{"entry": town.entry, "title": f"{name} hosts"} | terms)
    actions.make_offer(supplier=supplier, draft=draft, by=None)


def runs(body: Body, entry: Entry, **more: object) -> None:
    draft = actions.UseDraft(entry=entry, visibility=Visibility.PUBLIC, **more)
    actions.state_use(body=body, draft=draft, at=NOW, by=None)


def scan(town: Town, months: int = 12, viewer: User | None = None) -> queries.Radar:
    return queries.radar_of(viewer or town.chiara, town.borgo, TODAY, months=months)


def test_the_sums_are_those_worked_out_by_hand(town: Town) -> None:
    contract(town, systems=[system(town)])
    offer(town, price_model=PriceModel.INHABITANT, low_cents=50, likely_cents=60, high_cents=90)

    money = scan(town).items[0].money

    assert money.now == radar.exactly(1_000_000, "EUR")
    assert money.offered == Range(400_000, 480_000, 720_000, "EUR")
    assert money.first_year == Range(-400_000, -320_000, -80_000, "EUR")
    assert money.some_years == Range(-2_200_000, -1_880_000, -920_000, "EUR")


def test_the_points_are_those_worked_out_by_hand(town: Town) -> None:
    contract(town, systems=[system(town)])
    runs(town.vicino, town.entry)

    item = scan(town).items[0]

    # Named 35 and one of five neighbours 5 and open 10 and Italian 10 are 60 of 100, so 12 of 20.
    assert [one.points.points for one in item.counted] == [35, 20, 0, 12, 2]
    assert item.total == 69
    assert item.alternatives[0].strength == pytest.approx(0.6)


def test_the_most_points_come_first(town: Town) -> None:
    contract(town, "Far", notice_on=date(2027, 11, 1), ends_on=date(2027, 12, 31))
    contract(town, "Near", yearly_cost_cents=999_999)
    contract(town, "Cheap", yearly_cost_cents=100)

    assert [item.subject.title for item in scan(town).items] == ["Near", "Far", "Cheap"]


@pytest.mark.parametrize(
    ("terms", "months", "listed"),
    [
        ({"notice_on": date(2027, 11, 21), "ends_on": date(2028, 1, 1)}, 12, "items"),
        ({"notice_on": date(2027, 11, 22), "ends_on": date(2028, 1, 1)}, 12, ""),
        ({"notice_on": date(2027, 11, 22), "ends_on": date(2028, 1, 1)}, 13, "items"),
        ({"notice_on": None, "ends_on": date(2027, 6, 1)}, 12, "items"),
        ({"notice_on": date(2026, 11, 1), "ends_on": date(2028, 12, 31)}, 12, "items"),
        ({"notice_on": None, "ends_on": date(2026, 1, 1)}, 12, ""),
        ({"notice_on": None, "ends_on": None}, 12, "dateless"),
    ],
)
def test_what_comes_near_is_listed(town: Town, terms: dict[str, object], months: int, listed: str) -> None:
    contract(town, **terms)

    found = scan(town, months)

    assert {"items": len(found.items), "dateless": len(found.dateless)} == {
        "items": int(listed == "items"), "dateless": int(listed == "dateless"),
    }  # fmt: skip


def test_a_contract_that_prolongs_itself_is_flagged_with_its_next_day(town: Town) -> None:
    contract(
        town, notice_on=date(2026, 11, 1), ends_on=date(2026, 12, 31), renewal="automatic", renewal_months=12
    )  # fmt: skip

    subject = scan(town).items[0].subject

    assert (subject.missed_on, subject.due) == (date(2026, 11, 1), date(2027, 11, 1))
    assert subject.is_computed


def test_a_terminated_contract_is_not_looked_at(town: Town) -> None:
    actions.terminate_contract(contract=contract(town), on=date(2026, 12, 31), by=None)

    assert scan(town).items == ()


def test_a_system_without_a_contract_is_asked_for_its_date(town: Town) -> None:
    system(town)
    contract(town, "Bought", systems=[system(town, "Other")])

    found = scan(town)

    assert [item.subject.title for item in found.dateless] == ["Akte"]
    assert found.dateless[0].counted[0].points.share is None
    assert found.dateless[0].alternatives[0].entry == town.entry


def test_open_software_is_not_looked_at(town: Town) -> None:
    system(town, "Faldone", product_name="", entry=town.entry)

    assert scan(town).dateless == ()


def test_the_title_of_a_contract_alone_may_name_the_product(town: Town) -> None:
    contract(town, "akte")

    item = scan(town).items[0]

    assert item.subject.product_names == ("Akte",)
    assert item.alternatives[0].entry == town.entry


def test_named_alternatives_come_before_those_of_the_same_purpose(town: Town) -> None:
    other = catalogue.publish(finding=finding("Archivio", category="document-management"), by=None).entry
    contract(town, systems=[system(town)])

    first, second = scan(town).items[0].alternatives

    assert (first.entry, second.entry) == (town.entry, other)
    assert "A test list" in first.reasons[0]
    assert "nobody has said" in second.reasons[0]


def test_neighbours_are_named_nearest_first_and_only_who_runs_it(town: Town) -> None:
    contract(town, systems=[system(town)])
    runs(town.lontano, town.entry)
    runs(town.vicino, town.entry, status="pilot")
    trying = place("Prova", 44.05, 7_000)
    runs(trying, town.entry, status="evaluating")

    best = scan(town).items[0].alternatives[0]

    assert [one.neighbour.body for one in best.runners] == [town.vicino, town.lontano]
    assert any("2 neighbours run it: the nearest is Vicino, 11 km away" in reason for reason in best.reasons)


def test_what_is_not_known_stays_unknown(town: Town) -> None:
    contract(town, yearly_cost_cents=None, exit_cost_cents=None, systems=[system(town)])
    offer(town, price_model=PriceModel.EFFORT, low_cents=100, likely_cents=100, high_cents=100)

    item = scan(town).items[0]

    assert item.money.offered is None
    assert item.money.first_year == radar.exactly(None, "EUR")
    assert [one.points.share for one in item.counted][1:3] == [None, None]


def test_offers_are_one_range_and_another_currency_stays_out(town: Town) -> None:
    contract(town, systems=[system(town, user_count=100)])
    offer(town, name="A", low_cents=100_000, likely_cents=200_000, high_cents=300_000)
    offer(town, name="B", price_model=PriceModel.USER, low_cents=500, likely_cents=900, high_cents=5_000)
    offer(town, name="C", currency="CHF", low_cents=1, likely_cents=1, high_cents=1)
    offer(town, name="D", countries=["FR"], low_cents=1, likely_cents=1, high_cents=1)

    money = scan(town).items[0].money

    assert money.offered == Range(50_000, 90_000, 500_000, "EUR")
    assert (money.offers, money.foreign) == (2, 1)


def test_the_lock_in_index_counts(town: Town) -> None:
    bought = contract(town)
    question = queries.lock_in_pack().questions[0].id
    actions.assess_lock_in(contract=bought, answers={question: actions.LockInAnswer(2)}, by=None)

    lock_in = scan(town).items[0].counted[2]

    assert (lock_in.points.share, lock_in.points.points) == (0.5, 8)


def test_only_people_of_the_body_look_at_its_radar(town: Town, cast: Cast) -> None:
    supplier = organisations.open_account(username="s", email="s@w.example", password=None, display_name="S", by=None)
    organisations.grant_role(user=supplier, role=Role.SUPPLIER, body=town.borgo, by=None)
    neighbour = organisations.open_account(username="n", email="n@w.example", password=None, display_name="N", by=None)
    organisations.grant_role(user=neighbour, role=Role.EDITOR, body=town.vicino, by=None)
    people = {
        "chiara": cast.chiara, "aino": cast.aino, "bruno": cast.bruno, "dragan": cast.dragan, "supplier": supplier,
        "neighbour": neighbour, "visitor": AnonymousUser(),
    }  # fmt: skip

    assert {name for name, person in people.items() if queries.may_read_radar(person, town.borgo)} == {"chiara", "aino"}


def test_what_a_neighbour_keeps_to_itself_is_not_told(town: Town) -> None:
    contract(town, systems=[system(town)])
    draft = actions.UseDraft(entry=town.entry, visibility=Visibility.BODY)
    actions.state_use(body=town.vicino, draft=draft, at=NOW, by=None)

    assert scan(town).items[0].alternatives[0].runners == ()


def test_a_start_is_kept_with_what_was_chosen_and_can_be_undone(town: Town) -> None:
    bought = contract(town, systems=[system(town)])
    start = actions.begin_replacement(body=town.borgo, subject=bought, entries=[town.entry], by=town.chiara)
    again = actions.begin_replacement(body=town.borgo, subject=bought, entries=[town.entry], by=town.chiara)
    shown = scan(town).items[0].start

    actions.undo_replacement(start=start, at=NOW, by=town.chiara)

    assert again == start == shown
    assert list(start.entries.all()) == [town.entry]
    assert start.pack == "radar 2026.11.22"
    assert scan(town).items[0].start is None
    assert Event.objects.filter(name="usage.replacement_begun").count() == 1


def test_nobody_begins_for_another_body(town: Town) -> None:
    with pytest.raises(actions.OfAnotherBody):
        actions.begin_replacement(body=town.vicino, subject=contract(town), by=None)


def test_who_may_begin_and_undo(town: Town, cast: Cast) -> None:
    bought = contract(town)
    start = actions.begin_replacement(body=town.borgo, subject=bought, by=None)
    deeds: tuple[Callable[[User], object], ...] = (
        lambda by: actions.begin_replacement(body=town.borgo, subject=bought, by=by),
        lambda by: actions.undo_replacement(start=start, at=NOW, by=by),
    )

    def may(by: User) -> list[bool]:
        allowed = []
        for deed in deeds:
            try:
                deed(by)
            except NotAllowed:
                allowed.append(False)
            else:
                allowed.append(True)
        return allowed

    assert may(cast.aino) == may(cast.chiara) == [True, True]
    assert may(cast.bruno) == may(cast.dragan) == [False, False]
    assert RadarStart.objects.count() >= 1


def test_a_task_without_an_open_hit_is_a_gap(town: Town) -> None:
    system(town, "Stipendi", functions=["payroll"])
    system(town, "Atti", functions=["document-management"])

    assert [(gap.function, gap.systems, gap.bodies) for gap in queries.gaps(town.chiara)] == [("payroll", 1, 1)]
    assert queries.gaps(AnonymousUser()) == []


def test_the_radar_asks_the_same_number_of_questions_for_ten_contracts_as_for_one(town: Town) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            scan(town)
        return len(asked)

    contract(town, systems=[system(town)])
    runs(town.vicino, town.entry)
    one = count()
    for number in range(9):
        contract(town, f"Akte {number}", systems=[system(town, f"Akte {number}", functions=["document-management"])])

    assert count() == one <= 34
