"""Statements of others: what they decide here, what they do not and why, and how a document is taken back."""

import pytest

from commonweal.components.queries import EVERYTHING, NOTHING, Scope
from commonweal.journal.models import Event
from commonweal.risk.actions.vex import (
    VexOutdated,
    VexSourceUnclear,
    VexTakenBack,
    VexUnreadable,
    apply_vex,
    import_vex,
    undo_vex,
)
from commonweal.risk.models import AdvisoryName, Decision, NameKind, VexImport
from commonweal.risk.permissions import NotAllowed
from commonweal.risk.queries.vex import effects, imports_of, understood
from commonweal.risk.rules.decisions import Standing
from commonweal.risk.rules.vex import Hindrance
from tests.components.lists import cyclonedx
from tests.components.world import EVERYBODY, SENDS, send
from tests.components.world import build as build_people
from tests.risk.vex_world import ALIAS, VexWorld, build, openvex, runs, said, weak

pytestmark = pytest.mark.django_db
CLOSED, OPEN, ACCEPTED = Standing.CLOSED, Standing.OPEN, Standing.ACCEPTED


@pytest.fixture
def world() -> VexWorld:
    return build()


def hindrances(vex_import: VexImport) -> list[Hindrance | None]:
    """What stands in the way of each line."""
    return [line.hindrance for line in understood(vex_import).lines]


def test_what_a_vendor_says_of_a_package_holds_for_the_body_and_for_nobody_else(world: VexWorld) -> None:
    world.take(openvex(said("pkg:npm/left-pad")))

    assert world.standings() == {"portale": CLOSED, "tributi": CLOSED, "sito": OPEN, "altro": OPEN}


def test_where_it_comes_from_is_kept(world: VexWorld) -> None:
    world.take(openvex(said("pkg:npm/left-pad@1.3.0")), by=world.people["borgo"])

    decision = Decision.objects.get()
    assert (decision.source, decision.source_name, decision.by) == ("vendor", "Ditta", world.people["borgo"])
    assert decision.reference == "https://ditta.example/vex/1"
    assert decision.decided_at.isoformat() == "2026-01-01T00:00:00+00:00"
    assert Event.objects.filter(name="risk.vex_imported").get().data["made"] == 1


@pytest.mark.parametrize("name", [ALIAS, ALIAS.upper(), "cve-2026-1000"])
def test_a_vulnerability_is_known_by_any_of_its_names(world: VexWorld, name: str) -> None:
    world.take(openvex(said("pkg:npm/left-pad", vulnerability=name)))

    assert world.standings()["portale"] is CLOSED


def test_versions_and_ranges_hold_for_themselves_only(world: VexWorld) -> None:
    world.take(openvex(said("pkg:npm/left-pad?vers=vers:npm/%3E%3D1.0.0%7C%3C1.5.0", "pkg:npm/left-pad@1.9.0")))

    assert world.standings() == {"portale": CLOSED, "tributi": OPEN, "sito": OPEN, "altro": OPEN}


def test_a_range_with_a_gap_becomes_a_decision_for_each_side(world: VexWorld) -> None:
    text = "pkg:npm/left-pad?vers=vers:npm/%3C1.2.0%7C%3E%3D1.5.0%7C%3C1.9.0"

    world.take(openvex(said(text)))

    words = set(Decision.objects.values_list("versions_words", flat=True))
    assert words == {"vers:npm/<1.2.0", "vers:npm/>=1.5.0|<1.9.0"}
    assert world.standings()["portale"] is OPEN
    assert world.standings()["tributi"] is CLOSED


def test_what_is_not_understood_decides_nothing_and_says_why(world: VexWorld) -> None:
    document = openvex(
        said("pkg:npm/left-pad", vulnerability="CVE-1999-0001"),
        said("pkg:npm/never-heard-of"),
        said("pkg:npm/left-pad?vers=vers:npm/about%20two"),
        said("pkg:npm/left-pad@latest"),
        said("cpe:2.3:a:x:y:1:*:*:*:*:*:*:*"),
        said("pkg:npm/shop@1", parts=["pkg:npm/left-pad"]),
        said("pkg:npm/left-pad", status="affected", action_statement="Until 2020-01-01."),
    )

    found = world.take(document, trust="suggest")

    assert hindrances(found) == [
        Hindrance.UNKNOWN_VULNERABILITY,
        Hindrance.UNKNOWN_PACKAGE,
        Hindrance.UNREADABLE_VERSIONS,
        Hindrance.UNREADABLE_VERSIONS,
        Hindrance.NO_PACKAGE_URL,
        Hindrance.UNKNOWN_WHOLE,
        Hindrance.IS_OVER,
    ]
    assert not Decision.objects.exists()


