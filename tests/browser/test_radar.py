"""A clerk of a town of 8,000 who starts with nothing sees neighbours' use and a radar in under ten clicks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from commonweal.usage.models import PriceModel, RadarStart, System
from tests.browser.conftest import Axe
from tests.conftest import Cast
from tests.usage.test_radar import Town, contract, offer, runs, system, town

__all__ = ["town"]
pytestmark = pytest.mark.django_db(transaction=True)
MOST_CLICKS = 9


@pytest.fixture(params=["with scripts", "without scripts"])
def either(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A narrow page, with and without JavaScript."""
    scripts = request.param == "with scripts"
    context = chromium.new_context(viewport={"width": 320, "height": 900}, locale="en-GB", java_script_enabled=scripts)
    yield context.new_page()
    context.close()


class Clicks:
    """Clicks on things by their name, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def __call__(self, role: str, name: str) -> None:
        """Click the thing of a role with a name."""
        self.page.get_by_role(role, name=name).first.click()
        self.count += 1


def sign_in(page: Page, server: LiveServer, name: str, on: str) -> None:
    page.goto(f"{server.url}/accounts/login/?next={on}")
    page.get_by_label("Username").or_(page.locator("[name=login]")).first.fill(name)
    page.locator("[name=password]").fill(name)
    page.locator("main").get_by_role("button", name="Sign in").click()


def test_a_visitor_comes_from_the_first_page_to_a_radar(either: Page, live_server: LiveServer, town: Town) -> None:
    runs(town.vicino, town.entry)
    click = Clicks(either)
    either.goto(live_server.url)

    click("link", "What do my neighbours use")
    either.get_by_label("Name of your town or organisation").fill("borghetto")
    click("button", "Find")
    click("link", "Borghetto")
    expect(either.get_by_text("1 neighbour; Vicino, 11 km away")).to_be_visible()
    click("checkbox", "Akte")
    click("button", "Show my radar")

    expect(either.get_by_role("heading", name="First radar of Borghetto")).to_be_visible()
    expect(either.get_by_text("1 neighbour runs it: the nearest is Vicino, 11 km away")).to_be_visible()
    assert click.count <= MOST_CLICKS
    assert not System.objects.filter(owner=town.borgo).exists()


def test_who_runs_a_fresh_installation_takes_their_town_and_keeps_it(
    either: Page, live_server: LiveServer, town: Town, cast: Cast
) -> None:
    click = Clicks(either)
    sign_in(either, live_server, "aino", "/")

    click("link", "What do my neighbours use")
    either.get_by_label("Name of your town or organisation").fill("borghetto")
    click("button", "Find")
    click("link", "Borghetto")
    click("checkbox", "Akte")
    click("button", "Show my radar")
    click("button", "Borghetto is my organisation")

    expect(either.get_by_role("heading", name="Radar of Borghetto")).to_be_visible()
    click("button", "Begin to look for another way")
    expect(either.get_by_role("heading", name="What you have begun")).to_be_visible()
    assert click.count <= MOST_CLICKS
    assert RadarStart.objects.get().system == System.objects.get(name="Akte")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_these_pages_have_no_barriers(
    page: Page, live_server: LiveServer, axe: Axe, town: Town, width: int, scheme: str
) -> None:
    runs(town.vicino, town.entry)
    offer(town, price_model=PriceModel.INHABITANT, low_cents=50, likely_cents=60, high_cents=90)
    contract(town, systems=[system(town)])
    system(town, "Stipendi", functions=["payroll"])
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, live_server, "chiara", "/about")
    page.wait_for_url("**/about")
    own = town.entry.slug
    addresses = (
        "/", "/start?q=borghetto", "/start/tick?body=borghetto", "/start/radar?body=borghetto&product=akte&other=x",
        "/bodies/borghetto/radar?months=36", "/bodies/borghetto", "/gaps", "/products", "/products/akte",
        "/software?q=like+akte", "/suppliers", "/suppliers/lago", f"/software/{own}/suppliers", f"/software/{own}",
        "/bodies/borghetto/supplier",
    )  # fmt: skip

    faults: list[str] = []
    for address in addresses:
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        faults += axe.barriers(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{address} is {over} px too wide at {width} px"] if over > 0 else []

    assert faults == []
