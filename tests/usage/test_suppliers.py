"""Suppliers: listed is not qualified, only checked work counts, and nobody checks their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.models import Entry
from commonweal.journal.models import Event
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.roles import Role
from commonweal.usage import actions, queries
from commonweal.usage.models import Contribution, Offer, OfferQuestion, ServiceKind, SupplierProfile
from commonweal.usage.permissions import NotAllowed
from tests.catalogue.findings import finding
from tests.conftest import Cast

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)
ANYBODY = AnonymousUser()


@dataclass(frozen=True)
class Market:
    """A company that serves software of Borgo, with Sandro who speaks for it."""

    company: Body
    sandro: User
    supplier: SupplierProfile
    entry: Entry


@pytest.fixture
def market(cast: Cast) -> Market:
    company = organisations.register_body(
        draft=organisations.BodyDraft(
            uri="https://w.example/lago", name="Lago Servizi", kind="company", mailbox="info@lago.example"
        ),
        by=None,
    )
    sandro = organisations.open_account(
        username="sandro", email="sandro@lago.example", password=None, display_name="Sandro", by=None
    )
    organisations.grant_role(user=sandro, role=Role.SUPPLIER, body=company, by=None)
    supplier = actions.open_supplier(body=company, draft=actions.SupplierDraft(countries=["XX"]), by=sandro)
    entry = catalogue.publish(finding=finding("Mense", publisher=cast.town), by=None).entry
    return Market(company, sandro, supplier, entry)


def stated(market: Market, url: str = "https://git.example/1", on: date = TODAY) -> Contribution:
    return actions.state_contribution(
        supplier=market.supplier, entry=market.entry, url=url, title="Faster lists", accepted_on=on, by=market.sandro
    )


def offered(market: Market, **terms: object) -> Offer:
    draft = actions.OfferDraft(**{"entry": market.entry, "title": "Mense for small towns"} | terms)
    return actions.make_offer(supplier=market.supplier, draft=draft, by=market.sandro)


def serving(market: Market) -> queries.Serving:
    return queries.suppliers_of([market.entry.pk])[market.entry.pk][0]


def hosting(market: Market, supplier: SupplierProfile | None = None) -> object:
    return actions.list_service(
        supplier=supplier or market.supplier, entry=market.entry, kind=ServiceKind.HOSTING, by=None
    )


def test_a_listed_supplier_is_not_qualified(market: Market) -> None:
    hosting(market)
    stated(market)

    assert not serving(market).is_qualified


def test_checked_work_makes_a_supplier_qualified_for_that_software_alone(market: Market, cast: Cast) -> None:
    hosting(market)
    other = catalogue.publish(finding=finding("Strade"), by=None).entry
    actions.list_service(supplier=market.supplier, entry=other, kind=ServiceKind.SUPPORT, by=market.sandro)

    actions.check_contribution(contribution=stated(market), at=NOW, by=cast.chiara)

    assert serving(market).is_qualified
    assert not queries.suppliers_of([other.pk])[other.pk][0].is_qualified


def test_a_check_that_was_wrong_ends(market: Market, cast: Cast) -> None:
    hosting(market)
    contribution = actions.check_contribution(contribution=stated(market), at=NOW, by=cast.chiara)

    actions.refuse_contribution(contribution=contribution, reason="It was reverted.", at=NOW, by=cast.bruno)

    assert not serving(market).is_qualified
    assert contribution.refusal == "It was reverted."


def test_nobody_checks_the_work_of_their_own_house(market: Market, cast: Cast) -> None:
    own = actions.open_supplier(body=cast.town, draft=actions.SupplierDraft(), by=cast.chiara)
    contribution = actions.state_contribution(
        supplier=own, entry=market.entry, url="https://git.example/2", title="Ours", accepted_on=TODAY, by=cast.chiara
    )

    with pytest.raises(actions.OwnContribution):
        actions.check_contribution(contribution=contribution, at=NOW, by=cast.chiara)
    actions.check_contribution(contribution=contribution, at=NOW, by=cast.bruno)

    assert contribution.checked_by == cast.bruno


def test_the_qualified_come_first_and_the_latest_work_first_among_them(market: Market, cast: Cast) -> None:
    names = ("Alba", "Brenta", "Cima")
    for name in names:
        body = organisations.register_body(
            draft=organisations.BodyDraft(uri=f"https://w.example/{name}", name=name, kind="company"), by=None
        )
        profile = actions.open_supplier(body=body, draft=actions.SupplierDraft(), by=None)
        hosting(market, profile)
        if name != "Alba":
            on = date(2026, 1, 1) if name == "Brenta" else date(2026, 5, 1)
            work = actions.state_contribution(
                supplier=profile, entry=market.entry, url="https://git.example/3", title="x", accepted_on=on, by=None
            )
            actions.check_contribution(contribution=work, at=NOW, by=None)

    ranked = [one.supplier.body.name for one in queries.suppliers_of([market.entry.pk])[market.entry.pk]]

    assert ranked == ["Cima", "Brenta", "Alba"]


def test_said_twice_is_said_once(market: Market) -> None:
    hosting(market)
    hosting(market)
    stated(market)
    stated(market)
    actions.open_supplier(body=market.company, draft=actions.SupplierDraft(countries=["XX"]), by=market.sandro)

    recorded = list(Event.objects.filter(name__startswith="usage.").values_list("name", flat=True))

    assert sorted(recorded) == ["usage.contribution_stated", "usage.service_listed", "usage.supplier_opened"]


def test_a_closed_supplier_is_on_no_list_and_comes_back(market: Market) -> None:
    hosting(market)
    actions.close_supplier(profile=market.supplier, at=NOW, by=market.sandro)
    gone = queries.suppliers_of([market.entry.pk]), queries.find_suppliers(ANYBODY, queries.SupplierSearch())

    with pytest.raises(actions.SupplierClosed):
        stated(market)
    actions.open_supplier(body=market.company, draft=actions.SupplierDraft(countries=["XX"]), by=market.sandro)

    assert gone == ({}, [])
    assert len(queries.find_suppliers(ANYBODY, queries.SupplierSearch())) == 1


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({}, True), ({"text": "lago"}, True), ({"text": "mense"}, True), ({"text": "strade"}, False),
        ({"service": "hosting"}, True), ({"service": "training"}, False), ({"country": "XX"}, True),
        ({"country": "IT"}, False), ({"text": "lago", "service": "hosting", "country": "XX"}, True),
    ],
)  # fmt: skip
def test_suppliers_are_found_by_name_software_service_and_country(
    market: Market, search: dict[str, str], found: bool
) -> None:
    hosting(market)

    assert bool(queries.find_suppliers(ANYBODY, queries.SupplierSearch(**search))) is found


def test_hidden_software_is_in_no_list_of_suppliers(market: Market, cast: Cast) -> None:
    hidden = catalogue.publish(
        finding=finding("Hidden", publisher=cast.town, visibility=Visibility.BODY), by=None
    ).entry
    actions.list_service(supplier=market.supplier, entry=hidden, kind=ServiceKind.HOSTING, by=market.sandro)
    offer = offered(market, entry=hidden)

    assert queries.served_by(ANYBODY, market.supplier) == []
    assert queries.find_suppliers(ANYBODY, queries.SupplierSearch(text="hidden")) == []
    assert queries.offer_for(ANYBODY, offer.pk) is None
    assert list(queries.offers_of(ANYBODY, TODAY)) == []


def test_prices_rise(market: Market) -> None:
    with pytest.raises(actions.PricesFall):
        offered(market, low_cents=200, likely_cents=100)
    with pytest.raises(actions.PricesFall):
        offered(market, low_cents=-1)

    assert offered(market, low_cents=100, high_cents=100).likely_cents is None


def test_an_offer_stands_until_its_last_day_or_until_withdrawn(market: Market) -> None:
    offered(market, valid_until=TODAY)
    offered(market, valid_until=date(2026, 11, 20))
    actions.withdraw_offer(offer=offered(market), at=NOW, by=market.sandro)

    assert [offer.valid_until for offer in queries.offers_of(ANYBODY, TODAY)] == [TODAY]


def test_a_question_goes_to_the_supplier_and_says_who_asks(market: Market, cast: Cast) -> None:
    offer = offered(market)

    actions.ask_about_offer(offer=offer, body=cast.town, text="How many towns can you take?", by=cast.chiara)

    question = queries.questions_to(market.supplier).get()
    assert (question.body, question.reply_to) == (cast.town, "chiara@esempia.example")
    assert "How many" not in str(Event.objects.get(name="usage.offer_asked_about").data)


def test_nobody_asks_about_what_is_withdrawn(market: Market, cast: Cast) -> None:
    offer = actions.withdraw_offer(offer=offered(market), at=NOW, by=market.sandro)

    with pytest.raises(actions.OfferWithdrawn):
        actions.ask_about_offer(offer=offer, body=cast.town, text="?", by=cast.chiara)

    assert not OfferQuestion.objects.exists()


def test_the_three_facts_are_unknown_until_somebody_says_so(market: Market, cast: Cast) -> None:
    closed = catalogue.publish(finding=finding("Closed", licence="BUSL-1.1", source="pack:x"), by=None).entry
    before = queries.evidence_of(closed, [])
    actions.state_decision_log(entry=market.entry, url="https://git.example/adr", at=NOW, by=cast.chiara)
    hosting(market)

    after = queries.evidence_of(market.entry, queries.suppliers_of([market.entry.pk])[market.entry.pk])

    assert (before.source_url, before.source_read_on, before.decision_log, before.served_by) == ("", None, None, 0)
    assert after.source_read_on == date(2026, 11, 20)
    assert after.decision_log.url == "https://git.example/adr"
    assert (after.served_by, after.qualified) == (1, 0)


def test_another_decision_log_takes_the_place_of_the_former(market: Market, cast: Cast) -> None:
    actions.state_decision_log(entry=market.entry, url="https://git.example/a", at=NOW, by=cast.chiara)
    log = actions.state_decision_log(entry=market.entry, url="https://git.example/b", at=NOW, by=cast.chiara)
    actions.state_decision_log(entry=market.entry, url="https://git.example/b", at=NOW, by=cast.chiara)

    actions.end_decision_log(log=log, at=NOW, by=cast.chiara)

    assert queries.evidence_of(market.entry, []).decision_log is None
    assert Event.objects.filter(name="usage.decision_log_stated").count() == 2


def test_who_may_do_what(market: Market, cast: Cast) -> None:
    editor = organisations.open_account(
        username="enzo", email="enzo@lago.example", password=None, display_name="Enzo", by=None
    )
    organisations.grant_role(user=editor, role=Role.EDITOR, body=market.company, by=None)
    service, offer, work = hosting(market), offered(market), stated(market)
    log = actions.state_decision_log(entry=market.entry, url="https://git.example/adr", at=NOW, by=None)
    draft = actions.OfferDraft(entry=market.entry, title="x")
    deeds: dict[str, Callable[[User], object]] = {
        "open_supplier": lambda by: actions.open_supplier(
            body=market.company, draft=actions.SupplierDraft(countries=["XX"]), by=by
        ),
        "list_service": lambda by: actions.list_service(
            supplier=market.supplier, entry=market.entry, kind=ServiceKind.HOSTING, by=by
        ),
        "end_service": lambda by: actions.end_service(service=service, at=NOW, by=by),
        "state_contribution": lambda by: actions.state_contribution(
            supplier=market.supplier, entry=market.entry, url=work.url, title="x", accepted_on=TODAY, by=by
        ),
        "make_offer": lambda by: actions.make_offer(supplier=market.supplier, draft=draft, by=by),
        "withdraw_offer": lambda by: actions.withdraw_offer(offer=offer, at=NOW, by=by),
        "check_contribution": lambda by: actions.check_contribution(contribution=work, at=NOW, by=by),
        "refuse_contribution": lambda by: actions.refuse_contribution(contribution=work, reason="", at=NOW, by=by),
        "state_decision_log": lambda by: actions.state_decision_log(entry=market.entry, url=log.url, at=NOW, by=by),
        "end_decision_log": lambda by: actions.end_decision_log(log=log, at=NOW, by=by),
        "ask_about_offer": lambda by: actions.ask_about_offer(
            offer=offered(market), body=cast.town, text="?", by=by
        ),
        "take_up_offer": lambda by: actions.take_up_offer(offer=offered(market), body=cast.town, since=TODAY, by=by),
        "leave_offer": lambda by: actions.leave_offer(
            tenancy=actions.take_up_offer(offer=offered(market), body=cast.town, since=TODAY, by=None),
            on=TODAY,
            by=by,
        ),
        "close_supplier": lambda by: actions.close_supplier(profile=market.supplier, at=NOW, by=by),
    }  # fmt: skip

    def may(by: User) -> set[str]:
        allowed = set()
        for name, deed in deeds.items():
            SupplierProfile.objects.filter(pk=market.supplier.pk).update(closed_at=None)
            market.supplier.refresh_from_db()
            try:
                deed(by)
            except (NotAllowed, actions.OwnContribution):
                continue
            allowed.add(name)
        return allowed

    listing = {"open_supplier", "list_service", "end_service", "state_contribution", "close_supplier"}
    offering = {"make_offer", "withdraw_offer"}
    checking = {"check_contribution", "refuse_contribution", "state_decision_log", "end_decision_log"}
    buying = {"ask_about_offer", "take_up_offer", "leave_offer"}
    assert may(cast.aino) == listing | checking | buying
    assert may(cast.bruno) == listing | checking
    assert may(cast.chiara) == checking | buying
    assert may(market.sandro) == may(editor) == listing | offering
    assert may(cast.dragan) == set()
