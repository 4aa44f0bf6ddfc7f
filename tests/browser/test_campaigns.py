"""Campaigns in a browser: no page has a barrier or is too wide, and the form works from the disk without a network."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from commonweal.assessments.models import Answer
from tests.assessments.campaign_world import COUNTRIES, Office, campaign, form, line, office, take
from tests.browser.conftest import Axe
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ospo(cast: Cast) -> Office:
    return office(cast, towns=6)


def enter(page: Page, site: str, name: str) -> None:
    """Sign in."""
    page.goto(f"{site}/accounts/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(name)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "login" not in address)


def test_no_page_has_a_barrier_or_is_too_wide(page: Page, live_server: object, axe: Axe, ospo: Office) -> None:
    towns, lands = campaign(ospo), campaign(ospo, COUNTRIES)
    for hand, answer in (("h1", "1"), ("h2", "3")):
        lines = [line(towns, "borgo", "QA1", answer, hand=hand, by="word " * 30), "{" + "x" * 300]
        take(towns, form(*lines), ospo.olga, "very-long-name-" * 12 + ".jsonl")
    take(lands, form(line(lands, "IT", "1.1", "1", evidence_url="https://law.example/" + "x" * 200)), ospo.olga)
    one = towns.get_absolute_url()
    paths = (
        "/campaigns", f"/bodies/{ospo.host.slug}/campaigns/new", one, f"{one}/invite?kind=municipality&country=XX",
        f"{one}/forms", f"{one}/conflicts", f"{one}/mail", f"{one}/places/borgo", lands.get_absolute_url(),
        f"{lands.get_absolute_url()}/invite", f"{lands.get_absolute_url()}/places/IT",
    )  # fmt: skip
    faults: list[str] = []

    enter(page, live_server.url, "olga")
    for width, looked_at in ((320, paths), (1280, (one, f"{lands.get_absolute_url()}/places/IT"))):
        page.set_viewport_size({"width": width, "height": 900})
        for path in looked_at:
            page.goto(live_server.url + path)
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
            faults += axe.barriers(page)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            faults += [f"{path} is {over} px too wide at {width} px"] if over > 0 else []

    assert faults == []


def test_addresses_are_written_by_keyboard_and_a_wrong_one_is_told_beside_its_field(
    page: Page, live_server: object, axe: Axe, ospo: Office
) -> None:
    made = campaign(ospo)
    enter(page, live_server.url, "olga")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}{made.get_absolute_url()}/mail")

    page.get_by_label("Address of Borgo").focus()
    page.keyboard.type("desk@borgo")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("desk@two.example")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    fault = page.locator(".field-error")
    expect(fault).to_have_count(1)
    barriers = axe.barriers(page)
    page.get_by_label("Address of Borgo").fill("desk@borgo.example")
    page.get_by_label("Address of Borgo").press("Enter")

    expect(page.locator("main")).to_contain_text("Saved.")
    kept = made.invitations.exclude(address="").order_by("code").values_list("code", "address")
    assert list(kept) == [("borgo", "desk@borgo.example"), ("town-2", "desk@two.example")]
    assert barriers == []


@pytest.fixture
def offline(chromium: Browser) -> BrowserContext:
    """A browser without a network, with a disk."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, locale="en-GB", accept_downloads=True)
    context.set_offline(True)
    return context


def kept_form(of: Office, place: Path) -> Path:
    """The form of Borgo as it lies on a disk."""
    from django.test import Client

    made = campaign(of)
    client = Client()
    client.force_login(of.olga, backend="django.contrib.auth.backends.ModelBackend")
    file = place / "form-borgo.html"
    file.write_bytes(client.get(f"{made.get_absolute_url()}/places/borgo/form.html").content)
    return file


def test_the_form_works_from_the_disk_by_keyboard_and_loses_nothing(
    offline: BrowserContext, axe: Axe, ospo: Office, tmp_path: Path
) -> None:
    file = kept_form(ospo, tmp_path)
    page = offline.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(file.as_uri())
    barriers = axe.barriers(page)
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.locator("#by").focus()
    page.keyboard.type("Rosa")
    page.locator("fieldset[data-question=QA1] input").first.focus()
    page.keyboard.press("ArrowDown")
    page.locator("fieldset[data-question=QB1] input[value='n/a']").focus()
    page.keyboard.press("Space")
    page.locator("#r-QB1").focus()
    page.keyboard.type("we buy nothing")
    page.close()

    again = offline.new_page()
    again.goto(file.as_uri())
    expect(again.locator("#progress")).to_have_text("Answered: 2 of 13.")
    assert again.locator("#r-QB1").input_value() == "we buy nothing"
    with again.expect_download() as saved:
        again.get_by_role("button", name="Save my answers to a file").press("Enter")
    answers = tmp_path / "answers.jsonl"
    saved.value.save_as(answers)
    offline.close()
    made = ospo.host.campaigns.get()
    taken = take(made, answers.read_bytes(), ospo.olga)

    kept = set(Answer.objects.values_list("question", "state", "value", "reason"))
    assert kept == {("QA1", "answered", 1.0, ""), ("QB1", "inapplicable", None, "we buy nothing")}
    assert (taken.problems, {each["by"] for each in taken.said}) == ([], {"Rosa"})
    assert ([url for url in asked if not url.startswith("file:")], complaints) == ([], [])
    assert (barriers, max(too_wide, 0)) == ([], 0)


def test_a_saved_file_goes_on_in_another_browser_and_one_cut_off_gives_what_it_has(
    chromium: Browser, ospo: Office, tmp_path: Path
) -> None:
    file = kept_form(ospo, tmp_path)
    made = ospo.host.campaigns.get()
    whole = form(line(made, "borgo", "QA1", "2"), line(made, "borgo", "QB1", "3", reason="in part"))
    (tmp_path / "cut.jsonl").write_bytes(whole[: whole.rindex(b"in part") + 2])
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()

    page.goto(file.as_uri())
    page.locator("#load").set_input_files(tmp_path / "cut.jsonl")
    expect(page.locator("#status")).to_contain_text("The file was cut off")
    expect(page.locator("#progress")).to_have_text("Answered: 1 of 13.")
    page.locator("fieldset[data-question=QB1] input").first.check()
    kept = json.loads(page.evaluate("localStorage.getItem(Object.keys(localStorage)[0])"))
    context.close()

    hands = {question: answer["hand"] for question, answer in kept["answers"].items()}
    assert (hands["QA1"], hands["QB1"]) == ("h1", kept["hand"])
    assert kept["hand"] != "h1"
