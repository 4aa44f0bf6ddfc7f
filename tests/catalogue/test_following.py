"""Entries follow what becomes of their publishers."""

import pytest
from django.contrib.auth.models import AnonymousUser

from commonweal.catalogue import actions, queries
from commonweal.catalogue.tasks import PUBLISHERS
from commonweal.journal import actions as journal
from commonweal.organisations import actions as organisations
from tests.catalogue.findings import finding
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def follow() -> int:
    """What the worker does every minute."""
    journal.number_events()
    return journal.advance(PUBLISHERS)


def tiers() -> dict[str, int]:
    found = queries.search(AnonymousUser(), queries.SearchRequest())
    facet = next(facet for facet in found.facets if facet.name == "tier")
    return {value.value: value.count for value in facet.values if value.count}


def test_a_publisher_that_changes_its_tier_is_counted_there(cast: Cast) -> None:
    actions.publish(finding=finding(publisher=cast.town), by=None)
    follow()

    draft = organisations.BodyDraft(uri=cast.town.uri, name="Borgo", kind="region", tier="regional", country="XX")
    organisations.register_body(draft=draft, by=cast.aino)
    follow()

    assert tiers() == {"regional": 1}


def test_an_entry_follows_its_publisher_to_another_country(cast: Cast) -> None:
    entry = actions.publish(finding=finding(publisher=cast.town), by=None).entry
    assert entry is not None

    draft = organisations.BodyDraft(uri=cast.town.uri, name="Borgo", kind="municipality", tier="local", country="IT")
    organisations.register_body(draft=draft, by=cast.aino)
    follow()

    entry.refresh_from_db()
    assert entry.country == "IT"


def test_following_twice_changes_nothing(cast: Cast) -> None:
    actions.publish(finding=finding(publisher=cast.town), by=None)
    organisations.verify_body(body=cast.town, method="register", by=cast.aino)

    first, second = follow(), follow()

    assert (first > 0, second) == (True, 0)
