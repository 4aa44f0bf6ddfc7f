"""Who gave and took how many hours in an association or around an office; empty for whoever is not of it."""

import json
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonweal.organisations.models import BodyKind, Office
from commonweal.organisations.queries import name_of, visible
from commonweal.skills.documents.mentoring import BALANCE_COLUMNS, balance_json, balance_rows
from commonweal.skills.forms.mentoring import PeriodForm
from commonweal.skills.queries.hour_balances import Pool, Row, pool_of_association, pool_of_office, rows_for
from commonweal.skills.rules.hours import VERSION, as_hours
from commonweal.skills.views.keeping import body_or_404, download, found_or_404
from commonweal.standards.spreadsheet import csv_text


@require_safe
def association_hours(request: HttpRequest, slug: str, kind: str = "") -> HttpResponse:
    """The balance among the members of an association; `kind` "csv" or "json" for other programs."""
    body = body_or_404(slug)
    if body.kind != BodyKind.ASSOCIATION:
        raise Http404
    return _balance(request, pool_of_association(body), name_of(body), body.get_absolute_url(), kind)


@require_safe
def office_hours(request: HttpRequest, slug: str, kind: str = "") -> HttpResponse:
    """The same around an office."""
    found = visible(Office.objects.all(), request.user).select_related("sponsor").filter(slug=slug)
    office = found_or_404(found.first())
    return _balance(request, pool_of_office(office), office.name, office.get_absolute_url(), kind)


def _balance(request: HttpRequest, pool: Pool, name: str, back: str, kind: str) -> HttpResponse:
    form = PeriodForm(request.GET or None)
    since, until = _period(form)
    rows = rows_for(request.user, pool, since=since, until=until)
    if kind == "csv":
        return download(csv_text(BALANCE_COLUMNS, balance_rows(rows)), "text/csv; charset=utf-8", "hours.csv")
    if kind == "json":
        told = json.dumps(balance_json(rows, since=since, until=until), ensure_ascii=False, indent=2)
        return download(told, "application/json", "hours.json")
    page = {
        "name": name,
        "parent": back,
        "parent_name": name,
        "title": _("Hours of help: %(name)s") % {"name": name},
        "rows": [_shown(row) for row in rows],
        "whole": as_hours(sum(row.balance.given for row in rows)),
        "sum": as_hours(sum(row.balance.net for row in rows)),
        "form": form,
        "address": request.path,
        "query": request.GET.urlencode(),
        "rules": VERSION,
    }
    return render(request, "skills/mentor_hours.html", page)


def _shown(row: Row) -> dict[str, object]:
    one = row.balance
    return {
        "body": row.body,
        "name": name_of(row.body),
        "given": as_hours(one.given),
        "taken": as_hours(one.taken),
        "net": as_hours(one.net),
        "open": f"{as_hours(one.given_open)} / {as_hours(one.taken_open)}" if one.given_open or one.taken_open else "",
    }


def _period(form: PeriodForm) -> tuple[date | None, date | None]:
    """From when to when; what cannot be read is no limit, and the form says so."""
    form.is_valid()
    told = getattr(form, "cleaned_data", {})
    return told.get("since"), told.get("until")
