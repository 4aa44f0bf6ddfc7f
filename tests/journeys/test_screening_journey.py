"""A developer's day: an answer about a library from the home page, a fix for others, and what the office rules.

In a browser with and without scripts, clicks counted, and by a build server.
"""

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from commonweal.components import actions as components
from commonweal.organisations import actions as organisations
from commonweal.organisations.roles import Role
from commonweal.screening.models import Request
from tests.browser.conftest import Axe
from tests.conftest import Cast
from tests.journeys.test_hit_journey import Officer, commonweal
from tests.screening.screening_world import FINE, HIT, advisories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_MINUTE_SECONDS = 60


@pytest.fixture
def office(cast: Cast) -> Cast:
    """Dragan develops for Borgo, where Chiara rules; advisories are read."""
    organisations.grant_role(user=cast.dragan, role=Role.MEMBER, body=cast.town, by=cast.aino)
    advisories()
    return cast


def whole_journey(page: Page, site: str, cast: Cast, check: object) -> None:
    """Everything, by people at browsers; `check` is called on every page."""
    developer = Officer(page, site)
    ask_without_an_account(developer, check)
    have_it_approved(developer, cast, check)
    contribute_a_fix(developer, cast, check)
    ask_what_a_person_rules(developer, cast, check)


def ask_without_an_account(developer: Officer, check: object) -> None:
    """One click from the home page to an answer with its reasons."""
    page = developer.page
    developer.go("/")
    began = time.monotonic()
    page.locator("#screening-q").fill(HIT)
    developer.press(page.locator("section[aria-labelledby=may-i-use]").get_by_role("button", name="Ask"))
    expect(page.locator(".verdict")).to_contain_text("No. Our rules refuse this.")
    expect(page.locator(".screening-reasons")).to_contain_text("By the advisories read here, take 1.3 instead.")
    assert developer.clicks == 1
    assert time.monotonic() - began < A_MINUTE_SECONDS
    check(page)


def have_it_approved(developer: Officer, cast: Cast, check: object) -> None:
    """Dragan asks for Borgo under a licence that he knows: three clicks from the home page to the fast lane."""
    page = developer.page
    developer.enter(cast.dragan)
    developer.go("/")
    page.locator("#screening-q").fill(FINE)
    developer.press(page.locator("section[aria-labelledby=may-i-use]").get_by_role("button", name="Ask"))
    page.locator("#id_licence").fill("MIT")
    developer.press(page.locator("form.ask-form[role=search]").get_by_role("button", name="Ask", exact=True))
    developer.press(page.get_by_role("button", name="Ask for my organisation"))
    expect(page.locator(".page-head .verdict")).to_contain_text("by the fast lane")
    assert developer.clicks == 3
    check(page)


def contribute_a_fix(developer: Officer, cast: Cast, check: object) -> None:
    """One form, one click."""
    page = developer.page
    developer.enter(cast.dragan)
    developer.go("/screening/contribute")
    check(page)
    page.locator("[name=subject]").fill("https://github.com/esempia/mensa")
    page.locator("[name=licence]").fill("MIT")
    page.locator("[name=size]").select_option("small")
    page.locator("[name=own_work]").check()
    page.locator("[name=agreement]").select_option("dco")
    developer.press(page.locator("form.ask-form").get_by_role("button", name="Ask"))
    expect(page.locator(".page-head .verdict")).to_contain_text("by the fast lane")
    assert developer.clicks == 1


def ask_what_a_person_rules(developer: Officer, cast: Cast, check: object) -> None:
    """What the rules leave open waits with a clock; Chiara rules, and Dragan reads it."""
    page = developer.page
    developer.go("/screening?q=pkg:pypi/other@2.0")
    developer.press(page.get_by_role("button", name="Ask for my organisation"))
    expect(page.locator(".page-head")).to_contain_text("A person answers by")
    asked = page.url
    developer.enter(cast.chiara)
    developer.go("/screening/queue")
    check(page)
    developer.press(page.get_by_role("link", name="other 2.0"))
    page.locator("[name=decided]").select_option("conditions")
    page.locator("[name=conditions]").fill("Only inside the house")
    check(page)
    developer.press(page.get_by_role("button", name="Write the ruling down"))
    developer.enter(cast.dragan)
    page.goto(asked)
    expect(page.locator(".page-head")).to_contain_text("Only inside the house")


def test_a_developer_gets_an_answer_in_one_click_and_leave_in_three(
    page: Page, live_server: object, axe: Axe, office: Cast
) -> None:
    whole_journey(page, live_server.url, office, axe)


def test_the_journey_needs_no_scripts(chromium: Browser, live_server: object, office: Cast) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")

    whole_journey(context.new_page(), live_server.url, office, lambda page: None)

    context.close()


def test_a_build_server_asks_and_has_it_on_file(live_server: object, office: Cast) -> None:
    made = components.make_token(body=office.town, name="build server", by=office.chiara)
    where = ("--url", live_server.url)

    visitor = commonweal("screening", "ask", HIT, *where)
    waits = commonweal("screening", "ask", FINE, *where, "--keep", COMMONWEAL_TOKEN=made.secret)
    goes_on = commonweal("screening", "ask", FINE, "--licence", "MIT", *where, COMMONWEAL_TOKEN=made.secret)

    assert (visitor.returncode, waits.returncode, goes_on.returncode) == (1, 3, 0), visitor.stderr + waits.stderr
    assert "By the advisories read here, take 1.3 instead." in visitor.stdout
    assert Request.objects.get().get_absolute_url() in waits.stdout
