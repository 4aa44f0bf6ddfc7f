"""Builds the report from what was frozen; a score of answers that nobody keeps is frozen in the same shape first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.assessments.documents.report import (
    AnswerDocument,
    CoverageDocument,
    EvidenceDocument,
    PartDocument,
    ReportDocument,
    UnitDocument,
    VoiceDocument,
)
from commonweal.assessments.documents.sentences import NOT_KNOWN, NOT_SAID, STATES, language, number
from commonweal.assessments.models import RespondentRole, Result
from commonweal.assessments.queries.results import score_of
from commonweal.assessments.rules.frozen import FrozenAnswer, thawed_answers, thawed_score
from commonweal.assessments.rules.instrument import Instrument, Question, Scoring, State, said
from commonweal.assessments.rules.scoring import Coverage, DimensionScore, Score

__all__ = ["answer_words", "level_words", "number", "report_of"]

LONGEST_KEY = 3


def report_of(
    content: Mapping[str, Any],
    instrument: Instrument,
    *,
    about: str,
    version: str,
    is_short: bool,
    made_at: datetime,
    before: Result | None = None,
) -> ReportDocument:
    """The report on frozen content, in the reader's language, beside the result before."""
    score, answers = thawed_score(content["score"]), thawed_answers(content["answers"])
    earlier = score_of(before) if before is not None else None
    told = {
        question.id: _answer(instrument, question, answers.get(question.id))
        for question in instrument.of_form(short=is_short)
    }
    return ReportDocument(
        title=said(instrument.title, language()),
        about=about,
        instrument=instrument.id,
        version=version,
        words_version="" if version == instrument.version else instrument.version,
        is_short=is_short,
        scoring=instrument.scoring.value,
        made_at=made_at,
        coverage=_coverage(score.coverage),
        level=score.level,
        level_words=level_words(instrument, score.level),
        met=score.met,
        of=score.of,
        passes=score.passes,
        whole_words=whole_words(instrument, score),
        parts=_parts(instrument, score, earlier),
        # Results of before departments were told apart have none.
        units=[
            UnitDocument(unit=each["unit"], parts=_parts(instrument, thawed_score(each["score"])))
            for each in content.get("units", ())
        ],
        held_by=[told[each] for each in score.held_by if each in told],
        disagreements=[each for each in told.values() if each.disagree],
        answers=list(told.values()),
        before_on=timezone.localtime(before.made_at).date() if before is not None else None,
        before_version=before.pack_version if before is not None else "",
    )


def level_words(instrument: Instrument, level: int | None) -> str:
    """A level by number and name; "" where it is not known."""
    if level is None:
        return ""
    name = next((said(each.name, language()) for each in instrument.levels if each.value == level), "")
    return f"{number(level)}: {name}" if name else number(level)


def whole_words(instrument: Instrument, score: Score) -> str:
    """What the whole comes to, for instruments that have a whole; "" for those that do not."""
    if instrument.scoring in (Scoring.GRADED, Scoring.MEASURED):
        return ""
    if instrument.scoring is Scoring.BLOCKING:
        level = level_words(instrument, score.level) or _("below the lowest")
        return _("Level reached: %(level)s.") % {"level": level}
    met = {"met": number(score.met), "of": number(score.of)}
    if instrument.scoring is Scoring.PASSING:
        return _("%(met)s of %(of)s parts pass.") % met
    return (
        _("%(met)s of %(of)s points.") % met
        if instrument.scoring is Scoring.POINTS
        else _("%(met)s of %(of)s done.") % met
    )


def answer_words(instrument: Instrument, question: Question, state: str, value: float | None) -> str:
    """What was answered, as the scale of the question calls it."""
    if state != State.ANSWERED or value is None:
        return str(STATES[State(state)])
    name = instrument.scale_of(question).name_of(value)
    return said(name, language()) if name else number(value)


def _parts(instrument: Instrument, score: Score, before: Score | None = None) -> list[PartDocument]:
    return [_part(instrument, each, place, before) for place, each in enumerate(score.dimensions, 1)]


def _part(instrument: Instrument, score: DimensionScore, place: int, before: Score | None) -> PartDocument:
    dimension = instrument.dimension(score.id)
    earlier = before.dimension(score.id) if before is not None else None
    return PartDocument(
        key=score.id if len(score.id) <= LONGEST_KEY else str(place),
        id=score.id,
        name=said(dimension.name, language()) if dimension is not None else score.id,
        level=score.level,
        level_words=_level_words(instrument, score),
        at_most=score.at_most,
        mean=score.mean,
        mean_least=score.mean_least,
        mean_most=score.mean_most,
        met=score.met,
        of=score.of,
        passes=score.passes,
        coverage=_coverage(score.coverage),
        level_before=earlier.level if earlier is not None else None,
        mean_before=earlier.mean if earlier is not None else None,
    )


def _level_words(instrument: Instrument, score: DimensionScore) -> str:
    if not score.coverage.applicable:
        return str(STATES[State.INAPPLICABLE])
    return level_words(instrument, score.level) or str(NOT_KNOWN)


def _coverage(coverage: Coverage) -> CoverageDocument:
    return CoverageDocument(
        applicable=coverage.applicable, answered=coverage.answered, with_evidence=coverage.with_evidence
    )


def _answer(instrument: Instrument, question: Question, answer: FrozenAnswer | None) -> AnswerDocument:
    asked = {"question": question.id, "part": question.dimension, "asked": said(question.ask, language())}
    if answer is None:
        return AnswerDocument(
            **asked, state=State.UNKNOWN.value, answer=str(NOT_SAID), value=None, reason="", disagree=False,
            evidence=[], voices=[],
        )  # fmt: skip
    return AnswerDocument(
        **asked,
        state=answer.state,
        answer=answer_words(instrument, question, answer.state, answer.value),
        value=answer.value,
        reason=answer.reason,
        disagree=answer.disagree,
        evidence=[EvidenceDocument(url=each.url, note=each.note) for each in answer.evidence],
        voices=[
            VoiceDocument(
                role=str(RespondentRole(each.role).label),
                answer=answer_words(instrument, question, each.state, each.value),
                value=each.value,
            )
            for each in answer.voices
        ],
    )
