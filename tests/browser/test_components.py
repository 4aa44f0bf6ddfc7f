"""Pages of lists of components in a browser: no barrier, nothing too wide, a list handed in by hand."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from commonweal.components import actions
from commonweal.components.models import Package
from commonweal.usage import actions as usage
from tests.browser.conftest import Axe
from tests.components.lists import cyclonedx, debian
from tests.components.world import send

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = (
    "/systems/{system}/components", "/systems/{system}/components?q=nothing", "/systems/{empty}/components",
    "/sboms/{sbom}", "/sboms/{sbom}/compare", "/sboms/{sbom}/paths?to=qs", "/sboms/{sbom}/withdraw",
    "/packages/{package}", "/bodies/borgo/components", "/systems/{system}",
)  # fmt: skip


@pytest.fixture
def clerk(page: Page, live_server: object, cast: object) -> Page:
    """Chiara, signed in."""
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def numbers(cast: object) -> dict[str, int]:
    """A system with two lists that follow each other and one of another part, a token, and one without a list."""
    system, empty = (
        usage.enter_system(body=cast.town, draft=usage.SystemDraft(name=name), by=cast.chiara)
        for name in ("Anagrafe della popolazione residente", "Archivio")
    )
    send(system, cyclonedx([("qs", "6.10.2")]), by=cast.chiara)
    needs = {"": ["express", "body-parser"], "express": ["qs"], "body-parser": ["qs"]}
    parts = [("express", "4.18.0"), ("body-parser", "1.20.0"), ("qs", "6.10.3"), ("very-long-" * 12, "1.0.0")]
    document = send(system, cyclonedx(parts, needs=needs, metadata={
        "component": {"type": "application", "name": "Portale", "bom-ref": "portale"}, "tools": [{"name": 7}],
    }), by=cast.chiara)  # fmt: skip
    send(system, debian("pkg:deb/debian/libssl3@3.0?distro=debian-12&upstream=openssl", "pkg:oops"), part="server")
    actions.make_token(body=cast.town, name="build server", by=cast.chiara)
    return {
        "system": system.pk, "empty": empty.pk, "sbom": document.pk, "package": Package.objects.get(name="qs").pk,
    }  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(
    clerk: Page, live_server: object, numbers: dict[str, int], axe: Axe, width: int
) -> None:
    clerk.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in PATHS:
        address = path.format(**numbers)
        clerk.goto(live_server.url + address)
        clerk.evaluate("document.querySelectorAll('details.fold').forEach(each => each.open = true)")
        faults += axe.barriers(clerk)
        over = clerk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{address} is {over} px too wide at {width} px"] if over > 0 else []

    assert faults == []


def test_a_clerk_hands_in_a_lock_file_and_sees_its_parts(
    clerk: Page, live_server: object, numbers: dict[str, int], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("shopping list\n")
    (tmp_path / "requirements.txt").write_text("django==4.2.1\n")
    clerk.goto(f"{live_server.url}/systems/{numbers['empty']}/components")

    clerk.get_by_label("File").set_input_files(tmp_path / "notes.txt")
    clerk.get_by_role("button", name="Hand in").click()
    expect(clerk.locator("main")).to_contain_text("This file cannot be read")
    clerk.get_by_label("File").set_input_files(tmp_path / "requirements.txt")
    clerk.get_by_role("button", name="Hand in").click()
    expect(clerk.locator("main")).to_contain_text("The list is taken in.")
    clerk.get_by_role("link", name="Archivio").first.click()

    expect(clerk.get_by_role("row", name="django")).to_contain_text("4.2.1")
