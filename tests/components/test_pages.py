"""Pages of lists of components as those who answer for a body use them; hostile files never break them."""

import json
import re
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.components.models import AccessToken, Oversight, Package, SbomDocument
from commonweal.standards.sbom import read
from commonweal.usage import actions as usage
from tests.components.lists import cyclonedx
from tests.components.world import World, build, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
def guard(world: World) -> Client:
    """The security officer of Borgo, signed in."""
    return world.client("guard")


def main_of(answer: object) -> str:
    """What a page says between its head and its foot, white space folded."""
    text = answer.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def upload(client: Client, system: object, content: bytes, name: str = "bom.json", part: str = "") -> object:
    file = SimpleUploadedFile(name, content)
    return client.post(f"/systems/{system.pk}/components", {"file": file, "part": part})


def test_a_system_without_a_list_says_how_to_get_one(world: World, guard: Client) -> None:
    system = usage.enter_system(body=world.bodies["borgo"], draft=usage.SystemDraft(name="Nuovo"), by=None)

    text = main_of(guard.get(f"/systems/{system.pk}/components"))

    assert "Nothing is known yet" in text
    assert "package-lock.json" in text
    assert "make a token" in text


def test_a_file_is_handed_in_and_its_page_shows_what_was_read(world: World, guard: Client) -> None:
    answer = upload(guard, world.systems["casa"], cyclonedx([("a", "1.0.0"), ("b", "?x")]), part="app")

    document = SbomDocument.objects.get(part="app")
    text = main_of(guard.get(answer.url))
    assert answer.url == document.get_absolute_url()
    assert "The list is taken in." in text
    assert "1 part cannot be looked up" in text
    assert "TR-03183-2 of the BSI (Germany): not met" in text


def test_the_same_file_again_says_so(world: World, guard: Client) -> None:
    upload(guard, world.systems["casa"], cyclonedx(), part="app")

    answer = upload(guard, world.systems["casa"], cyclonedx(), part="app")

    assert "Nothing has changed" in main_of(guard.get(answer.url))
    assert SbomDocument.objects.filter(part="app").count() == 1


HOSTILE = {
    "nothing": b"",
    "bytes": bytes(range(256)) * 10,
    "deep": b'{"a":' * 50_000,
    "laughs": b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4">&c;</bom>',
    "markup": b'{"bomFormat": "CycloneDX", "specVersion": "<script>alert(1)</script>", "components": 7}',
    "page": b"<html><body>Sign in</body></html>",
    "zip": b"PK\x03\x04" + b"\x00" * 100,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_is_no_list_is_refused_beside_its_field(world: World, guard: Client, kind: str) -> None:
    answer = upload(guard, world.systems["portale"], HOSTILE[kind])

    text = answer.content.decode()
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in text
    assert (
        SbomDocument.objects.filter(system=world.systems["portale"], replaced_at=None).get() == world.lists["portale"]
    )
    if kind != "nothing":
        assert "still stands" in text
        assert "What is wrong with the file" in text


def test_markup_in_names_is_shown_as_text(world: World, guard: Client) -> None:
    bad = "<img src=x onerror=alert(1)>"
    component = {"type": "library", "name": bad, "version": bad, "purl": "pkg:npm/a@" + bad, "bom-ref": bad}
    content = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [component],
                          "metadata": {"component": {"type": "file", "name": bad}}})  # fmt: skip

    page = guard.get(upload(guard, world.systems["casa"], content.encode(), name=f"{bad}.json", part=bad).url)
    document = SbomDocument.objects.latest("pk")
    others = [guard.get(f"/systems/{document.system_id}/components"), guard.get(f"/sboms/{document.pk}/paths?to={bad}"),
              guard.get(f"/packages/{Package.objects.get(name='a').pk}")]  # fmt: skip

    for answer in (page, *others):
        assert answer.status_code == 200
        assert "<img src=x" not in answer.content.decode()


def test_a_file_that_is_too_large_is_refused(world: World, guard: Client, settings: object) -> None:
    settings.SBOM_LARGEST_BYTES = 10

    answer = upload(guard, world.systems["casa"], cyclonedx())

    assert answer.status_code == 422
    assert "larger than" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 3), ("q=segreto", 2), ("q=2.0", 1), ("type=npm", 3), ("type=pypi", 0), ("way=direct", 1), ("way=indirect", 1),
     ("way=unknown", 1), ("need=optional", 0), ("need=needed", 3), ("part=none", 0), ("page=99", 3)],
)  # fmt: skip
def test_parts_are_searched_and_narrowed(world: World, guard: Client, query: str, found: int) -> None:
    answer = guard.get(f"/systems/{world.systems['portale'].pk}/components?{query}")

    assert answer.status_code == 200
    assert answer.context["page"].paginator.count == found


