"""One answer out of those of several people of a house, and where they disagree.

Of those who know, the median counts, of two in the middle the lower; nobody's answer weighs more for their rank. Who
knows a value goes before who says that it does not apply, and that before who does not know. The order of people never
matters. Two levels apart is a disagreement, which is a finding of its own.
Source: our own rule; Wipro's questionnaire multiplies by rank, which we do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median_low

from commonweal.assessments.rules.instrument import Given, Question, Scale, ScaleKind, State

DISAGREEMENT = 2.0
DISAGREEMENT_PERCENT = 25.0


@dataclass(frozen=True, slots=True)
class Voice:
    """What one respondent said."""

    respondent: str
    given: Given


@dataclass(frozen=True, slots=True)
class Combined:
    """The answer that counts, whether people disagree, and what each said, in the order of the respondents' names."""

    given: Given
    disagree: bool
    voices: tuple[Voice, ...]


def combine(
    by_respondent: Mapping[str, Mapping[str, Given]], apart: Mapping[str, float] | None = None
) -> Mapping[str, Combined]:
    """Join the answers of respondents to each question that at least one said something to.

    `apart` says for a question how far apart answers disagree, where that is not two levels; `far_apart` knows it.
    """
    asked = sorted({question for answers in by_respondent.values() for question in answers})
    far = apart or {}
    return {
        question: _combined(
            tuple(
                Voice(name, answers[question]) for name, answers in sorted(by_respondent.items()) if question in answers
            ),
            far.get(question, DISAGREEMENT),
        )
        for question in asked
    }


def by_unit(
    by_respondent: Mapping[str, Mapping[str, Given]], units: Mapping[str, str]
) -> Mapping[str, Mapping[str, Mapping[str, Given]]]:
    """The answers of each department; nothing where fewer than two departments answered.

    However people write its name, a department is one; it is called as the first of `units` wrote it. Who names none is
    of none.

    >>> yes = {"QB1": Given(State.ANSWERED, 1)}
    >>> list(by_unit({"1": yes, "2": yes, "3": yes}, {"1": "IT ", "2": "School", "3": "it"}))
    ['IT', 'School']
    """
    found: dict[str, tuple[str, dict[str, Mapping[str, Given]]]] = {}
    for respondent, written in units.items():
        name = " ".join(written.split())
        if name and by_respondent.get(respondent):
            found.setdefault(name.casefold(), (name, {}))[1][respondent] = by_respondent[respondent]
    return dict(found.values()) if len(found) > 1 else {}


def far_apart(scale: Scale) -> float:
    """How far apart two answers on a scale disagree: yes and no, two levels, or 25 of a hundred."""
    if scale.kind is ScaleKind.YESNO:
        return 1.0
    if scale.kind is ScaleKind.NUMBER:
        return DISAGREEMENT_PERCENT if scale.unit == "percent" else DISAGREEMENT
    return DISAGREEMENT


def distances(questions: tuple[Question, ...], scales: Mapping[str, Scale]) -> Mapping[str, float]:
    """How far apart the answers to each question disagree."""
    return {question.id: far_apart(scales[question.scale]) for question in questions}


def _combined(voices: tuple[Voice, ...], apart: float) -> Combined:
    values = sorted(
        voice.given.value for voice in voices if voice.given.state is State.ANSWERED and voice.given.value is not None
    )
    reasons = sorted(voice.given.reason for voice in voices if voice.given.state is State.INAPPLICABLE)
    if values:
        with_evidence = any(voice.given.has_evidence for voice in voices if voice.given.state is State.ANSWERED)
        given = Given(State.ANSWERED, median_low(values), with_evidence)
        return Combined(given, values[-1] - values[0] >= apart or bool(reasons), voices)
    if reasons:
        return Combined(
            Given(State.INAPPLICABLE, reason="; ".join(dict.fromkeys(reasons))), disagree=False, voices=voices
        )
    return Combined(Given(State.UNKNOWN), disagree=False, voices=voices)
