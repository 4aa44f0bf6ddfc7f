"""Journey b: a list of parts, a new weakness, who is hit, who is told, what is decided, and what others are told.

In a browser with and without scripts, and by a build server.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from commonweal.components import actions as components
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.roles import Role
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.browser.conftest import Axe
from tests.components.lists import cyclonedx
from tests.conftest import PROJECT, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW, OLDER = "CVE-2031-1001", "CVE-2031-1002"
PARTS = (("modulo-pdf", "2.3.0"), ("carattere", "1.0.4"), ("libreria", "5.1.0"))
MOST_CLICKS = 5


@dataclass
class Association:
    """The association watches over Borgo, and not over Altrove; Nils answers for it, Pia for the safety of Borgo."""

    cast: Cast
    nils: User
    pia: User
    portal: System
    elsewhere: System


@pytest.fixture
def association(cast: Cast) -> Association:
    """Two towns with a portal each."""
    ace, other = _body("ace", "association"), _body("altrove", "municipality")
    components.agree_oversight(body=cast.town, overseer=ace, reason="Convenzione", by=cast.chiara)
    people = {
        name: organisations.open_account(
            username=name, email=f"{name}@esempia.example", password=name, display_name=name.title(), by=None
        )
        for name in ("nils", "pia")
    }
    organisations.grant_role(user=people["nils"], role=Role.SECURITY, body=ace, by=cast.aino)
    organisations.grant_role(user=people["pia"], role=Role.SECURITY, body=cast.town, by=cast.aino)
    portal, elsewhere = _portal(cast.town), _portal(other)
    return Association(cast, people["nils"], people["pia"], portal, elsewhere)


def _body(name: str, kind: str) -> Body:
    draft = organisations.BodyDraft(
        uri=f"https://esempia.example/id/{name}", name=name.title(), kind=kind, tier="local", country="XX"
    )
    return organisations.register_body(draft=draft, by=None)


def _portal(body: Body) -> System:
    draft = usage.SystemDraft(name=f"Portale di {body.name}", visibility=Visibility.BODY, criticality="high")
    return usage.enter_system(body=body, draft=draft, by=None)


def commonweal(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `./commonweal` as somebody at a shell does, on the database of the test."""
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={quote(place['HOST'], safe='')}"
    return subprocess.run(
        [sys.executable, "-m", "commonweal.cli", *words],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(PROJECT / "src")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def publish_advisories(folder: Path) -> None:
    """Two advisories arrive as files and are imported, as on a machine without a way out."""
    folder.mkdir()
    now = timezone.now().isoformat()
    for name, package, fixed in ((NEW, "modulo-pdf", "2.4.0"), (OLDER, "carattere", "1.1.0")):
        record = {
            "id": name,
            "modified": now,
            "published": now,
            "summary": f"{package} lets strangers in.",
            "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
            "affected": [
                {
                    "package": {"ecosystem": "npm", "name": package},
                    "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
                }
            ],
        }
        (folder / f"{name}.json").write_text(json.dumps(record))
    done = commonweal("advisories", "import", str(folder), "--source", "bulletin")
    assert done.returncode == 0, done.stderr
    assert "2 new" in done.stdout


class Officer:
    """Somebody at a browser whose clicks are counted; a form sent with Enter is one."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.clicks = 0

    def enter(self, user: object) -> None:
        """Sign in without the form, which has a journey of its own."""
        self.page.context.clear_cookies()
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.site}])
        self.clicks = 0

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def press(self, thing: Locator) -> None:
        self.clicks += 1
        thing.click()


def whole_journey(page: Page, site: str, world: Association, folder: Path, check: object) -> None:
    """Everything, by people at browsers; `check` is called on every page."""
    officer = Officer(page, site)
    hand_in_a_list(officer, world, check)
    publish_advisories(folder / "bulletin")
    ask_and_tell(officer, world, check)
    judge_and_accept(officer, world, check)
    see_what_remains(officer, world, check)
    tell_others(officer, world, check)


def hand_in_a_list(officer: Officer, world: Association, check: object) -> None:
    """Chiara, who edits for Borgo, uploads the list that the maker of the portal sent; elsewhere it came before."""
    components.receive_sbom(
        system=world.elsewhere, content=cyclonedx(PARTS), file_name="bom.json", part="", channel="file", by=None
    )
    page = officer.page
    officer.enter(world.cast.chiara)
    officer.go(f"/systems/{world.portal.pk}")
    officer.press(page.get_by_role("link", name="Hand in a list"))
    check(page)
    needs = {"": ["modulo-pdf", "libreria"], "modulo-pdf": ["carattere"]}
    file = {"name": "bom.json", "mimeType": "application/json", "buffer": cyclonedx(PARTS, needs=needs)}
    page.locator("input[name=file]").set_input_files(file)
    officer.press(page.get_by_role("button", name="Hand in", exact=True))
    expect(page.get_by_text("The list is taken in.")).to_be_visible()
    check(page)
    officer.go(f"/systems/{world.portal.pk}/components")
    expect(page.locator("main")).to_contain_text("modulo-pdf")


def ask_and_tell(officer: Officer, world: Association, check: object) -> None:
    """Nils reads of the weakness in the news; from the home page he knows who must act, and has told them."""
    page = officer.page
    officer.enter(world.nils)
    officer.go("/")
    check(page)
    page.locator("#hit-q").fill(NEW)
    officer.press(page.locator("section[aria-labelledby=are-we-hit]").get_by_role("button", name="Are we hit?"))
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Portale di Borgo")
    expect(page.locator("main")).not_to_contain_text("Altrove")
    check(page)
    officer.press(page.get_by_role("link", name="Tell the 1 organisation"))
    check(page)
    officer.press(page.get_by_role("button", name="Tell the 1 organisation"))
    expect(page.get_by_text("1 organisation was told.")).to_be_visible()
    assert officer.clicks <= MOST_CLICKS
    expect(page.get_by_role("link", name="Tell the 1 organisation")).to_have_count(0)


def judge_and_accept(officer: Officer, world: Association, check: object) -> None:
    """Pia finds the notice at her town; the new weakness cannot reach the portal, the older risk is accepted."""
    page = officer.page
    officer.enter(world.pia)
    officer.go("/bodies/borgo/security")
    expect(page.get_by_role("heading", name="What we were told and nobody has read yet")).to_be_visible()
    check(page)
    officer.press(page.get_by_role("button", name="We have read it"))
    expect(page.get_by_text("Noted that your organisation has read it.")).to_be_visible()
    officer.press(page.get_by_role("link", name="Portale di Borgo").first)
    check(page)
    decide(officer, NEW, state="not_affected", justification="code_not_reachable")
    check(page)
    end = (timezone.localdate() + timedelta(days=60)).isoformat()
    decide(officer, OLDER, state="exploitable", response="will_not_fix", owner_words="Head of IT", expires_on=end)
    expect(page.get_by_role("heading", name="0 open findings")).to_be_visible()
    check(page)


def decide(officer: Officer, name: str, **given: str) -> None:
    """Tick one vulnerability and fill in what it means."""
    page = officer.page
    officer.press(page.get_by_label(f"Decide about {name}"))
    for field, value in given.items():
        place = page.locator(f"[name={field}]")
        if place.evaluate("element => element.tagName") == "SELECT":
            place.select_option(value)
        else:
            place.fill(value)
    officer.press(page.get_by_role("button", name="Write the decision down"))
    expect(page.locator("#findings")).to_be_visible()


def see_what_remains(officer: Officer, world: Association, check: object) -> None:
    """Nils asks again: nobody must act."""
    page = officer.page
    officer.enter(world.nils)
    officer.go(f"/hit?q={NEW}")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator("main")).to_contain_text("the weak code is never run")
    expect(page.get_by_role("link", name="Tell the 1 organisation")).to_have_count(0)
    check(page)
    officer.go(f"/hit?q={OLDER}")
    expect(page.locator("main")).to_contain_text("we accept the risk")


def tell_others(officer: Officer, world: Association, check: object) -> None:
    """Pia takes along what Borgo decided, in a form that others' tools read."""
    page = officer.page
    officer.enter(world.pia)
    officer.go("/bodies/borgo/security/vex")
    check(page)
    page.locator("input[value='openvex-0.2.0']").check()
    with page.expect_download() as download:
        officer.press(page.get_by_role("button", name="Get the file"))
    said = statements(download.value.path().read_bytes())
    assert (said[NEW], said[OLDER]) == ("not_affected", "affected")


def statements(content: bytes) -> dict[str, str]:
    """What a document in OpenVEX says of each vulnerability."""
    return {each["vulnerability"]["name"]: each["status"] for each in json.loads(content)["statements"]}


def test_a_weakness_is_answered_in_five_clicks_judged_and_told(
    page: Page, live_server: object, axe: Axe, association: Association, tmp_path: Path
) -> None:
    whole_journey(page, live_server.url, association, tmp_path, axe)


def test_the_journey_needs_no_scripts(
    chromium: Browser, live_server: object, association: Association, tmp_path: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")

    whole_journey(context.new_page(), live_server.url, association, tmp_path, lambda page: None)

    context.close()


def test_a_build_server_hands_in_is_stopped_and_goes_on(
    live_server: object, association: Association, tmp_path: Path
) -> None:
    made = components.make_token(body=association.cast.town, name="build server", by=association.pia)
    (tmp_path / "bom.json").write_bytes(cyclonedx(PARTS[:1]))
    where = ("--url", live_server.url, "--system", str(association.portal.pk))
    publish_advisories(tmp_path / "bulletin")

    handed_in = commonweal("sbom", "push", str(tmp_path / "bom.json"), *where, COMMONWEAL_TOKEN=made.secret)
    closed = commonweal("risk", "gate", str(tmp_path / "bom.json"), *where, COMMONWEAL_TOKEN=made.secret)
    decide_by_form(association)
    opened = commonweal("risk", "gate", str(tmp_path / "bom.json"), *where, COMMONWEAL_TOKEN=made.secret)

    assert handed_in.returncode == 0, handed_in.stderr
    assert (closed.returncode, opened.returncode) == (1, 0), closed.stdout + opened.stdout + opened.stderr
    assert NEW in closed.stdout


def decide_by_form(world: Association) -> None:
    """What Pia's browser sends."""
    client = Client()
    client.force_login(world.pia, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/systems/{world.portal.pk}/security").content.decode()
    number = page.partition('name="pick" value="')[2].partition('"')[0]
    given = {"pick": number, "state": "not_affected", "justification": "code_not_reachable"}
    assert client.post(f"/systems/{world.portal.pk}/security", given).status_code == 302
