"""The look by a person: which answer follows from what was counted, and which answers give cause to think (checking 1).

Source: own rule; the questions and the steps are those of packs/manual-check.yaml.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

VERSION = "checking 1"
NOT_KNOWN = "not_known"
Counted = float | int | bool | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that may be given; one that gives cause to think is marked."""

    id: str
    is_concern: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answers in order, and the fact that may answer it, with the steps between the answers.

    `at_most` are the highest numbers of the first answers, `at_least` the lowest; what is beyond gets the answer after
    them. Without steps the fact is yes or no: the first answer or the last.
    """

    id: str
    choices: tuple[Choice, ...]
    computed: str = ""
    at_most: tuple[float, ...] = ()
    at_least: tuple[float, ...] = ()

    def has(self, answer: str) -> bool:
        """Whether this answer may be given; not knowing always may."""
        return answer == NOT_KNOWN or any(choice.id == answer for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a look came to: the questions whose answers give cause to think, and those nobody could answer."""

    concerns: tuple[str, ...]
    unknown: tuple[str, ...]
    answered: int


def proposed(question: Question, fact: Counted) -> str | None:
    """Propose the answer that follows from a fact; None where nothing is known.

    >>> activity = Question("activity", tuple(map(Choice, ("new", "old"))), "days", at_most=(45,))
    >>> [proposed(activity, days) for days in (45, 46, None)]
    ['new', 'old', None]
    """
    if fact is None or not question.choices:
        return None
    if question.at_most:
        return question.choices[_place(fact <= step for step in question.at_most)].id
    if question.at_least:
        return question.choices[_place(fact >= step for step in question.at_least)].id
    return question.choices[0 if fact else -1].id


def summary(questions: Sequence[Question], answers: Mapping[str, str]) -> Summary:
    """Say what the answers come to; a question left out is not known."""
    concerns = [
        question.id
        for question in questions
        if any(choice.is_concern and choice.id == answers.get(question.id) for choice in question.choices)
    ]
    unknown = [each.id for each in questions if answers.get(each.id, NOT_KNOWN) == NOT_KNOWN]
    return Summary(tuple(concerns), tuple(unknown), len(questions) - len(unknown))


def _place(holds: Iterable[bool]) -> int:
    found = list(holds)
    return found.index(True) if True in found else len(found)
