"""The editor of publiccode.yml in a real browser: for every eye and hand, with and without a script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Axe
from tests.standards.test_publiccode_upgrade import OLD

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/tools/publiccode"


def opened(page: Page, live_server: object, text: str = OLD) -> None:
    """Paste a text and open it."""
    page.goto(live_server.url + ADDRESS)
    page.get_by_label("The text of your file").fill(text)
    page.get_by_role("button", name="Open the text").click()
    expect(page.locator("#desk")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Go on by Tab until something has the focus; problems in between have links of their own."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(selector).first.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_editor_has_no_barriers(page: Page, live_server: object, axe: Axe, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    faults: list[str] = []

    def look(where: str) -> None:
        faults.extend(axe.barriers(page))
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults.extend([f"{where} is {over} px too wide at {width} px"] if over > 0 else [])

    page.goto(live_server.url + ADDRESS)
    look("start")
    page.get_by_role("button", name="Open the text").click()
    look("start with a mistake")
    opened(page, live_server, OLD.replace("developmentStatus: stable", "developmentStatus: done"))
    page.evaluate("document.querySelectorAll('#desk details').forEach(each => { each.open = true })")
    look("desk")
    page.get_by_role("button", name="Upgrade").click()
    expect(page.get_by_role("heading", name="What the upgrade would change")).to_be_visible()
    look("upgrade")
    page.get_by_role("button", name="Take these changes").click()
    expect(page.get_by_text("Done.")).to_be_visible()
    look("upgraded")

    assert faults == []


def test_problems_and_the_yaml_follow_while_people_type(page: Page, live_server: object) -> None:
    opened(page, live_server)
    page.evaluate("window.isTheSamePage = true")
    name = page.get_by_label("Name of the software")

    name.fill("")
    expect(page.locator("#f-name-says")).to_contain_text("name is a required field")
    expect(page.locator("#desk-status")).to_contain_text("error")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_be_focused()
    name.press_sequentially("Borgo Help")

    expect(page.locator("#yaml")).to_have_value(OLD.replace("Borgo Desk", "Borgo Help"))
    expect(page.locator("#f-name-says")).to_be_empty()
    assert page.evaluate("window.isTheSamePage") is True


def test_the_form_follows_the_yaml(page: Page, live_server: object) -> None:
    opened(page, live_server)

    page.locator("#yaml").fill(OLD.replace("Borgo Desk", "Lago Desk") + "roadmap: nowhere\n")

    expect(page.get_by_label("Name of the software")).to_have_value("Lago Desk")
    expect(page.locator("#f-roadmap-says")).to_contain_text("roadmap must be")
    expect(page.locator("#gutter")).to_contain_text(str(OLD.count("\n") + 1))
    page.locator("#f-roadmap-says a").click()
    expect(page.locator("#yaml")).to_be_focused()
    assert page.evaluate("getSelection().toString() || yaml.value.slice(yaml.selectionStart, yaml.selectionEnd)") == (
        "roadmap: nowhere"
    )


def test_a_new_item_is_written_while_people_type(page: Page, live_server: object) -> None:
    opened(page, live_server)
    page.locator("summary", has_text="Add: Contact").click()

    page.locator("#f-maintenance-contacts-1-name").press_sequentially("Bruno")
    expect(page.locator("#yaml")).to_have_value(
        OLD.replace("    - name: Anna\n", "    - name: Anna\n    - name: Bruno\n")
    )
    page.locator("#f-maintenance-contacts-1-email").press_sequentially("bruno@borgo.example")

    expect(page.locator("#yaml")).to_have_value(re.compile('Bruno\n      email: "bruno@borgo.example"'))
    expect(page.locator("#f-maintenance-contacts-2-name")).to_be_attached()


def test_two_halves_that_disagree_are_asked_about(page: Page, live_server: object) -> None:
    opened(page, live_server)
    page.evaluate(
        """text => { yaml.value = text; const name = document.getElementById('f-name'); name.value = 'Monte';
        name.dispatchEvent(new Event('input', {bubbles: true})) }""",
        OLD.replace("Borgo Desk", "Lago Desk"),
    )

    expect(page.locator("#desk-status")).to_contain_text("say different things")
    page.get_by_role("button", name="Check").first.click()
    page.get_by_role("button", name="Take what the form says").click()

    expect(page.locator("#yaml")).to_have_value(OLD.replace("Borgo Desk", "Monte"))


def test_the_editor_goes_by_keyboard_alone(page: Page, live_server: object) -> None:
    page.goto(live_server.url + ADDRESS)
    page.get_by_role("button", name="Write a new file").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk")).to_be_visible()

    page.get_by_label("Name of the software").focus()
    page.keyboard.type("Borgo Desk")
    tab_to(page, "#f-developmentStatus")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#f-platforms input")
    page.keyboard.press("Space")

    expect(page.locator("#yaml")).to_have_value(re.compile("platforms:"))
    expect(page.locator("#f-platforms input").first).to_be_focused()
    page.keyboard.press("Escape")
    assert "developmentStatus: concept" in page.locator("#yaml").input_value()


def test_leaving_unsaved_work_asks_and_a_download_saves_it(page: Page, live_server: object, tmp_path: Path) -> None:
    opened(page, live_server)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("Name of the software").fill("Borgo Desk 2")
    expect(page.locator("#yaml")).to_have_value(re.compile("Borgo Desk 2"))

    page.get_by_role("link", name="Another file").click()
    expect(page.locator("#desk")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").first.click()

    assert asked == ["beforeunload"]
    assert download.value.suggested_filename == "publiccode.yml"
    assert Path(download.value.path()).read_text() == OLD.replace("Borgo Desk", "Borgo Desk 2")
    page.get_by_role("link", name="Another file").click()
    expect(page.get_by_role("button", name="Write a new file")).to_be_visible()


def test_everything_goes_without_a_script(chromium: Browser, live_server: object) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    opened(page, live_server)

    page.get_by_label("Name of the software").fill("")
    page.get_by_label("Another language").fill("fr")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("group", name="French (fr)")).to_be_visible()
    expect(page.locator("#f-name-says")).to_contain_text("required")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("#yaml")).to_have_value(OLD.replace("name: Borgo Desk\n", ""))
    context.close()
