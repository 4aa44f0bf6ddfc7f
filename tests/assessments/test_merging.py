"""Forms of many hands are one, whatever order they come in; what contradicts is kept until somebody decides."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from commonweal.assessments.rules.instrument import State
from commonweal.assessments.rules.merging import Claim, Decision, Said, merge, standings

CLAIMS = st.one_of(
    st.just(Claim(State.UNKNOWN)),
    st.just(Claim(State.INAPPLICABLE)),
    st.integers(0, 4).map(lambda value: Claim(State.ANSWERED, float(value))),
)
SAID = st.builds(
    Said,
    place=st.sampled_from(("IT", "FR", "DE")),
    question=st.sampled_from(("1.1", "1.2")),
    hand=st.sampled_from(("a", "b")),
    turn=st.integers(0, 3),
    claim=CLAIMS,
    by=st.sampled_from(("", "Rosa")),
    reason=st.sampled_from(("", "no office yet")),
    evidence_url=st.sampled_from(("", "https://one.example/", "https://two.example/")),
)
HEAPS = st.lists(SAID, max_size=8)


def said(value: float | None, hand: str = "a", turn: int = 1, **more: str) -> Said:
    claim = Claim(State.ANSWERED, value) if value is not None else Claim(State.UNKNOWN)
    return Said("IT", "1.1", hand, turn, claim, **more)


@given(HEAPS, HEAPS, HEAPS)
def test_three_forms_merged_in_any_order_however_grouped_and_repeated_are_the_same(
    first: list[Said], second: list[Said], third: list[Said]
) -> None:
    expected = merge(first, second, third)

    results = {merge(*order) for order in permutations((first, second, third))}
    results |= {merge(merge(first, second), third), merge(first, merge(second, third)), merge(expected, first, first)}
    shown = {str(standings([*one, *two, *one])) for one, two in permutations((first + second, third))}

    assert results == {expected}
    assert shown == {str(standings(expected))}


@given(HEAPS)
def test_nothing_of_a_last_turn_is_lost(heap: list[Said]) -> None:
    last: dict[tuple[str, str, str], int] = {}
    for each in heap:
        key = (each.place, each.question, each.hand)
        last[key] = max(last.get(key, 0), each.turn)

    kept = {each for standing in standings(heap).values() for each in standing.said}

    assert kept == {each for each in heap if each.turn == last[each.place, each.question, each.hand]}


def test_a_hand_may_change_its_mind() -> None:
    standing = standings([said(3, turn=2), said(1, turn=1)])["IT", "1.1"]

    assert (standing.claims, standing.is_conflict) == ((Claim(State.ANSWERED, 3),), False)


def test_two_hands_that_differ_are_a_conflict_that_keeps_both() -> None:
    standing = standings([said(1, "a"), said(3, "b")])["IT", "1.1"]

    assert (standing.settled, standing.is_conflict, len(standing.said)) == (None, True, 2)


def test_who_does_not_know_contradicts_nobody() -> None:
    standing = standings([said(None, "a"), said(3, "b")])["IT", "1.1"]

    assert standing.settled is not None
    assert standing.settled.claim == Claim(State.ANSWERED, 3)


def test_those_who_say_the_same_keep_the_words_of_all() -> None:
    one = said(2, "a", by="Rosa", reason="since May", evidence_url="https://one.example/")
    other = said(2, "b", by="Jean", reason="decree 4", evidence_url="https://two.example/")

    settled = standings([other, one])["IT", "1.1"].settled

    assert settled is not None
    assert (settled.by, settled.reason) == ("Rosa; Jean", "since May; decree 4")
    assert (settled.evidence_url, settled.evidence_note) == ("https://one.example/", "https://two.example/")


def test_a_decision_holds_until_something_else_is_claimed() -> None:
    one, three, four = (Claim(State.ANSWERED, value) for value in (1, 3, 4))
    decided = {("IT", "1.1"): Decision(three, frozenset({one, three}))}
    heap = [said(1, "a"), said(3, "b")]

    before = standings(heap, decided)["IT", "1.1"]
    after = standings([*heap, said(4, "c")], decided)["IT", "1.1"]

    assert before.settled is not None
    assert (before.settled.claim, before.is_conflict) == (three, False)
    assert (after.settled, after.claims) == (None, (one, three, four))
