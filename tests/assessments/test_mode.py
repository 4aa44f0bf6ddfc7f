"""Create, join or host jointly: each way at its threshold, and what is not known."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.assessments.documents.office import office_of
from commonweal.assessments.queries.advice_packs import mode_pack
from commonweal.assessments.rules.archetype import OfficeFacts
from commonweal.assessments.rules.comparing import Outcome
from commonweal.assessments.rules.mode import Direction, direction

# However busy the machine is.
UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PACK = mode_pack()
NOTHING = dict.fromkeys(PACK.factors, None)
# A town of 2,000 in a country with an association of towns, and others, by what is known of them.
TOWN = {
    "capacity": 0.1, "spend_percentile": 20.0, "shared_needs": 4.0, "covered": 1.0, "may_hold": 0.0,
    "bodies_asking": 0.0, "has_budget": 0.0, "research_outputs": 0.0, "backing": 0.0, "independent": 0.0,
}  # fmt: skip
BACKED = TOWN | {"backing": 2.0}


def _found(**changes: float | None) -> Direction:
    return direction(PACK.ways, PACK.additions, BACKED | changes)


@pytest.mark.parametrize(
    ("changes", "way"),
    [
        ({}, "join_first"),
        ({"capacity": 2.9}, "join_first"),
        ({"backing": 0.0}, "join_first"),
        ({"covered": 0.0, "backing": 1.0}, "partner_route"),
        ({"covered": 0.0, "shared_needs": 3.0}, "federate"),
        ({"covered": 0.0, "shared_needs": 2.0}, None),
        ({"covered": 0.0, "shared_needs": 2.0, "spend_percentile": 76.0}, "create_light"),
        ({"covered": 0.0, "shared_needs": 2.0, "spend_percentile": 75.0}, None),
        ({"capacity": 3.0}, "create_light"),
        ({"capacity": 10.0}, "create_light"),
        ({"capacity": 10.5}, "create_full"),
        ({"capacity": 10.5, "backing": 1.0}, "partner_route"),
    ],
)
def test_the_way_is_that_of_the_thresholds(changes: dict[str, float], way: str | None) -> None:
    found = _found(**changes)

    assert found.chosen == way
    assert found.is_settled


@pytest.mark.parametrize(
    ("changes", "addition", "outcome"),
    [
        ({"may_hold": 1.0, "bodies_asking": 5.0}, "outward", Outcome.MET),
        ({"may_hold": 1.0, "bodies_asking": 4.0}, "outward", Outcome.NOT_MET),
        ({"may_hold": None, "bodies_asking": 5.0}, "outward", Outcome.UNKNOWN),
        ({"research_outputs": 1.0}, "research", Outcome.MET),
        ({"research_outputs": 0.0}, "research", Outcome.NOT_MET),
        ({"independent": 1.0}, "complementary", Outcome.MET),
        ({"independent": None}, "complementary", Outcome.UNKNOWN),
    ],
)
def test_an_addition_is_judged_beside_the_way(changes: dict[str, float], addition: str, outcome: Outcome) -> None:
    found = {judged.way: judged for judged in _found(**changes).additions}

    assert found[addition].outcome is outcome


def test_a_way_that_may_come_first_is_named_with_what_lacks() -> None:
    found = _found(covered=None, capacity=3.0 - 0.5, shared_needs=0.0, spend_percentile=90.0)

    assert found.chosen == "create_light"
    assert not found.is_settled
    assert [judged.way for judged in found.open_before] == ["join_first"]
    assert found.missing == ("covered",)


def test_with_nothing_known_no_way_is_proposed() -> None:
    found = direction(PACK.ways, PACK.additions, NOTHING)

    assert found.chosen is None
    assert {judged.outcome for judged in found.ways} == {Outcome.UNKNOWN}
    assert not found.is_settled


def test_the_arithmetic_is_kept() -> None:
    join_first = _found(capacity=0.1).ways[0]

    assert [
        (check.factor, check.value, check.test.value, check.threshold, check.outcome.value)
        for check in join_first.checks
    ] == [
        ("covered", 1.0, "is", 1.0, "met"),
        ("capacity", 0.1, "below", 3.0, "met"),
    ]


def test_to_create_without_a_budget_is_warned_of() -> None:
    warned = {judged.way: judged.has_caution for judged in _found(capacity=5.0, has_budget=0.0).ways}
    paid = {judged.way: judged.has_caution for judged in _found(capacity=5.0, has_budget=1.0).ways}

    assert warned["create_light"]
    assert not paid["create_light"]


FACTORS = st.fixed_dictionaries(
    {factor: st.none() | st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, 10.5, 80.0]) for factor in PACK.factors}
)


@UNHURRIED
@given(FACTORS, st.sampled_from(sorted(PACK.factors)), st.sampled_from([0.0, 1.0, 3.0, 11.0]))
def test_to_learn_more_never_turns_a_verdict_round(factors: dict[str, float | None], factor: str, value: float) -> None:
    if factors[factor] is not None:
        factors = factors | {factor: None}

    before = direction(PACK.ways, PACK.additions, factors)
    after = direction(PACK.ways, PACK.additions, factors | {factor: value})

    for old, new in zip(before.ways + before.additions, after.ways + after.additions, strict=True):
        assert old.outcome in (Outcome.UNKNOWN, new.outcome)
    if before.is_settled and before.chosen:
        assert after.chosen == before.chosen


def test_every_way_has_words_in_four_languages() -> None:
    for words in [*PACK.words.values(), PACK.otherwise]:
        for text in (words.name, words.says, words.next):
            assert set(text) == {"en", "it", "fr", "de"}, words.id
    assert all(set(factor.ask) == set(factor.help) == {"en", "it", "fr", "de"} for factor in PACK.factors.values())


def test_whether_an_office_is_independent_follows_from_whose_it_is() -> None:
    additions = {
        owner: {each.id: each.outcome for each in office_of(OfficeFacts(owner=owner), BACKED).additions}
        for owner in ("independent", "public", "")
    }

    assert [additions[owner]["complementary"] for owner in additions] == ["met", "not_met", "unknown"]


def test_a_range_is_one_line_to_the_reader() -> None:
    ways = {way.id: way for way in office_of(OfficeFacts(), BACKED | {"capacity": 12.0}).ways}

    assert [(each.needed, each.outcome) for each in ways["create_light"].one_of] == [
        ("at least 3, at most 10", "not_met"),
        ("above 75", "not_met"),
    ]
