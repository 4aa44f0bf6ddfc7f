"""One assessment while it is open: its parts, who answers, the questions of a part, and finishing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.assessments import actions
from commonweal.assessments.documents.reporting import answer_words
from commonweal.assessments.forms.answers import AnswersForm, initial_from
from commonweal.assessments.forms.starting import RoleForm
from commonweal.assessments.models import Answer, Assessment, Respondent
from commonweal.assessments.permissions import Permission, allows
from commonweal.assessments.queries.assessments import (
    answers_of,
    assessment_of,
    instrument_of,
    respondent_of,
    result_of,
    working_score,
)
from commonweal.assessments.queries.campaigns import campaigns_of
from commonweal.assessments.queries.suggestions import suggestions_for
from commonweal.assessments.rules.frozen import thawed_answers
from commonweal.assessments.rules.instrument import Question, State, Words
from commonweal.assessments.views.of_bodies import subject_of, title_of
from commonweal.organisations.models import User
from commonweal.organisations.permissions import actor

WHOLE = "all"  # the one page of a short form


@dataclass(frozen=True, slots=True)
class Part:
    """A page of questions: a dimension, or the whole short form."""

    id: str
    name: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part on the overview: how many questions it has, how many the reader answered, how many have a suggestion."""

    part: Part
    mine: int
    suggested: int


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion as a page shows it."""

    sentence: str
    url: str
    answer: str


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Its parts, who answers, and what is left."""
    assessment = assessment_or_404(request, pk)
    if assessment.is_finished:
        return redirect("assessment-result", pk)
    return _overview(request, assessment)


@require_POST
@login_required
def take_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Become one who answers, or say anew from where in the house."""
    assessment = assessment_or_404(request, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _overview(request, assessment, form)
    try:
        actions.join(assessment=assessment, draft=form.respondent(), by=actor(request))
    except actions.AssessmentFinished as refusal:
        messages.error(request, str(refusal))
        return redirect("assessment-result", pk)
    return redirect("assessment-part", pk, parts_of(assessment)[0].id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def part(request: HttpRequest, pk: int, identifier: str) -> HttpResponse:
    """The questions of a part; each change is saved, by htmx at once and by the buttons without it."""
    assessment = assessment_or_404(request, pk)
    person = actor(request)
    respondent = respondent_of(assessment, person) if person is not None else None
    here = next((each for each in parts_of(assessment) if each.id == identifier), None)
    if here is None:
        raise Http404
    if assessment.is_finished or respondent is None:
        return redirect(assessment)
    if request.method != "POST":
        return _part(request, respondent, here)
    if "accept" in request.POST or "decline" in request.POST:
        return _reviewed(request, respondent, here)
    return _answered(request, respondent, here)


@require_POST
@login_required
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze what the answers come to."""
    assessment = assessment_or_404(request, pk)
    try:
        actions.finish_assessment(assessment=assessment, by=actor(request))
    except actions.AssessmentFinished:
        return redirect("assessment-result", pk)
    except actions.NothingAnswered as refusal:
        messages.error(request, str(refusal))
        return redirect(assessment)
    messages.success(request, _("Finished. This result stays as it is."))
    return redirect("assessment-result", pk)


