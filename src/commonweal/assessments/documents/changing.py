"""What changed since the result before, in words: levels of parts, and answers."""

from dataclasses import dataclass
from datetime import datetime

from commonweal.assessments.documents.reporting import answer_words, level_words
from commonweal.assessments.documents.sentences import NOT_KNOWN, NOT_SAID, language
from commonweal.assessments.models import Result
from commonweal.assessments.queries.results import delta
from commonweal.assessments.rules.changes import AnswerChange, DimensionChange
from commonweal.assessments.rules.frozen import FrozenAnswer
from commonweal.assessments.rules.instrument import Instrument, said


@dataclass(frozen=True, slots=True)
class Turned:
    """A part or a question, how it was and how it is."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a day; nothing where all is as it was."""

    since: datetime
    is_same_version: bool
    parts: tuple[Turned, ...]
    answers: tuple[Turned, ...]


def changes_of(before: Result, now: Result, instrument: Instrument) -> Changes:
    """What changed between two results of one instrument."""
    found = delta(before, now)
    return Changes(
        before.made_at,
        found.is_same_version,
        tuple(_part(instrument, each) for each in found.dimensions if each.level_before != each.level_now),
        tuple(_answer(instrument, each) for each in found.answers),
    )


def _part(instrument: Instrument, change: DimensionChange) -> Turned:
    dimension = instrument.dimension(change.id)
    return Turned(
        said(dimension.name, language()) if dimension is not None else change.id,
        level_words(instrument, change.level_before) or str(NOT_KNOWN),
        level_words(instrument, change.level_now) or str(NOT_KNOWN),
    )


def _answer(instrument: Instrument, change: AnswerChange) -> Turned:
    question = instrument.question(change.question)
    asked = said(question.ask, language()) if question is not None else change.question
    return Turned(asked, _words(instrument, change.before), _words(instrument, change.now))


def _words(instrument: Instrument, answer: FrozenAnswer | None) -> str:
    question = instrument.question(answer.question) if answer is not None else None
    if answer is None or question is None:
        return str(NOT_SAID)
    return answer_words(instrument, question, answer.state, answer.value)
