"""Pages of whether projects are maintained, and of a body's software, in a browser: no barrier, nothing too wide."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from commonweal.health import actions
from commonweal.health.actions import screening
from commonweal.health.actions.screening import CheckAnswer, CheckDraft, CourseDraft
from tests.browser.conftest import Axe
from tests.conftest import Cast
from tests.health.health_world import alone, entry, examined, tag, together, used, watched

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = (
    "/projects", "/projects/{dead}", "/projects/{shared}", "/projects/how-it-is-counted",
    "/projects/compare?project={dead}&project={shared}", "/software/nuovo/health",
    "/bodies/borgo/health-checks?show=all", "/bodies/borgo/health-checks/{dead}",
    "/bodies/borgo/health-checks/{dead}/look", "/manual-checks/{check}",
)  # fmt: skip


@pytest.fixture
def editor(page: Page, live_server: object, cast: Cast) -> Page:
    """Chiara, who edits for Borgo, signed in."""
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def numbers(cast: Cast) -> dict[str, int]:
    """A project of several people, one that nobody keeps and Borgo decided about, and one nobody looked at."""
    shared, dead = watched(entry=entry("Anagrafe", cast.town)), watched("a-very-long-name-of-a-forsaken-library" * 2)
    examined(shared, together(), tags=[tag(40)], names=["README.md"])
    examined(dead, alone(1000))
    actions.record_failure(project=shared, failure="The host did not answer.", at=timezone.now(), by=None)
    used(cast.town, shared.entry)
    until = timezone.localdate() + timedelta(days=90)
    said = actions.ConfirmationDraft(said_by="Us", said_on=timezone.localdate(), until=until, note="word " * 40)
    actions.confirm_maintained(project=shared, draft=said, by=cast.chiara)
    actions.declare_stage(project=shared, stage="stable", by=cast.chiara)
    entry("Nuovo")
    screening.state_importance(body=cast.town, project=dead, level=4, is_proposed=True, by=cast.chiara)
    draft = CheckDraft(answers={"activity": CheckAnswer("longer", is_counted=True, note="word " * 30)}, note="Seen.")
    check = screening.make_manual_check(body=cast.town, project=dead, draft=draft, by=cast.chiara)
    course = CourseDraft(course="exclude", reason="word " * 60, review_on=until)
    screening.decide_course(body=cast.town, project=dead, draft=course, by=cast.chiara)
    return {"shared": shared.pk, "dead": dead.pk, "never": watched("never").pk, "check": check.pk}


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(
    editor: Page, live_server: object, numbers: dict[str, int], axe: Axe, width: int
) -> None:
    editor.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in PATHS:
        address = path.format(**numbers)
        answer = editor.goto(live_server.url + address)
        editor.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        faults += axe.barriers(editor)
        over = editor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{address} is {over} px too wide at {width} px"] if over > 0 else []
        faults += [f"{address} answers {answer.status}"] if answer is None or answer.status != 200 else []

    assert "\n".join(faults) == ""