def test_the_ways_of_a_part_are_told_and_drawn(world: World, guard: Client) -> None:
    answer = guard.get(f"/sboms/{world.lists['portale'].pk}/paths?to=pkg:npm/segreto-b@2.0.0")

    assert "segreto-a 1.0.0 → segreto-b 2.0.0" in main_of(answer)
    assert '<svg class="network"' in answer.content.decode()


@pytest.mark.parametrize("wanted", ["", "nothing", "pkg:", "pkg:npm/segreto-b@9", "%", "shared", "é" * 2000])
def test_a_part_that_has_no_way_is_said_to_have_none(world: World, guard: Client, wanted: str) -> None:
    answer = guard.get(f"/sboms/{world.lists['portale'].pk}/paths", {"to": wanted})

    assert answer.status_code == 200
    assert ("No way is known" in main_of(answer)) is bool(wanted)


def test_two_lists_are_compared(world: World, guard: Client) -> None:
    system = world.systems["casa"]
    older = send(system, cyclonedx([("a", "1.0.0"), ("b", "1.0.0")]))
    newer = send(system, cyclonedx([("a", "1.1.0"), ("c", "1.0.0")]))

    found = guard.get(f"/sboms/{newer.pk}/compare?with={older.pk}").context["found"]

    assert [change.after.version for change in found.changed] == ["1.1.0"]
    assert ([one.name for one in found.added], [one.name for one in found.removed]) == (["c"], ["b"])


def test_the_first_list_has_nothing_to_be_compared_with(world: World, guard: Client) -> None:
    assert guard.get(f"/sboms/{world.lists['casa'].pk}/compare").status_code == 404


