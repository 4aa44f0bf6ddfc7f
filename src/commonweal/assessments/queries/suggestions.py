"""Answers that the platform suggests from what it knows, for a person to take or not."""

from collections.abc import Collection
from dataclasses import dataclass

from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.assessments import instrument_of
from commonweal.assessments.queries.known_facts import KnownFact, known_facts
from commonweal.assessments.queries.known_of_countries import country_facts
from commonweal.assessments.rules.instrument import Question, Scale, ScaleKind
from commonweal.organisations.queries import Viewer

GREEN_FROM = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value for a question, with the fact it follows from: a sentence, and the page that shows it."""

    question: str
    value: float
    fact: KnownFact


def suggestions_for(
    viewer: Viewer, assessment: Assessment, questions: Collection[str] | None = None
) -> dict[str, Suggestion]:
    """What is suggested of what the viewer may see, by question; nothing that was looked at before in the same words.

    `questions` are those wanted, None for all of the form: only what answers them is looked for.
    An answered question has a suggestion all the same, for one may have changed; pages show it where it differs.
    """
    instrument = instrument_of(assessment)
    asked = [
        question
        for question in instrument.of_form(short=assessment.is_short)
        if question.suggested_by and (questions is None or question.id in questions)
    ]
    if not asked or assessment.is_finished:
        return {}
    keys = {question.suggested_by for question in asked}
    known = {**known_facts(viewer, assessment, keys), **country_facts(viewer, assessment, keys)}
    reviewed = set(assessment.suggestion_reviews.values_list("question", "fact", "value"))
    found = (
        _suggestion(question, instrument.scale_of(question), known.get(question.suggested_by)) for question in asked
    )
    return {
        each.question: each
        for each in found
        if each is not None and (each.question, each.fact.key, each.value) not in reviewed
    }


def _suggestion(question: Question, scale: Scale, fact: KnownFact | None) -> Suggestion | None:
    value = None if fact is None else _value(scale, fact)
    return None if fact is None or value is None else Suggestion(question.id, value, fact)


def _value(scale: Scale, fact: KnownFact) -> float | None:
    """Give what a fact answers on a scale; None where it says nothing on one like it."""
    if scale.kind is ScaleKind.YESNO:
        return 1.0 if fact.percent is None or fact.percent > 0 else 0.0
    if scale.kind is ScaleKind.LIGHT:
        return 2.0 if fact.grade >= GREEN_FROM else 1.0
    if scale.kind is ScaleKind.NUMBER:
        return {"percent": fact.percent, "count": fact.count}.get(scale.unit)
    return float(fact.grade) if scale.allows(fact.grade) else None
