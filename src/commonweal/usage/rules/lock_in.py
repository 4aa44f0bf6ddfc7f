"""LOCK10: how caught a body is in a contract, from ten answers of 0 (free) to 4 (caught).

index = 100 × Σ w q / (4 Σ w), both sums over the questions answered. What is not known lowers the coverage and is never
counted as free. A monopoly knocks out: the index is then at least 75. The index ranks; what leaving costs decides.
Questions, weights and the knock-out come with the pack `lock-in`, which names its sources.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HIGHEST = 4


class NoSuchAnswer(ValueError):
    """An answer to a question that the pack does not have, or not one of 0 to 4."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """How a pack counts: the weight of each question, the answer (question, value) that knocks out, and to what."""

    weights: Mapping[str, float]
    knock_out: tuple[str, int]
    knock_out_index: float


@dataclass(frozen=True, slots=True)
class LockIn:
    """The index from 0 to 100, None where nothing is known; the weighted part of the questions answered, 0 to 1."""

    index: float | None
    coverage: float
    is_knocked_out: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer that follows from what is on file, and the number it follows from."""

    question: str
    value: int
    number: int


def lock_in(answers: Mapping[str, int], weighing: Weighing) -> LockIn:
    """The index of some answers; a question without an answer is not known.

    Raises NoSuchAnswer.
    """
    for question, value in answers.items():
        if question not in weighing.weights or value not in range(HIGHEST + 1):
            raise NoSuchAnswer(f"{question}: {value}")
    known = sum(weighing.weights[question] for question in answers)
    every = sum(weighing.weights.values())
    if not known:
        return LockIn(None, 0.0, is_knocked_out=False)
    caught = sum(weighing.weights[question] * value for question, value in answers.items())
    index = 100 * caught / (HIGHEST * known)
    question, value = weighing.knock_out
    is_out = answers.get(question) == value
    return LockIn(max(index, weighing.knock_out_index) if is_out else index, known / every, is_out)


def by_steps(number: int, steps: Sequence[int]) -> int:
    """The answer for a number that catches more the higher it is; `steps` are the least numbers for 0, 1, 2, 3, 4.

    >>> [by_steps(number, (0, 1, 2, 3, 5)) for number in (0, 1, 2, 4, 5, 9)]
    [0, 1, 2, 3, 4, 4]
    """
    return max(value for value, least in enumerate(steps) if number >= least)


def by_suppliers(count: int) -> int | None:
    """The answer for so many suppliers able to do the work; None for none, of whom nothing is known.

    >>> [by_suppliers(count) for count in (0, 1, 2, 3, 8)]
    [None, 4, 1, 0, 0]
    """
    return {0: None, 1: 4, 2: 1}.get(count, 0)


def by_terms(notice_months: int | None, renewal: str, renewal_months: int | None) -> int | None:
    """The answer for the terms of a contract as far as they are on file; None where they say nothing.

    `notice_months` lies between the last day for notice and the end.

    >>> by_terms(3, "none", None), by_terms(6, "option", None), by_terms(3, "automatic", 36), by_terms(3, "", None)
    (0, 1, 4, None)
    """
    if renewal == "automatic":
        return None if renewal_months is None else 4 if renewal_months > 12 else 2
    if notice_months is None or not renewal:
        return None
    return 0 if notice_months <= 3 else 1 if notice_months <= 6 else 2
