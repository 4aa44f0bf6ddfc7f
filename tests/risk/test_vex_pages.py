"""Pages and API of statements: who sees them, what they show, and that others learn nothing by them."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.components import actions as components
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.models import Decision, VexImport
from commonweal.risk.rules.decisions import Standing
from commonweal.standards import vex
from tests.components.lists import cyclonedx
from tests.components.world import send
from tests.risk.vex_world import CVE, VexWorld, build, openvex, said

pytestmark = pytest.mark.django_db
HOME = "/bodies/borgo/security/vex"


@pytest.fixture
def world() -> VexWorld:
    return build()


def browser(world: VexWorld, name: str) -> Client:
    """A browser in which the security officer of a body is signed in."""
    client = Client()
    client.force_login(world.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def hand_in(client: Client, content: bytes, source_name: str = "Ditta") -> object:
    """Send the form with a file."""
    file = SimpleUploadedFile("vex.json", content)
    return client.post(HOME, {"file": file, "source": "vendor", "source_name": source_name})


def test_an_officer_looks_first_then_lets_it_count_and_takes_it_back(world: VexWorld) -> None:
    client = browser(world, "borgo")

    answer = hand_in(client, openvex(said("pkg:npm/left-pad"), said("pkg:npm/what")))
    page = client.get(answer.url).content.decode()
    assert "No advisory here names this package" in page
    assert "What would change" in page
    assert set(world.standings().values()) == {Standing.OPEN}

    client.post(f"{answer.url}/apply")
    assert world.standings()["portale"] is Standing.CLOSED
    assert "Take it back" in client.get(answer.url).content.decode()

    assert "ends at once" in client.get(f"{answer.url}/undo").content.decode()
    client.post(f"{answer.url}/undo")
    assert set(world.standings().values()) == {Standing.OPEN}
    assert "taken back" in client.get(HOME).content.decode()


def test_a_file_that_is_none_is_told_beside_the_field(world: VexWorld) -> None:
    answer = hand_in(browser(world, "borgo"), b"{}")

    assert answer.status_code == 422
    assert "No statement about a vulnerability could be read" in answer.content.decode()


def test_who_watches_over_a_body_sees_its_statements_and_changes_nothing(world: VexWorld) -> None:
    found = world.take(openvex(said("pkg:npm/left-pad")), trust="suggest")
    client = browser(world, "unione")

    assert "Hand in a file" not in client.get(HOME).content.decode()
    assert client.get(f"{HOME}/{found.pk}").status_code == 200
    assert hand_in(client, openvex(said("pkg:npm/left-pad"), name="x:1")).status_code == 403
    assert client.post(f"{HOME}/{found.pk}/apply").status_code == 403
    assert client.get(f"{HOME}/{found.pk}/undo").status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["valle", "altrove", ""])
def test_for_others_nothing_is_there(world: VexWorld, name: str) -> None:
    found = world.take(openvex(said("pkg:npm/left-pad")), trust="suggest")
    client = browser(world, name) if name else Client()
    system = world.systems["portale"].pk

    for path in ("", "/export", f"/{found.pk}", f"/{found.pk}/original", f"/{found.pk}/undo"):
        assert client.get(HOME + path).status_code == 404, path
    assert client.get(f"/systems/{system}/decided/{CVE}").status_code == 404
    assert client.get("/api/v1/bodies/borgo/vex").status_code == (404 if name else 401)
    assert client.post(f"{HOME}/{found.pk}/apply").status_code == 404


def test_a_document_of_one_body_is_not_there_under_another(world: VexWorld) -> None:
    found = world.take(openvex(said("pkg:npm/left-pad")), trust="suggest")

    assert browser(world, "valle").get(f"/bodies/valle/security/vex/{found.pk}").status_code == 404


def test_the_preview_is_the_same_whether_others_run_the_package_or_not(world: VexWorld) -> None:
    client = browser(world, "borgo")
    path = hand_in(client, openvex(said("pkg:npm/secret-part"))).url
    before = client.get(path).content.decode().partition("<main")[2]

    send(world.systems["altro"], cyclonedx([("secret-part", "1.0.0")]), part="second")

    assert client.get(path).content.decode().partition("<main")[2] == before


def test_the_files_hold_what_was_decided(world: VexWorld) -> None:
    draft = DecisionDraft(state="not_affected", justification="code_not_present", system=world.systems["portale"])
    decide(vulnerability=world.weakness, body=world.bodies["borgo"], draft=draft, by=None)
    client, system = browser(world, "borgo"), world.systems["portale"].pk

    for form in ("cyclonedx-1.6", "openvex-0.2.0", "csaf-2.0"):
        for address in (
            f"{HOME}/export?format={form}",
            f"{HOME}/export?format={form}&system={system}&vulnerability={CVE}&others=1",
            f"/api/v1/bodies/borgo/vex?format={form}&system={system}",
        ):
            document, _ = vex.read(client.get(address).content)
            assert document is not None
            assert [each.state.value for each in document.statements] == ["not_affected"], address
    other = world.systems["sito"].pk
    assert client.get(f"{HOME}/export?system={other}").status_code == 404
    assert client.get(f"/api/v1/bodies/borgo/vex?system={other}").status_code == 404
    assert client.get(f"{HOME}/export?format=odt").status_code == 404


def test_the_page_why_tells_the_first_difference_that_decided(world: VexWorld) -> None:
    world.take(openvex(said("pkg:npm/left-pad", status="affected", action_statement="Update.")))
    reason = DecisionDraft(state="not_affected", justification="requires_configuration", package=world.package)
    decide(vulnerability=world.weakness, body=world.bodies["borgo"], draft=reason, by=None)
    decide(vulnerability=world.weakness, body=world.bodies["unione"], draft=reason, by=None)
    path = f"/systems/{world.systems['portale'].pk}/decided/{CVE}"

    page = browser(world, "borgo").get(path).content.decode()

    first, second, third = page.index("we do not use"), page.index("Ditta ("), page.index("that Unione watches over")
    assert first < page.index("because of who says it") < second < page.index("nearer to the system") < third


def test_where_nobody_decided_the_page_why_says_so(world: VexWorld) -> None:
    client, system = browser(world, "borgo"), world.systems["portale"].pk

    assert "Nobody has decided anything" in client.get(f"/systems/{system}/decided/{CVE}").content.decode()
    assert client.get(f"/systems/{system}/decided/CVE-1999-0001").status_code == 404


def _token(world: VexWorld, body: str = "borgo") -> dict[str, str]:
    made = components.make_token(body=world.bodies[body], name="builds", by=world.people[body])
    return {"Authorization": f"Bearer {made.secret}"}


def _post(token: dict[str, str], content: bytes, more: str = "") -> object:
    path = f"/api/v1/bodies/borgo/vex?source=vendor&source_name=Ditta{more}"
    return Client().post(path, content, content_type="application/octet-stream", headers=token)


def test_a_program_hands_in_and_reads_with_a_token(world: VexWorld) -> None:
    token = _token(world)

    sent = _post(token, openvex(said("pkg:npm/left-pad"), said("pkg:npm/what")), "&trust=apply")

    told = json.loads(sent.content)
    assert (sent.status_code, told["counts"], told["understood"], told["decisions"]) == (200, True, 1, 1)
    assert [(each["statement"], each["reason"]) for each in told["not_decided"]] == [(2, "unknown_package")]
    assert Client().get("/api/v1/bodies/borgo/vex", headers=token).status_code == 200


def test_a_program_without_a_say_is_told_in_a_problem_document(world: VexWorld) -> None:
    document = openvex(said("pkg:npm/left-pad"))
    newer = openvex(said("pkg:npm/left-pad"), version=2)
    token = _token(world)
    _post(token, newer, "&trust=apply")

    answers = {
        "nobody": _post({}, document),
        "of another body": _post(_token(world, "valle"), document),
        "unreadable": _post(token, b"no"),
        "outdated": _post(token, document, "&trust=apply"),
        "unclear": _post(token, document, "&trust=blind"),
    }

    assert {name: each.status_code for name, each in answers.items()} == {
        "nobody": 401, "of another body": 404, "unreadable": 422, "outdated": 409, "unclear": 422,
    }  # fmt: skip
    assert {each.headers["Content-Type"].partition(";")[0] for name, each in answers.items() if name != "nobody"} == {
        "application/problem+json"
    }
    assert VexImport.objects.count() == 1


def test_questions_do_not_grow_with_what_a_document_says(world: VexWorld) -> None:
    client = browser(world, "borgo")
    counts = []
    for number in (1, 40):
        statements = [said(f"pkg:npm/left-pad@1.{minor}.0") for minor in range(number)]
        path = hand_in(client, openvex(*statements, name=f"x:{number}")).url
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 32
