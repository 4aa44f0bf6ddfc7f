"""The instruments that come with the product: what each asks, as its source counts it, and what answers come to."""

from collections import Counter
from collections.abc import Callable

import pytest

from commonweal.assessments.queries.instruments import PACKS, instrument, instruments
from commonweal.assessments.rules.instrument import Given, Instrument, Must, Question, Scoring, State, Subject
from commonweal.assessments.rules.scoring import score

# What the sources count: dimensions, questions, what is assessed, and how it is scored.
COUNTS = {
    "dpg": (9, 25, Subject.PRODUCT, Scoring.PASSING),
    "enablement": (14, 68, Subject.COUNTRY, Scoring.MEASURED),
    "governance": (4, 43, Subject.PRODUCT, Scoring.BLOCKING),
    "osps-baseline": (8, 65, Subject.PRODUCT, Scoring.BLOCKING),
    "public-code": (16, 47, Subject.PRODUCT, Scoring.PASSING),
    "purchase": (5, 24, Subject.PURCHASE, Scoring.LISTED),
    "release": (5, 26, Subject.PRODUCT, Scoring.LISTED),
    "research-software": (17, 45, Subject.PRODUCT, Scoring.POINTS),
    "un-principles": (1, 8, Subject.BODY, Scoring.LISTED),
}


def named(identifier: str) -> Instrument:
    """An instrument that must be there."""
    found = instrument(identifier)
    assert found is not None
    return found


def all_answered(asked: Instrument, value: Callable[[Question], float]) -> dict[str, Given]:
    """Every question answered, with evidence."""
    return {each.id: Given(State.ANSWERED, value(each), has_evidence=True) for each in asked.questions}


def best(asked: Instrument) -> dict[str, Given]:
    """Every question answered as well as can be."""
    return all_answered(asked, lambda each: asked.scale_of(each).values[-1].value)


def test_every_pack_is_read_strictly() -> None:
    assert set(instruments()) == {path.stem for path in PACKS.glob("*.yaml")}


@pytest.mark.parametrize("identifier", COUNTS)
def test_an_instrument_asks_what_its_source_counts(identifier: str) -> None:
    asked = named(identifier)

    assert (len(asked.dimensions), len(asked.questions), asked.subject, asked.scoring) == COUNTS[identifier]


def test_governance_asks_by_level_as_os2_does() -> None:
    asked = named("governance").questions

    assert Counter(each.level for each in asked) == {0: 6, 1: 10, 2: 19, 3: 8}
    assert Counter(each.dimension for each in asked) == {"R": 4, "F": 20, "S": 5, "G": 14}
    assert {each.id for each in asked if each.must is Must.SHOULD} == {"F19", "F20", "G7", "G8", "G9", "G10"}


def test_the_security_baseline_carries_25_42_and_63_by_level() -> None:
    asked = named("osps-baseline").questions

    carried = [
        sum(
            each.level is not None and each.level <= level and (each.until is None or level <= each.until)
            for each in asked
        )
        for level in (1, 2, 3)
    ]

    assert carried == [25, 42, 63]


def test_public_code_asks_for_all_that_the_standard_demands_and_findability_is_advice() -> None:
    asked = named("public-code").questions

    assert Counter(each.must for each in asked) == {Must.MUST: 46, Must.SHOULD: 1}
    assert [each.dimension for each in asked if each.must is Must.SHOULD] == ["C14"]


@pytest.mark.parametrize("identifier", COUNTS)
def test_words_for_everyday_use_are_in_four_languages(identifier: str) -> None:
    asked = named(identifier)

    shown = [asked.title, asked.summary, asked.note, *(each.name for each in (*asked.levels, *asked.dimensions))]
    shown += [each.ask for each in asked.questions]

    assert all(set(words) == {"en", "it", "fr", "de"} for words in shown)


@pytest.mark.parametrize("identifier", COUNTS)
def test_a_question_that_is_answered_without_looking_says_where_it_comes_from(identifier: str) -> None:
    assert all(each.source for each in named(identifier).questions)


def test_all_green_is_the_third_level_of_governance() -> None:
    asked = named("governance")

    found = score(asked, best(asked))

    assert (found.level, found.held_by, found.met, found.of) == (3, (), 43, 43)


@pytest.mark.parametrize(
    ("light", "level"), [pytest.param(0, 0, id="red"), pytest.param(1, 3, id="red, and the board accepted the reason")]
)
def test_red_at_level_1_leaves_the_sandbox_unless_its_reason_was_accepted(light: float, level: int) -> None:
    asked = named("governance")

    found = score(asked, best(asked) | {"F7": Given(State.ANSWERED, light)})

    assert (found.level, found.held_by) == (level, ("F7",) if level == 0 else ())


