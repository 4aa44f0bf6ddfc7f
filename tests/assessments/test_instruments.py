"""The packs of instruments: those that are there are whole, and what is wrong with one is said with its place."""

from typing import Any

import pytest

from commonweal.assessments.models import AnswerState, SubjectKind
from commonweal.assessments.queries.instruments import FaultyInstrument, instrument_from, instruments
from commonweal.assessments.rules.instrument import Instrument, Scale, ScaleKind, State, Subject
from commonweal.assessments.rules.scoring import score
from tests.assessments.made_up import answered, pack

EVERY = sorted(instruments())


@pytest.mark.parametrize("name", EVERY)
def test_every_instrument_can_be_answered_at_its_best(name: str) -> None:
    made = instruments()[name]
    best = {question.id: answered(_best(made, question.id)) for question in made.questions}

    found = score(made, best)

    assert found.coverage.answered == len(made.questions)
    assert not found.held_by
    assert all(not each.weakest for each in found.dimensions)
    assert found.of == found.met


@pytest.mark.parametrize("name", EVERY)
def test_every_instrument_says_where_it_comes_from(name: str) -> None:
    made = instruments()[name]

    assert all(source.title and source.seen for source in made.sources)
    assert made.note["en"].endswith(".")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, "made-up: knows no colour"),
        ({"pack": "other"}, "made-up/pack: must be the name of the file"),
        ({"version": "1"}, "made-up/version: must be a date"),
        ({"licence": ""}, "made-up/licence: must be there"),
        ({"scoring": "ranked"}, "made-up/scoring: must be one of graded, "),
        ({"subject": "person"}, "made-up/subject: must be one of country, "),
        ({"title": {"it": "Titolo"}}, "made-up/title: must be there in English"),
        ({"title": {"en": "Title", "xx": "?"}}, "made-up/title: knows no xx"),
        ({"title": {"en": "Title", "it": ""}}, "made-up/title: must be texts, none empty"),
        ({"sources": []}, "made-up/sources: must name at least one"),
        ({"sources": [{"title": "A", "seen": "yesterday"}]}, "made-up/sources/0/seen: must be a day"),
        ({"levels": []}, "made-up/levels: must say what the grades mean"),
        ({"dimensions": [{"id": "A", "name": {"en": "A"}}]}, "there is no dimension B"),
        ({"scales": {}}, "there is no scale grades"),
        ({"scales": {"grades": {"kind": "graded", "values": []}}}, "made-up/scales/grades/values: must go up"),
        (
            {"scales": {"grades": {"kind": "number", "unit": "miles"}}},
            "made-up/scales/grades/unit: must be one of count",
        ),
    ],
)
def test_what_is_wrong_with_a_pack_is_said_with_its_place(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(FaultyInstrument, match=message):
        instrument_from(pack(**changes), "made-up")


@pytest.mark.parametrize(
    ("scoring", "change", "message"),
    [
        ("graded", {"scale": "yesno"}, "must have the values 0 to 4"),
        ("graded", {"ask": {}}, "must be there in English"),
        ("graded", {"short": "yes"}, "short, gate: true or false"),
        ("graded", {"suggested_by": "guess"}, "there is no fact guess"),
        ("graded", {"guidance": ["Write it"]}, "must be slugs"),
        ("graded", {"id": "B1"}, "made-up/questions: twice there: B1"),
        ("listed", {"gate": True}, "only a graded instrument has gates"),
        ("listed", {"scale": "grades"}, "from which value on it is met"),
        ("listed", {"must": "ought"}, "must be one of must, should, may"),
        ("blocking", {"level": 7}, "must say at which level"),
        ("points", {"points": 0}, "must say how many points"),
    ],
)
def test_a_faulty_question_is_named(scoring: str, change: dict[str, Any], message: str) -> None:
    faulty = pack(scoring)
    faulty["questions"][0] |= change

    with pytest.raises(FaultyInstrument, match=message):
        instrument_from(faulty, "made-up")


def test_the_words_of_the_database_are_those_of_the_rules() -> None:
    assert set(AnswerState.values) == {state.value for state in State}
    assert set(SubjectKind.values) == {subject.value for subject in Subject}


def _best(made: Instrument, identifier: str) -> float:
    question = made.question(identifier)
    assert question is not None
    scale = made.scale_of(question)
    return scale.values[-1].value if scale.values else scale.most if scale.most is not None else scale.least or 0


@pytest.mark.parametrize(
    ("value", "is_allowed"), [(0, True), (1e6, True), (float("nan"), False), (float("inf"), False)]
)
def test_a_number_without_limits_is_a_number_all_the_same(value: float, is_allowed: bool) -> None:
    assert Scale("count", ScaleKind.NUMBER).allows(value) is is_allowed
