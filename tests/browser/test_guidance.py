"""Guidance in a browser: no barrier, nothing too wide, from a path to the page that does it, by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Axe

pytestmark = pytest.mark.django_db(transaction=True)
PATHS = (
    "/guidance", "/guidance/cost-sharing", "/guidance/paths/clerk", "/guidance/who-to-call/compare?after=shipped",
    "/glossary", "/papers", "/papers/keep-what-we-have?fill-person=Ada", "/guidance/courses",
)  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_of_guidance_has_a_barrier_or_is_too_wide(
    page: Page, live_server: object, axe: Axe, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in PATHS:
        page.goto(f"{live_server.url}{path}")
        faults += axe.barriers(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{path} is too wide")

    assert faults == []


def test_a_clerk_walks_from_a_path_to_the_page_that_does_it_by_keyboard(page: Page, live_server: object) -> None:
    page.goto(f"{live_server.url}/guidance")
    page.get_by_role("link", name="I work in the office of a town").press("Enter")

    page.get_by_role("link", name="Look before you buy or renew").press("Enter")
    expect(page.get_by_role("heading", name="On Monday")).to_be_visible()
    page.get_by_role("link", name="What my neighbours use").press("Enter")

    page.wait_for_url("**/start")
