"""Beginning an assessment, finishing it with a result that never changes, and beginning it again."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.assessments import permissions
from commonweal.assessments.actions.answering import AssessmentFinished, RespondentDraft, join
from commonweal.assessments.documents.results import content_of
from commonweal.assessments.models import Answer, AnswerState, Assessment, Result, SubjectKind
from commonweal.assessments.permissions import Permission
from commonweal.assessments.queries.assessments import instrument_of
from commonweal.assessments.queries.declarations import is_declarable
from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.rules.instrument import Subject
from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility

LONGEST_SUBJECT, LONGEST_NOTE, LONGEST_PURL = 300, 2000, 700


class NoSuchInstrument(Exception):
    """This installation has no such instrument, or it has no short form."""


class NoSubject(Exception):
    """It is not said what is assessed; the message says what to name."""


class NothingAnswered(Exception):
    """Not one question is answered, so there is nothing to say."""


class StillOpen(Exception):
    """The assessment is not finished yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDraft:
    """What is assessed, and by which instrument; the subject is named as the instrument needs it."""

    instrument: str
    is_short: bool = False
    visibility: int = Visibility.BODY
    entry: Entry | None = None
    purl: str = ""
    subject_text: str = ""
    country: str = ""
    baseline_note: str = ""
    respondent: RespondentDraft = field(default_factory=RespondentDraft)


@transaction.atomic
def start_assessment(*, body: Body, draft: AssessmentDraft, by: User | None) -> Assessment:
    """Begin an assessment that a body makes; who begins it answers, too.

    Raises NotAllowed, NoSuchInstrument, NoSubject.
    """
    permissions.require(by, Permission.ASSESS, on=body)
    found = instrument(draft.instrument)
    if found is None or (draft.is_short and not found.has_short_form):
        raise NoSuchInstrument(_("There is no such set of questions."))
    assessment = Assessment(
        owner=body,
        author=by,
        visibility=draft.visibility,
        subject=found.subject.value,
        entry=draft.entry,
        purl=draft.purl.strip(),
        subject_text=draft.subject_text.strip()[:LONGEST_SUBJECT],
        country=draft.country.strip().upper() if found.subject is Subject.COUNTRY else "",
        instrument=found.id,
        pack_version=found.version,
        is_short=draft.is_short,
        baseline_note=draft.baseline_note.strip()[:LONGEST_NOTE],
        started_at=timezone.now(),
        started_by=by,
    )
    _check_subject(assessment)
    return _record_start(assessment, draft.respondent, by)


@transaction.atomic
def finish_assessment(*, assessment: Assessment, by: User | None) -> Result:
    """Freeze what the answers come to, with the version of the instrument; no answer changes after.

    Raises NotAllowed, AssessmentFinished, NothingAnswered.
    """
    permissions.require(by, Permission.ASSESS, on=assessment.owner)
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("owner").get(pk=assessment.pk)
    if assessment.is_finished:
        raise AssessmentFinished(_("This assessment is finished already."))
    answered = Answer.objects.filter(respondent__assessment=assessment).exclude(state=AnswerState.UNKNOWN)
    if not answered.exists():
        raise NothingAnswered(_("Answer at least one question first."))
    now = timezone.now()
    result = Result.objects.create(
        assessment=assessment,
        instrument=assessment.instrument,
        pack_version=instrument_of(assessment).version,
        content=content_of(by or AnonymousUser(), assessment),
        made_at=now,
    )
    assessment.finished_at, assessment.finished_by = now, by
    assessment.save(update_fields=["finished_at", "finished_by"])
    told = {"instrument": result.instrument, "pack_version": result.pack_version}
    journal.record("assessments.assessment_finished", subject=assessment, by=by, data=told)
    return result


@transaction.atomic
def begin_again(*, assessment: Assessment, by: User | None) -> Assessment:
    """Begin a new assessment of the same subject, empty, with the finished one beside it; one that is begun stands.

    Raises NotAllowed, StillOpen, NoSuchInstrument.
    """
    permissions.require(by, Permission.ASSESS, on=assessment.owner)
    if not assessment.is_finished:
        raise StillOpen(_("Finish this assessment first."))
    found = instrument(assessment.instrument)
    if found is None:
        raise NoSuchInstrument(_("There is no such set of questions."))
    # Who begins it again at the same time waits here, and finds what was begun.
    Assessment.objects.select_for_update().only("pk").get(pk=assessment.pk)
    begun = Assessment.objects.filter(renews=assessment, finished_at=None).first()
    if begun is not None:
        return begun
    again = Assessment(
        owner=assessment.owner,
        author=by,
        # What was declared to everybody is declared anew, once it is finished.
        visibility=Visibility.BODY if is_declarable(assessment) else assessment.visibility,
        subject=assessment.subject,
        entry=assessment.entry,
        purl=assessment.purl,
        subject_text=assessment.subject_text,
        country=assessment.country,
        instrument=assessment.instrument,
        pack_version=found.version,
        is_short=assessment.is_short,
        renews=assessment,
        started_at=timezone.now(),
        started_by=by,
    )
    return _record_start(again, RespondentDraft(), by)


def _record_start(assessment: Assessment, respondent: RespondentDraft, by: User | None) -> Assessment:
    """Save an assessment and tell the journal; who begins it answers, too."""
    assessment.save()
    told = {"body": assessment.owner_id, "instrument": assessment.instrument, "pack_version": assessment.pack_version}
    journal.record("assessments.assessment_started", subject=assessment, by=by, data=told)
    if by is not None:
        join(assessment=assessment, draft=respondent, by=by)
    return assessment


def _check_subject(assessment: Assessment) -> None:
    if assessment.subject == SubjectKind.PRODUCT and assessment.entry is None and not assessment.subject_text:
        raise NoSubject(_("Say which product this is about."))
    if assessment.subject == SubjectKind.DEPENDENCY and not _is_purl(assessment.purl):
        raise NoSubject(_("Name the part by its package URL, as in pkg:pypi/django."))
    if assessment.subject == SubjectKind.PURCHASE and not assessment.subject_text:
        raise NoSubject(_("Say in a few words which purchase this is about."))
    if assessment.subject == SubjectKind.COUNTRY and len(assessment.country) != 2:
        raise NoSubject(_("Name the country by its two letters, as in IT."))


def _is_purl(text: str) -> bool:
    return text.startswith("pkg:") and len(text) <= LONGEST_PURL