def test_a_recommendation_blocks_until_it_is_followed_or_explained() -> None:
    asked = named("governance")

    ignored = score(asked, best(asked) | {"G9": Given(State.ANSWERED, 0)})
    explained = score(asked, best(asked) | {"G9": Given(State.ANSWERED, 1)})

    assert (ignored.level, explained.level) == (1, 3)


@pytest.mark.parametrize(
    ("given", "level"),
    [
        pytest.param(Given(State.UNKNOWN), 1, id="nobody knows"),
        pytest.param(Given(State.INAPPLICABLE, reason="runs on desktops"), 3, id="does not apply"),
        pytest.param(Given(State.ANSWERED, 2), 3, id="yellow"),
    ],
)
def test_what_is_not_known_blocks_and_what_does_not_apply_or_is_met_in_part_does_not(given: Given, level: int) -> None:
    asked = named("governance")

    found = score(asked, best(asked) | {"F18": given})

    assert found.level == level


def test_a_withdrawn_requirement_of_the_baseline_holds_nothing_down() -> None:
    asked = named("osps-baseline")
    said = best(asked)
    del said["OSPS-BR-01.02"]

    found = score(asked, said)

    assert found.level == 3


def test_what_the_baseline_asks_at_level_1_only_does_not_hold_down_the_levels_above() -> None:
    asked = named("osps-baseline")

    only_first = score(asked, best(asked) | {"OSPS-VM-02.01": Given(State.ANSWERED, 0)})
    from_first = score(asked, best(asked) | {"OSPS-VM-03.01": Given(State.ANSWERED, 0)})

    assert (only_first.level, from_first.level) == (3, 1)


def test_without_answers_nothing_passes_and_no_level_above_the_ground_holds() -> None:
    found = {identifier: score(named(identifier), {}) for identifier in COUNTS}

    assert {identifier: each.passes for identifier, each in found.items() if each.passes} == {}
    assert {identifier: each.level for identifier, each in found.items() if each.level} == {}
    assert {identifier for identifier, each in found.items() if each.met} == set()


def test_all_sixteen_criteria_must_be_met() -> None:
    asked = named("public-code")

    whole = score(asked, best(asked))
    lacking = score(asked, best(asked) | {"C13.2": Given(State.ANSWERED, 0)})

    assert (whole.passes, whole.met, whole.of) == (True, 16, 16)
    assert (lacking.passes, lacking.met, lacking.held_by) == (False, 15, ("C13.2",))


def test_an_answer_to_what_is_only_advised_never_fails_a_criterion() -> None:
    asked = named("public-code")

    found = score(asked, best(asked) | {"C14.1": Given(State.ANSWERED, 0)})

    assert (found.passes, found.met) == (True, 16)


def test_holding_no_personal_data_fails_no_indicator_of_a_public_good() -> None:
    asked = named("dpg")
    none = Given(State.INAPPLICABLE, reason="holds no personal data")

    found = score(
        asked, best(asked) | {"9a.1": Given(State.ANSWERED, 0, has_evidence=True), "9a.2": none, "9a.3": none}
    )

    assert (found.passes, found.met, found.of) == (True, 9, 9)


def test_a_public_good_lacks_what_one_indicator_lacks() -> None:
    asked = named("dpg")

    found = score(asked, best(asked) | {"7.2": Given(State.ANSWERED, 0)})

    assert (found.passes, found.met, found.held_by) == (False, 8, ("7.2",))


def test_each_test_of_research_software_is_a_point() -> None:
    asked = named("research-software")
    said = all_answered(asked, lambda each: 0) | {
        f"FRSM-01-F1-{number}": Given(State.ANSWERED, 1) for number in (1, 2, 3)
    }

    found = score(asked, said)

    assert (found.met, found.of) == (3, 45)
    first = found.dimension("FRSM-01-F1")
    assert first is not None
    assert (first.met, first.of) == (3, 3)


def test_a_list_tells_how_much_is_done_and_what_must_be() -> None:
    asked = named("purchase")

    found = score(asked, best(asked) | {each: Given(State.ANSWERED, 0) for each in ("written", "neighbours")})

    assert (found.met, found.of, found.held_by) == (22, 24, ("written",))


def test_the_figures_of_a_country_have_no_total_and_only_grades_a_mean() -> None:
    asked = named("enablement")
    said = {
        each.id: Given(State.ANSWERED, 3 if asked.scale_of(each).values else 40, has_evidence=True)
        for each in asked.questions
        if asked.scale_of(each).id != "yesno"
    }

    found = score(asked, said)

    assert (found.level, found.met, found.of, found.passes) == (None, 0, 0, None)
    assert {each.id: each.mean for each in found.dimensions if each.mean is not None} == {"1": 3.0, "2": 3.0}
    assert found.coverage.answered == len(said)
