"""Flags, how many make a person look, and what is next by when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from commonweal.health.queries.screening_packs import check_pack, screening_pack, texts
from commonweal.health.rules.checking import NOT_KNOWN, proposed, summary
from commonweal.health.rules.screening import Flag, Flags, PartFacts, Progress, Raised, Step, flags, next_step

TODAY = date(2026, 11, 22)
SCREENING = screening_pack().screening
ACTIVE = PartFacts(is_looked_at=True, last_commit_on=TODAY, absence_factor=2, examined_on=TODAY)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def raised(part: PartFacts) -> list[Flag]:
    return [each.flag for each in flags(part, SCREENING, TODAY).raised]


def found(*days: int) -> Flags:
    """As many flags as there are numbers, raised so many days ago."""
    every = [Raised(flag, ago(each)) for flag, each in zip(Flag, days, strict=False)]
    return Flags(tuple(sorted(every, key=lambda each: each.since)), frozenset(), is_looked_at=True)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (ACTIVE, []),
        (replace(ACTIVE, last_commit_on=ago(730)), []),
        (replace(ACTIVE, last_commit_on=ago(731)), [Flag.NO_COMMITS]),
        (replace(ACTIVE, last_commit_on=ago(2000), is_finished=True), []),
        (replace(ACTIVE, absence_factor=1), [Flag.ONE_PERSON]),
        (replace(ACTIVE, absence_factor=0), []),
        (replace(ACTIVE, last_release_on=ago(1095)), []),
        (replace(ACTIVE, last_release_on=ago(1096)), [Flag.OLD_RELEASE]),
        (replace(ACTIVE, last_release_on=ago(5000), is_finished=True), []),
        (replace(ACTIVE, contract_ended_on=ago(1)), [Flag.CONTRACT_ENDED]),
        (replace(ACTIVE, contract_ended_on=TODAY), []),
        (replace(ACTIVE, end_of_life_on=ago(-1), is_end_of_life_known=True), []),
        (replace(ACTIVE, end_of_life_on=TODAY, is_end_of_life_known=True), [Flag.END_OF_LIFE]),
        (replace(ACTIVE, weakness_open=True, late_answers=True), [Flag.WEAKNESS_OPEN, Flag.LATE_ANSWERS]),
        (replace(ACTIVE, withdrawn_on=ago(3)), [Flag.WITHDRAWN]),
        (PartFacts(), []),
    ],
)
def test_a_flag_is_raised_from_its_day_on(part: PartFacts, expected: list[Flag]) -> None:
    assert raised(part) == expected


def test_what_is_not_known_raises_nothing_and_is_told() -> None:
    nothing = flags(PartFacts(), SCREENING, TODAY)

    assert nothing.raised == ()
    assert nothing.unknown == set(Flag) - {Flag.WITHDRAWN}
    assert not nothing.is_looked_at


def test_a_flag_tells_since_when_and_the_oldest_comes_first() -> None:
    part = replace(ACTIVE, last_commit_on=ago(1000), absence_factor=1, one_person_since=ago(400))

    several = flags(part, SCREENING, TODAY)

    assert several.raised == (Raised(Flag.ONE_PERSON, ago(400)), Raised(Flag.NO_COMMITS, ago(269)))


@pytest.mark.parametrize(("level", "needed"), [(4, 1), (3, 1), (2, 2), (1, 3)])
def test_importance_decides_how_many_flags_make_a_person_look(level: int, needed: int) -> None:
    stated = Progress(importance=level, stated_on=ago(500))

    enough = next_step(found(*range(needed)), stated, SCREENING, TODAY)
    fewer = next_step(found(*range(needed - 1)), stated, SCREENING, TODAY)

    assert enough.step == Step.LOOK
    assert fewer.step == Step.NOTHING


def test_the_clock_begins_with_the_last_flag_that_is_needed() -> None:
    step = next_step(found(300, 200, 100), Progress(importance=2, stated_on=ago(500)), SCREENING, TODAY)

    assert (step.since, step.due) == (ago(200), ago(140))
    assert step.is_late(TODAY)


def test_no_clock_runs_before_somebody_said_how_much_it_matters() -> None:
    asked = next_step(found(10), Progress(), SCREENING, TODAY)
    stated = next_step(found(400), Progress(importance=4, stated_on=ago(5)), SCREENING, TODAY)

    assert (asked.step, asked.since) == (Step.STATE_IMPORTANCE, ago(10))
    assert stated.since == ago(5)
    assert next_step(found(), Progress(), SCREENING, TODAY).step == Step.NOTHING


def test_not_knowing_is_a_reason_to_look_only_for_what_matters_most() -> None:
    never = Flags((), frozenset(Flag), is_looked_at=False)

    steps = [next_step(never, Progress(importance=level, stated_on=ago(1)), SCREENING, TODAY).step for level in (4, 3)]

    assert steps == [Step.LOOK, Step.NOTHING]


def test_after_a_look_comes_the_decision_and_after_it_quiet_until_the_review() -> None:
    looked = Progress(importance=4, stated_on=ago(90), looked_on=ago(3))
    decided = replace(looked, decided_on=ago(1), review_on=ago(-100))

    assert next_step(found(60), looked, SCREENING, TODAY).step == Step.DECIDE
    assert next_step(found(60), decided, SCREENING, TODAY).step == Step.NOTHING
    assert next_step(found(60), replace(decided, review_on=TODAY), SCREENING, TODAY).step == Step.REVIEW


def test_a_flag_raised_after_the_decision_asks_for_another_look() -> None:
    decided = Progress(importance=4, stated_on=ago(90), looked_on=ago(50), decided_on=ago(40), review_on=ago(-300))

    again = next_step(found(60, 10), decided, SCREENING, TODAY)

    assert (again.step, again.since) == (Step.LOOK, ago(10))
    looked = next_step(found(60, 10), replace(decided, looked_on=ago(2)), SCREENING, TODAY)
    assert looked.step == Step.DECIDE


def test_a_look_is_too_old_to_decide_on_after_a_year() -> None:
    old = Progress(importance=4, stated_on=ago(900), looked_on=ago(366))

    assert next_step(found(800), old, SCREENING, TODAY).step == Step.LOOK


def test_software_that_is_thought_of_is_looked_at_without_any_flag() -> None:
    proposed_part = Progress(importance=1, stated_on=ago(2), proposed_on=ago(2))

    step = next_step(found(), proposed_part, SCREENING, TODAY)

    assert (step.step, step.due) == (Step.LOOK, ago(2 - 90))


def test_the_pack_says_every_flag_and_level() -> None:
    pack = screening_pack()

    assert set(pack.flags) == set(Flag)
    assert set(pack.levels) == set(pack.screening.importance) == {1, 2, 3, 4}
    assert all(text and "\n" not in text for text in texts())


def test_a_look_has_fourteen_questions_each_with_a_reason_and_answers() -> None:
    pack = check_pack()

    assert len(pack.questions) == 14
    for question in pack.questions:
        assert pack.words[question.id].why
        assert len(question.choices) >= 2
        assert len(question.at_most or question.at_least) < len(question.choices)


@pytest.mark.parametrize(
    ("question", "fact", "answer"),
    [
        ("activity", 45, "days"), ("activity", 46, "weeks"), ("activity", 365, "year"), ("activity", 366, "longer"),
        ("adoption", 10, "many"), ("adoption", 9, "some"), ("adoption", 1, "nobody"), ("adoption", 0, "nobody"),
        ("answers", 30, "month"), ("answers", 31, "late"), ("reporting", True, "yes"), ("reporting", False, "no"),
        ("releases", 365, "yes"), ("releases", 366, "some"), ("activity", None, None),
    ],
)  # fmt: skip
def test_what_was_counted_proposes_an_answer(question: str, fact: float | bool | None, answer: str | None) -> None:
    asked = next(each for each in check_pack().questions if each.id == question)

    assert proposed(asked, fact) == answer


def test_a_look_tells_what_gives_cause_to_think_and_what_nobody_knows() -> None:
    questions = check_pack().questions

    told = summary(questions, {"activity": "longer", "licence": "yes", "testing": NOT_KNOWN})

    assert told.concerns == ("activity",)
    assert (told.answered, len(told.unknown)) == (2, 12)
