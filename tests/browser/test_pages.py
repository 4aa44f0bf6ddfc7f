"""Every public page for every eye, hand and screen."""

import gzip
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonweal.catalogue import actions
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Visibility
from commonweal.usage import actions as usage
from tests.browser.conftest import Axe
from tests.catalogue.findings import NOON, finding
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    "/", "/software", "/software?q=mensa&category=accounting", "/software?q=zzqqxx", "/software/mense-facili",
    "/software/alt", "/categories", "/about", "/accessibility", "/accounts/login/", "/accounts/password/reset/",
    "/bodies", "/offices", "/sources", "/data", "/api", "/claims", "/rejections", "/nowhere",
    "/start", "/start?q=valserena", "/start?q=zzqqxx", "/start/tick?body=valserena", "/start/tick",
    "/start/radar?body=valserena&product=akte&other=Registro", "/start/radar", "/suppliers", "/gaps", "/products",
    "/products/akte", "/instances", "/tools/publiccode", "/bodies/map", "/bodies/valserena",
    "/bodies/valserena/use", "/bodies/vicino/use", "/bodies/valserena/neighbours", "/bodies/valserena/peers",
    "/bodies/valserena/systems", "/bodies/valserena/contracts", "/bodies/valserena/spending", "/bodies/valserena/map",
    "/software/mense-facili/users?near=valserena", "/software/mense-facili/suppliers", "/software/mense-facili/named",
)  # fmt: skip
# Of a body, as who answers for it sees them.
OWN_PAGES = (
    "", "/use", "/use/tick", "/use/new", "/neighbours", "/peers", "/systems", "/map", "/contracts",
    "/contracts/calendar", "/spending", "/radar?months=36", "/supplier", "/change", "/ties",
)  # fmt: skip
WEIGHED = ("/", "/software", "/software/mense-facili")
MOST_BYTES = 100_000
SVG_TEXT_CONTRAST = """() => {
  const value = text => { const parts = text.match(/[\\d.]+/g).map(Number);
    return text.startsWith('color(srgb') ? parts.map((part, place) => place < 3 ? part * 255 : part) : parts };
  const linear = c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map(c => linear(c / 255))
    .reduce((sum, c, place) => sum + c * [.2126, .7152, .0722][place], 0);
  const ground = element => { for (; element; element = element.parentElement) {
    const colour = value(getComputedStyle(element).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) return colour; } return [255, 255, 255]; };
  return [...document.querySelectorAll('svg text')].map(text => {
    const [dark, bright] = [light(value(getComputedStyle(text).fill)), light(ground(text))].sort((a, b) => a - b);
    return [text.textContent, (bright + .05) / (dark + .05)]; }).filter(([, ratio]) => ratio < 4.5); }"""


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    names = [f"Programma {number}" for number in range(30)]
    actions.publish_many(findings=[finding(name, minutes=place) for place, name in enumerate(names)], by=None)
    entry = actions.publish(finding=finding(), by=None).entry
    assert entry is not None
    actions.publish(finding=finding(minutes=5, raw="name: [", url=entry.url), by=None)
    gone = actions.publish(finding=finding("Alt", language="de", short="Altes Programm"), by=None).entry
    assert gone is not None
    actions.retire(entry=gone, reason="Its repository is gone.", at=NOON + timedelta(days=1), by=None)
    actions.name_product(name="Akte", functions=["accounting"], is_listed=True, by=None)
    for name, latitude in (("Valserena", 44.0), ("Vicino", 44.1)):
        draft = organisations.BodyDraft(
            uri=f"https://esempia.example/id/{name.lower()}", name=name, kind="municipality", tier="local",
            country="XX", latitude=latitude, longitude=10.0, population=8_000,
        )  # fmt: skip
        body = organisations.register_body(draft=draft, by=None)
        use = usage.UseDraft(entry=entry, visibility=Visibility.PUBLIC)
        usage.state_use(body=body, draft=use, at=timezone.now(), by=None)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_have_no_barriers(page: Page, live_server: object, axe: Axe, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    faults = [fault for address in PAGES for fault in found(page, live_server, axe, address)]

    assert faults == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_pages_of_ones_own_body_have_no_barriers(
    page: Page, live_server: object, axe: Axe, cast: Cast, width: int, scheme: str
) -> None:
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    faults = [fault for address in OWN_PAGES for fault in found(page, live_server, axe, f"/bodies/borgo{address}")]

    assert faults == []


def found(page: Page, live_server: object, axe: Axe, address: str) -> list[str]:
    """What is wrong on a page with everything unfolded, each in a sentence."""
    page.goto(live_server.url + address)
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    width = page.evaluate("document.documentElement.clientWidth")
    return [
        *axe.barriers(page),
        *(f"{address}: faint text in a drawing: {text}" for text in page.evaluate(SVG_TEXT_CONTRAST)),
        *([f"{address} is {over} px too wide at {width} px"] if over > 0 else []),
    ]


def test_the_first_visit_weighs_little(page: Page, live_server: object, settings: object) -> None:
    for address in WEIGHED:
        seen: dict[str, int] = {}
        page.context.clear_cookies()
        page.on("response", lambda answer, seen=seen: seen.setdefault(answer.url, len(_packed(answer.body()))))

        page.goto(live_server.url + address, wait_until="networkidle")

        assert 0 < sum(seen.values()) <= MOST_BYTES, seen


def _packed(body: bytes) -> bytes:
    # The server compresses once with gzip or better; fonts are compressed already and only grow by a few bytes.
    return gzip.compress(body, 9)


def test_a_search_goes_by_keyboard_alone(page: Page, live_server: object) -> None:
    page.goto(live_server.url + "/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("mense facili")
    page.keyboard.press("Enter")
    page.wait_for_url("**/software?q=mense+facili*")

    first = page.locator(".results .card-link").first
    expect(first).to_have_text("Mense facili")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Mense facili")


def test_a_choice_changes_the_hits_in_place(page: Page, live_server: object) -> None:
    page.goto(live_server.url + "/software")
    page.evaluate("window.isTheSamePage = true")

    page.locator("#facet-category input").first.check()

    expect(page.locator(".chosen .chip").first).to_be_visible()
    page.wait_for_url("**/software?*category=accounting*")
    assert page.evaluate("window.isTheSamePage") is True
    expect(page.locator("#facet-category input").first).to_be_focused()


def test_words_half_typed_are_completed(page: Page, live_server: object) -> None:
    page.goto(live_server.url + "/software")

    page.locator("#q").press_sequentially("mense")

    expect(page.locator("#suggestions option").first).to_have_attribute("value", "Mense facili")


def test_everything_goes_without_a_script(chromium: object, live_server: object) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(live_server.url + "/software")

    page.locator("#facet-category input").first.check()
    page.get_by_role("button", name="Apply filters").click()

    expect(page.locator(".chosen .chip").first).to_be_visible()
    page.locator("summary", has_text="Display").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    context.close()


def test_a_display_of_few_colours_keeps_every_border(page: Page, live_server: object, axe: Axe) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(live_server.url + "/software")

    axe(page)
    assert page.locator(".card").first.evaluate("card => getComputedStyle(card).borderTopStyle") == "solid"


def test_the_pages_of_a_person_have_no_barriers(page: Page, live_server: object, axe: Axe, cast: Cast) -> None:
    page.goto(live_server.url + "/accounts/login/?next=/software?q=mense")
    page.get_by_label("Login").fill("chiara")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign In").click()
    axe(page)
    page.get_by_label("Password").fill("chiara")
    page.get_by_role("button", name="Sign In").click()

    axe(page)
    page.get_by_text("Save this search").click()
    page.get_by_label("Name", exact=True).fill("Meals")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".banner")).to_contain_text("Meals")
    axe(page)
    page.locator("summary", has_text="Chiara").click()
    axe(page)
