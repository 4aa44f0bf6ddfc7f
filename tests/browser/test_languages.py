"""Long words and short screens: no page is wider than a telephone, in any language."""

import pytest
from playwright.sync_api import Browser

from tests.browser.test_pages import PAGES, _catalogue  # noqa: F401  # the same catalogue, filled before each test
from tests.server.test_translations import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_fit_a_telephone(chromium: Browser, live_server: object, language: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700}, locale=language)
    page = context.new_page()

    faults = []
    for address in PAGES:
        page.goto(live_server.url + address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        spoken = page.evaluate("document.documentElement.lang")
        faults += [f"{address}: {over} px too wide, in {spoken!r}"] if over > 0 or spoken != language else []

    context.close()
    assert faults == []
