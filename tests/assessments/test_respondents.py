"""How the answers of several people become one, and what may be told of peers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.assessments.rules.instrument import Given, State
from commonweal.assessments.rules.peers import quartiles
from commonweal.assessments.rules.respondents import combine
from tests.assessments.made_up import INAPPLICABLE, UNKNOWN, answered

SAID = st.one_of(
    st.builds(Given, st.just(State.ANSWERED), st.integers(0, 4), st.booleans()), st.just(UNKNOWN), st.just(INAPPLICABLE)
)
PEOPLE = st.dictionaries(st.sampled_from("abcdef"), st.dictionaries(st.sampled_from(["QA1", "QB1"]), SAID))


@settings(deadline=None)
@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_people_never_matters(people: dict[str, dict[str, Given]], chance: object) -> None:
    names = list(people)
    chance.shuffle(names)

    assert combine({name: people[name] for name in names}) == combine(people)


@settings(deadline=None)
@given(PEOPLE, st.permutations("abcdef"))
def test_who_says_it_never_matters(people: dict[str, dict[str, Given]], others: list[str]) -> None:
    renamed = {others["abcdef".index(name)]: said for name, said in people.items()}

    first, second = combine(people), combine(renamed)

    assert {question: (one.given, one.disagree) for question, one in first.items()} == {
        question: (one.given, one.disagree) for question, one in second.items()
    }


@settings(deadline=None)
@given(PEOPLE)
def test_the_answer_is_one_that_somebody_gave(people: dict[str, dict[str, Given]]) -> None:
    for question, one in combine(people).items():
        given_by_some = {said[question].value for said in people.values() if question in said}
        assert one.given.value in given_by_some | {None}
        assert (one.given.value is None) == (given_by_some == {None})


def test_of_two_in_the_middle_the_lower_counts_and_two_levels_apart_disagree() -> None:
    found = combine({"manager": {"QA1": answered(3)}, "developer": {"QA1": answered(1, has_evidence=False)}})

    assert (found["QA1"].given.value, found["QA1"].given.has_evidence, found["QA1"].disagree) == (1, True, True)
    assert [each.respondent for each in found["QA1"].voices] == ["developer", "manager"]


def test_one_level_apart_is_no_disagreement_but_yes_and_no_are() -> None:
    people = {"a": {"QA1": answered(1)}, "b": {"QA1": answered(0)}}

    assert combine(people)["QA1"].disagree is False
    assert combine(people, {"QA1": 1.0})["QA1"].disagree is True


def test_who_knows_goes_before_who_says_it_does_not_apply_and_that_before_who_does_not_know() -> None:
    found = combine({"a": {"1": answered(2), "2": INAPPLICABLE}, "b": {"1": INAPPLICABLE, "2": UNKNOWN}})

    assert (found["1"].given.value, found["1"].disagree) == (2, True)
    assert (found["2"].given.state, found["2"].given.reason) == (State.INAPPLICABLE, "We build nothing.")


@settings(deadline=None)
@given(st.lists(st.floats(0, 4), max_size=12))
def test_quartiles_are_told_of_five_peers_or_more(means: list[float]) -> None:
    found = quartiles(means)

    assert (found is None) == (len(means) < 5)
    if found is not None:
        assert min(means) <= found.low <= found.middle <= found.high <= max(means)