@pytest.mark.parametrize("form", ["cyclonedx-1.6", "cyclonedx-1.7", "spdx-2.3", "spdx-3.0.1"])
def test_a_list_leaves_in_every_format_with_all_its_parts(world: World, guard: Client, form: str) -> None:
    answer = guard.get(f"/sboms/{world.lists['portale'].pk}/export?format={form}")

    sbom, _ = read(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert {part.purl for part in sbom.packages} >= {"pkg:npm/segreto-a@1.0.0", "pkg:npm/segreto-b@2.0.0"}


def test_the_file_comes_back_byte_for_byte_under_a_harmless_name(world: World, guard: Client) -> None:
    content = cyclonedx([("z", "1.0.0")])
    document = send(world.systems["casa"], content, file_name='..\\"x\r\nSet-Cookie: a=b.json')

    answer = guard.get(f"/sboms/{document.pk}/original")

    assert answer.content == content
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', answer["Content-Disposition"])
    assert guard.get(f"/sboms/{document.pk}/export?format=nonsense").status_code == 404


def test_a_list_is_taken_back_after_a_question(world: World, guard: Client) -> None:
    document = world.lists["casa"]

    asked = guard.get(f"/sboms/{document.pk}/withdraw")
    answer = guard.post(f"/sboms/{document.pk}/withdraw", follow=True)

    assert "Take this list back" in main_of(asked)
    assert "Nothing is known yet" in main_of(answer)
    assert "counted until" in main_of(answer)


def test_the_page_of_a_body_counts_what_is_known(world: World, guard: Client) -> None:
    usage.enter_system(body=world.bodies["borgo"], draft=usage.SystemDraft(name="Nuovo"), by=None)

    answer = guard.get("/bodies/borgo/components")

    known = answer.context["coverage"]
    assert (known.systems, known.listed, known.unlisted, known.old) == (3, 2, 1, 0)
    assert "convenzione" in main_of(answer)


def test_who_watches_over_others_sees_how_far_they_know(world: World) -> None:
    text = main_of(world.client("overseer").get("/bodies/regione/components"))

    assert "Organisations that Regione watches over" in text
    assert "Borgo" in text
    assert "Altrove" not in text


def test_an_old_list_counts_as_old(world: World, guard: Client) -> None:
    metadata = {"timestamp": "2020-01-01T00:00:00Z"}
    send(world.systems["casa"], cyclonedx(metadata=metadata))

    assert guard.get("/bodies/borgo/components").context["coverage"].old == 1


def test_a_token_is_shown_once(world: World, guard: Client) -> None:
    answer = guard.post("/bodies/borgo/tokens", {"name": "build server"})

    secret = re.search(r"cw_[\w-]{43}", answer.content.decode())[0]
    again = guard.get("/bodies/borgo/components").content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert secret not in again
    assert AccessToken.objects.get().shown in again


def test_a_token_without_a_name_is_refused_beside_the_field(world: World, guard: Client) -> None:
    answer = guard.post("/bodies/borgo/tokens", {"name": " "})

    assert answer.status_code == 422
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(
    ("named", "status"), [("altrove", 302), ("Altrove", 302), ("nobody", 422), ("borgo", 422), ("ditta", 422)]
)
def test_another_organisation_may_watch_if_it_is_one(world: World, named: str, status: int) -> None:
    answer = world.client("editor").post("/bodies/borgo/oversight", {"overseer": named, "reason": "r"})

    assert answer.status_code == status
    assert Oversight.objects.filter(overseer=world.bodies["altrove"], ended_at=None).exists() is (status == 302)


def test_an_administrator_agrees_for_many_once_each(world: World) -> None:
    from commonweal.components import actions

    bodies = [world.bodies["borgo"], world.bodies["altrove"]]
    for _ in range(2):
        actions.agree_oversight_for_many(
            bodies=bodies, overseer=world.bodies["ministero"], reason="legge", by=world.person("administrator")
        )

    assert Oversight.objects.filter(overseer=world.bodies["ministero"], ended_at=None).count() == 2


BUDGETS = {
    "/systems/{system}/components": 22,
    "/sboms/{sbom}": 14,
    "/sboms/{sbom}/compare": 16,
    "/sboms/{sbom}/paths?to=shared": 12,
    "/packages/{package}": 14,
    "/bodies/borgo/components": 24,
}


def test_a_page_asks_no_more_for_more_rows(world: World, guard: Client) -> None:
    system = world.systems["portale"]

    def asked() -> dict[str, int]:
        places = {
            "system": system.pk,
            "sbom": SbomDocument.objects.filter(system=system).latest("pk").pk,
            "package": Package.objects.get(name="shared").pk,
        }
        counts = {}
        for path in BUDGETS:
            with CaptureQueriesContext(connection) as queries:
                assert guard.get(path.format(**places)).status_code == 200, path
            counts[path] = len(queries)
        return counts

    guard.get("/bodies/borgo/components")
    few = asked()
    for number in range(12):
        draft = usage.SystemDraft(name=f"Sistema {number}")
        other = usage.enter_system(body=world.bodies["borgo"], draft=draft, by=None)
        send(other, cyclonedx([("shared", f"{number}.0.0"), *((f"x{each}", "1.0.0") for each in range(20))]))
    send(system, cyclonedx([("shared", "3.0.0"), *((f"y{each}", "1.0.0") for each in range(60))]))

    many = asked()

    assert {path: (few[path], many[path]) for path in BUDGETS if many[path] > few[path] + 1} == {}
    assert {path: count for path, count in many.items() if count > BUDGETS[path]} == {}


EVIL = (
    "a\x00b",
    "9" * 40,
    "-1",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "%",
    "x" * 20_000,
    "pkg:a/b",
)
PARAMETERS = (
    "q",
    "type",
    "way",
    "need",
    "part",
    "page",
    "systems",
    "to",
    "with",
    "format",
    "overseer",
    "reason",
    "name",
)
CALLED = ("system", "body", "reference", "create", "name", "part", "file_name", "after", "size")


def test_no_query_and_no_form_is_an_error_of_ours(world: World) -> None:
    editor, document = world.client("editor"), world.lists["portale"]
    editor.raise_request_exception = False
    package = Package.objects.get(name="shared")
    system = f"/systems/{document.system_id}/components"
    shown = [system, *(f"/sboms/{document.pk}{end}" for end in ("", "/original", "/export", "/compare", "/paths")),
             f"/packages/{package.pk}", "/bodies/borgo/components", f"/api/v1{system}"]  # fmt: skip
    sent = [system, "/bodies/borgo/tokens", "/bodies/borgo/oversight", "/api/v1/sboms"]

    faults = [
        (path, value[:10])
        for value in EVIL
        for path, ask in [*((path, editor.get) for path in shown), *((path, editor.post) for path in sent)]
        if ask(path, dict.fromkeys((*PARAMETERS, *CALLED), value)).status_code >= 500
    ]
    faults += [
        (name, value[:10])
        for value in EVIL
        for name in CALLED
        if editor.post(f"/api/v1/sboms?{urlencode({'system': document.system_id} | {name: value})}").status_code >= 500
    ]

    assert not faults


def test_halves_of_characters_are_an_error_of_the_file_and_not_of_ours(world: World, guard: Client) -> None:
    half = "x\\ud800"
    part = f'{{"type": "library", "name": "{half}", "version": "{half}", "bom-ref": "{half}", "{half}": 1}}'
    head = f'{{"bomFormat": "CycloneDX", "specVersion": "1.6", "{half}": 2, "components": '
    guard.raise_request_exception = False

    refused = upload(guard, world.systems["casa"], f"{head}[]}}".encode())
    by_api = guard.post(
        f"/api/v1/sboms?system={world.systems['casa'].pk}", f"{head}[]}}".encode(), content_type="application/json"
    )
    taken = upload(guard, world.systems["casa"], f"{head}[{part}]}}".encode())
    document = SbomDocument.objects.latest("pk")
    ends = ("", "/compare", "/paths?to=x", *(f"/export?format={form}" for form in ("cyclonedx-1.6", "spdx-2.3")))
    pages = {end: guard.get(f"/sboms/{document.pk}{end}").status_code for end in ends}

    assert (refused.status_code, by_api.status_code, taken.status_code) == (422, 422, 302)
    assert set(pages.values()) == {200}, pages
