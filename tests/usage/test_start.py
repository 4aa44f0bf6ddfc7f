"""A body that starts with nothing: its town, what neighbours use, what it ticks, its radar."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from commonweal.organisations import actions as organisations
from commonweal.organisations.models import RoleAssignment, User, Visibility
from commonweal.organisations.roles import Role
from commonweal.usage import actions, queries
from commonweal.usage.models import System, UsageClaim
from commonweal.usage.permissions import NotAllowed
from tests.conftest import Cast
from tests.usage.test_radar import NOW, TODAY, Town, runs, system, town

__all__ = ["town"]
BACKEND = "django.contrib.auth.backends.ModelBackend"
TICKS = {"use": "faldone", "product": "akte", "other": "Stipendi 3000\nOld thing"}


def test_a_visitor_finds_the_town_under_any_name(client: Client, town: Town) -> None:
    page = client.get("/start", {"q": "borghetto"}).content.decode()

    assert 'href="/start/tick?body=borghetto"' in page
    assert "8,000 inhabitants" in page
    assert "No organisation of this name" in client.get("/start", {"q": "qqq"}).content.decode()


def test_what_neighbours_use_stands_first(client: Client, town: Town) -> None:
    runs(town.vicino, town.entry)
    actions.enter_system(
        body=town.vicino,
        draft=actions.SystemDraft(name="Akte", product_name="Akte", visibility=Visibility.PUBLIC),
        by=None,
    )

    ticks = queries.tick_list(AnonymousUser(), town.borgo, TODAY)
    page = client.get("/start/tick?body=borghetto").content.decode()

    assert [(tick.entry, len(tick.runners)) for tick in ticks.open] == [(town.entry, 1)]
    assert [(tick.product, tick.neighbour_count) for tick in ticks.products] == [(town.akte, 1)]
    assert "Vicino" in page


def test_what_neighbours_keep_to_the_network_is_not_told_to_visitors(town: Town) -> None:
    draft = actions.UseDraft(entry=town.entry, visibility=Visibility.NETWORK)
    actions.state_use(body=town.vicino, draft=draft, at=NOW, by=None)
    actions.enter_system(
        body=town.vicino,
        draft=actions.SystemDraft(name="Akte", product_name="Akte", visibility=Visibility.NETWORK),
        by=None,
    )

    for_visitors = queries.tick_list(AnonymousUser(), town.borgo, TODAY)
    for_the_network = queries.tick_list(town.chiara, town.borgo, TODAY)

    assert (len(for_visitors.open), for_visitors.products[0].neighbour_count) == (0, 0)
    assert (len(for_the_network.open), for_the_network.products[0].neighbour_count) == (1, 1)


def test_a_visitor_gets_a_radar_and_nothing_is_kept(client: Client, town: Town) -> None:
    runs(town.vicino, town.entry)
    claims = UsageClaim.objects.count()

    page = client.get("/start/radar", {"body": "borghetto"} | TICKS).content.decode()

    assert "It could stand in for Akte, says: A test list." in page
    assert "Stipendi 3000" in page
    assert "What it is for is not known" in page
    assert UsageClaim.objects.count() == claims
    assert not System.objects.filter(owner=town.borgo).exists()


def test_it_works_without_a_town(client: Client, town: Town) -> None:
    assert client.get("/start/tick").status_code == 200
    page = client.get("/start/radar", TICKS).content.decode()

    assert "Faldone" in page
    assert client.get("/start/radar").status_code == 200


def test_what_was_ticked_is_ticked_again_when_one_goes_back(client: Client, town: Town) -> None:
    page = client.get("/start/tick?" + urlencode(TICKS | {"body": "borghetto"})).content.decode()

    assert 'value="akte" checked' in page
    assert "Stipendi 3000" in page


def test_who_works_for_the_body_keeps_what_was_ticked(client: Client, town: Town) -> None:
    client.force_login(town.chiara, backend=BACKEND)

    answer = client.post("/start/tick", {"body": "borghetto"} | TICKS)
    client.post("/start/tick", {"body": "borghetto"} | TICKS)

    assert answer["Location"] == "/bodies/borghetto/radar"
    assert UsageClaim.objects.get(owner=town.borgo).entry == town.entry
    names = System.objects.filter(owner=town.borgo).order_by("name").values_list("name", flat=True)
    assert list(names) == ["Akte", "Old thing", "Stipendi 3000"]
    assert System.objects.get(name="Akte").product == town.akte
    assert "Write the date down" in client.get("/bodies/borghetto/radar").content.decode()


def test_what_is_on_file_already_is_marked_and_stays(client: Client, town: Town) -> None:
    system(town)

    kept = actions.keep_ticks(body=town.borgo, entries=[], products=[town.akte], names=["AKTE"], by=town.chiara)
    ticks = queries.tick_list(town.chiara, town.borgo, TODAY)

    assert kept.systems == ()
    assert ticks.products[0].is_ours


def test_who_runs_the_installation_takes_their_body_with_one_click(client: Client, town: Town, cast: Cast) -> None:
    client.force_login(cast.aino, backend=BACKEND)
    offered = "is my organisation" in client.get("/start/radar", {"body": "borghetto"} | TICKS).content.decode()

    answer = client.post("/start/mine", {"body": "borghetto"} | TICKS)

    assert offered
    assert answer["Location"] == "/bodies/borghetto/radar"
    assert RoleAssignment.objects.filter(user=cast.aino, body=town.borgo, role=Role.EDITOR).exists()
    assert System.objects.filter(owner=town.borgo).count() == 3


def test_who_may_keep_and_who_may_take(town: Town, cast: Cast) -> None:
    deeds: tuple[Callable[[User], object], ...] = (
        lambda by: actions.keep_ticks(body=town.borgo, entries=[], products=[town.akte], names=[], by=by),
        lambda by: actions.claim_body(body=town.vicino, by=by),
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

    assert may(cast.chiara) == [True, False]
    assert may(cast.aino) == [False, True]
    assert may(cast.bruno) == may(cast.dragan) == [False, False]


@pytest.mark.parametrize("person", [None, "dragan", "bruno"])
def test_others_keep_nothing(client: Client, town: Town, cast: Cast, person: str | None) -> None:
    if person:
        client.force_login(getattr(cast, person), backend=BACKEND)

    answers = [client.post(path, {"body": "borghetto"} | TICKS).status_code for path in ("/start/tick", "/start/mine")]

    assert answers == ([403, 403] if person else [302, 302])
    assert not System.objects.filter(owner=town.borgo).exists()


def test_a_supplier_keeps_nothing_for_a_customer(client: Client, town: Town) -> None:
    supplier = organisations.open_account(username="s", email="s@w.example", password=None, display_name="S", by=None)
    organisations.grant_role(user=supplier, role=Role.SUPPLIER, body=town.borgo, by=None)
    client.force_login(supplier, backend=BACKEND)

    assert client.post("/start/tick", {"body": "borghetto"} | TICKS).status_code == 403


@pytest.mark.parametrize("path", ["/start?q=%%", "/start/tick?body=nobody", "/start?body=nobody"])
def test_odd_addresses_are_answered(client: Client, db: None, path: str) -> None:
    assert client.get(path, follow=True).status_code in {200, 404}
