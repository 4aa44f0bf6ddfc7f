"""What the pages of suppliers show, and to whom."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client

from commonweal.usage import actions, queries
from commonweal.usage.models import Contribution, Offer, OfferQuestion, Service, SupplierProfile
from tests.conftest import Cast
from tests.usage.test_suppliers import NOW, TODAY, Market, hosting, market, offered, stated

__all__ = ["market"]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def page(client: Client, path: str, person: object = None) -> str:
    client.logout()
    if person is not None:
        client.force_login(person, backend=BACKEND)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_software_page_says_who_can_help_and_three_facts(client: Client, market: Market) -> None:
    hosting(market)

    shown = page(client, "/software/mense")

    assert "Who can help with it" in shown
    assert "/suppliers/lago-servizi" in shown
    assert "1 is listed here" in shown
    assert "0 of them qualified" in shown


def test_qualified_is_said_in_words_with_the_evidence(client: Client, market: Market, cast: Cast) -> None:
    hosting(market)
    actions.check_contribution(contribution=stated(market), at=NOW, by=cast.chiara)

    for path in ("/suppliers", "/suppliers/lago-servizi", "/software/mense/suppliers"):
        assert "qualified</span>" in page(client, path), path
    assert 'href="https://git.example/1"' in page(client, "/software/mense/suppliers")


def test_stated_work_is_shown_to_its_supplier_and_to_who_may_check_it(
    client: Client, market: Market, cast: Cast
) -> None:
    hosting(market)
    stated(market)

    seen = {
        name: ("Faster lists" in page(client, "/suppliers/lago-servizi", person),
               "Faster lists" in page(client, "/software/mense/suppliers", person))
        for name, person in [
            ("visitor", None), ("dragan", cast.dragan), ("chiara", cast.chiara), ("bruno", cast.bruno),
            ("sandro", market.sandro),
        ]
    }  # fmt: skip

    assert seen == {
        "visitor": (False, False), "dragan": (False, False), "chiara": (False, True), "bruno": (True, True),
        "sandro": (True, False),
    }  # fmt: skip


def test_a_supplier_lists_itself_its_service_its_work_and_an_offer(client: Client, market: Market) -> None:
    client.force_login(market.sandro, backend=BACKEND)
    home = "/suppliers/lago-servizi"

    client.post("/bodies/lago-servizi/supplier", {"description": "We host.", "countries": "xx, IT", "is_small": "true"})
    client.post(f"{home}/services/new", {"entry": "mense", "kind": "hosting"})
    client.post(
        f"{home}/contributions/new",
        {"entry": "Mense", "title": "Lists", "url": "https://git.example/9", "accepted_on": "2026-05-01"},
    )
    offer = {"entry": "mense", "title": "Mense hosted", "kind": "hosting", "price_model": "fixed", "currency": "EUR"}
    client.post(f"{home}/offers/new", offer | {"low_cents": "1,200.00", "likely_cents": "1500", "high_cents": "2000"})

    profile = SupplierProfile.objects.get()
    assert (profile.description, profile.countries, profile.is_small) == ("We host.", ["XX", "IT"], True)
    assert Service.objects.get().entry == market.entry
    assert Contribution.objects.get().accepted_on == date(2026, 5, 1)
    made = Offer.objects.get()
    assert (made.low_cents, made.likely_cents, made.high_cents) == (120_000, 150_000, 200_000)
    assert "1,200 € – 1,500 € – 2,000 € a fixed sum a year" in page(client, "/software/mense/suppliers")


def test_what_is_wrong_is_said_beside_the_field(client: Client, market: Market) -> None:
    client.force_login(market.sandro, backend=BACKEND)

    answer = client.post(
        "/suppliers/lago-servizi/offers/new",
        {"entry": "nothing", "title": "x", "kind": "hosting", "price_model": "fixed", "currency": "EUR",
         "low_cents": "12.345", "likely_cents": "much", "countries": "ZZ"},
    )  # fmt: skip

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "No software of the catalogue is called" in shown
    assert "is no sum of money" in shown
    assert "is no country code" in shown


def test_an_offer_that_costs_nothing_costs_nothing(client: Client, market: Market) -> None:
    client.force_login(market.sandro, backend=BACKEND)
    offer = {"entry": "mense", "title": "Free", "kind": "hosting", "price_model": "free", "currency": "EUR"}

    client.post("/suppliers/lago-servizi/offers/new", offer)

    made = Offer.objects.get()
    assert (made.low_cents, made.likely_cents, made.high_cents) == (0, 0, 0)
    assert "free of charge" in page(client, f"/offers/{made.pk}")


def test_a_question_reaches_the_mailbox_and_is_shown_to_the_supplier_alone(
    client: Client, market: Market, cast: Cast
) -> None:
    offer = offered(market)
    client.force_login(cast.chiara, backend=BACKEND)

    client.post(f"/offers/{offer.pk}", {"text": "How many towns?"})

    assert OfferQuestion.objects.get().body == cast.town
    assert "How many towns?" in page(client, "/suppliers/lago-servizi", market.sandro)
    for person in (None, cast.dragan, cast.bruno, cast.chiara):
        assert "How many towns?" not in page(client, "/suppliers/lago-servizi", person)
    assert mail.outbox == []  # a worker sends it


@pytest.mark.parametrize("who", ["dragan", "bruno"])
def test_who_keeps_no_contracts_cannot_ask(client: Client, market: Market, cast: Cast, who: str) -> None:
    offer = offered(market)
    client.force_login(getattr(cast, who), backend=BACKEND)

    answer = client.post(f"/offers/{offer.pk}?near=borgo", {"text": "How many towns?"})

    assert answer.status_code == 403
    assert not OfferQuestion.objects.exists()


def test_the_offer_page_says_how_a_customer_leaves_or_that_nobody_knows(client: Client, market: Market) -> None:
    unknown, known = offered(market), offered(market, exit_terms="A full export within a week.")

    assert "Ask before you sign" in page(client, f"/offers/{unknown.pk}")
    assert "A full export within a week." in page(client, f"/offers/{known.pk}")


def test_an_editor_of_the_publisher_checks_work_on_the_page(client: Client, market: Market, cast: Cast) -> None:
    hosting(market)
    work = stated(market)
    client.force_login(cast.chiara, backend=BACKEND)

    client.post(f"/contributions/{work.pk}/check", {"answer": "no", "reason": ""})
    client.post(f"/contributions/{work.pk}/check", {"answer": "yes"})

    assert queries.suppliers_of([market.entry.pk])[market.entry.pk][0].is_qualified


def test_visitors_are_asked_to_sign_in_and_others_are_refused(client: Client, market: Market, cast: Cast) -> None:
    paths = ["/bodies/lago-servizi/supplier"] + [
        f"/suppliers/lago-servizi/{what}/new" for what in ("services", "offers", "contributions")
    ]

    assert {client.get(path).status_code for path in paths} == {302}
    client.force_login(cast.dragan, backend=BACKEND)
    assert {client.get(path).status_code for path in paths} == {403}


def test_a_closed_supplier_has_a_page_for_itself_alone(client: Client, market: Market) -> None:
    client.force_login(market.sandro, backend=BACKEND)
    client.post("/suppliers/lago-servizi/close")

    assert "off the lists" in page(client, "/suppliers/lago-servizi", market.sandro)
    client.logout()
    assert client.get("/suppliers/lago-servizi").status_code == 404


def test_lists_keep_to_their_number_of_queries(client: Client, market: Market, django_assert_max_num_queries) -> None:
    hosting(market)
    for _ in range(5):
        offered(market, valid_until=TODAY.replace(year=2030))

    with django_assert_max_num_queries(8):
        client.get("/software/mense/suppliers")
    with django_assert_max_num_queries(4):
        client.get("/suppliers")


def test_an_offer_becomes_the_draft_of_a_contract(client: Client, market: Market, cast: Cast) -> None:
    offer = offered(market, low_cents=100_000, likely_cents=123_456, high_cents=200_000)

    link = f"/bodies/borgo/contracts/new?offer={offer.pk}"
    offer_page, draft = page(client, f"/offers/{offer.pk}", cast.chiara), page(client, link, cast.chiara)

    assert link in offer_page
    assert 'value="Mense for small towns"' in draft
    assert 'value="Lago Servizi"' in draft
    assert 'value="1234.56"' in draft
