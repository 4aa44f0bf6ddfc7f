"""Feeds of who uses what: what is newly said or confirmed, as far as everybody may see it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from commonweal.organisations.models import Visibility
from commonweal.usage import actions
from tests.usage.claims_world import NOON, World, build
from tests.usage.test_claims import listed

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/feeds/uses.atom", "/feeds/uses/software/mense.atom", "/feeds/uses/bodies/borgo.atom")


@pytest.fixture
def world() -> World:
    """Towns, software and people."""
    return build()


def entries(client: Client, path: str) -> list[tuple[str, str, str]]:
    """Title, summary and day of the last change of what a feed holds."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    found = ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")
    return [
        tuple((each.findtext(f"{ATOM}{name}") or "").strip() for name in ("title", "summary", "updated"))
        for each in found
    ]


@pytest.mark.parametrize("path", FEEDS)
def test_a_new_public_use_is_in_the_feed(world: World, client: Client, path: str) -> None:
    world.claim()

    ((title, summary, _updated),) = entries(client, path)

    assert title == "Borgo uses Mense"
    assert summary == "in daily use; the body itself; confirmed on 20 November 2026"


def test_what_a_list_says_comes_again_once_the_body_confirms_it(world: World, client: Client) -> None:
    claim = listed(world)
    world.claim("altrove")
    before = [(title, "not confirmed" in summary) for title, summary, _ in entries(client, FEEDS[0])]

    actions.confirm_claim(claim=claim, by=world.person("editor"), at=NOON + timedelta(days=1))

    after = entries(client, FEEDS[0])
    assert ("Borgo uses Mense", True) in before
    assert [title for title, _, _ in after] == ["Borgo uses Mense", "Altrove uses Mense"]
    assert after[0][2].startswith("2026-11-21")


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("rung", [Visibility.PRIVATE, Visibility.BODY, Visibility.NETWORK])
def test_what_is_not_for_everybody_is_in_no_feed(world: World, path: str, rung: Visibility) -> None:
    client = Client()
    client.force_login(world.person("editor"), backend="django.contrib.auth.backends.ModelBackend")
    draft = actions.UseDraft(entry=world.entries["mense"], visibility=rung)
    actions.state_use(body=world.bodies["borgo"], draft=draft, by=world.person("editor"))

    assert entries(client, path) == []


@pytest.mark.parametrize("path", FEEDS)
def test_what_was_denied_or_has_ended_leaves_the_feed(world: World, client: Client, path: str) -> None:
    ended = world.claim()
    actions.deny_claim(claim=listed(world, entry="Mappe"), by=world.person("editor"))
    actions.end_use(claim=ended, by=world.person("editor"))

    assert entries(client, path) == []


def test_a_feed_of_nothing_known_is_not_there(db: None, client: Client) -> None:
    assert client.get("/feeds/uses/software/nothing.atom").status_code == 404
    assert client.get("/feeds/uses/bodies/nowhere.atom").status_code == 404


def test_pages_lead_to_their_feeds(world: World, client: Client) -> None:
    pages = ("/instances", "/software/mense/users", "/bodies/borgo/use")

    for path, feed in zip(pages, FEEDS, strict=True):
        assert f'href="{feed}"' in client.get(path).content.decode()
