"""The lead of an office asks forty towns, takes forms in, decides what is contested, and exports the report."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from commonweal.assessments.models import Campaign
from tests.assessments.campaign_world import form, line, office
from tests.browser.conftest import Axe
from tests.conftest import Cast
from tests.journeys.test_hit_journey import Officer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEN_MINUTES_SECONDS = 600


def test_an_office_runs_a_campaign_over_forty_towns_and_exports_the_report(
    page: Page, live_server: object, axe: Axe, cast: Cast, tmp_path: Path
) -> None:
    of = office(cast, towns=40)
    lead = Officer(page, live_server.url)
    lead.enter(of.olga)
    began = time.monotonic()

    lead.go("/campaigns")
    lead.press(page.get_by_role("link", name="Open a campaign for Office of Esempia"))
    page.locator("[name=title]").fill("Where our towns stand")
    lead.press(page.get_by_role("button", name="Open it and choose whom to invite"))
    page.locator("[name=kind]").select_option("municipality")
    lead.press(page.get_by_role("button", name="Find"))
    lead.press(page.get_by_role("button", name="Invite them"))
    expect(page.locator("#run + .figures")).to_contain_text("40")
    made = Campaign.objects.get()
    files = [tmp_path / f"form-{number}.jsonl" for number in range(20)]
    for number, file in enumerate(files):
        towns = of.towns[2 * number : 2 * number + 2]
        file.write_bytes(form(*(line(made, town.slug, "QA1", str(number % 5)) for town in towns)))
    files.append(tmp_path / "second-form-of-borgo.jsonl")
    files[-1].write_bytes(form(line(made, "borgo", "QA1", "4", hand="h2", by="Rosa")))
    lead.press(page.get_by_role("link", name="Take forms in"))
    page.locator("[name=came_back]").set_input_files(files)
    lead.press(page.get_by_role("button", name="Take them in"))
    lead.press(page.get_by_role("link", name="Decide what is contested"))
    page.locator("input[name=chosen]").last.check()
    lead.press(page.get_by_role("button", name="This one holds"))
    lead.press(page.get_by_role("link", name="Back to the campaign"))
    axe(page)
    with page.expect_download() as pdf:
        lead.press(page.get_by_role("link", name="Report (PDF)"))
    with page.expect_download() as table:
        page.get_by_role("link", name="Answers (CSV)").click()
    rows = Path(table.value.path()).read_text().splitlines()
    page.get_by_role("link", name="Everything (JSON)").click()
    told = json.loads(page.locator("body").inner_text())

    assert Path(pdf.value.path()).read_bytes().startswith(b"%PDF-")
    assert len(rows) == 1 + 40 * 13
    assert (told["report"]["begun"], told["report"]["conflicts"]) == (40, 0)
    assert next(each["value"] for each in told["answers"] if each["place"] == "borgo") == 4
    assert lead.clicks == 10
    assert time.monotonic() - began < TEN_MINUTES_SECONDS
