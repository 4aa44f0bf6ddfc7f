"""The gate's rules: more danger never opens it, what nobody can judge never counts as safe."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commonweal.risk.queries.gate_pack import gate_pack
from commonweal.risk.rules.gate import (
    FailOn,
    GateRule,
    Outcome,
    Span,
    Update,
    Weakness,
    overall,
    rules_from,
    ruling,
    update_from,
)
from commonweal.standards.cvss import Band

DAY = date(2026, 3, 1)
ORDER = [Outcome.PASS, Outcome.WARN, Outcome.FAIL]
LADDER = [Band.NONE, Band.LOW, Band.MEDIUM, Band.HIGH, Band.CRITICAL]
PACK = gate_pack()

weaknesses = st.builds(
    Weakness,
    band=st.sampled_from(list(Band)),
    exploited_on=st.none() | st.just(DAY),
    forecast=st.none() | st.floats(0, 1),
    is_malicious=st.booleans(),
    has_fix=st.booleans(),
    is_closed=st.booleans(),
    accepted_on=st.none() | st.dates(DAY - timedelta(2), DAY + timedelta(2)),
)
rule_sets = st.sampled_from([PACK.rules, *(rules_from(each) for each in FailOn)])


def of(weakness: Weakness, rules: tuple[GateRule, ...] = PACK.rules) -> Outcome:
    return ruling(weakness, rules, PACK.unknown_band).outcome


def more_dangerous(weakness: Weakness) -> list[Weakness]:
    """The same with one thing worse, or with a fix that was not there."""
    worse = [replace(weakness, is_malicious=True), replace(weakness, has_fix=True), replace(weakness, forecast=1.0)]
    worse.append(replace(weakness, exploited_on=weakness.exploited_on or DAY))
    worse.append(replace(weakness, is_closed=False, accepted_on=None))
    if weakness.band is not Band.UNKNOWN:
        worse += [replace(weakness, band=band) for band in LADDER[LADDER.index(weakness.band) :]]
    return worse


@given(weaknesses, rule_sets)
def test_more_knowledge_of_danger_never_makes_it_better(weakness: Weakness, rules: tuple[GateRule, ...]) -> None:
    before = ORDER.index(of(weakness, rules))

    for worse in more_dangerous(weakness):
        assert ORDER.index(of(worse, rules)) >= before


@given(weaknesses, rule_sets)
def test_what_is_undecided_never_passes_in_silence(weakness: Weakness, rules: tuple[GateRule, ...]) -> None:
    undecided = replace(weakness, is_closed=False, accepted_on=None)

    assert of(undecided, rules) is not Outcome.PASS


@given(st.lists(st.sampled_from(ORDER)), st.integers(0, 3), st.integers(0, 3), st.sampled_from(ORDER[1:]))
def test_more_findings_and_more_unjudged_never_open_it(
    outcomes: list[Outcome], judged: int, unjudged: int, for_unjudged: Outcome
) -> None:
    def whole(found: list[Outcome], unjudged: int) -> Outcome:
        return overall(found, judged=judged, unjudged=unjudged, for_unjudged=for_unjudged)

    now = whole(outcomes, unjudged)

    if now is Outcome.FAIL:
        assert all(whole([*outcomes, each], unjudged + 1) is Outcome.FAIL for each in ORDER)
    if now is not Outcome.PASS:
        assert all(whole([*outcomes, each], unjudged) is not Outcome.PASS for each in ORDER)
    if unjudged:
        assert now is not Outcome.PASS


def test_the_pack_stops_what_it_says() -> None:
    table = {
        Outcome.FAIL: [
            Weakness(Band.LOW, exploited_on=DAY),
            Weakness(Band.NONE, is_malicious=True),
            Weakness(Band.CRITICAL, has_fix=True),
            Weakness(Band.HIGH, has_fix=True),
            Weakness(Band.UNKNOWN, has_fix=True),
            Weakness(Band.LOW, forecast=0.1, has_fix=True),
        ],
        Outcome.WARN: [
            Weakness(Band.CRITICAL),
            Weakness(Band.MEDIUM, has_fix=True),
            Weakness(Band.LOW, forecast=0.0999, has_fix=True),
            Weakness(Band.HIGH, accepted_on=DAY, exploited_on=DAY + timedelta(1)),
        ],
        Outcome.PASS: [
            Weakness(Band.CRITICAL, exploited_on=DAY, is_closed=True, has_fix=True),
            Weakness(Band.CRITICAL, exploited_on=DAY, accepted_on=DAY, has_fix=True),
        ],
    }

    for outcome, several in table.items():
        assert {each: of(each) for each in several} == dict.fromkeys(several, outcome)


def test_a_release_of_which_nothing_can_be_judged_is_unknown() -> None:
    assert overall([], judged=0, unjudged=3, for_unjudged=Outcome.WARN) is Outcome.UNKNOWN
    assert overall([], judged=0, unjudged=3, for_unjudged=Outcome.FAIL) is Outcome.FAIL
    assert overall([Outcome.FAIL], judged=0, unjudged=3, for_unjudged=Outcome.WARN) is Outcome.FAIL
    assert overall([], judged=2, unjudged=0, for_unjudged=Outcome.WARN) is Outcome.PASS


def step(at: int, *spans: tuple[int, int, int]) -> Update | None:
    """Climb from a version; a span is first version, version that fixes it (0 for none known), and vulnerability."""
    made = [Span(which, bytes([low]), bytes([fixed or 255]), str(fixed or "")) for low, fixed, which in spans]
    return update_from(bytes([at]), made, lambda text: bytes([int(text)]))


def test_the_update_climbs_over_what_hits_the_first_fix() -> None:
    assert step(10, (0, 12, 1)) == Update("12", frozenset())
    assert step(10, (0, 12, 1), (11, 14, 2), (14, 20, 3)) == Update("20", frozenset())
    assert step(10, (0, 12, 1), (11, 0, 2)) == Update("12", frozenset({2}))
    assert step(10, (0, 0, 1)) is None
