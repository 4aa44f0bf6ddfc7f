"""Journey a: a curator adds a source and runs it; a visitor finds what it brought. By mouse, keyboard, no scripts."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from commonweal.server.demo.repositories import PACKS
from tests.browser.conftest import Axe
from tests.conftest import Cast
from tests.fakes.gitea import FakeGitea
from tests.fakes.network import Asked, FakeServer, Reply
from tests.fakes.world import FakeRepository

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE_SECONDS = 60
# A ring around the thing itself, around what covers it for the mouse, or around the card it stands for.
SHOWS_FOCUS = """element => [[element], [element, '::after'], [element.closest('.card, li, article') ?? element]]
  .map(parts => getComputedStyle(...parts))
  .some(style => style.outlineStyle !== 'none' || style.boxShadow !== 'none')"""
FOUND = ("lagoverde/mensa-facile", "lagoverde/segnala", "steinbruck/kitaplatz", "borgo/biblioteca")
BROKEN = ("costaserena/orari-uffici", "officina-digitale/nuovo-progetto")


@dataclass
class Mouse:
    """Somebody who points and types."""

    page: Page

    def press(self, thing: Locator) -> None:
        thing.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, field: Locator, label: str) -> None:
        field.select_option(label=label)


@dataclass
class Keyboard:
    """Somebody who only has keys: everything is reached by Tab, and what is reached is visibly so."""

    page: Page

    def press(self, thing: Locator) -> None:
        self._reach(thing)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def choose(self, field: Locator, label: str) -> None:
        self._reach(field)
        self.page.keyboard.type(label[:12])
        assert field.locator("option:checked").inner_text() == label

    def _reach(self, thing: Locator) -> None:
        expect(thing).to_be_visible()
        for _ in range(200):
            if thing.evaluate("element => element === document.activeElement"):
                assert thing.evaluate(SHOWS_FOCUS), f"{thing} has the focus and does not show it"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{thing} is not reached by Tab")


Hand = Mouse | Keyboard


@pytest.fixture
def host() -> Iterator[FakeServer]:
    """A Forgejo with six repositories of Esempia; it takes its time, so that there is progress to watch."""
    fake = FakeGitea(())

    def answer(asked: Asked) -> Reply:
        time.sleep(0.05)
        return fake(asked)

    with FakeServer(answer) as server:
        fake.url = server.url
        fake.repositories = tuple(_repository(name, server.url) for name in FOUND + BROKEN)
        yield server


def _repository(name: str, host_url: str) -> FakeRepository:
    publisher, _, short = name.partition("/")
    folder = PACKS / "repositories" / publisher / short
    here = f"{host_url}/esempia/{short}".encode()
    there = f"https://git.esempia.example/{name}".encode()
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes().replace(there, here)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return FakeRepository(short, files)


@pytest.fixture
def asked_elsewhere(page: Page, live_server: object) -> Iterator[list[str]]:
    """Every request of the browser that was not for this site; there must be none."""
    strangers: list[str] = []
    page.on("request", lambda asked: strangers.append(asked.url) if not _is_ours(asked.url, live_server.url) else None)
    yield strangers
    assert strangers == []


def _is_ours(url: str, site: str) -> bool:
    return url.startswith((f"{site}/", "data:"))


def harvest_and_find(hand: Hand, site: str, host: FakeServer, check: object) -> None:
    """The whole journey; `check` is called on every page."""
    page = hand.page
    sign_in(hand, site)
    check(page)
    add_source(hand, host.url, check)
    watch_the_harvest(hand, check)
    read_the_rejections(hand, check)
    page.context.clear_cookies()
    find_the_canteen(hand, site, check)


def sign_in(hand: Hand, site: str) -> None:
    page = hand.page
    page.goto(site)
    hand.press(page.get_by_role("link", name="Sign in"))
    hand.write(page.locator("input[name=login]"), "bruno")
    hand.write(page.locator("input[name=password]"), "bruno")
    hand.press(page.locator("main").get_by_role("button", name="Sign in"))
    expect(page.get_by_text("Bruno").first).to_be_visible()


def add_source(hand: Hand, host_url: str, check: object) -> None:
    page = hand.page
    hand.press(page.get_by_role("link", name="Sources").first)
    check(page)
    hand.press(page.get_by_role("link", name="Add a source"))
    check(page)
    hand.choose(page.locator("select[name=driver]"), "Forgejo or Gitea: an account or a whole installation")
    hand.write(page.locator("input[name=url]"), f"{host_url}/esempia")
    hand.write(page.locator("input[name=name]"), "Forge of Esempia")
    hand.press(page.get_by_role("button", name="Add the source"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Forge of Esempia")
    check(page)


def watch_the_harvest(hand: Hand, check: object) -> None:
    """Start it, follow it to its end, and see what it brought."""
    page = hand.page
    hand.press(page.get_by_role("button", name="Harvest now"))
    run = page.locator("table a[href*='/runs/']").first
    _reload_until(page, run)
    hand.press(run)
    expect(page.get_by_role("heading", level=1)).to_have_text("Harvest of Forge of Esempia")
    expect(page.get_by_text("completed", exact=True)).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
    figures = dict(zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True))
    assert (figures["repositories seen"], figures["newly listed"], figures["not listed"]) == ("6", "4", "2")
    check(page)


def _reload_until(page: Page, thing: Locator) -> None:
    for _ in range(PATIENCE_SECONDS * 2):
        if thing.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("the harvest did not begin")


def read_the_rejections(hand: Hand, check: object) -> None:
    page = hand.page
    hand.press(page.get_by_role("link", name="What is not in the catalogue, and why"))
    expect(page.get_by_role("heading", name="2 files")).to_be_visible()
    expect(page.locator("article")).to_have_count(2)
    expect(page.locator("article", has_text="orari-uffici")).to_contain_text("cannot be read")
    check(page)


def find_the_canteen(hand: Hand, site: str, check: object) -> None:
    """A visitor who reads English finds a product that describes itself in Italian only."""
    page = hand.page
    page.goto(site)
    check(page)
    hand.write(page.locator("#q"), "school canteen fees")
    page.keyboard.press("Enter")
    hit = page.locator("#found").get_by_role("link", name="Mensa Facile")
    expect(hit).to_be_visible()
    check(page)
    hand.press(hit)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mensa Facile")
    expect(page.locator("main")).to_contain_text("EUPL-1.2")
    hand.press(page.locator("summary", has_text="Every fact and its source"))
    expect(page.locator("table")).to_contain_text("Forge of Esempia")
    check(page)


def test_a_source_is_harvested_and_its_software_found(
    page: Page, live_server: object, axe: Axe, host: FakeServer, worker: None, cast: Cast, asked_elsewhere: list[str]
) -> None:
    harvest_and_find(Mouse(page), live_server.url, host, axe)


def test_the_journey_is_made_by_keyboard_only(
    page: Page, live_server: object, host: FakeServer, worker: None, cast: Cast, asked_elsewhere: list[str]
) -> None:
    harvest_and_find(Keyboard(page), live_server.url, host, lambda page: None)


def test_the_journey_needs_no_scripts(
    chromium: Browser, live_server: object, host: FakeServer, worker: None, cast: Cast
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    strangers: list[str] = []
    page.on("request", lambda asked: strangers.append(asked.url) if not _is_ours(asked.url, live_server.url) else None)

    harvest_and_find(Mouse(page), live_server.url, host, lambda page: None)

    context.close()
    assert strangers == []
