"""Which kind of office fits and which way to go: eight facts, each comparison shown, and who is near."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.assessments import actions
from commonweal.assessments.documents.office import OfficeDocument, office_of
from commonweal.assessments.forms.office import OfficeForm
from commonweal.assessments.models import Assessment
from commonweal.assessments.permissions import Permission, allows
from commonweal.assessments.queries.advice_packs import advice_pack, archetype_pack, mode_pack
from commonweal.assessments.queries.assessments import given_answers
from commonweal.assessments.queries.near_me import NearMe, near_me
from commonweal.assessments.queries.shared_needs import shared_needs
from commonweal.assessments.views.answering import assessment_or_404
from commonweal.assessments.views.of_bodies import subject_of, title_of
from commonweal.organisations.permissions import actor


@require_safe
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts in the address, and what follows from them."""
    return _page(request, _of_body_or_404(request, pk))


@require_POST
@login_required
def keep_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down those facts on which the advice rests, too."""
    assessment = _of_body_or_404(request, pk)
    form = OfficeForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, form)
    known = advice_pack().facts
    facts = {name: value for name, value in form.factors().items() if name in known}
    try:
        actions.say_facts(assessment=assessment, facts=facts, by=actor(request))
    except actions.AssessmentFinished as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Written down. The advice takes it into account."))
    return redirect("assessment-office", pk)


def office_on_file(assessment: Assessment, near: NearMe) -> OfficeDocument:
    """What follows from all that is known without asking."""
    form = OfficeForm(_known(assessment, near))
    form.full_clean()
    return office_of(form.office_facts(), form.factors())


def _of_body_or_404(request: HttpRequest, pk: int) -> Assessment:
    """An assessment of an organisation; nothing else has an office.

    Raises Http404.
    """
    assessment = assessment_or_404(request, pk)
    if assessment.subject != "body" or assessment.owner is None:
        raise Http404
    return assessment


def _page(request: HttpRequest, assessment: Assessment, refused: OfficeForm | None = None) -> HttpResponse:
    near = near_me(request.user, assessment.owner) if assessment.owner is not None else None
    known = _known(assessment, near)
    form = refused or OfficeForm(known | request.GET.dict())
    form.full_clean()
    may_keep = allows(request.user, Permission.ASSESS, on=assessment.owner) and not assessment.is_finished
    context = {
        "assessment": assessment,
        "title": title_of(assessment),
        "subject": subject_of(assessment),
        "form": form,
        "office": office_of(form.office_facts(), form.factors()),
        "near": near,
        "may_keep": may_keep,
        "packs": (archetype_pack().head, mode_pack().head),
    }
    return render(request, "assessments/office.html", context, status=422 if refused else 200)


def _known(assessment: Assessment, near: NearMe | None) -> dict[str, Any]:
    """What is known without asking: what the body said, its kind, who is near, and its answer on backing."""
    factors = mode_pack().factors
    known: dict[str, Any] = OfficeForm.of_body(assessment.owner) if assessment.owner is not None else {}
    known |= {name: value for name, value in assessment.facts.items() if name in factors}
    if near is not None and near.covering is not None:
        known["covered"] = "1"
    if assessment.owner is not None and "shared_needs" not in known:
        known["shared_needs"] = shared_needs(AnonymousUser(), assessment.owner)
    given = given_answers(assessment)
    for factor in factors.values():
        answer = given.get(factor.question)
        if answer is not None and answer.value is not None:
            known[factor.id] = f"{answer.value:g}"
    return known
