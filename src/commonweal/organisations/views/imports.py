"""Bringing in a list of bodies: upload, preview, progress, result, undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonweal.organisations import actions, documents, permissions, queries
from commonweal.organisations.forms.importing import ColumnsForm, ListForm, meaning_words
from commonweal.organisations.models import ImportBatch
from commonweal.organisations.permissions import Permission, actor
from commonweal.organisations.views.paging import page_of

POLL_SECONDS = 2
SHOWN = 50


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Bring a list, and see those that were brought before."""
    permissions.require(actor(request), Permission.REGISTER_BODY)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        content, name = form.content()
        batch = actions.bring_list(content=content, file_name=name, choices=form.choices(), by=actor(request))
        return redirect(batch)
    found = page_of(queries.batches(), request)
    status = 422 if form.is_bound else 200
    return render(request, "organisations/import_list.html", {"form": form, "batches": found}, status=status)


@require_GET
def import_page(request: HttpRequest, number: int) -> HttpResponse:
    """Where a list stands: being read, preview, being taken, result, undone."""
    batch = _batch(request, number)
    if request.headers.get("HX-Request") == "true":
        # What is done is a page of its own: tell the script in the page to fetch it whole.
        answer = render(request, "organisations/import_progress.html", _progress(batch))
        if not batch.is_waiting:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "organisations/import_page.html", _context(request, batch))


@require_POST
def import_columns(request: HttpRequest, number: int) -> HttpResponse:
    """Say what the columns hold."""
    batch = _batch(request, number)
    form = _columns_form(batch, request)
    if not form.is_valid():
        context = _context(request, batch) | {"columns_form": form}
        return render(request, "organisations/import_page.html", context, status=422)
    try:
        actions.choose_columns(batch=batch, choices=form.choices(), by=actor(request))
    except actions.NothingToTake as refusal:
        messages.error(request, str(refusal))
    return redirect(batch)


@require_POST
def import_take(request: HttpRequest, number: int) -> HttpResponse:
    """Take the list."""
    batch = _batch(request, number)
    try:
        actions.ask_for_import(batch=batch, by=actor(request))
    except actions.NothingToTake as refusal:
        messages.error(request, str(refusal))
    return redirect(batch)


@require_http_methods(["GET", "POST"])
def import_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undo the list, after saying what that means."""
    batch = _batch(request, number)
    if request.method == "POST":
        try:
            actions.ask_for_undo(batch=batch, by=actor(request))
        except actions.NotTaken as refusal:
            messages.error(request, str(refusal))
        return redirect(batch)
    context = {
        "title": _("Undo the list “%(name)s”") % {"name": batch},
        "text": _(
            "Organisations it entered: %(new)d; they leave the register. Organisations it changed: %(changed)d; they "
            "get back what they had. What somebody changed since, or uses by now, stays, and is listed."
        )
        % {"new": batch.new_count, "changed": batch.changed_count},
        "button": _("Undo the list"),
        "back": batch.get_absolute_url(),
    }
    return render(request, "parts/confirm.html", context)


def _batch(request: HttpRequest, number: int) -> ImportBatch:
    permissions.require(actor(request), Permission.REGISTER_BODY)
    batch = queries.batch(number)
    if batch is None:
        raise Http404
    return batch


def _columns_form(batch: ImportBatch, request: HttpRequest | None = None) -> ColumnsForm:
    choices = documents.ListChoices(**batch.choices)
    columns = batch.findings.get("columns", [])
    return ColumnsForm(request.POST if request else None, columns=columns, choices=choices)


def _progress(batch: ImportBatch) -> dict[str, Any]:
    done = min(batch.done_count, batch.row_count)
    return {"batch": batch, "poll_seconds": POLL_SECONDS, "done": done}


def _context(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    context = _progress(batch)
    if batch.is_waiting:
        return context
    findings = batch.findings
    if batch.taken_at:
        done = page_of(queries.done_by(batch), request)
        left = queries.done_by(batch).exclude(kept_because="")
        return context | {
            "findings": findings,
            "done_rows": done,
            "left": left[:SHOWN],
            "left_count": left.count(),
        }
    held = batch.choices.get("columns", {})
    examples = zip(findings.get("columns", []), findings.get("examples", []), strict=False)
    return context | {
        "findings": findings,
        "columns": [(column, example, meaning_words(held.get(column, ""))) for column, example in examples],
        "columns_form": _columns_form(batch),
        "changed_rows": [_told(row) for row in findings.get("changed_rows", [])[:SHOWN]],
        "new_rows": findings.get("new_rows", [])[:SHOWN],
        "problems": findings.get("problems", [])[:SHOWN],
        "shown": SHOWN,
        "can_take": not findings.get("unreadable") and batch.refused_count < batch.row_count,
    }


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A change with the names of its columns in the reader's words."""
    return row | {"columns": [(meaning_words(name), old, new) for name, (old, new) in row["columns"].items()]}
