"""The gate says of parts that are stored nowhere what is known of them, and of what it cannot judge that it cannot."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonweal.components.models import Package, PackageVersion
from commonweal.components.queries.scope import watched_by, watching
from commonweal.organisations.models import Body
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.models import Vulnerability
from commonweal.risk.queries.gate import Asking, Doubt, GateAnswer, gate
from commonweal.risk.rules.gate import FailOn, Outcome
from commonweal.standards import osv, purl
from commonweal.standards.sbom import Component
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.world import build
from tests.conftest import Cast
from tests.risk.feeds_world import affected, source, take_in, told
from tests.standards.test_osv_real_records import pins_of, records

pytestmark = pytest.mark.django_db
HIGH = {"database_specific": {"severity": "HIGH"}}
LOW = {"database_specific": {"severity": "LOW"}}
UNTIL_1_3 = affected(("introduced", "1.0"), ("fixed", "1.3"))


def part(text: str) -> Component:
    return Component(ref=text, name=text, purl=text)


def ask(*purls: str, **how: object) -> GateAnswer:
    return gate([part(text) for text in purls], Asking(**how))  # type: ignore[arg-type]


def names(answer: GateAnswer) -> set[str]:
    return {finding.vulnerability.name for each in answer.parts for finding in each.findings}


def test_a_part_that_was_never_stored_is_found_and_stays_unstored() -> None:
    take_in(source(), told("CVE-2026-1", UNTIL_1_3, aliases=["GHSA-aaaa-bbbb-cccc"], **HIGH))

    answer = ask("pkg:pypi/demo@1.2")

    (found,) = answer.parts[0].findings
    assert answer.outcome is Outcome.FAIL
    assert (found.vulnerability.name, found.aliases, found.fixed) == ("CVE-2026-1", ("GHSA-AAAA-BBBB-CCCC",), "1.3")
    assert [(each.introduced, each.fixed) for each in found.ranges] == [("1.0", "1.3")]
    assert found.ruling.rule == "severe-with-fix"
    assert answer.parts[0].update is not None
    assert answer.parts[0].update.version == "1.3"
    assert not PackageVersion.objects.exists()


def test_a_fixed_version_and_another_package_pass() -> None:
    take_in(source(), told("CVE-2026-1", UNTIL_1_3, **HIGH))

    answer = ask("pkg:pypi/demo@1.3", "pkg:pypi/Demo@0.9", "pkg:pypi/other@1.2")

    assert (answer.outcome, answer.affected, answer.unjudged) == (Outcome.PASS, (), ())


def test_a_withdrawn_advisory_stops_nothing() -> None:
    feed = source()
    take_in(feed, told("CVE-2026-1", UNTIL_1_3, **HIGH))
    take_in(feed, told("CVE-2026-1", UNTIL_1_3, day=2, withdrawn="2026-03-02T00:00:00Z", **HIGH))

    assert ask("pkg:pypi/demo@1.2").outcome is Outcome.PASS


def test_what_cannot_be_judged_is_never_clean() -> None:
    unclear = {"package": {"ecosystem": "PyPI", "name": "vague"}}
    take_in(
        source(),
        told("CVE-2026-1", UNTIL_1_3, affected(("introduced", "0"), package="curl", ecosystem="Debian:12"), **HIGH),
        told("CVE-2026-2", unclear),
    )
    doubts = {
        "something in words": Doubt.NO_PURL,
        "pkg:pypi/demo": Doubt.NO_VERSION,
        "pkg:pypi/demo@%24%7Bversion%7D": Doubt.NO_ORDER,
        "pkg:deb/debian/wget@1": Doubt.NO_RELEASE,
        "pkg:npm/left-pad@1.0.0": Doubt.NOT_FOLLOWED,
        "pkg:pypi/vague@1": Doubt.UNCLEAR_RANGE,
    }

    answer = ask("pkg:pypi/fine@1", *doubts)

    assert {each.purl: each.doubts for each in answer.unjudged} == {text: (doubt,) for text, doubt in doubts.items()}
    assert answer.outcome is Outcome.WARN
    assert ask("pkg:pypi/fine@1", *doubts, is_strict=True).outcome is Outcome.FAIL
    assert ask(*doubts).outcome is Outcome.UNKNOWN
    assert ask("pkg:pypi/fine@1").outcome is Outcome.PASS


def test_without_any_advisory_nothing_is_called_safe() -> None:
    answer = ask("pkg:pypi/demo@1.2")

    assert answer.outcome is Outcome.UNKNOWN
    assert answer.parts[0].doubts == (Doubt.NOT_FOLLOWED,)
    assert answer.advisories_as_of is None


def test_a_source_package_of_a_distribution_is_looked_up_too() -> None:
    hit = affected(("introduced", "0"), ("fixed", "7.88.1-10"), package="curl", ecosystem="Debian:12")
    take_in(source(), told("CVE-2026-1", hit, **HIGH))

    affected_ones = ask("pkg:deb/debian/libcurl4@7.88.1-9?distro=debian-12&upstream=curl")

    assert names(affected_ones) == {"CVE-2026-1"}
    assert ask("pkg:deb/debian/libcurl4@7.88.1-10?distro=debian-12&upstream=curl").outcome is Outcome.PASS


def test_the_update_is_one_that_nothing_with_a_fix_hits() -> None:
    take_in(
        source(),
        told("CVE-2026-1", UNTIL_1_3, **HIGH),
        told("CVE-2026-2", affected(("introduced", "1.3"), ("fixed", "1.4")), **LOW),
        told("CVE-2026-3", affected(("introduced", "1.4")), **LOW),
    )

    (found,) = ask("pkg:pypi/demo@1.2").parts

    assert found.update is not None
    assert (found.update.version, found.still) == ("1.4", ("CVE-2026-3",))


def test_what_is_exploited_stops_though_it_is_low_and_unfixed() -> None:
    take_in(source(), told("CVE-2026-1", affected(("introduced", "0")), **LOW))
    before = ask("pkg:pypi/demo@1.2").outcome
    Vulnerability.objects.update(exploited_on=date(2026, 3, 1))

    after = ask("pkg:pypi/demo@1.2")

    assert (before, after.outcome) == (Outcome.WARN, Outcome.FAIL)
    assert after.parts[0].update is None


def test_somebody_may_say_from_where_on_to_fail() -> None:
    take_in(source(), told("CVE-2026-1", UNTIL_1_3, **HIGH))

    outcomes = {each: ask("pkg:pypi/demo@1.2", fail_on=each).outcome for each in FailOn}

    assert {each for each, outcome in outcomes.items() if outcome is Outcome.WARN} == {
        FailOn.EXPLOITED,
        FailOn.CRITICAL,
    }
    assert set(outcomes.values()) == {Outcome.WARN, Outcome.FAIL}


@pytest.fixture
def system(cast: Cast) -> System:
    """A system of Borgo, and one vulnerability."""
    take_in(source(), told("CVE-2026-1", UNTIL_1_3, **HIGH))
    return usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Portal"), by=cast.chiara)


def accepted(**where: object) -> DecisionDraft:
    until = timezone.localdate() + timedelta(days=30)
    facts = {"state": "exploitable", "response": "will_not_fix", "owner_words": "Head of IT", "expires_on": until}
    return DecisionDraft(**facts | where)  # type: ignore[arg-type]


def test_a_decision_of_the_body_opens_the_gate_for_it_alone(cast: Cast, system: System) -> None:
    decide(vulnerability=Vulnerability.objects.get(), body=cast.town, draft=accepted(), by=cast.chiara)

    for_town, for_nobody = ask("pkg:pypi/demo@1.2", body=cast.town), ask("pkg:pypi/demo@1.2")

    (found,) = for_town.parts[0].findings
    assert (for_town.outcome, found.ruling.rule) == (Outcome.PASS, "accepted")
    assert found.decision is not None
    assert found.decision.owner_words == "Head of IT"
    assert (for_nobody.outcome, for_nobody.parts[0].findings[0].decision) == (Outcome.FAIL, None)


def test_a_decision_about_one_system_holds_for_that_alone(cast: Cast, system: System) -> None:
    draft = DecisionDraft(state="not_affected", justification="code_not_present", system=system)
    decide(vulnerability=Vulnerability.objects.get(), body=cast.town, draft=draft, by=cast.chiara)

    assert ask("pkg:pypi/demo@1.2", body=cast.town, system=system).outcome is Outcome.PASS
    assert ask("pkg:pypi/demo@1.2", body=cast.town).outcome is Outcome.FAIL


def test_a_decision_about_a_range_holds_in_it_alone(cast: Cast, system: System) -> None:
    draft = accepted(package=Package.objects.get(name="demo"), versions=">=1.0, <1.2")
    decide(vulnerability=Vulnerability.objects.get(), body=cast.town, draft=draft, by=cast.chiara)

    assert ask("pkg:pypi/demo@1.1", body=cast.town).outcome is Outcome.PASS
    assert ask("pkg:pypi/demo@1.2", body=cast.town).outcome is Outcome.FAIL


def test_an_accepted_risk_that_is_exploited_since_is_pointed_out(cast: Cast, system: System) -> None:
    decide(vulnerability=Vulnerability.objects.get(), body=cast.town, draft=accepted(), by=cast.chiara)
    Vulnerability.objects.update(exploited_on=timezone.localdate() + timedelta(days=1))

    answer = ask("pkg:pypi/demo@1.2", body=cast.town)

    assert (answer.outcome, answer.parts[0].findings[0].ruling.rule) == (Outcome.WARN, "exploited-since-accepted")


def test_who_watches_over_a_body_is_the_other_side_of_whom_it_watches(db: None) -> None:
    build()
    bodies = list(Body.objects.values_list("pk", flat=True))

    by_hand = {one: {other for other in bodies if one in watched_by({other})} - {one} for one in bodies}

    assert {one: watching({one}) - {one} for one in bodies} == by_hand
    assert any(by_hand.values())


def test_a_hundred_parts_cost_as_many_queries_as_one(cast: Cast, system: System) -> None:
    decide(vulnerability=Vulnerability.objects.get(), body=cast.town, draft=accepted(), by=cast.chiara)
    ask("pkg:pypi/demo@1.2")  # which ecosystems are followed is asked once

    with CaptureQueriesContext(
        connection,
    ) as one:
        ask("pkg:pypi/demo@1.2", body=cast.town)
    with CaptureQueriesContext(connection) as hundred:
        ask(*(f"pkg:pypi/demo@1.{number}" for number in range(100)), body=cast.town, system=system)

    assert len(hundred) == len(one) <= 11


def test_the_oracle_of_pypi_is_met_exactly(shared_data: Path) -> None:
    expected = json.loads((shared_data / "osv/expected_pypi_matches.json").read_text(encoding="utf-8"))
    files = {each["file"]: each for each in expected["files"] if (shared_data / "sboms" / each["file"]).is_file()}
    pins = {file: pins_of(shared_data / "sboms" / file) for file in files}
    purls = {pin: str(purl.build("pypi", None, *pin)[0]) for several in pins.values() for pin in several}
    pin_of = {text: pin for pin, text in purls.items()}
    take_in(source(), *_advisories_about(set(purls.values()), shared_data))

    answers = {file: ask(*(purls[pin] for pin in sorted(several))) for file, several in pins.items()}

    assert not any(answer.unjudged for answer in answers.values())
    assert {file: _identifiers(answer, pin_of) for file, answer in answers.items()} == {
        file: {(match["package"], match["version"], match["id"]) for match in each["matches"]}
        for file, each in files.items()
    }
    assert any(answer.affected for answer in answers.values())


def _advisories_about(purls: set[str], shared_data: Path) -> list[osv.Advisory]:
    wanted = {read.identity for text in purls if (read := purl.read(text)[0])}
    read_ones = (osv.read_record(record)[0] for record in records(shared_data / "osv/pypa"))
    return [each for each in read_ones if each and wanted & {named.identity for named in each.affected}]


def _identifiers(answer: GateAnswer, pin_of: dict[str, tuple[str, str]]) -> set[tuple[str, str, str]]:
    """Package, version and the advisory of PyPI, which is a name or another name of the vulnerability."""
    return {
        (*pin_of[each.purl], name)
        for each in answer.parts
        for finding in each.findings
        for name in (finding.vulnerability.name, *finding.aliases)
        if name.startswith("PYSEC-")
    }
