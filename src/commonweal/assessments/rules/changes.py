"""What changed from one result to the next, by dimension and by question."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.assessments.rules.frozen import FrozenAnswer
from commonweal.assessments.rules.scoring import Score


@dataclass(frozen=True, slots=True)
class DimensionChange:
    """The level of a dimension before and now; None where it was, or is, not known."""

    id: str
    level_before: int | None
    level_now: int | None

    @property
    def step(self) -> int | None:
        """How many levels up or down; None where one of them is not known."""
        if self.level_before is None or self.level_now is None:
            return None
        return self.level_now - self.level_before


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question answered otherwise than before."""

    question: str
    before: FrozenAnswer | None
    now: FrozenAnswer | None


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed; `is_same_version` is whether both were scored by the same version of the instrument."""

    dimensions: tuple[DimensionChange, ...]
    answers: tuple[AnswerChange, ...]
    is_same_version: bool


def changes(
    before: Score,
    now: Score,
    answers_before: Mapping[str, FrozenAnswer],
    answers_now: Mapping[str, FrozenAnswer],
    *,
    is_same_version: bool,
) -> Delta:
    """Compare two results of the same instrument."""
    asked = sorted({*answers_before, *answers_now})
    return Delta(
        tuple(_dimension(each.id, before, now) for each in now.dimensions),
        tuple(
            AnswerChange(question, answers_before.get(question), answers_now.get(question))
            for question in asked
            if _said(answers_before.get(question)) != _said(answers_now.get(question))
        ),
        is_same_version,
    )


def _dimension(identifier: str, before: Score, now: Score) -> DimensionChange:
    old, new = before.dimension(identifier), now.dimension(identifier)
    return DimensionChange(
        identifier,
        old.level if old else None,
        new.level if new else None,
    )


def _said(answer: FrozenAnswer | None) -> tuple[str, float | None]:
    return ("unknown", None) if answer is None else (answer.state, answer.value)
