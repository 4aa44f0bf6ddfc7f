"""Skills in a browser: no page has a barrier or is too wide, and a clerk says what she can by keyboard on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonweal.skills import actions
from commonweal.skills.actions import AnswerDraft, CohortDraft
from commonweal.skills.models import SkillStatement
from tests.browser.conftest import Axe
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Verwaltungsdigitalisierungsbeschleunigungsvorhaben"


@pytest.fixture
def chiara(page: Page, live_server: object, cast: Cast) -> Page:
    """A browser in which Chiara is signed in."""
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("[name=login]").fill("chiara")
    page.locator("[name=password]").fill("chiara")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "login" not in address)
    return page


@pytest.fixture
def paths(cast: Cast) -> list[str]:
    """The pages of a town that has written down one of each."""
    by, town = cast.chiara, cast.town
    past = timezone.localdate() - timedelta(days=1)
    actions.need_profile(body=town, profile="clerk", people=2, by_on=past, by=by)
    actions.enter_count(body=town, skill="report-fault", level=2, people=9, by=by)
    actions.state_skills(body=town, levels={"translate": 2, "protect-data": 0}, would_help=True, by=by)
    actions.publish_figures(body=town, by=by)
    draft = CohortDraft(title=LONG, skills=("teach", "translate"), course_url=f"https://b.example/{LONG}")
    cohort = actions.plan_cohort(body=town, draft=draft, by=by)
    for moment in ("before", "after"):
        actions.answer(cohort=cohort, draft=AnswerDraft(moment=moment, levels={"teach": 1}), by=by)
    own, training = "/bodies/borgo/skills", cohort.get_absolute_url()
    return [
        own, training, f"{own}/people", f"{own}/needs", "/skills", f"{own}/mine", f"{own}/mine?role=clerk",
        f"{own}/people?skill=translate", f"{own}/counts", "/trainings", f"{training}/change", f"{training}/close",
        f"{training}/answer?moment=after", "/trainings/answer", "/bodies/borgo/trainings/new",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "count"), [(320, 15), (1280, 4)])
def test_no_page_has_a_barrier_or_is_too_wide(
    chiara: Page, paths: list[str], live_server: object, axe: Axe, width: int, count: int
) -> None:
    chiara.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in paths[:count]:
        chiara.goto(live_server.url + path)
        faults += axe.barriers(chiara)
        over = chiara.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path} is {over} px too wide at {width} px"] if over > 0 else []

    assert faults == []


def test_a_clerk_says_what_she_can_by_keyboard_on_a_phone(chiara: Page, live_server: object) -> None:
    chiara.set_viewport_size({"width": 390, "height": 844})
    chiara.goto(f"{live_server.url}/bodies/borgo/skills/mine")
    chiara.get_by_role("link", name="Works in an office").press("Enter")
    first = chiara.get_by_label("Keep the list of what we use")

    first.focus()
    chiara.keyboard.type("alone")
    chiara.keyboard.press("Tab")
    chiara.keyboard.type("with help")
    chiara.get_by_role("button", name="Save").press("Enter")

    expect(chiara.locator("main")).to_contain_text("Thank you")
    said = {each.skill: each.level for each in SkillStatement.objects.get().levels.all()}
    assert said == {"keep-inventory": 2, "report-fault": 1}
