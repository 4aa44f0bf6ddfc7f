"""Joining an assessment, answering its questions, and taking or leaving what the platform suggests."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.assessments import permissions
from commonweal.assessments.models import (
    Answer,
    AnswerState,
    Assessment,
    Respondent,
    RespondentRole,
    SuggestionReview,
    Verdict,
)
from commonweal.assessments.permissions import NotAllowed, Permission
from commonweal.assessments.queries.advice_packs import advice_pack
from commonweal.assessments.queries.assessments import assessment_of, instrument_of, respondent_of
from commonweal.assessments.queries.suggestions import Suggestion, suggestions_for
from commonweal.assessments.rules.instrument import Instrument
from commonweal.journal import actions as journal
from commonweal.organisations.models import User

LONGEST_TEXT, LONGEST_NAME, LONGEST_UNIT = 1000, 200, 200
CHANGED = ("state", "value", "reason", "evidence_url", "evidence_note", "answered_at")  # by answering anew


class AssessmentFinished(Exception):
    """The result stands; nothing of it changes any more."""


class NotAnswerable(Exception):
    """The answer does not fit its question; the message says what to write."""


class NotYourAnswers(Exception):
    """Somebody else gave these answers."""


class NoSuchFact(Exception):
    """The advice asks for nothing of that name, or not for such a number."""


class NoSuchSuggestion(Exception):
    """Nothing is suggested to this question, or no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentDraft:
    """Who answers, from where in the house; for somebody without an account, `name` says who."""

    role: str = RespondentRole.OTHER
    unit: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDraft:
    """What somebody says to a question; `state` is one of rules.instrument.State."""

    state: str
    value: float | None = None
    reason: str = ""
    evidence_url: str = ""
    evidence_note: str = ""


@transaction.atomic
def join(*, assessment: Assessment, draft: RespondentDraft, by: User | None) -> Respondent:
    """Become a respondent of an assessment; a person who is one already only says anew from where in the house.

    Without `by`, or with a name, somebody without an account: for answers on paper or in a form.
    Raises NotAllowed, AssessmentFinished.
    """
    _require_answering(assessment, by)
    _require_open(assessment)
    has_account = by is not None and not draft.name
    before = respondent_of(assessment, by) if by is not None and has_account else None
    if before is not None:
        before.role, before.unit = draft.role, draft.unit[:LONGEST_UNIT]
        before.save(update_fields=["role", "unit"])
        return before
    respondent = Respondent.objects.create(
        assessment=assessment,
        user=by if has_account else None,
        name=(draft.name or (str(by) if by is not None else ""))[:LONGEST_NAME],
        role=draft.role,
        unit=draft.unit[:LONGEST_UNIT],
        joined_at=timezone.now(),
    )
    journal.record("assessments.respondent_joined", subject=assessment, by=by, data={"role": respondent.role})
    return respondent


@transaction.atomic
def answer(*, respondent: Respondent, question: str, draft: AnswerDraft, by: User | None) -> Answer:
    """Answer one question, or answer it anew. Calls other actions.

    Raises NotAllowed, AssessmentFinished, NotYourAnswers, NotAnswerable.
    """
    return answer_many(respondent=respondent, answers={question: draft}, by=by)[0]


@transaction.atomic
def answer_many(*, respondent: Respondent, answers: Mapping[str, AnswerDraft], by: User | None) -> list[Answer]:
    """Answer several questions, or answer them anew, all or none; what is not named stays as it is.

    Records nothing, since an answer is a draft until the assessment is finished.
    Raises NotAllowed, AssessmentFinished, NotYourAnswers, NotAnswerable.
    """
    assessment = respondent.assessment
    _require_answering(assessment, by)
    if by is not None and respondent.user_id not in (None, by.pk):
        raise NotYourAnswers(_("These are the answers of somebody else."))
    if by is not None and respondent.user_id is None:
        permissions.require(by, Permission.ASSESS, on=assessment.owner)
    _require_open(assessment)
    instrument = instrument_of(assessment)
    given = [_answer(respondent, instrument, question, draft) for question, draft in answers.items()]
    return Answer.objects.bulk_create(
        given, update_conflicts=True, unique_fields=["respondent", "question"], update_fields=CHANGED
    )


@transaction.atomic
def say_facts(*, assessment: Assessment, facts: Mapping[str, float | None], by: User | None) -> Assessment:
    """Say what the advice must know of the body beside answers, such as {"capacity": 0.5}; None takes one back.

    Records nothing, since it is a draft until the assessment is finished.
    Raises NotAllowed, AssessmentFinished, NoSuchFact.
    """
    _require_answering(assessment, by)
    _require_open(assessment)
    known = advice_pack().facts
    if any(name not in known or not (value is None or 0 <= value < inf) for name, value in facts.items()):
        raise NoSuchFact(_("Write a number, 0 or more."))
    assessment.refresh_from_db(fields=["facts"])  # somebody else may have said others meanwhile
    assessment.facts = {name: value for name, value in (assessment.facts | facts).items() if value is not None}
    assessment.save(update_fields=["facts"])
    return assessment


