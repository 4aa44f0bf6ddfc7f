"""A real Chromium on a live server, and the checks every page must pass in it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from commonweal.server import front_end, paths

# Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A machine that runs other tests beside this one may take its time; a page that never comes fails all the same.
expect.set_options(timeout=20_000)

NAMES = ("chromium", "chromium-browser", "google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as needing a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without one the browser tests are skipped, and say so.

    Ends with each module, because Playwright's event loop would disturb whatever test comes next in this process.
    """
    program = os.environ.get("COMMONWEAL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    front_end.fetch(for_tests=True)
    front_end.gather()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """The site on a free port, serving static files as they lie there (see `plain_static_files`)."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    middleware = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise.")]
    with override_settings(MIDDLEWARE=middleware, STORAGES=settings.STORAGES | plain):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page 1280 px wide; any error that the browser reports, a blocked style or script for one, fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [text for text in complaints if "status of 4" not in text] == []


@pytest.fixture(scope="module")
def axe_source(chromium: Browser) -> str:
    """The accessibility checker as npm has it."""
    return (paths.node_modules() / "axe-core" / "axe.min.js").read_text()


class Axe:
    """Looks for barriers on a page."""

    def __init__(self, source: str) -> None:
        self.source = source

    def __call__(self, page: Page) -> None:
        """Fail with every violation of WCAG 2.2 AA or good practice that axe finds."""
        barriers = self.barriers(page)
        assert barriers == [], f"{page.url}\n" + "\n".join(barriers)

    def barriers(self, page: Page) -> list[str]:
        """Every violation in words."""
        # Through the debugger, so that the content security policy stays as it is for readers.
        page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": self.source})
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        return [f"{page.url} {rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def axe(axe_source: str) -> Axe:
    """Call it with a page."""
    return Axe(axe_source)
