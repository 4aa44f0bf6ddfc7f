"""What licences come to in systems: which word counts, what the policy says, what is asked, and the light."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonweal.components.actions import receive_sbom
from commonweal.components.models import Channel, Package
from commonweal.components.queries import EVERYTHING, NOTHING, Scope, scope_of
from commonweal.licensing import actions
from commonweal.licensing.actions import ConclusionDraft
from commonweal.licensing.queries.of_package import seen_of
from commonweal.licensing.queries.of_system import LicensedPart, holders_of, licensed_parts, notice_of, obligations_of
from commonweal.licensing.queries.standings import facts_by_system
from commonweal.licensing.queries.unknowns import packages_in, unknown_licences, unknown_rows
from commonweal.licensing.queries.uses import judged_as, use_of
from commonweal.licensing.rules.judging import Standing
from commonweal.licensing.rules.lights import Facts, together
from commonweal.licensing.rules.notice import as_text
from commonweal.licensing.rules.policy import Use
from commonweal.usage.models import System
from tests.components.world import SECRET, World, send
from tests.licensing.in_use import PARTS, hand_in, licensed, towns

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return towns()


def parts(system: System, use: Use = Use.BINARY) -> dict[str, LicensedPart]:
    return {each.version.package.name: each for each in licensed_parts(EVERYTHING, system, use)}


def standing(system: System, name: str) -> Standing:
    said = use_of(system)
    return parts(system, judged_as(said.use if said else None))[name].judgement.standing


def facts(system: System) -> Facts:
    return facts_by_system(EVERYTHING, [system.pk])[system.pk]


def conclude(world: World, name: str, licence: str, body: str | None = "borgo", versions: str = "") -> None:
    draft = ConclusionDraft(expression=licence, reason="The file says so.", versions=versions)
    package = Package.objects.get(name=name)
    actions.conclude(package=package, body=world.bodies[body] if body else None, draft=draft, by=None)


def test_each_part_stands_as_the_policy_says_and_the_unknown_come_first(world: World) -> None:
    found = licensed_parts(EVERYTHING, world.systems["portale"], Use.SERVICE)

    named = [(each.version.package.name.removeprefix(f"{SECRET}-"), each.judgement.standing.value) for each in found]
    assert named == [
        ("b", "unknown"), ("c", "unknown"), ("shared", "unknown"), ("f", "refused"), ("d", "look"), ("e", "look"),
        ("a", "allowed"), ("g", "allowed"), ("h", "allowed"),
    ]  # fmt: skip


def test_what_nobody_stated_is_judged_as_passed_on(world: World) -> None:
    system = world.systems["portale"]
    as_not_said = facts(system)

    actions.say_use(system=system, use="internal", by=None)

    assert (as_not_said.uses_not_said, facts(system).uses_not_said) == (1, 0)
    assert (standing(system, f"{SECRET}-e"), as_not_said.refused) == (Standing.ALLOWED, 2)


def test_a_conclusion_comes_before_what_lists_say(world: World) -> None:
    system = world.systems["portale"]
    before = standing(system, f"{SECRET}-b"), standing(system, f"{SECRET}-a")

    conclude(world, f"{SECRET}-b", "MIT")
    conclude(world, f"{SECRET}-a", "JSON")

    assert before == (Standing.UNKNOWN, Standing.ALLOWED)
    assert (standing(system, f"{SECRET}-b"), standing(system, f"{SECRET}-a")) == (Standing.ALLOWED, Standing.REFUSED)


def test_ones_own_comes_before_that_of_overseers_and_that_before_everybodys(world: World) -> None:
    system, name = world.systems["portale"], f"{SECRET}-b"
    found = []
    for licence, body in (("ISC", None), ("MIT", "regione"), ("Zlib", "borgo"), ("JSON", "altrove")):
        conclude(world, name, licence, body)
        found.append(parts(system)[name].judgement.expression)

    assert found == ["ISC", "MIT", "Zlib", "Zlib"]


def test_a_conclusion_about_some_versions_holds_for_those_only(world: World) -> None:
    system, name = world.systems["portale"], f"{SECRET}-b"
    conclude(world, name, "MIT", versions=">=2.1.0")
    without = parts(system)[name].judgement.expression

    conclude(world, name, "ISC", versions="2.0.0")

    assert (without, parts(system)[name].judgement.expression) == (None, "ISC")


def test_what_a_body_chose_comes_before_the_policy_for_it_alone(world: World) -> None:
    hand_in(world.systems["altro"], ("shared", "2.0.0", "MIT", ""))
    actions.choose_policy(body=world.bodies["borgo"], licence="MIT", choice="refused", reason="Council.", by=None)

    assert standing(world.systems["portale"], f"{SECRET}-a") is Standing.REFUSED
    assert standing(world.systems["altro"], "shared") is Standing.ALLOWED


def test_counts_in_the_database_agree_with_the_parts_one_by_one(world: World) -> None:
    conclude(world, f"{SECRET}-b", "MIT", versions="2.0.0")
    conclude(world, f"{SECRET}-c", "JSON", None)
    for system in world.systems.values():
        said = use_of(system)
        listed = licensed_parts(EVERYTHING, system, judged_as(said.use if said else None))
        counted = facts(system)

        standings = [each.judgement.standing for each in listed]
        assert [counted.unknown, counted.refused, counted.look, counted.allowed] == [
            standings.count(each) for each in Standing
        ]
        asked = obligations_of(system, listed, Use.BINARY)
        assert counted.obligations == sum(each.is_open for each in asked)


def test_lists_that_disagree_hold_both(world: World) -> None:
    system, name = world.systems["casa"], f"{SECRET}-a"
    receive_sbom(
        system=system, content=licensed((name, "1.0.0", "ISC", "")), file_name="b.json", part="other",
        channel=Channel.FILE, by=None,
    )  # fmt: skip

    assert parts(system)[name].judgement.expression == "MIT AND ISC"


def test_an_obligation_is_open_until_somebody_ticks_it_off_and_again_for_new_parts(world: World) -> None:
    system = world.systems["portale"]

    def asked() -> dict[str, bool]:
        listed = licensed_parts(EVERYTHING, system, Use.BINARY)
        return {each.id: each.is_open for each in obligations_of(system, listed, Use.BINARY)}

    before = asked()
    listed = licensed_parts(EVERYTHING, system, Use.BINARY)
    one = next(each for each in obligations_of(system, listed, Use.BINARY) if each.id == "keep-notices")
    actions.fulfil_obligation(
        system=system, obligation=one.id, state="met", note="So.", pack="p", packages=one.packages, by=None
    )
    done, counted = asked(), facts(system).obligations
    hand_in(system, *PARTS, ("new", "1.0.0", "MIT", ""))

    assert (before["keep-notices"], done["keep-notices"], asked()["keep-notices"]) == (True, False, True)
    assert counted == sum(done.values())
    assert facts(system).obligations == counted + 1


def test_a_notice_lists_what_is_not_known(world: World) -> None:
    text = as_text(notice_of("NOTICE", licensed_parts(EVERYTHING, world.systems["portale"], Use.BINARY), {}))

    assert f"{SECRET}-b 2.0.0: nothing stated" in text
    assert f"{SECRET}-c 1.0.0: stated as “Hauslizenz Sommer”" in text
    assert f"{SECRET}-a 1.0.0: MIT" in text


def test_a_notice_names_who_holds_the_rights_where_a_list_does(world: World) -> None:
    system = world.systems["casa"]
    document = json.loads(licensed(("left-pad", "1.0.0", "MIT", "")))
    document["components"][0]["copyright"] = "Copyright 2031 Ada\nCopyright 2032 Bruno"
    send(system, json.dumps(document).encode(), part="other")

    made = notice_of("NOTICE", licensed_parts(EVERYTHING, system, Use.BINARY), holders_of(EVERYTHING, system))

    assert "- left-pad 1.0.0: MIT\n  - Copyright 2031 Ada\n  - Copyright 2032 Bruno" in as_text(made)


def test_the_unknown_are_counted_within_the_scope_only(world: World) -> None:
    shared = Package.objects.get(name="shared")

    def found(person: str) -> dict[str, int]:
        scope = scope_of(world.people[person])
        return {row.package.name: row.systems for row in unknown_rows(scope, unknown_licences(scope))}

    assert found("guard") == {f"{SECRET}-b": 2, f"{SECRET}-c": 1, "shared": 1}
    assert found("other_guard") == found("supplier") == {}
    assert [each.systems for each in seen_of(scope_of(world.people["other_guard"]), shared)] == [1]
    assert packages_in(scope_of(world.people["other_guard"]), [Package.objects.get(name=f"{SECRET}-b").pk]) == []
    assert unknown_rows(NOTHING, unknown_licences(NOTHING)) == []


def test_what_is_concluded_is_unknown_no_more_where_it_reaches(world: World) -> None:
    conclude(world, f"{SECRET}-b", "MIT", versions="2.0.0")
    conclude(world, f"{SECRET}-c", "MIT", "altrove")
    alone = Scope(bodies=frozenset({world.bodies["borgo"].pk}))

    names = {row.package.name for row in unknown_rows(alone, unknown_licences(alone))}

    assert names == {f"{SECRET}-c", "shared"}


def test_words_that_nobody_can_read_are_shown(world: World) -> None:
    rows = {row.package.name: row.words for row in unknown_rows(EVERYTHING, unknown_licences(EVERYTHING))}

    assert rows[f"{SECRET}-c"] == ("Hauslizenz Sommer",)


def test_facts_take_the_same_number_of_queries_for_one_system_and_many(world: World) -> None:
    with CaptureQueriesContext(connection) as one:
        facts_by_system(EVERYTHING, [world.systems["portale"].pk])
    with CaptureQueriesContext(connection) as many:
        found = facts_by_system(EVERYTHING)

    assert len(one) == len(many)
    assert together(found.values()).systems == 3


def test_private_and_ended_systems_are_not_counted(world: World) -> None:
    System.objects.filter(pk=world.systems["portale"].pk).update(visibility=0)
    ended = timezone.localdate() - timedelta(days=1)
    System.objects.filter(pk=world.systems["casa"].pk).update(ended_on=ended)

    found = facts_by_system(EVERYTHING)

    assert found.keys() == {world.systems["altro"].pk}
    assert not licensed_parts(EVERYTHING, world.systems["portale"], Use.BINARY)