@require_POST
@login_required
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin again, with the result beside it."""
    assessment = assessment_or_404(request, pk)
    try:
        return redirect(actions.begin_again(assessment=assessment, by=actor(request)))
    except actions.StillOpen as refusal:
        messages.error(request, str(refusal))
        return redirect(assessment)


def assessment_or_404(request: HttpRequest, pk: int) -> Assessment:
    """An assessment that the reader may see.

    Raises Http404.
    """
    found = assessment_of(request.user, pk)
    if found is None:
        raise Http404
    return found


def parts_of(assessment: Assessment) -> list[Part]:
    """The pages of questions, in order."""
    instrument = instrument_of(assessment)
    if assessment.is_short:
        return [Part(WHOLE, instrument.title, instrument.of_form(short=True))]
    parts = (Part(each.id, each.name, instrument.of_dimension(each.id, short=False)) for each in instrument.dimensions)
    return [part for part in parts if part.questions]


def _overview(request: HttpRequest, assessment: Assessment, form: RoleForm | None = None) -> HttpResponse:
    respondent = respondent_of(assessment, request.user) if isinstance(request.user, User) else None
    mine = set(answers_of(respondent)) if respondent is not None else set()
    suggested = set(suggestions_for(request.user, assessment))
    said = {"role": respondent.role, "unit": respondent.unit} if respondent is not None else {}
    context = {
        "assessment": assessment,
        "title": title_of(assessment),
        "subject": subject_of(assessment),
        "campaign": campaigns_of(request.user, [assessment]).get(assessment.pk),
        "coverage": working_score(assessment).coverage,
        "parts": [_row(each, mine, suggested) for each in parts_of(assessment)],
        "respondents": assessment.respondents.all(),
        "respondent": respondent,
        "role_form": form or RoleForm(initial=said),
        "may_answer": allows(request.user, Permission.ANSWER, on=assessment.owner),
        "may_finish": allows(request.user, Permission.ASSESS, on=assessment.owner),
    }
    return render(request, "assessments/overview.html", context, status=422 if form else 200)


def _row(part: Part, mine: set[str], suggested: set[str]) -> PartRow:
    asked = {question.id for question in part.questions}
    return PartRow(part, len(asked & mine), len(asked & (suggested - mine)))


def _form(assessment: Assessment, part: Part, data: QueryDict | None, initial: dict[str, Any]) -> AnswersForm:
    return AnswersForm(instrument_of(assessment), part.questions, data, initial=initial)


def _part(request: HttpRequest, respondent: Respondent, part: Part, form: AnswersForm | None = None) -> HttpResponse:
    assessment = respondent.assessment
    answers = answers_of(respondent)
    parts = parts_of(assessment)
    place = [each.id for each in parts].index(part.id)
    shown = form or _form(assessment, part, None, initial_from(answers))
    suggested, last = _suggested(request, assessment, part, answers), _last_time(request, assessment)
    context = {
        "assessment": assessment,
        "title": title_of(assessment),
        "part": part,
        "place": place + 1,
        "parts": parts,
        "form": shown,
        "asked": [(row, suggested.get(row.question.id), last.get(row.question.id)) for row in shown.rows()],
        "next_part": parts[place + 1].id if place + 1 < len(parts) else "",
        "saved_at": max((each.answered_at for each in answers.values()), default=None),
    }
    return render(request, "assessments/part.html", context, status=422 if form else 200)


def _last_time(request: HttpRequest, assessment: Assessment) -> dict[str, str]:
    """A sentence on each answer of the result that this assessment renews, as far as the reader may see it."""
    renewed = assessment_of(request.user, assessment.renews_id) if assessment.renews_id is not None else None
    before = result_of(renewed) if renewed is not None else None
    if before is None:
        return {}
    instrument, day = instrument_of(assessment), date_format(timezone.localtime(before.made_at))
    return {
        each.question: _("On %(day)s you said: %(answer)s")
        % {"day": day, "answer": answer_words(instrument, question, each.state, each.value)}
        for each in thawed_answers(before.content["answers"]).values()
        if each.voices and (question := instrument.question(each.question)) is not None
    }


def _suggested(
    request: HttpRequest, assessment: Assessment, part: Part, answers: Mapping[str, Answer]
) -> dict[str, Suggested]:
    """Suggestions that say something else than the reader did."""
    instrument, found = instrument_of(assessment), {}
    asked = {question.id for question in part.questions}
    for each in suggestions_for(request.user, assessment, asked).values():
        question, given = instrument.question(each.question), answers.get(each.question)
        if question is not None and (given is None or given.value != each.value):
            words = answer_words(instrument, question, State.ANSWERED, each.value)
            found[each.question] = Suggested(each.fact.sentence, each.fact.url, words)
    return found


def _answered(request: HttpRequest, respondent: Respondent, part: Part) -> HttpResponse:
    """Save what is in order, also where something else is not."""
    assessment = respondent.assessment
    form = _form(assessment, part, request.POST, initial_from(answers_of(respondent)))
    is_at_once = request.headers.get("HX-Request") == "true"
    try:
        actions.answer_many(respondent=respondent, answers=form.drafts(), by=actor(request))
    except actions.AssessmentFinished as refusal:
        if is_at_once:
            return render(request, "assessments/saved.html", {"faults": [str(refusal)]})
        messages.error(request, str(refusal))
        return redirect("assessment-result", assessment.pk)
    if is_at_once:
        return render(request, "assessments/saved.html", {"saved_at": timezone.localtime(), "faults": form.faults()})
    if form.errors:
        return _part(request, respondent, part, form)
    following = request.POST.get("go", "")
    known = following in {each.id for each in parts_of(assessment)}
    return redirect("assessment-part", assessment.pk, following) if known else redirect(assessment)


def _reviewed(request: HttpRequest, respondent: Respondent, part: Part) -> HttpResponse:
    """Take a suggestion, or say that it is not so; what else stands in the form is saved, too."""
    assessment, person = respondent.assessment, actor(request)
    form = _form(assessment, part, request.POST, {})
    accepted, declined = request.POST.get("accept", ""), request.POST.get("decline", "")
    try:
        actions.answer_many(respondent=respondent, answers=form.drafts(), by=person)
        if accepted:
            actions.accept_suggestion(respondent=respondent, question=accepted, by=person)
        else:
            actions.decline_suggestion(assessment=assessment, question=declined, by=person)
    except (actions.NoSuchSuggestion, actions.AssessmentFinished) as refusal:
        messages.error(request, str(refusal))
    address = reverse("assessment-part", args=[assessment.pk, part.id])
    return redirect(f"{address}#q-{accepted or declined}")
