"""What answers come to: rules that hold for all answers, and a table for each way of scoring."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.assessments.rules.instrument import Given, Instrument, State
from commonweal.assessments.rules.scoring import NoSuchAnswer, Score, middle, score
from commonweal.assessments.rules.scoring_kinds import Coverage
from tests.assessments.made_up import GRADES, INAPPLICABLE, UNKNOWN, answered, instrument

MADE = {scoring: instrument(scoring) for scoring in ("graded", "blocking", "passing", "points", "listed", "measured")}
NAMES = [question.id for question in MADE["graded"].questions]


def answers(scoring: str) -> st.SearchStrategy[dict[str, Given]]:
    """Some answers to some questions of an instrument, known or not, with evidence or without."""
    highest = 4 if scoring in ("graded", "measured") else 1
    known = st.builds(Given, st.just(State.ANSWERED), st.integers(0, highest), st.booleans())
    return st.dictionaries(st.sampled_from(NAMES), st.one_of(known, st.just(UNKNOWN), st.just(INAPPLICABLE)))


def strong(found: Score) -> list[float]:
    """What must not go up when less is known: levels, what is met, what passes, and the mean that is sure."""
    return [
        _or_less(found.level),
        found.met,
        float(found.passes is True),
        *(each.level or 0 for each in found.dimensions),  # what is not known is 0 at least
        *(_or_less(each.mean_least) for each in found.dimensions),
        *(each.met for each in found.dimensions),
        *(float(each.passes is True) for each in found.dimensions),
    ]


def _or_less(number: float | None) -> float:
    return -1 if number is None else number


EVERY = st.sampled_from(sorted(MADE)).flatmap(lambda scoring: st.tuples(st.just(MADE[scoring]), answers(scoring)))


@settings(deadline=None)
@given(EVERY, st.sampled_from(NAMES))
def test_a_better_answer_never_lowers_anything(made: tuple[Instrument, dict[str, Given]], question: str) -> None:
    asked, said = made
    worse = said | {question: answered(0)}
    better = said | {question: answered(asked.scale_of(asked.questions[0]).values[-1].value)}

    low, high = score(asked, worse), score(asked, better)

    assert all(one <= other for one, other in zip(strong(low), strong(high), strict=True))
    assert all(
        one.mean is None or (other.mean is not None and one.mean <= other.mean)
        for one, other in zip(low.dimensions, high.dimensions, strict=True)
    )


@settings(deadline=None)
@given(EVERY, st.sampled_from(NAMES))
def test_knowing_less_never_raises_anything(made: tuple[Instrument, dict[str, Given]], question: str) -> None:
    asked, said = made
    known = said if said.get(question, UNKNOWN) is not INAPPLICABLE else said | {question: answered(0)}

    before, after = score(asked, known), score(asked, known | {question: UNKNOWN})

    assert all(one >= other for one, other in zip(strong(before), strong(after), strict=True))
    assert before.coverage.answered >= after.coverage.answered
    assert before.coverage.applicable == after.coverage.applicable


@settings(deadline=None)
@given(EVERY, st.sampled_from(NAMES), st.booleans())
def test_evidence_never_lowers_the_coverage_nor_hides_a_mean(
    made: tuple[Instrument, dict[str, Given]], question: str, is_short: bool
) -> None:
    asked, said = made
    value = said[question].value if question in said and said[question].value is not None else 0
    without = said | {question: answered(value, has_evidence=False)}

    before = score(asked, without, short=is_short)
    after = score(asked, without | {question: answered(value)}, short=is_short)

    assert before.coverage.with_evidence <= after.coverage.with_evidence
    assert all(
        one.mean is None or one.mean == other.mean
        for one, other in zip(before.dimensions, after.dimensions, strict=True)
    )


@settings(deadline=None)
@given(EVERY)
def test_a_mean_lies_between_the_worst_and_the_best_that_the_unknown_can_be(
    made: tuple[Instrument, dict[str, Given]],
) -> None:
    for each in score(*made).dimensions:
        if each.mean is not None:
            assert each.mean_least is not None
            assert each.mean_most is not None
            assert each.mean_least <= each.mean <= each.mean_most


@settings(deadline=None)
@given(EVERY)
def test_not_answering_is_the_same_as_not_knowing(made: tuple[Instrument, dict[str, Given]]) -> None:
    asked, said = made

    assert score(asked, dict.fromkeys(NAMES, UNKNOWN) | said) == score(asked, said)


@pytest.mark.parametrize(
    ("said", "level", "at_most", "held_by"),
    [
        ({"A1": 3, "A2": 2, "A3": 0}, 2, 2, ("A2",)),
        ({"A1": 4, "A2": 4}, 4, 4, ()),
        ({"A1": 3}, None, 3, ("A2",)),
        ({"A1": 0}, 0, 0, ("A1",)),
        ({"A3": 4}, None, None, ("A1", "A2")),
    ],
)
def test_the_lowest_gate_holds_the_level_and_an_unknown_one_leaves_it_open(
    said: dict[str, int], level: int | None, at_most: int | None, held_by: tuple[str, ...]
) -> None:
    found = score(MADE["graded"], {question: answered(value) for question, value in said.items()}).dimension("A")

    assert found is not None
    assert (found.level, found.at_most, found.weakest) == (level, at_most, held_by)


def test_without_a_gate_that_applies_every_question_holds() -> None:
    said = {"A1": INAPPLICABLE, "A2": INAPPLICABLE, "A3": answered(3)}

    found = score(MADE["graded"], said).dimension("A")

    assert found is not None
    assert found.level == 3


def test_a_mean_needs_evidence_for_half_of_what_applies() -> None:
    said = {"A1": answered(4), "A2": answered(1, has_evidence=False), "A3": UNKNOWN}

    first = score(MADE["graded"], said).dimension("A")
    second = score(MADE["graded"], said | {"A2": answered(1)}).dimension("A")

    assert first is not None
    assert second is not None
    assert (first.mean, first.mean_least, first.mean_most) == (None, 1.67, 3.0)
    assert (second.mean, second.coverage) == (2.5, Coverage(applicable=3, answered=2, with_evidence=2))


def test_the_short_form_asks_for_no_evidence() -> None:
    said = {"A1": answered(3, has_evidence=False), "B1": UNKNOWN}

    found = score(MADE["graded"], said, short=True)

    assert [(each.id, each.mean, each.level) for each in found.dimensions] == [
        ("A", 3.0, 3),
        ("B", None, None),
        ("C", None, None),
    ]


def test_the_one_number_is_the_middle_of_the_levels_and_hides_no_zero_behind_a_mean() -> None:
    best = {question: answered(4) for question in NAMES}

    assert middle(score(MADE["graded"], best | {"A1": answered(0), "B1": answered(0)})) == 0
    assert middle(score(MADE["graded"], best | {"A1": answered(0)})) == 4
    assert middle(score(MADE["graded"], {"A1": answered(4), "A2": answered(4)})) is None


def test_the_three_weakest_gates_are_named_lowest_first() -> None:
    said = {"A1": 4, "A2": 2, "B1": 1, "B2": 3, "C1": 0, "C2": 4, "C3": 0}

    found = score(MADE["graded"], {question: answered(value) for question, value in said.items()})

    assert found.held_by == ("C1", "B1", "A2")
    assert found.level is None


def test_a_level_blocks_until_all_that_it_asks_for_is_met() -> None:
    met = {question: answered(1) for question in ("A1", "B1", "C1", "A2", "B2")}

    found = score(MADE["blocking"], met | {"C2": UNKNOWN})

    assert (found.level, found.held_by) == (1, ("C2",))
    assert score(MADE["blocking"], met | {"C2": INAPPLICABLE}).level == 2
    assert (found.met, found.of) == (5, 9)


def test_below_the_lowest_level_there_is_none() -> None:
    made = instrument("blocking", levels=[{"value": value, "name": {"en": f"level {value}"}} for value in (1, 2, 3)])

    assert score(made, {}).level is None


def test_a_dimension_passes_where_all_that_must_be_is_met() -> None:
    met = {question: answered(1) for question in NAMES}

    found = score(MADE["passing"], met | {"A1": answered(0), "B1": UNKNOWN})

    assert [each.passes for each in found.dimensions] == [False, None, True]
    assert (found.passes, found.met, found.of, found.held_by) == (False, 1, 3, ("A1", "B1"))
    assert score(MADE["passing"], met).passes is True


def test_points_are_those_of_what_is_met() -> None:
    found = score(MADE["points"], {"A1": answered(1), "A3": answered(1), "B3": INAPPLICABLE})

    assert (found.met, found.of) == (4, 15)
    assert [each.met for each in found.dimensions] == [4, 0, 0]


def test_a_list_tells_what_must_be_and_is_not() -> None:
    found = score(MADE["listed"], {"A1": answered(1), "B1": answered(0), "A2": answered(0)})

    assert (found.met, found.of, found.share) == (1, 9, 1 / 9)
    assert found.held_by == ("B1", "C1")


def test_values_in_their_own_units_are_never_added_up() -> None:
    share = {"kind": "number", "unit": "percent", "least": 0, "most": 100}
    questions = [
        {"id": "1.1", "dimension": "A", "scale": "grades", "ask": {"en": "How far?"}},
        {"id": "1.2", "dimension": "A", "scale": "share", "ask": {"en": "What share?"}},
    ]
    made = instrument(
        "measured",
        scales={"grades": GRADES, "share": share},
        dimensions=[{"id": "A", "name": {"en": "A"}}],
        questions=questions,
    )

    found = score(made, {"1.1": answered(3), "1.2": answered(80)})

    assert [(each.mean, each.level) for each in found.dimensions] == [(3.0, None)]
    assert (found.met, found.of, found.level) == (0, 0, None)


@pytest.mark.parametrize("value", [5, -1, 1.5])
def test_a_value_that_the_scale_does_not_have_is_refused(value: float) -> None:
    with pytest.raises(NoSuchAnswer, match="A1"):
        score(MADE["graded"], {"A1": answered(value)})
