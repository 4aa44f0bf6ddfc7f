"""Who declares what by the UN principles, and showing a self-check to everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.assessments import actions
from commonweal.assessments.documents.declarations import shown
from commonweal.assessments.queries.declarations import PRINCIPLES, declarations
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.views.answering import assessment_or_404
from commonweal.organisations.permissions import actor

PAGE_SIZE = 50


@require_safe
def declaration_list(request: HttpRequest) -> HttpResponse:
    """What every organisation declares that shows it to everybody."""
    page = Paginator(declarations(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": shown(page), "instrument": instruments()[PRINCIPLES]}
    return render(request, "assessments/declarations.html", context)


@require_POST
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a self-check to everybody."""
    try:
        actions.publish_declaration(assessment=assessment_or_404(request, pk), by=actor(request))
    except actions.NoDeclaration as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Everybody can read it now, and the feed tells of it."))
    return redirect("assessment-result", pk)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it to the people of the organisation only."""
    try:
        actions.withdraw_declaration(assessment=assessment_or_404(request, pk), by=actor(request))
    except actions.NoDeclaration as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Only the people of your organisation can read it now."))
    return redirect("assessment-result", pk)