@transaction.atomic
def accept_suggestion(*, respondent: Respondent, question: str, by: User | None) -> Answer:
    """Take what the platform suggests as one's answer, with what it rests on.

    Raises NotAllowed, AssessmentFinished, NotYourAnswers, NoSuchSuggestion.
    """
    _require_answering(respondent.assessment, by)
    _require_open(respondent.assessment)
    suggestion = _suggestion(respondent.assessment, question, by)
    draft = AnswerDraft(
        state=AnswerState.ANSWERED, value=suggestion.value, evidence_note=suggestion.fact.sentence[:LONGEST_TEXT]
    )
    given = answer_many(respondent=respondent, answers={question: draft}, by=by)[0]
    review = _review(respondent.assessment, suggestion, Verdict.ACCEPTED, by)
    journal.record("assessments.suggestion_accepted", subject=respondent.assessment, by=by, data=_told(review))
    return given


@transaction.atomic
def decline_suggestion(*, assessment: Assessment, question: str, by: User | None) -> SuggestionReview:
    """Say that what the platform suggests is not so; it is not suggested again.

    Raises NotAllowed, AssessmentFinished, NoSuchSuggestion.
    """
    _require_answering(assessment, by)
    _require_open(assessment)
    review = _review(assessment, _suggestion(assessment, question, by), Verdict.DECLINED, by)
    journal.record("assessments.suggestion_declined", subject=assessment, by=by, data=_told(review))
    return review


def _require_answering(assessment: Assessment, by: User | None) -> None:
    """Raise NotAllowed unless somebody may answer at the body, and may see the assessment."""
    permissions.require(by, Permission.ANSWER, on=assessment.owner)
    if by is not None and assessment_of(by, assessment.pk) is None:
        raise NotAllowed(_("You may not see this assessment."))


def _require_open(assessment: Assessment) -> None:
    """Raise AssessmentFinished where the result stands; no one else finishes it meanwhile."""
    now = Assessment.objects.select_for_update().only("pk", "finished_at").get(pk=assessment.pk)
    if now.is_finished:
        raise AssessmentFinished(_("This assessment is finished. Begin it again to answer anew."))


def _answer(respondent: Respondent, instrument: Instrument, question: str, draft: AnswerDraft) -> Answer:
    _check(instrument, question, draft)
    return Answer(
        respondent=respondent,
        question=question,
        state=draft.state,
        value=draft.value if draft.state == AnswerState.ANSWERED else None,
        reason=draft.reason.strip()[:LONGEST_TEXT],
        evidence_url=draft.evidence_url.strip(),
        evidence_note=draft.evidence_note.strip()[:LONGEST_TEXT],
        answered_at=timezone.now(),
    )


def _check(instrument: Instrument, identifier: str, draft: AnswerDraft) -> None:
    question = instrument.question(identifier)
    if question is None:
        raise NotAnswerable(_("There is no question %(question)s.") % {"question": identifier})
    if draft.state not in AnswerState.values:
        raise NotAnswerable(_("Choose an answer, “we do not know”, or “does not apply”."))
    if draft.state == AnswerState.INAPPLICABLE and not draft.reason.strip():
        raise NotAnswerable(_("Say why it does not apply."))
    if draft.state == AnswerState.ANSWERED and (
        draft.value is None or not instrument.scale_of(question).allows(draft.value)
    ):
        raise NotAnswerable(_("Choose one of the answers to question %(question)s.") % {"question": identifier})
    url = draft.evidence_url.strip()
    if url and (not url.startswith(("https://", "http://")) or len(url) > LONGEST_TEXT):
        raise NotAnswerable(_("Write the whole address, beginning with https://."))


def _suggestion(assessment: Assessment, question: str, by: User | None) -> Suggestion:
    found = suggestions_for(by or AnonymousUser(), assessment, {question}).get(question)
    if found is None:
        raise NoSuchSuggestion(_("Nothing is suggested to this question any more."))
    return found


def _review(assessment: Assessment, suggestion: Suggestion, verdict: str, by: User | None) -> SuggestionReview:
    return SuggestionReview.objects.create(
        assessment=assessment,
        question=suggestion.question,
        fact=suggestion.fact.key,
        value=suggestion.value,
        evidence=suggestion.fact.url,
        verdict=verdict,
        by=by,
        reviewed_at=timezone.now(),
    )


def _told(review: SuggestionReview) -> dict[str, object]:
    return {"question": review.question, "fact": review.fact, "value": review.value}
