"""Pages about licences in a browser: no barrier, nothing too wide, advice by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Axe

pytestmark = pytest.mark.django_db(transaction=True)
ADVICE = "/licences/advice?what=software&publisher=member&reuse=open&returns=yes"
PATHS = (
    "/licences", "/licences?q=affero&kind=network-copyleft", "/licences?q=nothing-like-it", "/licences/EUPL-1.2",
    "/licences/GPL-2.0-with-autoconf-exception", "/licences/check?text=MIT+AND+(LGPL-2.1-only+OR+BSD-3-Clause)",
    "/licences/check?text=BSD", "/licences/compatibility?inbound=Apache-2.0&outbound=EUPL-1.2",
    "/licences/compatibility?inbound=foo+bar&outbound=", ADVICE, ADVICE + "&built_on=Apache-2.0%0AGPL-2.0-only",
    ADVICE + "&built_on=foo+bar", "/about/notice",
)  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(page: Page, live_server: object, axe: Axe, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in PATHS:
        page.goto(f"{live_server.url}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = !each.name)")
        faults += axe.barriers(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{path} is too wide")

    assert faults == []


def test_somebody_finds_a_licence_for_their_program_by_keyboard(page: Page, live_server: object) -> None:
    page.goto(f"{live_server.url}/licences")
    page.get_by_role("link", name="Which licence should I choose?").press("Enter")

    page.get_by_label("Under which licences is what you built on?").fill("GPL v3")
    page.get_by_role("button", name="Show the licences that fit").press("Enter")

    expect(page.get_by_role("heading", name="These fit")).to_be_visible()
    expect(page.get_by_role("link", name="GNU General Public License v3.0 only")).to_be_visible()
    assert "built_on=GPL+v3" in page.url
