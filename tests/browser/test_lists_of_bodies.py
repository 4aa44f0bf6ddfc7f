"""Bringing in a list of bodies in a real browser, and what it looks like to everybody."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Axe
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
LIST = """nome;tipo;sito;latitudine;longitudine;abitanti;anno;colore
Monte;comune;monte.example;45,1;9,2;2.000;2024;rosso
Valle;castello;valle.example;;;;;
"""


@pytest.mark.parametrize("width", [320, 1280])
def test_a_list_is_brought_taken_and_undone_without_barriers(
    page: Page, live_server: LiveServer, axe: Axe, cast: Cast, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/accounts/login/?next=/bodies/import")
    page.locator("[name=login]").fill("bruno")
    page.locator("[name=password]").fill("bruno")
    page.locator("main").get_by_role("button", name="Sign in").click()
    faults: list[str] = []

    def look() -> None:
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults.extend([f"{page.url} is {over} px too wide"] if over > 0 else [])
        faults.extend(axe.barriers(page))

    expect(page.locator("h1")).to_have_text("Bring in a list of organisations")
    look()
    file = {"name": "comuni.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1252")}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_text("“castello” is none of")).to_be_visible()
    page.get_by_text("Read the columns otherwise").click()
    look()
    page.get_by_role("button", name="Take the list").click()
    expect(page.get_by_role("link", name="Monte")).to_be_visible()
    look()
    for address in ("/bodies/monte", "/bodies/monte/ties", "/bodies/map"):
        page.goto(live_server.url + address)
        look()
    page.goto(live_server.url + "/bodies/import")
    look()
    page.get_by_role("link", name="comuni.csv").click()
    page.get_by_role("link", name="Undo the list").click()
    page.get_by_role("button", name="Undo the list").click()

    expect(page.get_by_text("removed again")).to_be_visible()
    assert faults == []
