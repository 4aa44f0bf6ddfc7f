"""What is missing, sizes, and what a training changed: properties, and fixtures counted by hand."""

from collections import Counter
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commonweal.skills.queries.pack import PACK, skills_pack
from commonweal.skills.rules.cohorts import Answers, outcome, share_reached
from commonweal.skills.rules.gaps import Holding, Need, gaps, held_by_skill
from commonweal.skills.rules.sizes import size_of, upper_end, written

SKILLS = st.sampled_from(["licence", "tender", "teach"])
NEEDS = st.lists(st.builds(Need, SKILLS, st.integers(1, 3), st.integers(1, 9)), max_size=6)
HOLDINGS = st.lists(st.builds(Holding, SKILLS, st.integers(0, 3), st.integers(1, 9), st.booleans()), max_size=8)
LEVELS = st.none() | st.dictionaries(SKILLS, st.integers(0, 3))
ANSWERS = st.lists(st.builds(Answers, LEVELS, LEVELS, st.none() | st.integers(1, 5)), max_size=9)
SIZES = (5, 10, 20, 50)


@given(NEEDS, HOLDINGS, st.builds(Holding, SKILLS, st.integers(0, 3), st.integers(1, 9), st.booleans()))
def test_more_held_never_widens_a_gap(needs: list[Need], holdings: list[Holding], more: Holding) -> None:
    before, after = gaps(needs, holdings), gaps(needs, [*holdings, more])

    for one, other in zip(before, after, strict=True):
        widest = one.need.people if one.missing is None else one.missing
        assert other.missing is None or other.missing <= widest


@given(NEEDS, HOLDINGS, st.randoms())
def test_the_order_of_what_is_held_is_irrelevant(needs: list[Need], holdings: list[Holding], chance: object) -> None:
    shuffled = list(holdings)
    chance.shuffle(shuffled)

    assert gaps(needs, shuffled) == gaps(needs, holdings)


@given(NEEDS, HOLDINGS)
def test_a_gap_is_not_known_exactly_where_nobody_said_anything_anew(needs: list[Need], holdings: list[Holding]) -> None:
    fresh = {each.skill for each in holdings if not each.is_old}

    for gap in gaps(needs, holdings):
        assert (gap.missing is None) == (gap.need.skill not in fresh)


@given(NEEDS, HOLDINGS)
def test_what_was_said_long_ago_changes_no_gap(needs: list[Need], holdings: list[Holding]) -> None:
    fresh = [each for each in holdings if not each.is_old]

    assert [gap.missing for gap in gaps(needs, holdings)] == [gap.missing for gap in gaps(needs, fresh)]


@given(HOLDINGS)
def test_everybody_is_counted_once(holdings: list[Holding]) -> None:
    held = held_by_skill(holdings, 4)

    assert sum(each.said + each.old for each in held.values()) == sum(each.people for each in holdings)


def test_gaps_counted_by_hand() -> None:
    """Three clerks said something of tenders, two of them alone or better; one long ago; of licences nobody spoke."""
    holdings = [Holding("tender", 2), Holding("tender", 3), Holding("tender", 0), Holding("tender", 3, 4, is_old=True)]
    needs = [Need("tender", 2, 3), Need("tender", 3, 1), Need("tender", 1, 2), Need("licence", 1, 2)]

    found = gaps(needs, holdings)

    assert [(gap.held, gap.held_old, gap.said, gap.missing) for gap in found] == [
        (2, 4, 3, 1), (1, 4, 3, 0), (2, 4, 3, 0), (0, 0, 0, None)
    ]  # fmt: skip


@given(st.integers(0, 10_000))
def test_a_number_lies_within_its_size(people: int) -> None:
    size = size_of(people, SIZES)
    end = upper_end(size, SIZES)

    assert size <= people
    assert end is None or people <= end


def test_fewer_than_five_are_one_size() -> None:
    assert {written(size_of(people, SIZES), SIZES) for people in range(5)} == {"<5"}


def test_a_training_counted_by_hand() -> None:
    answers = [
        Answers({"a": 0, "b": 1}, {"a": 2, "b": 1}, 5),
        Answers({"a": 1}, {"a": 1, "b": 2}, 4),
        Answers({"a": 2}, {"a": 1}),
        Answers({"a": 0}, None),
        Answers(None, {"a": 3}, 1),
        Answers(None, None),
    ]

    found = outcome(["a", "b"], answers)

    assert (found.answered, found.both, found.rated, found.satisfaction) == (5, 3, 3, (1, 0, 0, 1, 1))
    a, b = found.changes
    assert (a.pairs, a.unknown, a.before, a.after, a.up, a.same, a.down) == (3, 2, 1, 1, 1, 1, 1)
    assert (b.pairs, b.unknown, b.before, b.after, b.up, b.same, b.down) == (1, 1, 1, 1, 0, 1, 0)


@given(ANSWERS, st.randoms())
def test_pairs_are_up_same_or_down_in_any_order(answers: list[Answers], chance: object) -> None:
    skills = ["licence", "tender", "teach"]
    shuffled = list(answers)
    chance.shuffle(shuffled)

    found = outcome(skills, answers)

    assert outcome(skills, shuffled) == found
    for change in found.changes:
        assert change.up + change.same + change.down == change.pairs
        assert (change.before is None) == (change.pairs == 0)


@given(ANSWERS)
def test_who_answers_once_changes_no_delta(answers: list[Answers]) -> None:
    twice = [each for each in answers if each.before is not None and each.after is not None]
    plain = [replace(change, unknown=0) for change in outcome(["teach"], twice).changes]

    assert [replace(change, unknown=0) for change in outcome(["teach"], answers).changes] == plain


@pytest.mark.parametrize(
    ("attended", "target", "share"), [(3, 4, 0.75), (None, 4, None), (3, None, None), (5, 4, 1.25)]
)
def test_the_share_reached_is_not_known_where_a_number_is_missing(
    attended: int | None, target: int | None, share: float | None
) -> None:
    assert share_reached(attended, target) == share


def test_the_catalogue_is_whole() -> None:
    pack, raw = skills_pack(), yaml.safe_load(PACK.read_text())

    assert len(pack.skills) == 24
    assert [each.level for each in pack.levels] == [0, 1, 2, 3]
    assert set(pack.profiles) == {"clerk", "buyer", "developer", "lawyer", "lead", "elected"}
    for profile in pack.profiles.values():
        assert set(profile.needs) <= pack.skills.keys()
        assert set(profile.needs.values()) <= {1, 2, 3}
    worded = [
        raw["note"],
        *(row[key] for part in ("skills", "levels", "profiles") for row in raw[part] for key in ("label", "says")),
    ]
    assert all(set(each) == {"en", "it", "fr", "de"} for each in worded)
    assert max(Counter(row["id"] for row in raw["skills"]).values()) == 1
    assert pack.sizes[0] == pack.fewest_people
