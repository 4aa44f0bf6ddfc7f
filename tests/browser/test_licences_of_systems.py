"""Pages of the licences of systems and bodies in a browser: no barrier, nothing too wide."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from commonweal.components.models import Package
from commonweal.licensing import actions
from commonweal.organisations import actions as organisations
from commonweal.organisations.roles import Role
from commonweal.usage import actions as usage
from tests.browser.conftest import Axe
from tests.conftest import Cast
from tests.licensing.in_use import PARTS, hand_in

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = (
    "/systems/{system}/licences", "/systems/{system}/licences?q=nothing", "/systems/{silent}/licences",
    "/systems/{system}/notice", "/systems/{silent}/notice", "/bodies/borgo/licences", "/licences/unknown",
    "/packages/{package}/licence", "/packages/{package}", "/systems/{system}", "/bodies/borgo/security",
)  # fmt: skip


@pytest.fixture
def officer(page: Page, live_server: object, cast: Cast) -> Page:
    """Chiara, who answers for Borgo and for all, signed in."""
    organisations.grant_role(user=cast.chiara, role=Role.EDITOR, body=None, by=None)
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def numbers(cast: Cast) -> dict[str, int]:
    """A system with licences of every kind, some of it concluded, chosen and ticked off; and one without a list."""
    names = ("Anagrafe della popolazione residente", "Archivio")
    systems = [usage.enter_system(body=cast.town, draft=usage.SystemDraft(name=name), by=None) for name in names]
    hand_in(systems[0], *PARTS, ("very-long-" * 12, "1.0.0", "very long name of a licence " * 9, "MIT"))
    package = Package.objects.get(name=PARTS[1][0])
    draft = actions.ConclusionDraft(
        expression=" OR ".join(["MIT", "EUPL-1.2", "AGPL-3.0-or-later"] * 4), reason="word " * 60,
        evidence_url="https://example.org/licence",
    )  # fmt: skip
    actions.conclude(package=package, body=cast.town, draft=draft, by=cast.chiara)
    actions.choose_policy(body=cast.town, licence="JSON", choice="allowed", reason="word " * 60, by=cast.chiara)
    actions.say_use(system=systems[0], use="binary", by=cast.chiara)
    actions.fulfil_obligation(
        system=systems[0], obligation="keep-notices", state="met", note="word " * 40, pack="p", packages=[],
        by=cast.chiara,
    )  # fmt: skip
    return {"system": systems[0].pk, "silent": systems[1].pk, "package": package.pk}


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(
    officer: Page, live_server: object, numbers: dict[str, int], axe: Axe, width: int
) -> None:
    officer.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in PATHS:
        address = path.format(**numbers)
        answer = officer.goto(live_server.url + address)
        officer.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        faults += axe.barriers(officer)
        over = officer.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{address} is {over} px too wide at {width} px"] if over > 0 else []
        faults += [f"{address} answers {answer.status}"] if answer is None or answer.status != 200 else []

    assert "\n".join(faults) == ""


def test_an_obligation_is_ticked_off_by_keyboard(officer: Page, live_server: object, numbers: dict[str, int]) -> None:
    officer.goto(f"{live_server.url}/systems/{numbers['system']}/licences")
    card = officer.locator("#asked-include-licence")

    card.get_by_text("Say what became of it").focus()
    officer.keyboard.press("Enter")
    card.get_by_role("textbox").fill("In the file NOTICE.")
    card.get_by_role("button", name="We keep to this").focus()
    officer.keyboard.press("Enter")

    expect(officer.locator("#asked-include-licence")).to_contain_text("In the file NOTICE.")
