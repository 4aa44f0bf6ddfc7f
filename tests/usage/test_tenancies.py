"""Running on an offer: a second organisation proves that it can be set up again, and leaving is written down."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from commonweal.journal.models import Event
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.roles import Role
from commonweal.usage import actions, queries
from commonweal.usage.models import Known, Offer, Tenancy
from tests.conftest import Cast
from tests.usage.test_suppliers import Market, market, offered

__all__ = ["market"]

JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 30)


@pytest.fixture
def offer(market: Market) -> Offer:
    """What the company offers."""
    return offered(market, likely_cents=150_00, exit_terms="A full export in 30 days.")


@pytest.fixture
def altrove(cast: Cast) -> tuple[Body, User]:
    """Another town, and who keeps its contracts."""
    draft = organisations.BodyDraft(uri="https://w.example/altrove", name="Altrove", kind="municipality", tier="local")
    town = organisations.register_body(draft=draft, by=None)
    editor = organisations.open_account(
        username="enzo", email="enzo@altrove.example", password=None, display_name="Enzo", by=None
    )
    organisations.grant_role(user=editor, role=Role.EDITOR, body=town, by=None)
    return town, editor


def signed_in(person: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_second_tenant_is_made_from_an_offer_takes_its_data_along_and_leaves(
    cast: Cast, offer: Offer, altrove: tuple[Body, User]
) -> None:
    town, editor = altrove
    client = signed_in(editor)
    actions.take_up_offer(offer=offer, body=cast.town, since=JANUARY, by=cast.chiara)
    alone = Client().get(f"/offers/{offer.pk}").content.decode()

    client.post(f"/offers/{offer.pk}/take-up", {"since": "2026-03-01", "visibility": "3"})
    proven = Client().get(f"/offers/{offer.pk}").content.decode()
    tenancy = Tenancy.objects.get(owner=town)
    client.post(f"/tenancies/{tenancy.pk}/leave", {"on": "2026-06-30", "got_data": "yes", "leaving": "Two weeks."})
    left = Client().get(f"/offers/{offer.pk}").content.decode()

    assert "1 organisation runs on this offer" in alone
    assert "No second organisation has taken it up yet" in alone
    assert "2 organisations run on this offer" in proven
    assert "set up for a second organisation" in proven
    assert "1 organisation has left: 1 with all its data, 0 without" in left
    assert "Two weeks." in left


def test_the_number_is_for_everybody_and_the_name_for_whom_the_body_says(cast: Cast, offer: Offer) -> None:
    actions.take_up_offer(offer=offer, body=cast.town, since=JANUARY, visibility=Visibility.BODY, by=cast.chiara)

    told = queries.tenants_of(AnonymousUser(), offer)

    assert (told.running, told.seen) == (1, ())
    assert [one.owner for one in queries.tenants_of(cast.chiara, offer).seen] == [cast.town]
    assert queries.tenants_of(cast.dragan, offer).seen == ()


def test_the_supplier_reads_no_name_that_is_not_public(cast: Cast, market: Market, offer: Offer) -> None:
    actions.take_up_offer(offer=offer, body=cast.town, since=JANUARY, by=cast.chiara)

    page = signed_in(market.sandro).get(f"/offers/{offer.pk}").content.decode()

    assert "1 organisation runs on this offer" in page
    assert "/bodies/borgo" not in page.partition("<main")[2]


def test_saying_it_again_changes_what_is_known_and_nothing_else(cast: Cast, offer: Offer) -> None:
    said = {"offer": offer, "body": cast.town, "by": cast.chiara}
    actions.take_up_offer(**said, since=JANUARY)
    actions.take_up_offer(**said, since=JANUARY)

    tenancy = actions.take_up_offer(**said, since=MARCH)

    assert (Tenancy.objects.count(), tenancy.since) == (1, MARCH)
    names = Event.objects.filter(name__in=["usage.offer_taken_up", "usage.tenancy_changed"])
    assert [event.name for event in names.order_by("pk")] == ["usage.offer_taken_up", "usage.tenancy_changed"]


def test_who_comes_back_counts_once_as_proof(cast: Cast, offer: Offer) -> None:
    first = actions.take_up_offer(offer=offer, body=cast.town, since=JANUARY, by=cast.chiara)
    actions.leave_offer(tenancy=first, on=MARCH, got_data=Known.NO, by=cast.chiara)
    actions.take_up_offer(offer=offer, body=cast.town, since=JUNE, by=cast.chiara)

    told = queries.tenants_of(AnonymousUser(), offer)

    assert (told.ever, told.running, told.left, told.left_without_data) == (1, 1, 1, 1)
    assert not told.is_proven


def test_what_nobody_said_about_the_data_is_not_known(cast: Cast, offer: Offer) -> None:
    tenancy = actions.take_up_offer(offer=offer, body=cast.town, since=JANUARY, by=cast.chiara)
    actions.leave_offer(tenancy=tenancy, on=MARCH, by=cast.chiara)
    actions.leave_offer(tenancy=tenancy, on=MARCH, by=cast.chiara)

    told = queries.tenants_of(AnonymousUser(), offer)

    assert (told.left_with_data, told.left_without_data, told.left_not_known) == (0, 0, 1)
    assert Event.objects.filter(name="usage.offer_left").count() == 1


def test_nobody_leaves_before_they_came_nor_runs_on_an_offer_alone(cast: Cast, offer: Offer) -> None:
    tenancy = actions.take_up_offer(offer=offer, body=cast.town, since=MARCH, by=cast.chiara)

    with pytest.raises(actions.EndsBeforeItBegan):
        actions.leave_offer(tenancy=tenancy, on=JANUARY, by=cast.chiara)
    with pytest.raises(actions.OnlyItsNumberIsPublic):
        actions.take_up_offer(offer=offer, body=cast.town, since=MARCH, visibility=Visibility.PRIVATE, by=cast.chiara)


def test_who_keeps_no_contracts_of_the_town_is_turned_away(cast: Cast, offer: Offer) -> None:
    tenancy = actions.take_up_offer(
        offer=offer, body=cast.town, since=MARCH, visibility=Visibility.PUBLIC, by=cast.chiara
    )
    pages = (f"/offers/{offer.pk}/take-up?near=borgo", f"/tenancies/{tenancy.pk}/leave")

    assert [signed_in(cast.dragan).get(path).status_code for path in pages] == [403, 403]
    assert [Client().get(path).status_code for path in pages] == [302, 302]
