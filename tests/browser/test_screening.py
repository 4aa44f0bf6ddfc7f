"""Screening in a browser: no page has a barrier or is too wide, narrow and wide."""

import pytest
from playwright.sync_api import Page

from commonweal.screening.actions import RulingDraft, request_screening, rule
from tests.browser.conftest import Axe
from tests.conftest import Cast
from tests.screening.screening_world import FINE, HIT, advisories, wanting

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "pkg:npm/" + "very-long-" * 20 + "name@1.0.0"


@pytest.fixture
def ruler(page: Page, live_server: object, cast: Cast) -> tuple[Page, list[str]]:
    """Chiara signed in, with a request that waits, one that was ruled, and one with a very long name."""
    advisories()
    waits = request_screening(wanted=wanting(FINE), body=cast.town, by=cast.chiara)
    ruled = request_screening(wanted=wanting("pkg:pypi/other@1.0"), body=cast.town, by=cast.chiara)
    rule(request=ruled, draft=RulingDraft(decided="conditions", conditions="word " * 200), by=cast.chiara)
    long = request_screening(wanted=wanting(LONG), body=cast.town, by=cast.chiara)
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("[name=login]").fill("chiara")
    page.locator("[name=password]").fill("chiara")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "login" not in address)
    return page, [each.get_absolute_url() for each in (waits, ruled, long)]


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(
    ruler: tuple[Page, list[str]], live_server: object, axe: Axe, width: int
) -> None:
    page, requests = ruler
    page.set_viewport_size({"width": width, "height": 900})
    asked = (
        "/screening",
        f"/screening?q={HIT}&licence=MIT",
        f"/screening?q={LONG}",
        "/screening?q=left-pad",
        "/screening?q=%3F!",
    )
    forms = ("/screening/contribute", "/screening/publish", "/screening/list")
    faults: list[str] = []

    for path in (*asked, *forms, "/screening/queue", "/screening/figures", *requests):
        page.goto(live_server.url + path)
        page.evaluate("document.querySelectorAll('details.fold').forEach(each => each.open = true)")
        faults += axe.barriers(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path} is {over} px too wide at {width} px"] if over > 0 else []

    assert faults == []


def test_a_list_and_errors_have_no_barriers(ruler: tuple[Page, list[str]], live_server: object, axe: Axe) -> None:
    page, _requests = ruler
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{live_server.url}/screening/list")
    page.locator("[name=text]").fill(f"{HIT}\n{LONG}")
    page.locator("main form").get_by_role("button", name="Ask").click()
    page.wait_for_selector("table")
    faults = axe.barriers(page)
    page.goto(f"{live_server.url}/screening/contribute")
    page.locator("[name=subject]").fill("?!")
    page.evaluate("document.querySelector('form.ask-form').noValidate = true")
    page.locator("form.ask-form").get_by_role("button", name="Ask").click()
    page.wait_for_selector(".form-errors")

    assert faults + axe.barriers(page) == []
