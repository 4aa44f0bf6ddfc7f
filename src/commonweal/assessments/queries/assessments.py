"""Assessments as people see them, what was answered so far, and what that comes to."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.assessments.models import Answer, Assessment, Drop, Respondent, Result
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.rules.frozen import Evidence
from commonweal.assessments.rules.instrument import Given, Instrument, State
from commonweal.assessments.rules.respondents import Combined, by_unit, combine, distances
from commonweal.assessments.rules.scoring import Score, score
from commonweal.organisations.models import User
from commonweal.organisations.queries import Viewer, visible

# What two assessments of the same subject by the same questions have in common.
SAME_SUBJECT = ("owner_id", "instrument", "subject", "entry_id", "purl", "subject_text", "country")


def assessments_for(viewer: Viewer) -> QuerySet[Assessment]:
    """The assessments that the viewer may see, newest first."""
    return visible(Assessment.objects.all(), viewer).select_related("owner", "entry", "result")


def assessment_of(viewer: Viewer, pk: int) -> Assessment | None:
    """One assessment, if the viewer may see it."""
    return assessments_for(viewer).filter(pk=pk).first()


def instrument_of(assessment: Assessment) -> Instrument:
    """The instrument of an assessment as it is today."""
    return instruments()[assessment.instrument]


def respondent_of(assessment: Assessment, user: User) -> Respondent | None:
    """Who of the respondents somebody is; None for nobody."""
    return assessment.respondents.filter(user=user).first()


def answers_of(respondent: Respondent) -> Mapping[str, Answer]:
    """What a respondent said, by question."""
    return {answer.question: answer for answer in respondent.answers.all()}


def given_of(answer: Answer) -> Given:
    """An answer as the rules need it."""
    return Given(State(answer.state), answer.value, answer.has_evidence, answer.reason)


def combined_answers(assessment: Assessment) -> Mapping[str, Combined]:
    """What counts of the answers of all respondents to questions that the instrument has, and where they disagree.

    A value that the scale of today no longer has is not known. Respondents are named by their key.
    """
    instrument = instrument_of(assessment)
    return combine(_by_respondent(assessment, instrument), distances(instrument.questions, instrument.scales))


def scores_by_unit(assessment: Assessment) -> Mapping[str, Score]:
    """What the answers of each department come to by themselves, where people of two or more answered; else nothing.

    Who names no department counts for the whole only.
    """
    instrument = instrument_of(assessment)
    units = {str(pk): unit for pk, unit in assessment.respondents.values_list("pk", "unit")}
    found = {}
    for unit, said in by_unit(_by_respondent(assessment, instrument), units).items():
        given = {question: one.given for question, one in combine(said).items()}
        found[unit] = score(instrument, given, short=assessment.is_short)
    return found


def _by_respondent(assessment: Assessment, instrument: Instrument) -> dict[str, dict[str, Given]]:
    """Give what each respondent said to questions that the instrument has."""
    by_respondent: dict[str, dict[str, Given]] = {}
    for answer in Answer.objects.filter(respondent__assessment=assessment).order_by("pk"):
        question = instrument.question(answer.question)
        if question is None:
            continue
        given = given_of(answer)
        if given.value is not None and not instrument.scale_of(question).allows(given.value):
            given = Given(State.UNKNOWN)
        by_respondent.setdefault(str(answer.respondent_id), {})[answer.question] = given
    return by_respondent


def evidence_of(assessment: Assessment) -> Mapping[str, tuple[Evidence, ...]]:
    """What the answers to each question rest on, each once."""
    said = Answer.objects.filter(respondent__assessment=assessment).exclude(Q(evidence_url="") & Q(evidence_note=""))
    found: dict[str, list[Evidence]] = {}
    for question, url, note in said.order_by("question", "pk").values_list("question", "evidence_url", "evidence_note"):
        one = Evidence(url, note)
        if one not in found.setdefault(question, []):
            found[question].append(one)
    return {question: tuple(each) for question, each in found.items()}


def given_answers(assessment: Assessment) -> Mapping[str, Given]:
    """The answers that count, by question."""
    return {question: one.given for question, one in combined_answers(assessment).items()}


def working_score(assessment: Assessment) -> Score:
    """What the answers so far come to; of a finished assessment ask `result_of`, which never changes."""
    return score(instrument_of(assessment), given_answers(assessment), short=assessment.is_short)


def result_of(assessment: Assessment) -> Result | None:
    """The frozen result; None while the assessment is open."""
    return Result.objects.filter(assessment=assessment).first()


def standing_drops(assessment: Assessment) -> Mapping[str, Drop]:
    """The recommendations that are dropped and did not come back, by rule."""
    return {drop.rule: drop for drop in assessment.drops.filter(ended_at=None).select_related("by")}


def earlier_of(viewer: Viewer, assessment: Assessment) -> list[Assessment]:
    """What was found of the same subject before, as far as the viewer may see it: newest first, with the results."""
    before = assessments_for(viewer).filter(finished_at__lt=assessment.finished_at or timezone.now())
    alike = {name: getattr(assessment, name) for name in SAME_SUBJECT}
    return list(before.filter(**alike).order_by("-finished_at", "-pk"))
