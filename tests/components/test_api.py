"""Lists come in and go out by the API: with a token or a session, and with errors a program can act on."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonweal.components import actions
from commonweal.components.models import AccessToken, Occurrence, SbomDocument
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import RoleAssignment
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx
from tests.components.world import EVERYBODY, SENDS, World, build

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def world() -> World:
    return build()


def token(world: World, name: str = "guard") -> str:
    return actions.make_token(body=world.bodies["borgo"], name="build", by=world.person(name)).secret


def post(client: Client, query: str, content: bytes = b"", secret: str = "") -> object:
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return client.post(f"/api/v1/sboms?{query}", content, content_type="application/octet-stream", headers=headers)


def test_a_token_hands_in_a_list(world: World) -> None:
    system, content = world.systems["portale"], cyclonedx([("new", "1.0.0")])

    answer = post(Client(), f"system={system.pk}&part=app", content, token(world))

    document = SbomDocument.objects.get(part="app")
    assert answer.status_code == 201
    assert answer.json() == {
        "id": document.pk, "url": f"http://localhost:8000/sboms/{document.pk}", "system": system.pk, "part": "app",
        "is_new": True, "format": "CycloneDX", "format_version": "1.6", "quality": {"ntia": False, "bsi": False},
        "counts": {"components": 1, "with_purl": 1, "with_version": 1, "with_licence": 0, "assessable": 1,
                       "licence_statements": 0},
        "problems": [],
    }  # fmt: skip
    assert (document.received_by, document.channel) == (world.person("guard"), "api")


def test_the_same_file_again_is_no_news(world: World) -> None:
    secret, query = token(world), f"system={world.systems['portale'].pk}&part=app"
    post(Client(), query, cyclonedx(), secret)

    answer = post(Client(), query, cyclonedx(), secret)

    assert (answer.status_code, answer.json()["is_new"]) == (200, False)
    assert SbomDocument.objects.filter(part="app").count() == 1


def test_a_system_is_named_by_body_and_reference(world: World) -> None:
    system = world.systems["casa"]

    answer = post(Client(), f"body=borgo&reference={system.reference}", cyclonedx(), token(world))

    assert (answer.status_code, answer.json()["system"]) == (201, system.pk)


def test_a_system_is_entered_where_there_is_none_and_found_again(world: World) -> None:
    secret, query = token(world, "editor"), "body=borgo&create=1&name=Nuovo%20sistema"

    first = post(Client(), query, cyclonedx(), secret).json()["system"]
    second = post(Client(), query, cyclonedx([("x", "1.0.0")]), secret).json()["system"]

    assert first == second == System.objects.get(name="Nuovo sistema").pk


def test_a_security_officer_enters_no_systems(world: World) -> None:
    answer = post(Client(), "body=borgo&create=1&name=Nuovo", cyclonedx(), token(world))

    assert answer.status_code == 403
    assert not System.objects.filter(name="Nuovo").exists()


def test_a_lock_file_is_known_by_its_name(world: World) -> None:
    query = f"system={world.systems['casa'].pk}&file_name=requirements.txt&part=lock"

    answer = post(Client(), query, b"django==4.2.1\n", token(world))

    assert (answer.status_code, answer.json()["format"]) == (201, "lock file")


def test_a_form_with_a_file_will_do(world: World) -> None:
    file = SimpleUploadedFile("bom.json", cyclonedx(), "application/json")

    answer = Client().post(
        f"/api/v1/sboms?system={world.systems['casa'].pk}", {"file": file},
        headers={"authorization": f"Bearer {token(world)}"},
    )  # fmt: skip

    assert answer.status_code == 201
    assert SbomDocument.objects.get(pk=answer.json()["id"]).file_name == "bom.json"


@pytest.mark.parametrize("person", EVERYBODY)
def test_a_session_sends_what_its_person_may_send(world: World, person: str) -> None:
    answer = post(world.client(person), f"system={world.systems['portale'].pk}", cyclonedx())

    expected = 201 if person in SENDS else 401 if person == "anonymous" else 404
    assert answer.status_code == expected


def test_a_session_without_the_form_token_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.person("guard"), backend="django.contrib.auth.backends.ModelBackend")

    answer = post(client, f"system={world.systems['portale'].pk}", cyclonedx())

    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)


def test_a_token_opens_its_own_body_only(world: World) -> None:
    borgo, altrove = world.bodies["borgo"], world.bodies["altrove"]
    secret = actions.make_token(body=altrove, name="x", by=world.person("chief")).secret

    foreign = post(Client(), f"system={world.systems['portale'].pk}", cyclonedx(), secret)
    named = post(Client(), f"body={borgo.slug}&create=1&name=Nuovo", cyclonedx(), secret)
    read = Client().get(
        f"/api/v1/systems/{world.systems['portale'].pk}/components", headers={"authorization": f"Bearer {secret}"}
    )
    own = post(Client(), f"system={world.systems['altro'].pk}", cyclonedx(), secret)

    assert (foreign.status_code, named.status_code, read.status_code, own.status_code) == (404, 400, 404, 201)


def test_a_token_ends_with_the_role_of_its_maker(world: World) -> None:
    secret = token(world)
    organisations.withdraw_role(assignment=RoleAssignment.objects.get(user=world.person("guard")), by=None)

    answer = post(Client(), f"system={world.systems['portale'].pk}", cyclonedx(), secret)

    assert answer.status_code == 404


def test_a_token_that_is_revoked_or_made_up_opens_nothing(world: World) -> None:
    secret = token(world)
    actions.revoke_token(token=AccessToken.objects.get(), by=world.person("editor"))

    for each in (secret, secret[:-1], "cw_", "x" * 5000, "ü", ""):
        answer = post(Client(enforce_csrf_checks=True), f"system={world.systems['portale'].pk}", cyclonedx(), each)
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM), each


def test_the_last_day_of_use_is_kept_and_the_secret_is_not(world: World) -> None:
    secret = token(world)

    post(Client(), f"system={world.systems['portale'].pk}", cyclonedx(), secret)

    made = AccessToken.objects.get()
    assert made.used_on == timezone.localdate()
    assert secret not in json.dumps([str(value) for value in vars(made).values()])


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("system=0", 422), ("system=x", 422), ("system=999999999", 404), ("body=borgo", 400),
     ("body=borgo&reference=none", 404), ("create=1&name=x", 400), ("body=borgo&create=1", 400)],
)  # fmt: skip
def test_what_is_wrong_with_the_call_is_said(world: World, query: str, status: int) -> None:
    answer = post(Client(), query, cyclonedx(), token(world))

    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status


def test_a_file_that_cannot_be_read_is_answered_with_its_problems(world: World) -> None:
    system = world.systems["portale"]

    answer = post(Client(), f"system={system.pk}", b'{"bomFormat": "CycloneDX", \xff', token(world))

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert answer.json()["problems"]
    assert Occurrence.objects.filter(document=world.lists["portale"]).count() == 3


def test_a_file_that_is_too_large_is_refused(world: World, settings: object) -> None:
    settings.SBOM_LARGEST_BYTES = 100

    answer = post(Client(), f"system={world.systems['portale'].pk}", cyclonedx(), token(world))

    assert answer.status_code == 413


def test_a_system_that_ended_takes_no_list(world: World) -> None:
    system = usage.end_system(system=world.systems["casa"], on=date(2020, 1, 1), by=None)

    answer = post(Client(), f"system={system.pk}", cyclonedx(), token(world))

    assert answer.status_code == 409
    assert "no longer in use" in answer.json()["detail"]


def test_what_a_system_is_made_of_is_read_page_by_page(world: World) -> None:
    path, headers = f"/api/v1/systems/{world.systems['portale'].pk}/components", {
        "authorization": f"Bearer {token(world)}"
    }  # fmt: skip

    first = Client().get(f"{path}?size=2", headers=headers).json()
    rest = Client().get(f"{path}?size=2&after={first['next']}", headers=headers).json()

    found = {row["purl"]: row["depth"] for row in first["data"] + rest["data"]}
    assert found == {"pkg:npm/segreto-a@1.0.0": 1, "pkg:npm/segreto-b@2.0.0": 2, "pkg:npm/shared@1.0.0": None}
    assert rest["next"] is None