def test_a_part_within_a_product_is_decided_where_the_product_is_and_nowhere_else(world: VexWorld) -> None:
    world.take(openvex(said("pkg:generic/Portale", parts=["pkg:npm/left-pad"])))

    assert world.standings() == {"portale": CLOSED, "tributi": OPEN, "sito": OPEN, "altro": OPEN}


def test_what_is_said_of_one_version_of_a_product_ends_with_the_parts_of_that_version(world: VexWorld) -> None:
    world.take(openvex(said("pkg:generic/Portale@1", parts=["pkg:npm/left-pad"]), said("pkg:generic/Tributi@1")))
    assert world.standings() == {"portale": CLOSED, "tributi": CLOSED, "sito": OPEN, "altro": OPEN}

    runs(world.systems["portale"], "1.4.0")
    runs(world.systems["tributi"], "1.9.0")

    assert world.standings() == {"portale": OPEN, "tributi": OPEN, "sito": OPEN, "altro": OPEN}


def test_of_another_version_of_a_product_nothing_is_said(world: VexWorld) -> None:
    found = world.take(openvex(said("pkg:generic/Portale@2", parts=["pkg:npm/left-pad"])))

    assert hindrances(found) == [Hindrance.UNKNOWN_WHOLE]


def test_a_risk_that_others_accept_stays_open_here(world: VexWorld) -> None:
    words = "[will_not_fix] Risk accepted by their chief. Until 2099-01-01."
    statement = said("pkg:npm/left-pad", status="affected", action_statement=words)

    found = world.take(openvex(statement), source="peer", source_name="Ufficio")

    assert understood(found).lines[0].was_accepted
    assert world.standings()["portale"] is OPEN
    undo_vex(vex_import=found, by=None)
    world.take(openvex(statement), source="local", source_name="Borgo")
    assert world.standings()["portale"] is ACCEPTED


def test_the_same_file_twice_changes_nothing(world: VexWorld) -> None:
    first = world.take(openvex(said("pkg:npm/left-pad")))

    second = world.take(openvex(said("pkg:npm/left-pad")))

    assert first == second
    assert Decision.objects.count() == 1
    assert Event.objects.filter(name="risk.vex_imported").count() == 1


def test_a_newer_document_ends_what_it_no_longer_says_and_keeps_the_rest(world: VexWorld) -> None:
    world.take(openvex(said("pkg:npm/left-pad@1.3.0"), said("pkg:npm/left-pad@1.8.0"), version=1))
    kept = Decision.objects.get(versions_words="1.3.0")

    newer = world.take(openvex(said("pkg:npm/left-pad@1.3.0"), version=2))

    assert list(Decision.objects.filter(ended_at=None)) == [kept]
    assert world.standings() == {"portale": CLOSED, "tributi": OPEN, "sito": OPEN, "altro": OPEN}
    assert imports_of(world.bodies["borgo"]).get(pk=newer.pk).standing == 1


def test_an_older_document_does_not_take_the_place_of_a_newer_one(world: VexWorld) -> None:
    newer = world.take(openvex(said("pkg:npm/left-pad@1.3.0"), version=2))
    older = openvex(said("pkg:npm/left-pad"), version=1)

    with pytest.raises(VexOutdated, match=r"\.$"):
        world.take(older)

    undo_vex(vex_import=newer, by=None)
    assert world.take(older).applied_at


def test_a_whole_document_is_taken_back(world: VexWorld) -> None:
    found = world.take(openvex(said("pkg:npm/left-pad"), said("pkg:npm/left-pad@1.3.0")))

    undo_vex(vex_import=found, by=world.people["borgo"])
    undo_vex(vex_import=found, by=world.people["borgo"])

    assert set(world.standings().values()) == {OPEN}
    assert Decision.objects.filter(ended_by=world.people["borgo"]).count() == 2
    assert Event.objects.filter(name="risk.vex_undone").count() == 1
    with pytest.raises(VexTakenBack):
        apply_vex(vex_import=found, by=None)


