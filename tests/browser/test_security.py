"""Pages of what to do, what was decided and what others said, in a browser: no barrier, nothing too wide."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from commonweal.organisations import actions as organisations
from commonweal.organisations.roles import Role
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.actions.notifying import notify_bodies
from commonweal.risk.models import Vulnerability
from commonweal.usage import actions as usage
from tests.browser.conftest import Axe
from tests.components.lists import cyclonedx
from tests.components.world import send
from tests.conftest import Cast
from tests.risk.feeds_world import affected, source, take_in, told

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = (
    "/security", "/security/worklist", "/security/worklist?standing=all", "/security/worklist?q=nothing",
    "/systems/{system}/security", "/systems/{silent}/security", "/bodies/borgo/security", "/bodies/borgo/security/vex",
    "/systems/{system}/decided/CVE-2031-0001", "/advisory-sources", "/advisory-sources/feed", "/advisories/new",
)  # fmt: skip


@pytest.fixture
def officer(page: Page, live_server: object, cast: Cast) -> Page:
    """Chiara, who answers for the safety of Borgo and writes advisories for all, signed in."""
    organisations.grant_role(user=cast.chiara, role=Role.SECURITY, body=cast.town, by=None)
    organisations.grant_role(user=cast.chiara, role=Role.SECURITY, body=None, by=None)
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def numbers(cast: Cast) -> dict[str, int]:
    """A system with open, judged and accepted weaknesses, of which its body was told; and one without a list."""
    names = ("Anagrafe della popolazione residente", "Archivio")
    systems = [usage.enter_system(body=cast.town, draft=usage.SystemDraft(name=name), by=None) for name in names]
    send(systems[0], cyclonedx([("log-central", "2.3.0"), ("very-long-" * 12, "1.0.0"), ("unmarked", "main")]))
    feed = source()
    for number in (1, 2, 3):
        what = affected(("introduced", "2.0.0"), ("fixed", "2.15.0"), package="log-central", ecosystem="npm")
        names = [f"CVE-2031-000{number}"]
        take_in(feed, told(f"GHSA-aaaa-bbbb-ccc{number}", what, aliases=names, summary="word " * 30))
    notify_bodies(vulnerabilities=None, bodies=[cast.town], by=None)
    judged, accepted = (Vulnerability.objects.get(name=f"CVE-2031-000{number}") for number in (1, 2))
    why = DecisionDraft(state="not_affected", justification="code_not_reachable", detail="word " * 100)
    until = timezone.localdate() + timedelta(days=20)
    risk = DecisionDraft(state="exploitable", response="will_not_fix", owner_words="Head of IT", expires_on=until)
    decide(vulnerability=judged, body=cast.town, draft=why, by=cast.chiara)
    decide(vulnerability=accepted, body=cast.town, draft=risk, by=cast.chiara)
    return {"system": systems[0].pk, "silent": systems[1].pk}


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
