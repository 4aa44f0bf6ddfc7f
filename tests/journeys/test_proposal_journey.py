"""A supplier proposes that a town uses its software; the town denies it; nobody but the town ever learns of either."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser.conftest import Axe
from tests.usage.claims_world import World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Wherever the town's name beside the software could show.
EVERYWHERE = (
    "/software/mense",
    "/software/mense/users",
    "/software/mense/users.csv",
    "/software/mense/users.json",
    "/api/v1/software/mense/usage",
    "/data/usage.csv",
    "/data/usage.jsonl",
    "/api/v1/bodies/borgo/usage",
    "/bodies/borgo",
    "/bodies/borgo/use",
    "/bodies/altrove/peers?way=distance",
    "/instances",
    "/api/v1/changes",
)


def enter(page: Page, site: str, world: World, name: str) -> None:
    """Sign in without the form, which has a journey of its own."""
    page.context.clear_cookies()
    client = Client()
    client.force_login(world.person(name))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def seen_by(world: World, name: str) -> dict[str, tuple[int, list[bytes]]]:
    """What the places say to a person, without what differs in every answer."""
    client = Client()
    if name != "anonymous":
        client.force_login(world.person(name))
    answers = {address: client.get(address) for address in EVERYWHERE}
    return {address: (answer.status_code, _lines(b"".join(answer))) for address, answer in answers.items()}


def _lines(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines() if b"csrf" not in line and b"nonce" not in line]


def test_a_supplier_proposes_the_town_denies_and_nothing_leaks(page: Page, live_server: object, axe: Axe) -> None:
    world, site = build(), live_server.url
    outsiders = ("anonymous", "nobody", "supplier", "trader", "member", "stranger", "curator")
    before = {name: seen_by(world, name) for name in outsiders}

    enter(page, site, world, "supplier")
    page.goto(f"{site}/software/mense/users")
    page.get_by_role("link", name="Propose to an organisation").click()
    axe(page)
    page.locator("input[name=body]").fill("Borgo")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What Ditta proposed")
    proposed = page.locator("main ul").inner_text()

    enter(page, site, world, "editor")
    page.goto(f"{site}/bodies/borgo/use")
    expect(page.get_by_text("proposed by Ditta")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_text("proposed by Ditta")).to_have_count(0)

    enter(page, site, world, "supplier")
    page.goto(f"{site}/bodies/ditta/proposals")
    assert page.locator("main ul").inner_text() == proposed
    after = {name: seen_by(world, name) for name in outsiders if name != "member"}
    for name, places in after.items():
        for address, answer in places.items():
            assert answer == before[name][address], f"{name} sees another {address}"

    world.claim()
    assert seen_by(world, "anonymous") != after["anonymous"], "what is public would have been seen"
