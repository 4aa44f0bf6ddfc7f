"""Are we hit by a product? Who is it, who has it as a part, and what its own parts bring in, within a scope."""

import csv
import io
import json

import pytest
from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.components.queries import Scope, scope_of
from commonweal.organisations.models import Visibility
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.queries.answering import Answer, FoundAs, answer
from commonweal.risk.queries.brought_in import BroughtIn, brought_in
from commonweal.risk.rules.naming import packages_of
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx
from tests.components.world import SECRET, World, send
from tests.risk.hit_world import BORGO, BOTH, hit_world, vulnerability

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Bodies, people and lists, and three advisories."""
    return hit_world()[0]


@pytest.fixture
def entry() -> Entry:
    """Software of the catalogue, with its repository."""
    return Entry.objects.create(
        slug="modulo-aperto", name="Modulo", url="https://github.com/Comune/Modulo", address="github.com/comune/modulo",
        visibility=Visibility.PUBLIC, first_seen_at=timezone.now(), changed_at=timezone.now(),
    )  # fmt: skip


def system(world: World, name: str, body: str = "borgo", **more: object) -> System:
    """A system of a body that was entered by hand."""
    draft = usage.SystemDraft(name=name, visibility=Visibility.BODY, **more)
    return usage.enter_system(body=world.bodies[body], draft=draft, by=None)


def asked(world: World, text: str, person: str = "guard") -> tuple[Answer, Scope]:
    """The answer to somebody, and what they may see."""
    scope = scope_of(world.person(person))
    return answer(text, world.person(person), scope), scope


def found(given: Answer) -> dict[str, FoundAs | None]:
    """Why each system is in the answer."""
    return {each.system.name: each.found_as for body in given.bodies for each in body.systems}


def brought(world: World, text: str, person: str = "guard") -> BroughtIn | None:
    """What the software that somebody asks for brings in."""
    return brought_in(*asked(world, text, person))


@pytest.mark.parametrize(
    ("address", "packages"),
    [
        ("git@gitlab.com:un/gruppo/modulo.git", ["gitlab/un/gruppo/modulo", "golang/gitlab.com/un/gruppo/modulo"]),
        ("https://bitbucket.org/A/B/src/main", ["bitbucket/a/b", "golang/bitbucket.org/A/B"]),
        ("https://code.comune.example/a/b", ["golang/code.comune.example/a/b"]),
        ("https://github.com/only-owner", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_repository_is_known_by_package_urls(address: str, packages: list[str]) -> None:
    assert [str(each).removeprefix("pkg:") for each in packages_of(address)] == packages


@pytest.mark.parametrize(
    "part",
    [("comune/modulo", "github"), ("github.com/Comune/Modulo", "golang"), ("github.com/comune/modulo/v3", "golang")],
)
def test_software_is_found_as_a_part_by_its_repository(world: World, entry: Entry, part: tuple[str, str]) -> None:
    system(world, "Sportello", entry=entry)
    send(world.systems["casa"], cyclonedx([(part[0], "1.0.0")], kind=part[1]), part="more")

    given, _ = asked(world, "modulo")

    assert found(given) == {"Sportello": FoundAs.ITSELF, "Sistema casa": FoundAs.PART}
    assert given.meaning.known_as == ("pkg:github/comune/modulo", "pkg:golang/github.com/Comune/Modulo")


def test_software_is_found_as_a_part_by_what_its_own_lists_are_about(world: World) -> None:
    stated = {"component": {"type": "application", "name": "x", "purl": "pkg:composer/comune/albo@2"}}
    for name, body in (("Albo uno", "borgo"), ("Albo due", "altrove")):
        send(system(world, name, body, product_name="Albo pretorio"), cyclonedx([("x", "1")], metadata=stated))
    for name in ("casa", "altro"):
        send(world.systems[name], cyclonedx([("comune/albo", "1.0.0")], kind="composer"), part="more")
    silent = system(world, "Albo tre", "regione", product_name="Albo pretorio")

    own, _ = asked(world, "albo pretorio")
    others, _ = asked(world, "albo pretorio", "chief")

    assert found(own) == {"Albo uno": FoundAs.ITSELF, "Sistema casa": FoundAs.PART}
    assert found(others) == {
        "Albo uno": FoundAs.ITSELF, "Albo due": FoundAs.ITSELF, silent.name: FoundAs.ITSELF,
        "Sistema casa": FoundAs.PART, "Sistema altro": FoundAs.PART,
    }  # fmt: skip


def test_what_others_say_of_their_lists_finds_nothing_here(world: World) -> None:
    stated = {"component": {"type": "application", "name": "x", "purl": "pkg:npm/shared@2"}}
    system(world, "Albo", product_name="Albo pretorio")
    send(system(world, "Altro albo", "altrove", product_name="Albo pretorio"), cyclonedx([("x", "1")], metadata=stated))

    given, _ = asked(world, "Albo pretorio")

    assert found(given) == {"Albo": FoundAs.ITSELF}
    assert given.meaning.known_as == ()


def test_a_package_that_only_has_the_name_is_said_to_be_that(world: World, entry: Entry) -> None:
    send(world.systems["casa"], cyclonedx([("modulo", "1.0.0")]), part="more")
    send(world.systems["portale"], cyclonedx([("modulo", "0.1"), ("Comune/Modulo", "1")], kind="github"), part="more")

    given, _ = asked(world, "Modulo")
    page = world.client("guard").get("/hit?q=modulo").content.decode()

    assert found(given) == {"Sistema portale": FoundAs.PART, "Sistema casa": FoundAs.NAME}
    assert "In 1 of them only the name of a package speaks for it" in page
    assert "has a package of this name" in page


def test_a_name_of_two_words_is_not_a_package_with_a_version(world: World) -> None:
    system(world, "Sportello", product_name="shared desk")

    assert found(asked(world, "Shared Desk")[0]) == {"Sportello": FoundAs.ITSELF}


def test_software_that_contains_itself_stands_once_with_its_versions(world: World, entry: Entry) -> None:
    send(system(world, "Sportello", entry=entry), cyclonedx([("comune/modulo", "1.0.0")], kind="github"))

    given, _ = asked(world, "modulo")

    assert found(given) == {"Sportello": FoundAs.ITSELF}
    assert [each.version for each in given.versions.values()] == ["1.0.0"]


def test_what_its_own_parts_bring_in_is_told_and_of_nothing_else(world: World, entry: Entry) -> None:
    own = system(world, "Sportello", entry=entry, criticality="vital")
    send(own, cyclonedx([(f"{SECRET}-a", "1.0.0"), ("shared", "1.0.0")]))
    system(world, "Silent", entry=entry)

    told = brought(world, "modulo")

    assert told is not None
    assert [(task.vulnerability.name, task.systems) for task in told.tasks] == [(BORGO, 1), (BOTH, 1)]
    assert (told.systems, told.listed) == (2, 1)
    assert all(task.due is not None for task in told.tasks)


def test_what_was_decided_is_not_brought_in_any_more(world: World, entry: Entry) -> None:
    own = system(world, "Sportello", entry=entry)
    send(own, cyclonedx([("shared", "1.0.0")]))
    elsewhere = DecisionDraft(state="not_affected", justification="code_not_reachable", system=world.systems["casa"])
    decide(vulnerability=vulnerability(BOTH), body=world.bodies["borgo"], draft=elsewhere, by=world.person("guard"))
    before = brought(world, "modulo")
    here = DecisionDraft(state="not_affected", justification="code_not_reachable", system=own)

    decide(vulnerability=vulnerability(BOTH), body=world.bodies["borgo"], draft=here, by=world.person("guard"))

    after = brought(world, "modulo")
    assert before is not None
    assert after is not None
    assert ([task.open for task in before.tasks], after.tasks) == ([1], ())


def test_what_it_brings_in_elsewhere_is_not_told_here(world: World, entry: Entry) -> None:
    send(system(world, "Altro sportello", "altrove", entry=entry), cyclonedx([("shared", "1.0.0")]))

    assert brought(world, "modulo") is None
    assert BOTH not in world.client("guard").get("/hit?q=modulo").content.decode()

    system(world, "Sportello", entry=entry)

    told = brought(world, "modulo")
    assert told is not None
    assert (told.systems, told.listed, told.tasks) == (1, 0, ())


def test_page_and_files_tell_the_same(world: World, entry: Entry) -> None:
    send(system(world, "Sportello", entry=entry), cyclonedx([("shared", "1.0.0")]))
    send(world.systems["casa"], cyclonedx([("comune/modulo", "1.0.0")], kind="github"), part="more")
    client = world.client("guard")

    page = client.get("/hit?q=modulo").content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get("/hit.csv?q=modulo").content.decode("utf-8-sig"))))
    document = json.loads(client.get("/hit.json?q=modulo").content)

    assert {row["system"]: (row["package"], row["found_as"]) for row in rows} == {
        "Sportello": ("", "itself"), "Sistema casa": ("pkg:github/comune/modulo", "part"),
    }  # fmt: skip
    systems = [system for body in document["bodies"] for system in body["systems"]]
    assert {system["name"]: system["found_as"] for system in systems} == {"Sportello": "itself", "Sistema casa": "part"}
    assert [(each["vulnerability"], each["systems"]) for each in document["brings_in"]] == [(BOTH, 1)]
    for text in (
        "2 systems run it,",
        "1 of them is another system that has it as a part.",
        "Its own parts bring in 1 open weakness.",
        BOTH,
        "pkg:github/comune/modulo",
    ):
        assert text in page
