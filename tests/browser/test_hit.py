"""Are we hit? in a browser: from the front page to those who were told, without barriers, narrow and wide."""

import pytest
from playwright.sync_api import Page, expect

from commonweal.organisations import actions as organisations
from commonweal.organisations.roles import Role
from commonweal.usage import actions as usage
from tests.browser.conftest import Axe
from tests.components.lists import cyclonedx
from tests.components.world import send
from tests.conftest import Cast
from tests.risk.feeds_world import affected, source, take_in, told

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "CVE-2026-4711"
PATHS = (
    "/hit", f"/hit?q={NAME}", "/hit?q=CVE-1999-0001", "/hit?q=log-central", f"/hit/tell?q={NAME}", "/vulnerabilities",
    "/vulnerabilities?q=zzqqxx", f"/vulnerabilities/{NAME}", f"/vulnerabilities/{NAME}?on=2020-01-01",
)  # fmt: skip


@pytest.fixture
def officer(page: Page, live_server: object, cast: Cast) -> Page:
    """Chiara, who answers for the safety of Borgo, signed in; one system is hit, one is unclear, one is silent."""
    organisations.grant_role(user=cast.chiara, role=Role.SECURITY, body=cast.town, by=None)
    for name, version in (("Anagrafe della popolazione", "2.3.0"), ("Mensa", "main"), ("Archivio", "")):
        system = usage.enter_system(body=cast.town, draft=usage.SystemDraft(name=name), by=None)
        if version:
            send(system, cyclonedx([("log-central", version), ("very-long-" * 12, "1.0.0")]))
    vector = "CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:P/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N"
    what = affected(("introduced", "2.0.0"), ("fixed", "2.15.0"), package="log-central", ecosystem="npm")
    links = [{"type": "WEB", "url": f"https://example.org/{'long' * 40}"}]
    advisory = told(
        "GHSA-aaaa-bbbb-cccc", what, aliases=[NAME], summary="A text is run as a program", details="word " * 200,
        severity=[{"type": "CVSS_V4", "score": vector}], references=links,
    )  # fmt: skip
    take_in(source(), advisory)
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("[name=login]").fill("chiara")
    page.locator("[name=password]").fill("chiara")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "login" not in address)
    return page


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(officer: Page, live_server: object, axe: Axe, width: int) -> None:
    officer.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in PATHS:
        officer.goto(live_server.url + path)
        officer.evaluate("document.querySelectorAll('details.fold').forEach(each => each.open = true)")
        faults += axe.barriers(officer)
        over = officer.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path} is {over} px too wide at {width} px"] if over > 0 else []

    assert faults == []


def test_from_the_front_page_to_those_who_were_told(officer: Page, live_server: object) -> None:
    officer.goto(live_server.url)
    box = officer.get_by_role("searchbox", name="Number of a weakness")

    box.fill(NAME)
    box.press("Enter")

    expect(officer.get_by_text("1 system runs an affected version.")).to_be_visible()
    expect(officer.get_by_text("Of 1 system nothing is known")).to_be_visible()
    expect(officer.get_by_role("cell", name="2.15.0")).to_be_visible()
    officer.get_by_role("link", name="Tell the 1 organisation").click()
    officer.get_by_role("button", name="Tell the 1 organisation").click()
    expect(officer.get_by_text("1 organisation was told.")).to_be_visible()
    expect(officer.get_by_role("link", name="Tell the 1 organisation")).to_have_count(0)
