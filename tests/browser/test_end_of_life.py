"""Pages of ends of life and of what is used most, in a browser: no barrier, nothing too wide."""

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser.conftest import Axe
from tests.conftest import Cast
from tests.health import lifecycle_world as world
from tests.health.lifecycle_world import HTTP, KERN, LINUX, take_in

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = (
    "/end-of-life", "/end-of-life?q=nothing+at+all", "/end-of-life/kern", "/end-of-life/kern?below=newest",
    "/end-of-life/kern?below=9", "/end-of-life/due", "/end-of-life/due?days=0&criticality=low", "/sustainability",
    "/sustainability?q=nothing+at+all", "/systems/{system}/sustainability", "/systems/{silent}/sustainability",
    "/bodies/borgo/sustainability",
)  # fmt: skip


@pytest.fixture
def clerk(page: Page, live_server: object, cast: Cast) -> Page:
    """Aino, who sees everything and keeps the source, signed in."""
    client = Client()
    client.force_login(cast.aino, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def numbers(cast: Cast) -> dict[str, int]:
    """A system that runs what is past its end, and one of which nothing is known."""
    take_in(KERN, LINUX, HTTP)
    found = world.system(cast.town, "Anagrafe della popolazione residente", criticality="vital")
    world.runs(found, ("kern", "8.1.0"), ("very-long-" * 12, "1.0.0"))
    return {"system": found.pk, "silent": world.system(cast.town, "Archivio", product="Kern DB").pk}


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(
    clerk: Page, live_server: object, numbers: dict[str, int], axe: Axe, width: int
) -> None:
    clerk.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in PATHS:
        address = path.format(**numbers)
        clerk.goto(live_server.url + address)
        clerk.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        faults += axe.barriers(clerk)
        if clerk.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{address} is too wide at {width}")

    assert faults == []
