"""Are we hit? What the page, the files and the API say, and that nobody learns of what they may not see."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonweal.components import actions as components
from commonweal.journal.models import Event
from commonweal.organisations.models import Visibility
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.usage import actions as usage
from tests.components.lists import cyclonedx
from tests.components.world import EVERYBODY, SECRET, SEES, World, send
from tests.risk.hit_world import BORGO, BOTH, NOBODY, hit_world, plain, vulnerability

pytestmark = pytest.mark.django_db
# Who sees the systems of at least one body.
ASKS = SEES | {"trader", "company_guard", "stranger", "other_guard", "region_editor"}
SYSTEMS = ("Sistema portale", "Sistema casa", "Sistema altro")
FORMS = ("/hit?q={}", "/hit.csv?q={}", "/hit.json?q={}", "/api/v1/risk/exposure?q={}", "/vulnerabilities/{}")


@pytest.fixture
def world() -> World:
    return hit_world()[0]


def names_in(text: str) -> set[str]:
    """The systems that a page or file names."""
    return {name for name in SYSTEMS if name in text}


def test_everybody_sees_who_is_hit_within_their_scope_and_no_more(world: World) -> None:
    for person in EVERYBODY:
        client = world.client(person)
        for address in FORMS:
            text = client.get(address.format(BORGO)).content.decode().split("<main")[-1]
            if person in SEES and "vulnerabilities" not in address:
                assert names_in(text) == {"Sistema portale", "Sistema casa"}, (person, address)
            elif person not in SEES:
                assert names_in(text) == set(), (person, address)
                assert "Borgo" not in text, (person, address)


def test_who_sees_no_body_learns_how_to_get_there_and_nothing_else(world: World) -> None:
    for person in sorted(set(EVERYBODY) - ASKS):
        client = world.client(person)
        hit, none, unknown = (
            plain(client.get(f"/hit?q={name}").content).replace(name.encode(), b"")
            for name in (BORGO, NOBODY, "CVE-1999-0001")
        )
        assert b"Who may ask" in hit
        assert hit == none == unknown
        refused = 302 if person == "anonymous" else 403
        for address in ("/hit.csv", "/hit.json", "/hit/tell"):
            assert client.get(f"{address}?q={BORGO}").status_code == refused, (person, address)
        assert client.get(f"/api/v1/risk/exposure?q={BORGO}").status_code == (401 if refused == 302 else 403), person


@pytest.mark.parametrize("person", ["other_guard", "trader"])
def test_a_hit_outside_the_scope_answers_byte_for_byte_as_none(world: World, person: str) -> None:
    client = world.client(person)
    texts = (BORGO, f"{SECRET}-a", f"pkg:npm/{SECRET}-c@1.0.0", f"{SECRET}-c", "shared 1.0.0")
    addresses = [address.format(text) for address in FORMS[:4] for text in texts]
    for system in (world.systems["portale"], world.systems["casa"]):
        send(system, cyclonedx([("harmless", "1.0.0")]))
    before = [plain(client.get(address).content) for address in addresses]
    parts = [(f"{SECRET}-a", "1.0.0"), (f"{SECRET}-c", "1.0.0"), ("shared", "1.0.0")]

    send(world.systems["portale"], cyclonedx(parts))

    assert [plain(client.get(address).content) for address in addresses] == before


def test_the_answer_stands_first_in_plain_words(world: World) -> None:
    usage.enter_system(body=world.bodies["borgo"], draft=usage.SystemDraft(name="Muto"), by=None)

    page = world.client("guard").get(f"/hit?q={BORGO}").content.decode()

    assert "The organisation you see must act: 2 systems run an affected version." in page
    assert "Of 1 system nothing is known, since no list of its parts was handed in." in page
    assert "You see 1 organisation" in page
    assert "2.5.0" in page
    due = timezone.localdate() + timedelta(days=15)
    assert f"{due:%-d %B %Y}" in page


def test_where_no_list_was_handed_in_nothing_is_said_to_be_well(world: World) -> None:
    assert "No system is on file" in world.client("trader").get(f"/hit?q={BORGO}").content.decode()

    usage.enter_system(body=world.bodies["ditta"], draft=usage.SystemDraft(name="Muto"), by=None)

    page = world.client("trader").get(f"/hit?q={BORGO}").content.decode()
    assert "Nothing can be said: no list of parts was handed in" in page


def test_what_nobody_knows_is_not_called_safe(world: World) -> None:
    page = world.client("guard").get("/hit?q=CVE-1999-0001").content.decode()

    assert "We know no such advisory" in page
    assert "does not mean that you are safe" in page
    assert "How fresh advisories are is not known" in page


def test_versions_that_cannot_be_read_are_said_to_be_so(world: World) -> None:
    page = world.client("guard").get("/hit?q=shared <<what").content.decode()

    assert "cannot read the versions" in page


def test_several_packages_of_a_name_are_given_to_choose_from(world: World) -> None:
    send(world.systems["casa"], cyclonedx([("shared", "3.0.0")], kind="pypi"), part="python")

    page = world.client("guard").get("/hit?q=shared").content.decode()

    assert "?q=pkg%3Apypi%2Fshared" in page
    assert "?q=pkg%3Anpm%2Fshared" in page


def test_a_product_finds_the_systems_that_run_it(world: World) -> None:
    from commonweal.catalogue import actions as catalogue

    catalogue.name_product(name="Albo", functions=[], is_listed=True, by=None)
    draft = usage.SystemDraft(name="Sistema albo", visibility=Visibility.BODY, product_name="Albo")
    usage.enter_system(body=world.bodies["borgo"], draft=draft, by=None)

    assert "Sistema albo" in world.client("guard").get("/hit?q=albo").content.decode()
    assert "Sistema albo" not in world.client("other_guard").get("/hit?q=albo").content.decode()


def test_a_decision_shows_with_its_reason_and_who_made_it(world: World) -> None:
    draft = DecisionDraft(state="not_affected", justification="code_not_reachable", system=world.systems["casa"])
    decide(vulnerability=vulnerability(BORGO), body=world.bodies["borgo"], draft=draft, by=world.person("guard"))

    page = world.client("overseer").get(f"/hit?q={BORGO}").content.decode()

    assert "the weak code is never run" in page
    assert "For 1 system it was decided that nothing is left to do." in page
    assert "1 system runs an affected version." in page


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ("act=1", {"Sistema portale", "Sistema casa", "Sistema altro"}),
        ("body=altrove", {"Sistema altro"}),
        ("criticality=high", {"Sistema portale", "Sistema casa", "Sistema altro"}),
        ("criticality=low", set()),
        ("body=nowhere", set()),
    ],
)
def test_the_list_is_narrowed_on_the_page_and_in_files_alike(world: World, chosen: str, shown: set[str]) -> None:
    client = world.client("chief")

    page = client.get(f"/hit?q={BOTH}&{chosen}").content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get(f"/hit.csv?q={BOTH}&{chosen}").content.decode("utf-8-sig"))))
    document = json.loads(client.get(f"/hit.json?q={BOTH}&{chosen}").content)

    assert names_in(page) == shown
    assert {row["system"] for row in rows} == shown
    assert {system["name"] for body in document["bodies"] for system in body["systems"]} == shown


def test_cells_are_harmless_and_taking_them_along_is_written_down(world: World) -> None:
    draft = usage.SystemDraft(name="=cmd|x", visibility=Visibility.BODY)
    system = usage.enter_system(body=world.bodies["borgo"], draft=draft, by=None)
    send(system, cyclonedx([(f"{SECRET}-a", "1.0.0")]))

    text = world.client("guard").get(f"/hit.csv?q={BORGO}").content.decode("utf-8-sig")

    assert {row["system"] for row in csv.DictReader(io.StringIO(text))} >= {"'=cmd|x"}
    event = Event.objects.get(name="risk.answer_exported")
    assert event.data == {"question": BORGO, "form": "csv", "systems": 3}
    assert event.by_id == world.person("guard").pk


def test_a_token_of_a_body_asks_for_that_body_only(world: World) -> None:
    made = components.make_token(body=world.bodies["borgo"], name="build", by=world.person("chief"))
    headers = {"authorization": f"Bearer {made.secret}"}

    answer = world.client("anonymous").get(f"/api/v1/risk/exposure?q={BOTH}", headers=headers).json()

    assert [body["body"] for body in answer["bodies"]] == ["borgo"]
    assert (answer["bodies_seen"], answer["bodies_acting"], answer["systems_open"]) == (1, 1, 2)


def test_the_number_of_questions_does_not_grow_with_the_systems(world: World) -> None:
    client = world.client("chief")
    addresses = [address.format(BOTH) for address in FORMS]
    for address in addresses:
        client.get(address)
    few = [_questions(client, address) for address in addresses]
    for number in range(12):
        draft = usage.SystemDraft(name=f"Altro {number}", visibility=Visibility.BODY)
        system = usage.enter_system(body=world.bodies["altrove" if number % 2 else "ditta"], draft=draft, by=None)
        send(system, cyclonedx([("shared", "1.0.0"), ("shared-too", "1.0.0")]))

    many = [_questions(client, address) for address in addresses]

    assert many == few
    assert max(many) <= 45


@pytest.mark.parametrize(("person", "has_box"), [("guard", True), ("member", False), ("anonymous", False)])
def test_the_box_stands_on_the_home_page_of_those_who_may_ask(world: World, person: str, *, has_box: bool) -> None:
    page = world.client(person).get("/").content.decode()

    assert ('action="/hit"' in page) is has_box


def _questions(client: object, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200  # type: ignore[attr-defined]
    return len(asked)
