"""How each way of scoring counts within a dimension, and the level of an instrument whose levels block.

graded: the mean says how far, the level what holds: the highest that every gate reaches. Where a gate is not known, the
level is not known either, unless another gate is already at 0.
blocking: the highest level at which everything that it asks for is met; a requirement may end at a level. What is only
advised (should) blocks as well until it is followed or the reason accepted: comply or explain; what may be does not. As
OS2 governance 1.1 and the OSPS baseline do it; the published audits of OS2 come out at the levels they state only so.
passing: a dimension passes where all that must be is met. As the Standard for Public Code and the DPG standard do it.
points: the points of what is met. As the FAIR4RS metrics (FRSM) do it.
listed: what is ticked of what applies.
measured: values keep their own units; only grades of 0 to 4 have a mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from commonweal.assessments.rules.instrument import Given, Instrument, Must, Question, Scoring, State

HIGHEST = 4
GRADES = (0, 1, 2, 3, 4)

Asked = Sequence[tuple[Question, Given]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many questions apply, how many of them are answered, and how many of those with evidence."""

    applicable: int
    answered: int
    with_evidence: int

    @property
    def known(self) -> float | None:
        """The share answered of what applies, 0 to 1; None where nothing applies."""
        return self.answered / self.applicable if self.applicable else None

    @property
    def shown(self) -> float | None:
        """The share answered with evidence of what applies, 0 to 1; None where nothing applies."""
        return self.with_evidence / self.applicable if self.applicable else None


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """What a dimension comes to.

    `mean` in hundredths is None where not enough is known; it lies between `mean_least` and `mean_most` if one takes
    the unknown for the worst and for the best. `level` is None where it is not known, and then at most `at_most`.
    `weakest` are the questions that hold it down or leave it open. `met` of `of` are requirements or points.
    """

    id: str
    coverage: Coverage
    mean: float | None = None
    mean_least: float | None = None
    mean_most: float | None = None
    level: int | None = None
    at_most: int | None = None
    weakest: tuple[str, ...] = ()
    met: float = 0
    of: float = 0
    passes: bool | None = None


def coverage_of(answers: Sequence[Given]) -> Coverage:
    """Count what applies, what is answered, and what is answered with evidence."""
    applying = [answer for answer in answers if answer.state is not State.INAPPLICABLE]
    answered = [answer for answer in applying if answer.state is State.ANSWERED]
    return Coverage(len(applying), len(answered), sum(answer.has_evidence for answer in answered))


def dimension_score(instrument: Instrument, identifier: str, asked: Asked, *, short: bool) -> DimensionScore:
    """Score a dimension by its questions and the answers to them."""
    coverage = coverage_of([answer for _, answer in asked])
    applying = [(question, answer) for question, answer in asked if answer.state is not State.INAPPLICABLE]
    if instrument.scoring is Scoring.GRADED:
        return _graded(identifier, applying, coverage, short=short)
    if instrument.scoring is Scoring.MEASURED:
        graded = [(question, answer) for question, answer in applying if _is_graded(instrument, question)]
        mean, least, most = _means(graded, coverage_of([answer for _, answer in graded]), short=short)
        return DimensionScore(identifier, coverage, mean, least, most)
    passes = _passes(instrument, applying) if instrument.scoring is Scoring.PASSING else None
    if instrument.scoring is Scoring.PASSING:
        applying = [(question, answer) for question, answer in applying if _must_be(question)]
    not_met = [question for question, answer in applying if not is_met(instrument, question, answer)]
    weights = {question.id: _weight(instrument, question) for question, _ in applying}
    of = sum(weights.values())
    return DimensionScore(
        identifier,
        coverage,
        weakest=tuple(question.id for question in not_met),
        met=of - sum(weights[question.id] for question in not_met),
        of=of,
        passes=passes,
    )


def blocking_level(instrument: Instrument, asked: Asked) -> tuple[int | None, tuple[str, ...]]:
    """The highest level at which all that is asked for is met, and what is missing for the next one."""
    missing = {int(level.value): _missing_at(instrument, asked, level.value) for level in instrument.levels}
    reached = max((level for level, lacking in missing.items() if not lacking), default=None)
    above = [level for level in missing if reached is None or level > reached]
    return reached, missing[above[0]] if above else ()


def musts_not_met(instrument: Instrument, asked: Asked) -> tuple[str, ...]:
    """What must be, applies, and is not known to be met."""
    return tuple(
        question.id
        for question, answer in asked
        if question.must is Must.MUST
        and answer.state is not State.INAPPLICABLE
        and not is_met(instrument, question, answer)
    )


def is_met(instrument: Instrument, question: Question, answer: Given) -> bool:
    """Whether a requirement is known to hold."""
    return answer.value is not None and instrument.scale_of(question).meets(answer.value)


def _graded(identifier: str, applying: Asked, coverage: Coverage, *, short: bool) -> DimensionScore:
    mean, least, most = _means(applying, coverage, short=short)
    gates = [(question, answer) for question, answer in applying if question.is_gate] or applying
    known = [answer.value for _, answer in gates if answer.value is not None]
    at_most = int(min(known)) if known else None
    is_known = bool(gates) and (len(known) == len(gates) or at_most == 0)
    level = at_most if is_known else None
    weakest = tuple(
        question.id
        for question, answer in gates
        if (answer.value is None if level is None else answer.value == level and level < HIGHEST)
    )
    return DimensionScore(identifier, coverage, mean, least, most, level, at_most, weakest)


def _means(applying: Asked, coverage: Coverage, *, short: bool) -> tuple[float | None, float | None, float | None]:
    """Give the mean of the answers where enough is known, and the least and most it could be."""
    if not coverage.applicable:
        return None, None, None
    known = [answer.value for _, answer in applying if answer.value is not None]
    unknown = coverage.applicable - len(known)
    enough = coverage.answered if short else coverage.with_evidence
    mean = _hundredths(sum(known), len(known)) if known and 2 * enough >= coverage.applicable else None
    least = _hundredths(sum(known), coverage.applicable)
    return mean, least, _hundredths(sum(known) + HIGHEST * unknown, coverage.applicable)


def _hundredths(total: float, count: int) -> float:
    """Divide, and round halves up as people and SQL do.

    >>> _hundredths(17, 8)
    2.13
    """
    return float((Decimal(str(total)) / count).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _passes(instrument: Instrument, applying: Asked) -> bool | None:
    """Tell whether all that must be is met; a dimension that only advises passes once something is said of it."""
    needed = [(question, answer) for question, answer in applying if _must_be(question)]
    if any(answer.value is not None and not is_met(instrument, question, answer) for question, answer in needed):
        return False
    return None if any(answer.value is None for _, answer in needed or applying) else True


def _must_be(question: Question) -> bool:
    return question.must in (None, Must.MUST)


def _missing_at(instrument: Instrument, asked: Asked, level: float) -> tuple[str, ...]:
    return tuple(
        question.id
        for question, answer in asked
        if _is_asked_at(question, level)
        and question.must is not Must.MAY
        and answer.state is not State.INAPPLICABLE
        and not is_met(instrument, question, answer)
    )


def _is_asked_at(question: Question, level: float) -> bool:
    return (
        question.level is not None and question.level <= level and (question.until is None or level <= question.until)
    )


def _is_graded(instrument: Instrument, question: Question) -> bool:
    return tuple(choice.value for choice in instrument.scale_of(question).values) == GRADES


def _weight(instrument: Instrument, question: Question) -> float:
    return question.points or 0 if instrument.scoring is Scoring.POINTS else 1
