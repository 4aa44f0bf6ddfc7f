"""Decide once: how a decision holds for others, for other versions, until its day, and through mergers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from commonweal.components.models import Package
from commonweal.components.queries import EVERYTHING
from commonweal.organisations.models import Body
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.actions.taking_in import take_in
from commonweal.risk.actions.vex import undo_vex
from commonweal.risk.documents.vex import written
from commonweal.risk.models import AdvisorySource, AffectedPackage, Decision, FeedKind, Vulnerability
from commonweal.risk.queries.told import told_by
from commonweal.risk.queries.vex import lines_of
from commonweal.risk.rules.decisions import Standing
from commonweal.risk.rules.vex import Facts, facts_of
from commonweal.standards import purl as purls
from commonweal.standards import vex
from commonweal.standards.vex import FORMS
from tests.risk.feeds_world import told
from tests.risk.planted import advisory_on
from tests.risk.vex_world import VexWorld, build, openvex, runs, said, weak

pytestmark = pytest.mark.django_db
CLOSED, OPEN = Standing.CLOSED, Standing.OPEN
BECAUSE = {"state": "not_affected", "justification": "requires_configuration"}


@pytest.fixture
def world() -> VexWorld:
    return build()


def say(world: VexWorld, body: str, **draft: object) -> Decision:
    """The officer of a body decides."""
    return decide(
        vulnerability=world.weakness,
        body=world.bodies[body],
        draft=DecisionDraft(**BECAUSE | draft),  # type: ignore[arg-type]
        by=world.people[body],
    )


def test_the_association_says_it_once_for_all_and_one_town_overrules_it(world: VexWorld) -> None:
    say(world, "unione")
    assert world.standings() == {"portale": CLOSED, "tributi": CLOSED, "sito": CLOSED, "altro": OPEN}

    say(world, "valle", state="exploitable", justification="", response="update")

    assert world.standings() == {"portale": CLOSED, "tributi": CLOSED, "sito": OPEN, "altro": OPEN}


def test_a_new_version_inside_the_interval_is_covered_and_one_outside_is_not(world: VexWorld) -> None:
    say(world, "unione", package=world.package, versions=">=1.0.0, <1.5.0")
    assert world.standings()["portale"] is CLOSED
    assert world.standings()["tributi"] is OPEN

    runs(world.systems["tributi"], "1.4.9")
    runs(world.systems["portale"], "1.5.0")

    assert world.standings()["tributi"] is CLOSED
    assert world.standings()["portale"] is OPEN


def test_after_its_last_day_everything_opens_again(world: VexWorld) -> None:
    decision = say(world, "unione", expires_on=timezone.localdate())
    assert world.standings()["sito"] is CLOSED

    decision.expires_on = timezone.localdate() - timedelta(days=1)
    decision.save()

    assert set(world.standings().values()) == {OPEN}


def test_what_the_vendor_says_counts_until_the_town_says_otherwise(world: VexWorld) -> None:
    world.take(openvex(said("pkg:npm/left-pad")))
    assert world.standings()["portale"] is CLOSED

    say(world, "borgo", state="exploitable", justification="", response="update", package=world.package)

    assert world.standings()["portale"] is OPEN


def test_what_the_vendor_says_for_one_town_is_nearer_than_what_the_association_says_for_all(world: VexWorld) -> None:
    say(world, "unione", state="in_triage", justification="")

    world.take(openvex(said("pkg:npm/left-pad")))

    assert world.standings() == {"portale": CLOSED, "tributi": CLOSED, "sito": OPEN, "altro": OPEN}


def test_when_two_vulnerabilities_turn_out_to_be_one_what_was_decided_holds_for_it(world: VexWorld) -> None:
    twin = weak("GHSA-dddd-eeee-ffff", world.package, "0.0.0", "2.0.0")
    decide(vulnerability=twin, body=world.bodies["borgo"], draft=DecisionDraft(**BECAUSE), by=None)
    world.take(openvex(said("pkg:npm/left-pad", vulnerability="GHSA-dddd-eeee-ffff")), body="valle")
    source = AdvisorySource.objects.create(slug="joins", name="Joins", kind=FeedKind.OSV)
    advisory = told("JOIN-1", aliases=["CVE-2026-1000", "GHSA-dddd-eeee-ffff"])

    take_in(source=source, advisories=[advisory], run=None, by=None)

    one = Vulnerability.objects.get()
    assert one.decisions.count() == 2
    assert world.standings(one) == {"portale": CLOSED, "tributi": CLOSED, "sito": CLOSED, "altro": OPEN}


def _cases(shared_data: Path) -> list[Path]:
    folder = shared_data / "conformance"
    found = [
        *(folder / "cyclonedx-bom-examples" / "VEX").rglob("*.json"),
        *(folder / "csaf" / "csaf_2.0" / "examples" / "csaf" / "csaf_vex").glob("*.json"),
    ]
    assert len(found) > 15
    return sorted(found)


def test_what_real_documents_say_of_packages_is_taken_in_and_told_with_the_same_words(
    shared_data: Path, world: VexWorld
) -> None:
    borgo, taken = world.bodies["borgo"], 0
    documents = [(path, _about_packages(path)) for path in _cases(shared_data)]
    for path, document in documents:
        if not document.statements:
            continue
        content = vex.write(document, "cyclonedx-1.6")
        wanted = _newest(document)

        found = world.take(content, source="local", source_name="Borgo")

        for form in FORMS:
            again, _ = vex.read(written(told_by(borgo, EVERYTHING), form, made=timezone.now()))
            assert again is not None
            assert _newest(again) == wanted, (path, form)
        undo_vex(vex_import=found, by=None)
        taken += len(wanted)
    assert taken > 20


def _about_packages(path: Path) -> vex.VexDocument:
    """The document as if its products, which have names only, were packages that advisories name."""
    document, _ = vex.read(path.read_bytes())
    assert document is not None
    singles = [one for one in document.singly() if isinstance(facts_of(one, "local", timezone.localdate()), Facts)]
    names = {one.products[0].identity: f"case-{number}" for number, one in enumerate(singles)}
    found = []
    for one in singles:
        name = names[one.products[0].identity]
        package, _ = Package.objects.get_or_create(type="npm", name=name, defaults={"purl": f"pkg:npm/{name}"})
        row, is_new = Vulnerability.objects.get_or_create(name=one.vulnerability)
        advisory = advisory_on(row) if is_new or not row.advisories.exists() else row.advisories.first()
        AffectedPackage.objects.get_or_create(advisory=advisory, package=package)
        product = vex.Product(name, purl=purls.read(f"pkg:npm/{name}")[0], version="1.2.3")
        found.append(replace(one, products=(product,)))
    return replace(document, statements=tuple(found))


def _newest(document: vex.VexDocument) -> dict[tuple[str, str], tuple[str, ...]]:
    """The last word on each vulnerability and product."""
    ordered = sorted(document.singly(), key=lambda one: one.when or datetime.min.replace(tzinfo=UTC))
    return {(one.vulnerability, str(one.products[0].address)): _facts(one, timezone.localdate()) for one in ordered}


def test_what_real_documents_say_is_the_same_after_it_went_through_each_format(
    shared_data: Path, world: VexWorld
) -> None:
    today = timezone.localdate()
    tried = 0
    for path in _cases(shared_data):
        document, _ = vex.read(path.read_bytes())
        assert document is not None, path
        wanted = {(one.vulnerability, one.products[0].identity, _facts(one, today)) for one in document.singly()}
        for form in FORMS:
            again, _ = vex.read(vex.write(document, form))
            assert again is not None
            found = {(one.vulnerability, one.products[0].identity, _facts(one, today)) for one in again.singly()}
            assert found == wanted, (path.name, form)
        tried += len(wanted)
        # Nothing of it is known here, so that nothing is decided, and each statement says why.
        assert all(line.hindrance for line in lines_of(document, world.bodies["borgo"], "vendor")), path
    assert tried > 20
    assert Body.objects.filter(decisions__isnull=False).count() == 0


def _facts(statement: vex.Statement, today: date) -> tuple[str, ...]:
    """What it would decide, by the words of state and justification; or why it decides nothing."""
    facts = facts_of(statement, "local", today)
    return (facts.state, facts.justification) if isinstance(facts, Facts) else (facts.value,)