def test_what_is_only_shown_or_suggested_decides_nothing_until_somebody_lets_it(world: VexWorld) -> None:
    found = world.take(openvex(said("pkg:npm/left-pad")), trust="suggest")
    assert set(world.standings().values()) == {OPEN}

    apply_vex(vex_import=found, by=world.people["borgo"])

    assert world.standings()["portale"] is CLOSED


def test_the_preview_counts_within_the_scope_of_who_looks(world: VexWorld) -> None:
    found = world.take(openvex(said("pkg:npm/left-pad")), body="unione", trust="suggest")
    proposals, unione = understood(found).proposals, world.bodies["unione"]
    valle = Scope(bodies=frozenset({world.bodies["valle"].pk, world.bodies["altrove"].pk}))

    counted = [effects(proposals, unione, scope) for scope in (EVERYTHING, valle, NOTHING)]

    assert [(each.all_systems, each.findings, each.closed) for each in counted] == [(3, 3, 3), (1, 1, 1), (0, 0, 0)]


def test_the_preview_tells_what_changes_and_not_what_stands_already(world: VexWorld) -> None:
    world.take(openvex(said("pkg:npm/left-pad@1.3.0")), source="local", source_name="Borgo")
    document = openvex(said("pkg:npm/left-pad"), said("pkg:npm/left-pad@1.3.0", status="affected"), name="x:2")
    found = world.take(document, trust="suggest")

    counted = effects(understood(found).proposals, world.bodies["borgo"], EVERYTHING)

    assert (counted.all_systems, counted.closed, counted.opened) == (1, 1, 0)


def test_a_file_without_statements_is_refused_with_what_the_reader_found(world: VexWorld) -> None:
    with pytest.raises(VexUnreadable, match=r"\.$") as refusal:
        world.take(b"what is this")

    assert refusal.value.problems
    with pytest.raises(VexSourceUnclear):
        world.take(openvex(said("pkg:npm/left-pad")), source_name=" ")


def test_what_only_others_run_is_as_unknown_as_what_nobody_runs(world: VexWorld) -> None:
    send(world.systems["altro"], cyclonedx([("only-altrove-runs-this", "1.0.0")]))
    document = openvex(said("pkg:npm/only-altrove-runs-this"), said("pkg:npm/nobody-runs-this"))

    found = world.take(document, trust="suggest")

    assert hindrances(found) == [Hindrance.UNKNOWN_PACKAGE, Hindrance.UNKNOWN_PACKAGE]


def test_what_follows_from_several_names_is_not_decided_by_one_of_them(world: VexWorld) -> None:
    single = weak("DEBIAN-CVE-2026-1", world.package, "0.0.0", "2.0.0")
    several = weak("USN-1-1", world.package, "0.0.0", "2.0.0")
    for vulnerability, names in ((single, ["CVE-2026-1"]), (several, ["CVE-2026-1", "CVE-2026-2"])):
        for name in names:
            AdvisoryName.objects.create(
                advisory=vulnerability.advisories.get(), identifier=name, kind=NameKind.UPSTREAM
            )

    world.take(openvex(said("pkg:npm/left-pad", vulnerability="CVE-2026-1")))

    assert world.standings(single)["portale"] is CLOSED
    assert world.standings(several)["portale"] is OPEN


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_take_in_and_take_back(name: str) -> None:
    people = build_people()
    document = openvex(said("pkg:npm/shared"))
    facts = {"source": "vendor", "source_name": "Ditta", "trust": "suggest", "file_name": "x"}
    body = people.bodies["borgo"]
    there = import_vex(body=body, content=document + b" ", by=None, **facts)  # type: ignore[arg-type]
    who = None if name == "anonymous" else people.person(name)
    if who is None:
        return

    for act in (
        lambda: import_vex(body=body, content=document, by=who, **facts),  # type: ignore[arg-type]
        lambda: apply_vex(vex_import=there, by=who),
        lambda: undo_vex(vex_import=there, by=who),
    ):
        if name in SENDS:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()
