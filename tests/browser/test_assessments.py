"""Assessments in a browser: no barrier, nothing too wide, thirteen questions on a phone by keyboard, autosave."""

import io

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.assessments.models import Answer, Assessment
from commonweal.assessments.queries.instruments import instruments
from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.models import Entry
from tests.browser.conftest import Axe
from tests.catalogue.findings import finding
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)

SHORT = [question.id for question in instruments()["organisation"].of_form(short=True)]
ANSWERS = "&".join(f"{question}={place % 4 if place != 5 else 'unknown'}" for place, question in enumerate(SHORT))
PUBLIC = (
    "/readiness", f"/readiness?{ANSWERS}&name={'Borgo' * 20}&body=borgo&who=town&capacity=0.5&covered=1",
    "/readiness?QA1=1&capacity=x", "/instruments", "/instruments/organisation", "/instruments/enablement",
    "/software/mense-facili/assessments",
)  # fmt: skip


@pytest.fixture
def assessments(page: Page, live_server: object, cast: Cast) -> tuple[Assessment, Assessment]:
    """Chiara signed in, a finished assessment of her town, and the one begun after it, with a fault in its form."""
    catalogue.publish(finding=finding(), by=None)
    draft = AssessmentDraft(instrument="organisation", is_short=True)
    first = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    said = {question: AnswerDraft(state="answered", value=place % 4) for place, question in enumerate(SHORT[:9])}
    actions.answer_many(respondent=first.respondents.get(), answers=said, by=cast.chiara)
    actions.finish_assessment(assessment=first, by=cast.chiara)
    first.refresh_from_db()
    full = AssessmentDraft(instrument="organisation")
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return first, actions.start_assessment(body=cast.town, draft=full, by=cast.chiara)


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(
    page: Page, live_server: object, axe: Axe, assessments: tuple[Assessment, Assessment], width: int
) -> None:
    first, second = assessments
    page.set_viewport_size({"width": width, "height": 900})
    own = (
        "/bodies/borgo/assessments", f"/assessments/{second.pk}", f"/assessments/{second.pk}/parts/A",
        f"/assessments/{first.pk}/result", f"/assessments/{second.pk}/office?capacity=2", f"/readiness/keep?{ANSWERS}",
    )  # fmt: skip
    faults: list[str] = []

    for path in (*PUBLIC, *own):
        page.goto(f"{live_server.url}{path}")
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        faults += axe.barriers(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path} is {over} px too wide at {width} px"] if over > 0 else []

    assert faults == []


def test_what_changed_and_the_nominee_have_no_barrier_and_go_by_keyboard(
    page: Page, live_server: object, axe: Axe, assessments: tuple[Assessment, Assessment], cast: Cast
) -> None:
    again = actions.begin_again(assessment=assessments[0], by=cast.chiara)
    said = {question: AnswerDraft(state="answered", value=4) for question in SHORT[:9]}
    actions.answer_many(respondent=again.respondents.get(), answers=said, by=cast.chiara)
    actions.finish_assessment(assessment=again, by=cast.chiara)
    draft = AssessmentDraft(instrument="dpg", entry=Entry.objects.get())
    nominee = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    page.set_viewport_size({"width": 320, "height": 800})
    faults: list[str] = []

    for path, kept in (
        (f"/assessments/{again.pk}/result", "#changes"),
        (f"/assessments/{nominee.pk}/nominee", "#seen"),
    ):
        page.goto(f"{live_server.url}{path}")
        page.locator(kept).wait_for()
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        faults += axe.barriers(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path} is {over} px too wide"] if over > 0 else []
    page.get_by_role("link", name="Skip to").first.focus()
    page.keyboard.press("Enter")
    while (
        page.evaluate("document.activeElement.getAttribute('href') || ''") != f"/assessments/{nominee.pk}/nominee.json"
    ):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body"), "the file is not reached by Tab"
    with page.expect_download() as file:
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    region = page.evaluate("document.activeElement.getAttribute('aria-labelledby')")

    assert (faults, region) == ([], "seen")
    assert file.value.suggested_filename == "mense-facili-draft.json"


def test_the_mayors_clerk_answers_on_a_phone_by_keyboard_and_gets_the_page_for_the_council(
    page: Page, live_server: object
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Answer the questions").press("Enter")
    keys = 1
    page.locator("#q-QA1 input").first.focus()
    for number in range(len(SHORT)):
        page.keyboard.press("Space" if number % 2 else "ArrowDown")
        page.keyboard.press("Tab")
        keys += 2
        while page.evaluate("document.activeElement.tagName") == "A":  # links to help stand between
            page.keyboard.press("Tab")
            keys += 1

    page.get_by_role("button", name="Show where we stand").press("Enter")
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    link = page.get_by_role("link", name="One page for the council (PDF)")
    made = page.request.get(f"{live_server.url}{link.get_attribute('href')}")

    assert page.locator("main .results > li").count() == 3
    assert len(PdfReader(io.BytesIO(made.body())).pages) == 1
    assert "13 of 13 questions answered" in page.locator("main").inner_text()
    assert keys + 2 <= 45


def test_what_was_typed_is_there_after_the_browser_was_closed(
    page: Page, live_server: object, assessments: tuple[Assessment, Assessment]
) -> None:
    _first, second = assessments
    address = f"{live_server.url}/assessments/{second.pk}/parts/A"
    page.goto(address)
    page.locator("#q-QA1 input").nth(2).check()
    expect(page.locator("#saved")).to_contain_text("Saved at")
    page.locator("#q-QA1 summary").click()
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.get_by_label("What shows it, in words").first.press_sequentially("Council, 3 May")

    page.goto("about:blank")
    page.goto(address)

    expect(page.locator("#q-QA1 input").nth(2)).to_be_checked()
    kept = Answer.objects.get(respondent__assessment=second, question="QA1")
    assert (kept.value, kept.evidence_note) == (2, "Council, 3 May")
