"""Thirteen questions without an account: the address holds the answers; nothing is stored until somebody keeps it."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.assessments import actions
from commonweal.assessments.documents import showing
from commonweal.assessments.documents.advice import advice_document
from commonweal.assessments.documents.office import office_of
from commonweal.assessments.documents.report import ReportDocument
from commonweal.assessments.documents.reporting import report_of
from commonweal.assessments.documents.sheet import sheet_of
from commonweal.assessments.forms.readiness import ReadinessForm, initial_of
from commonweal.assessments.permissions import Permission, allows
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.queries.near_me import near_me
from commonweal.assessments.queries.recommendations import advice_on
from commonweal.assessments.rules.frozen import SHAPE, frozen_answers, frozen_score
from commonweal.assessments.rules.instrument import Instrument
from commonweal.assessments.rules.respondents import Combined
from commonweal.assessments.rules.scoring import score
from commonweal.drawing.printing import printed
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import my_body

INSTRUMENT = "organisation"
JOIN_FIRST = "join_first"


@require_safe
def readiness(request: HttpRequest) -> HttpResponse:
    """The questions, and above them what the answers in the address come to."""
    body = _body(request)
    form = ReadinessForm(instruments()[INSTRUMENT], request.GET)
    if request.headers.get("HX-Request"):
        return _remembered(request)
    report = _report(form) if form.has_answers else None
    if report is None and not form.is_sent:
        form = ReadinessForm(form.instrument, initial=initial_of(body))
    context = {
        "form": form,
        "rows": list(form.rows()),
        "instrument": form.instrument,
        "body": body,
        "report": report,
        "query": request.GET.urlencode(),
        "was_version": _was(request, form.instrument),
        "near": near_me(request.user, body) if report is not None and body is not None else None,
        **(showing.shown(report) if report is not None else {}),
    }
    return render(request, "assessments/readiness.html", context)


@require_safe
def readiness_pdf(request: HttpRequest) -> HttpResponse:
    """The result on one page for the council."""
    form = ReadinessForm(instruments()[INSTRUMENT], request.GET)
    if not form.has_answers:
        return redirect("readiness")
    report = _report(form)
    answer = HttpResponse(printed(sheet_of(report), at=report.made_at), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="open-source-readiness.pdf"'
    return answer


@require_safe
def readiness_json(request: HttpRequest) -> HttpResponse:
    """The result as JSON."""
    form = ReadinessForm(instruments()[INSTRUMENT], request.GET)
    return JsonResponse(_report(form).model_dump(mode="json"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Make it an assessment of one's organisation, with the answers in the address."""
    body = my_body(request.user)
    if body is None or not allows(request.user, Permission.ASSESS, on=body):
        return render(request, "assessments/keep_refused.html", {"body": body}, status=403)
    form = ReadinessForm(instruments()[INSTRUMENT], request.GET)
    if not form.has_answers:
        return redirect("readiness")
    if request.method != "POST":
        context = {"body": body, "count": len(form.drafts()), "query": request.GET.urlencode()}
        return render(request, "assessments/keep.html", context)
    person = actor(request)
    draft = actions.AssessmentDraft(instrument=INSTRUMENT, is_short=True)
    begun = actions.start_assessment(body=body, draft=draft, by=person)
    actions.answer_many(respondent=begun.respondents.get(user=person), answers=form.drafts(), by=person)
    actions.say_facts(assessment=begun, facts={"capacity": form.about().capacity}, by=person)
    messages.success(request, _("Kept. Look at the answers once more, then finish."))
    return redirect(begun)


def _remembered(request: HttpRequest) -> HttpResponse:
    """Let the browser put the answers so far into its own address, so that reloading loses none."""
    answer = HttpResponse(headers={"Cache-Control": "no-store"})
    answer["HX-Replace-Url"] = f"{request.get_full_path()}#questions"
    return answer


def _body(request: HttpRequest) -> Body | None:
    slug = request.GET.get("body", "")
    return Body.objects.prefetch_related("names").filter(slug=slug).first() if slug else None


def _was(request: HttpRequest, instrument: Instrument) -> str:
    """The version the address was made for, where it is another than today's."""
    was = request.GET.get("version", "")[:40]
    return was if was != instrument.version else ""


def _report(form: ReadinessForm) -> ReportDocument:
    """The answers scored and frozen, as those of an assessment are."""
    instrument, given, about = form.instrument, form.given(), form.about()
    office = office_of(about.facts, {"capacity": about.capacity, "covered": about.covered})
    facts = {"capacity": about.capacity, "join_first": _joins_first(office.way.id, is_settled=office.is_settled)}
    advice = advice_on(given, facts, {})
    combined = {question: Combined(each, disagree=False, voices=()) for question, each in given.items()}
    content = {
        "shape": SHAPE,
        "score": frozen_score(score(instrument, given, short=True)),
        "answers": frozen_answers(combined, {}, {}),
    }
    report = report_of(
        content, instrument, about=about.name, version=instrument.version, is_short=True, made_at=_today()
    )
    return report.model_copy(update={"office": office, "advice": advice_document(instrument, advice)})


def _joins_first(way: str, *, is_settled: bool) -> float | None:
    if way == JOIN_FIRST:
        return 1.0
    return 0.0 if is_settled else None


def _today() -> datetime:
    """The day without its hour, so that the same address gives the same file all day."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
