"""What the answers to an instrument come to: scores of its dimensions, and of the whole where it has one.

Unknown is not zero: it lowers the coverage, and never lifts a level. A mean is shown only where at least half of what
applies is answered; in the long form, answered with evidence. There is no number over all dimensions; who must have one
takes `middle`, since a mean hides a zero. How each way of scoring counts stands in `scoring_kinds`.
Source: our own rules, from the weaknesses of the instruments compared in the reference study of practice (2026).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median_low

from commonweal.assessments.rules import scoring_kinds
from commonweal.assessments.rules.instrument import NOT_SAID, Given, Instrument, Question, Scoring, State
from commonweal.assessments.rules.scoring_kinds import Coverage, DimensionScore, coverage_of

__all__ = ["Coverage", "DimensionScore", "NoSuchAnswer", "Score", "middle", "score"]

WEAKEST_SHOWN = 3
HOLDS_BACK_BELOW = 3  # what is done as a rule, and answered for, holds nothing back


class NoSuchAnswer(ValueError):
    """A value that the scale of the question does not have."""


@dataclass(frozen=True, slots=True)
class Score:
    """What an instrument comes to.

    `level` is that of a blocking instrument, None below the lowest; `held_by` are the questions that hold it down: of a
    graded instrument the three weakest gates, of a list what must be and is not. `met` of `of` are requirements, parts
    or points; `passes` is None while the unknown decides, and where nothing can pass.
    """

    dimensions: tuple[DimensionScore, ...]
    coverage: Coverage
    level: int | None = None
    held_by: tuple[str, ...] = ()
    met: float = 0
    of: float = 0
    passes: bool | None = None

    @property
    def share(self) -> float | None:
        """The part met, 0 to 1; None where nothing applies."""
        return self.met / self.of if self.of else None

    def dimension(self, identifier: str) -> DimensionScore | None:
        """The score of a dimension; None where the form does not ask about it."""
        return next((each for each in self.dimensions if each.id == identifier), None)


def score(instrument: Instrument, given: Mapping[str, Given], *, short: bool = False) -> Score:
    """Score the answers by the questions of a form; a question without an answer is not known.

    Raises NoSuchAnswer.
    """
    asked = [(question, given.get(question.id, NOT_SAID)) for question in instrument.of_form(short=short)]
    for question, answer in asked:
        _check(instrument, question, answer)
    in_order = tuple(
        scoring_kinds.dimension_score(
            instrument,
            dimension.id,
            [(question, answer) for question, answer in asked if question.dimension == dimension.id],
            short=short,
        )
        for dimension in instrument.dimensions
        if instrument.of_dimension(dimension.id, short=short)
    )
    coverage = coverage_of([answer for _, answer in asked])
    met, of = sum(each.met for each in in_order), sum(each.of for each in in_order)
    if instrument.scoring is Scoring.GRADED:
        return Score(in_order, coverage, held_by=_weakest_gates(instrument, asked))
    if instrument.scoring is Scoring.BLOCKING:
        level, held_by = scoring_kinds.blocking_level(instrument, asked)
        return Score(in_order, coverage, level, held_by, met, of)
    if instrument.scoring is Scoring.PASSING:
        passing = [each for each in in_order if each.passes]
        failing = tuple(question for each in in_order if not each.passes for question in each.weakest)
        every = _all([each.passes for each in in_order])
        return Score(in_order, coverage, None, failing, len(passing), len(in_order), every)
    if instrument.scoring is Scoring.MEASURED:
        return Score(in_order, coverage)
    held_by = scoring_kinds.musts_not_met(instrument, asked)
    return Score(in_order, coverage, None, held_by, met, of)


def middle(of: Score) -> int | None:
    """The one number for who must have one: the median of the levels of the dimensions, the lower of two.

    None unless at least half of the dimensions have a level.
    """
    levels = [each.level for each in of.dimensions if each.level is not None]
    return median_low(levels) if levels and 2 * len(levels) >= len(of.dimensions) else None


def _weakest_gates(instrument: Instrument, asked: list[tuple[Question, Given]]) -> tuple[str, ...]:
    """Give the gates with the lowest answers, lowest first, of those that hold something back."""
    known = [
        (answer.value, place, question.id)
        for place, (question, answer) in enumerate(asked)
        if question.is_gate and answer.value is not None and answer.value < HOLDS_BACK_BELOW
    ]
    return tuple(identifier for _, _, identifier in sorted(known)[:WEAKEST_SHOWN])


def _check(instrument: Instrument, question: Question, answer: Given) -> None:
    if answer.state is not State.ANSWERED:
        return
    if answer.value is None or not instrument.scale_of(question).allows(answer.value):
        raise NoSuchAnswer(f"{question.id}: {answer.value}")


def _all(values: list[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True
