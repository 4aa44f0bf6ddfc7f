"""Declarations and results by department in a browser: no barrier, nothing too wide, one button by keyboard."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft, RespondentDraft
from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.instruments import instruments
from tests.browser.conftest import Axe
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
DEPARTMENTS = ("Registry and elections", "Library", "Schools and sport")


def finished(cast: Cast, instrument: str, departments: tuple[str, ...] = ("",)) -> Assessment:
    """An assessment that people of some departments answered."""
    begun = actions.start_assessment(body=cast.town, draft=AssessmentDraft(instrument=instrument), by=None)
    yes = AnswerDraft(state="answered", value=1, evidence_note="Council, 3 May")
    for department in departments:
        respondent = actions.join(assessment=begun, draft=RespondentDraft(name="Anna", unit=department), by=None)
        asked = dict.fromkeys((each.id for each in instruments()[instrument].questions[:8]), yes)
        actions.answer_many(respondent=respondent, answers=asked, by=None)
    actions.finish_assessment(assessment=begun, by=None)
    begun.refresh_from_db()
    return begun


@pytest.mark.parametrize("width", [320, 1280])
def test_a_check_is_declared_by_keyboard_and_no_page_has_a_barrier(
    page: Page, live_server: object, axe: Axe, cast: Cast, width: int
) -> None:
    declared, by_department = finished(cast, "un-principles"), finished(cast, "organisation", DEPARTMENTS)
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/declarations")
    faults = axe.barriers(page)

    page.goto(f"{live_server.url}/assessments/{declared.pk}/result")
    page.get_by_role("button", name="Show it to everybody").press("Enter")
    expect(page.get_by_text("Everybody can read it now")).to_be_visible()

    for path in (f"/assessments/{declared.pk}/result", "/declarations", f"/assessments/{by_department.pk}/result"):
        page.goto(f"{live_server.url}{path}")
        faults += axe.barriers(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path} is {over} px too wide at {width} px"] if over > 0 else []
    assert faults == []
