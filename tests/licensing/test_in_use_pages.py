"""The pages of licences of systems and bodies: what they show, to whom, and what may be done there."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.components.models import Package
from commonweal.licensing import actions
from commonweal.licensing.actions import ConclusionDraft
from commonweal.licensing.models import Conclusion, Fulfilment, PolicyChoice, SystemUse
from commonweal.licensing.urls import SYSTEMS
from tests.components.world import SECRET, SEES, SENDS, World
from tests.licensing.in_use import PARTS, hand_in, towns

pytestmark = pytest.mark.django_db
WITH_SCOPE = SEES | {"other_guard", "stranger", "company_guard", "trader", "region_editor"}
# One of each kind; tests/server/test_leaks_components.py looks at the same pages for all who are outside.
LOOKERS = ("anonymous", "member", "supplier", "trader", "other_guard", "curator", "editor", "overseer", "chief")
CONCLUDED = {"expression": "MIT", "reason": "The file LICENSE says so."}


@pytest.fixture
def world() -> World:
    return towns()


def paths(world: World) -> dict[str, str]:
    """Every address by which a page or a file tells of the licences of Borgo."""
    system, package = world.systems["portale"].pk, Package.objects.get(name=f"{SECRET}-b").pk
    return {
        "system-licences": f"/systems/{system}/licences",
        "system-notice": f"/systems/{system}/notice",
        "system-notice-text": f"/systems/{system}/notice.txt",
        "system-notice-html": f"/systems/{system}/notice.html",
        "body-licences": "/bodies/borgo/licences",
        "body-licences-csv": "/bodies/borgo/licences.csv",
        "licences-unknown": "/licences/unknown",
        "package-licence": f"/packages/{package}/licence",
    }


FORMS = {
    "system-use", "obligation-fulfil", "fulfilment-end", "licence-choose", "licence-choice-end", "licences-undo",
    "conclusion-end",
}  # fmt: skip


def test_every_route_that_shows_something_is_tried(world: World) -> None:
    shown = {pattern.name for pattern in SYSTEMS}

    assert shown - FORMS == paths(world).keys()


def test_licences_are_for_those_who_see_what_systems_are_made_of(world: World) -> None:
    for person in LOOKERS:
        client = world.client(person)
        for name, path in paths(world).items():
            answer = client.get(path)
            text = answer.content.decode()
            if person in SEES:
                assert answer.status_code == 200, (person, name)
                assert SECRET in text or name == "body-licences-csv", (person, name)
            else:
                may_look = name == "licences-unknown" and person in WITH_SCOPE
                assert answer.status_code == 200 if may_look else answer.status_code in (302, 401, 403, 404), name
                assert SECRET not in text, (person, name)


def test_what_is_hidden_answers_as_what_does_not_exist(world: World) -> None:
    client, missing = world.client("other_guard"), 10**9
    package = Package.objects.get(name=f"{SECRET}-b").pk

    answers = {
        client.get(path).status_code
        for number in (world.systems["portale"].pk, missing)
        for path in (f"/systems/{number}/licences", f"/systems/{number}/notice.txt")
    }
    packages = {client.get(f"/packages/{number}/licence").status_code for number in (package, missing)}
    bodies = {client.get(f"/licences/unknown?body={slug}").status_code for slug in ("borgo", "niente")}

    assert answers == packages == bodies == {404}


def test_a_page_of_a_system_tells_what_is_not_known_first_and_why_its_light_is_red(world: World) -> None:
    text = world.client("guard").get(f"/systems/{world.systems['portale'].pk}/licences").content.decode()

    assert text.index(f"{SECRET}-b") < text.index(f"{SECRET}-a")
    assert "red: refused as it is used" in text
    assert "stated as “Hauslizenz Sommer”" in text
    assert "Nobody said how this system is used." in text


def test_the_page_of_a_notice_says_what_to_add(world: World) -> None:
    text = world.client("guard").get(f"/systems/{world.systems['portale'].pk}/notice").content.decode()

    assert "It names no author of 9 parts, and links to the texts of licences." in text


def test_parts_are_narrowed_by_what_the_policy_says_and_by_name(world: World) -> None:
    client, path = world.client("guard"), f"/systems/{world.systems['portale'].pk}/licences"

    refused = client.get(path, {"standing": "refused", "q": "json"}).context["page"]
    nothing = client.get(path, {"q": "niente"})

    assert [row.version.package.name for row in refused] == [f"{SECRET}-f"]
    assert "No part is like that." in nothing.content.decode()


def test_a_clerk_says_how_a_system_is_used_and_ticks_off_what_is_asked(world: World) -> None:
    client, path = world.client("editor"), f"/systems/{world.systems['portale'].pk}/licences"
    client.post(f"{path}/use", {"use": "binary"})

    refused = client.post(f"{path}/obligations", {"obligation": "keep-notices", "state": "not_applicable"})
    client.post(f"{path}/obligations", {"obligation": "keep-notices", "state": "met", "note": "In the file NOTICE."})

    assert SystemUse.objects.get().by == world.person("editor")
    assert refused.status_code == 422
    assert "Say why it does not apply here." in refused.content.decode()
    assert "In the file NOTICE." in client.get(path).content.decode()
    client.post(f"/fulfilments/{Fulfilment.objects.get().pk}/end")
    assert Fulfilment.objects.get().ended_by == world.person("editor")
    assert client.post(f"{path}/obligations", {"obligation": "wash", "state": "met"}).status_code == 404
    assert client.post(f"{path}/use", {"use": "wash"}).status_code == 422


def test_what_can_only_be_known_is_no_task(world: World) -> None:
    system = world.systems["casa"]
    hand_in(system, ("left-pad", "1.0.0", "Apache-2.0", ""))
    client, path = world.client("editor"), f"/systems/{system.pk}/licences"

    known = next(one for one in client.get(path).context["obligations"] if one.obligation.id == "patent-peace")
    text = client.get(path).content.decode().partition('id="asked-patent-peace"')[2].partition("</li>\n")[0]
    tried = client.post(f"{path}/obligations", {"obligation": "patent-peace", "state": "met", "note": "x"})

    assert not known.obligation.is_open
    assert "Good to know" in text
    assert 'value="patent-peace"' not in client.get(path).content.decode()
    assert tried.status_code == 404


def test_the_gravest_system_of_a_body_stands_first(world: World) -> None:
    hand_in(world.systems["casa"], ("left-pad", "1.0.0", "0BSD", ""))
    type(world.systems["casa"]).objects.filter(pk=world.systems["casa"].pk).update(name="AAA", folded_name="aaa")

    rows = world.client("guard").get("/bodies/borgo/licences").context["rows"]

    assert [system.pk for system, *_ in rows][:2] == [world.systems["portale"].pk, world.systems["casa"].pk]
    assert rows[0][2].colour == "red"


def test_without_a_list_of_parts_nothing_is_called_known(world: World) -> None:
    page = (
        world.client("administrator").get(f"/licences/unknown?body={world.bodies['ministero'].slug}").content.decode()
    )

    assert "No list of parts is here yet" in page
    assert "Nothing is unknown" not in page


def test_many_packages_are_concluded_at_once_and_undone(world: World) -> None:
    client = world.client("editor")
    picked = [Package.objects.get(name=f"{SECRET}-{letter}").pk for letter in "bc"]

    nothing = client.post("/licences/unknown", CONCLUDED | {"body": world.bodies["borgo"].pk})
    client.post("/licences/unknown", CONCLUDED | {"pick": picked, "body": world.bodies["borgo"].pk})
    after = client.get("/licences/unknown").content.decode()
    client.post("/licences/unknown/undo")

    assert nothing.status_code == 422
    assert f"{SECRET}-c" not in after
    assert f"{SECRET}-c" in client.get("/licences/unknown").content.decode()
    assert not Conclusion.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("many", [True, False])
def test_the_page_says_what_words_for_a_licence_were_taken_for(world: World, many: bool) -> None:
    package = Package.objects.get(name=f"{SECRET}-b").pk
    path = "/licences/unknown" if many else f"/packages/{package}/licence"
    told = {"expression": "Apache Licence v2", "reason": "x", "pick": [package], "body": world.bodies["borgo"].pk}

    text = world.client("editor").post(path, told, follow=True).content.decode()

    assert "“Apache Licence v2” was taken for Apache-2.0." in text


def test_nobody_concludes_about_packages_that_they_may_not_see(world: World) -> None:
    picked = [Package.objects.get(name=f"{SECRET}-b").pk]

    answer = world.client("stranger").post(
        "/licences/unknown", CONCLUDED | {"pick": picked, "body": world.bodies["altrove"].pk}
    )

    assert answer.status_code == 422
    assert not Conclusion.objects.exists()


def test_one_package_is_concluded_for_some_versions_and_taken_back(world: World) -> None:
    client, path = world.client("guard"), paths(world)["package-licence"]

    refused = client.post(path, CONCLUDED | {"expression": "my own", "body": world.bodies["borgo"].pk})
    client.post(path, CONCLUDED | {"versions": ">=1.0.0, <3.0.0", "body": world.bodies["borgo"].pk})
    made = Conclusion.objects.get()

    assert refused.status_code == 422
    assert (made.body, made.by) == (world.bodies["borgo"], world.person("guard"))
    assert "&gt;=1.0.0, &lt;3.0.0" in client.get(path).content.decode()
    assert world.client("other_guard").post(f"/licence-conclusions/{made.pk}/end").status_code == 404
    client.post(f"/licence-conclusions/{made.pk}/end", {"back": path})
    assert Conclusion.objects.get().ended_at


def test_a_body_allows_a_licence_for_itself_and_takes_that_back(world: World) -> None:
    client, path = world.client("editor"), "/bodies/borgo/licences"
    asked = {"licence": "JSON", "choice": "allowed", "reason": "The council decided so."}

    refused = client.post(f"{path}/choose", asked | {"licence": "MIT OR JSON"})
    client.post(f"{path}/choose", asked)

    assert "Name one licence" in refused.content.decode()
    assert "The council decided so." in client.get(path).content.decode()
    choice = PolicyChoice.objects.get()
    assert world.client("stranger").post(f"/licence-choices/{choice.pk}/end").status_code == 404
    client.post(f"/licence-choices/{choice.pk}/end")
    assert PolicyChoice.objects.get().ended_at


@pytest.mark.parametrize("person", ["guard", "overseer", "parent_guard"])
def test_forms_are_offered_to_those_who_may_use_them(world: World, person: str) -> None:
    client, may = world.client(person), person in SENDS
    system = world.systems["portale"].pk

    on_system = client.get(f"/systems/{system}/licences").content.decode()
    tried = client.post(f"/systems/{system}/licences/use", {"use": "internal"}).status_code
    conclusion = actions.conclude(
        package=Package.objects.get(name="shared"), body=world.bodies["borgo"],
        draft=ConclusionDraft(expression="MIT", reason="x"), by=None,
    )  # fmt: skip
    ended = client.post(f"/licence-conclusions/{conclusion.pk}/end").status_code

    assert (f"/systems/{system}/licences/use" in on_system) is may
    assert (tried, ended) == ((302, 302) if may else (403, 403))


def test_a_table_counts_as_the_page_does_and_harms_no_spreadsheet(world: World) -> None:
    system = world.systems["portale"]
    type(system).objects.filter(pk=system.pk).update(name="=cmd()")

    rows = world.client("guard").get("/bodies/borgo/licences.csv").content.decode().splitlines()

    assert rows[0].startswith("system,light,use,parts,unknown")
    assert "'=cmd(),red,,9,3,2,1,3,1" in rows[1] + rows[2]


def test_programs_get_the_licences_of_a_system(world: World) -> None:
    client, path = world.client("guard"), f"/api/v1/systems/{world.systems['portale'].pk}/licences"

    answer = json.loads(client.get(path).content)

    assert (answer["light"], answer["use"], answer["judged_as"]) == ("red", None, "binary")
    first = answer["parts"][0]
    assert (first["purl"], first["licence"], first["standing"]) == (f"pkg:npm/{SECRET}-b@2.0.0", None, "unknown")
    assert world.client("other_guard").get(path).status_code == 404
    assert world.client("anonymous").get(path).status_code == 401


def test_pages_of_other_contexts_lead_here_only_for_those_who_may(world: World) -> None:
    system, package = world.systems["portale"], Package.objects.get(name="shared")
    for person in ("anonymous", "member", "supplier", "editor", "overseer"):
        client = world.client(person)
        on_system = client.get(f"/systems/{system.pk}").content.decode()
        on_body = client.get("/bodies/borgo").content.decode()

        assert (f"/systems/{system.pk}/licences" in on_system) is (person in SEES), person
        assert ("/bodies/borgo/licences" in on_body) is (person in SEES), person
    assert "Licences that lists state" in world.client("other_guard").get(f"/packages/{package.pk}").content.decode()


def test_a_page_takes_as_many_queries_for_few_parts_as_for_many(world: World) -> None:
    client, counted = world.client("guard"), {}
    for few in (True, False):
        if not few:
            more = [(f"more-{number}", "1.0.0", "MIT" if number % 2 else "Own", "") for number in range(30)]
            hand_in(world.systems["portale"], *PARTS, *more)
        for name, path in paths(world).items():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200, name
            counted.setdefault(name, []).append(len(queries))

    assert all(few == more for few, more in counted.values()), counted
    assert max(few for few, _ in counted.values()) < 45, counted
