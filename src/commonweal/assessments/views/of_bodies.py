"""The assessments of a body and of a piece of software, and beginning one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.assessments import actions
from commonweal.assessments.documents.sentences import language
from commonweal.assessments.forms.starting import StartForm
from commonweal.assessments.models import Assessment
from commonweal.assessments.permissions import Permission, allows
from commonweal.assessments.queries.assessments import assessments_for
from commonweal.assessments.queries.campaigns import campaigns_of
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.rules.instrument import said
from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries import entries_for
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import country_name, my_body

PAGE_SIZE = 50


@require_safe
def body_assessments(request: HttpRequest, slug: str) -> HttpResponse:
    """The assessments that a body makes, as far as the reader may see them."""
    return _body_page(request, get_object_or_404(Body, slug=slug))


@require_POST
@login_required
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin one."""
    body = get_object_or_404(Body, slug=slug)
    form = StartForm(request.POST)
    begun = _begun(request, body, form)
    return redirect(begun) if begun is not None else _body_page(request, body, form)


@require_safe
def software_assessments(request: HttpRequest, slug: str) -> HttpResponse:
    """The assessments of a piece of software, as far as the reader may see them."""
    return _software_page(request, _entry_or_404(request, slug))


@require_POST
@login_required
def start_of_software(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin one, for the organisation of who asks."""
    entry = _entry_or_404(request, slug)
    body = my_body(actor(request))
    form = StartForm(request.POST, entry=entry)
    if body is None:
        raise Http404
    begun = _begun(request, body, form)
    return redirect(begun) if begun is not None else _software_page(request, entry, form)


def title_of(assessment: Assessment) -> str:
    """The questions asked, in the reader's language."""
    found = instruments().get(assessment.instrument)
    return said(found.title, language()) if found is not None else assessment.instrument


def subject_of(assessment: Assessment) -> str:
    """What is assessed, as people call it."""
    if assessment.entry is not None:
        return assessment.entry.name
    if assessment.country:
        return country_name(assessment.country)
    named = assessment.subject_text or assessment.purl
    return named or (assessment.owner.name if assessment.owner is not None else "")


def _begun(request: HttpRequest, body: Body, form: StartForm) -> Assessment | None:
    if not form.is_valid():
        return None
    try:
        begun = actions.start_assessment(body=body, draft=form.draft(), by=actor(request))
    except actions.NoSubject as refusal:
        form.add_error(form.subject_field(), str(refusal))
        return None
    except actions.NoSuchInstrument as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Begun. Every change is kept."))
    return begun


def _body_page(request: HttpRequest, body: Body, form: StartForm | None = None) -> HttpResponse:
    found = assessments_for(request.user).filter(owner=body)
    may_start = allows(request.user, Permission.ASSESS, on=body)
    context = {
        "body": body,
        "name": body.name_in(get_language() or "en"),
        **_list(request, found),
        "may_start": may_start,
        "form": (form or StartForm()) if may_start else None,
    }
    return render(request, "assessments/body.html", context, status=422 if form else 200)


def _software_page(request: HttpRequest, entry: Entry, form: StartForm | None = None) -> HttpResponse:
    body = my_body(request.user) if request.user.is_authenticated else None
    may_start = body is not None and allows(request.user, Permission.ASSESS, on=body)
    context = {
        "entry": entry,
        "body": body,
        **_list(request, assessments_for(request.user).filter(entry=entry)),
        "may_start": may_start,
        "form": (form or StartForm(entry=entry)) if may_start else None,
    }
    return render(request, "assessments/software.html", context, status=422 if form else 200)


def _list(request: HttpRequest, found: QuerySet[Assessment]) -> dict[str, object]:
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    asked = campaigns_of(request.user, page)
    return {"page": page, "rows": [(each, title_of(each), subject_of(each), asked.get(each.pk)) for each in page]}


def _entry_or_404(request: HttpRequest, slug: str) -> Entry:
    entry = entries_for(request.user).filter(slug=slug).first()
    if entry is None:
        raise Http404
    return entry
