"""Small instruments of each way of scoring, as packs."""

from typing import Any

from commonweal.assessments.queries.instruments import instrument_from
from commonweal.assessments.rules.instrument import Given, Instrument, State

GRADES = {"kind": "graded", "values": [{"value": grade, "name": {"en": f"grade {grade}"}} for grade in range(5)]}
YESNO = {"kind": "yesno", "values": [{"value": 0, "name": {"en": "no"}}, {"value": 1, "name": {"en": "yes"}}]}


def pack(scoring: str = "graded", **changes: Any) -> dict[str, Any]:
    """A pack of three dimensions with three questions each; of each dimension, two hold its level."""
    scale = "grades" if scoring in ("graded", "measured") else "yesno"
    questions = []
    for dimension in "ABC":
        for number in (1, 2, 3):
            question: dict[str, Any] = {"id": f"{dimension}{number}", "dimension": dimension, "scale": scale}
            question["ask"] = {"en": f"Question {dimension}{number}?"}
            if scoring == "graded":
                question |= {"short": number == 1, "gate": number < 3}
            if scoring == "blocking":
                question["level"] = number
            if scoring == "points":
                question["points"] = number
            if scoring == "listed":
                question["must"] = "must" if number == 1 else "should"
            questions.append(question)
    return {
        "pack": "made-up",
        "version": "2026.11.22",
        "licence": "CC0-1.0",
        "subject": "body",
        "scoring": scoring,
        "title": {"en": "A made-up instrument"},
        "summary": {"en": "It asks nine questions."},
        "note": {"en": "For tests."},
        "sources": [{"title": "Nobody"}],
        "levels": [{"value": value, "name": {"en": f"level {value}"}} for value in range(5)],
        "scales": {"grades": GRADES, "yesno": YESNO},
        "dimensions": [{"id": each, "name": {"en": f"Dimension {each}"}} for each in "ABC"],
        "questions": questions,
        **changes,
    }


def instrument(scoring: str = "graded", **changes: Any) -> Instrument:
    """The same, read."""
    return instrument_from(pack(scoring, **changes), "made-up")


def answered(value: float, *, has_evidence: bool = True) -> Given:
    """An answer with something that it rests on."""
    return Given(State.ANSWERED, value, has_evidence)


UNKNOWN = Given(State.UNKNOWN)
INAPPLICABLE = Given(State.INAPPLICABLE, reason="We build nothing.")
