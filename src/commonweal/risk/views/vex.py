"""Statements about vulnerabilities (VEX): take in with a look before, take back, and tell our own."""

import re
from dataclasses import dataclass
from datetime import UTC

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonweal.components.queries import Scope, scope_of, system_in
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.risk import permissions
from commonweal.risk.actions import vex as actions
from commonweal.risk.documents.vex import ENDINGS, HINDRANCES, written
from commonweal.risk.forms.vex import VexForm
from commonweal.risk.models import Justification, State, Trust, VexImport, Vulnerability
from commonweal.risk.permissions import Permission
from commonweal.risk.queries.speaking import voices_about
from commonweal.risk.queries.told import told_by
from commonweal.risk.queries.vex import (
    Effects,
    Line,
    content_of,
    effects,
    imports_of,
    leaving,
    names_by_key,
    understood,
)
from commonweal.usage.models import System

MOST_LINES, MOST_IMPORTS, MOST_PROBLEMS = 200, 100, 50
FORMATS = [("cyclonedx-1.6", "CycloneDX 1.6"), ("openvex-0.2.0", "OpenVEX 0.2.0"), ("csaf-2.0", "CSAF 2.0")]
REFUSALS = (actions.VexTakenBack, actions.VexOutdated, actions.VexTooLarge)


@require_http_methods(["GET", "POST"])
def body_vex(request: HttpRequest, slug: str) -> HttpResponse:
    """What others said for a body, and its own decisions as files; by POST a new document."""
    body = _body_or_404(scope_of(request.user), slug)
    may_decide = permissions.allows(request.user, Permission.DECIDE, on=body)
    form = VexForm(request.POST or None, request.FILES or None) if request.method == "POST" else VexForm()
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.import_vex(
                body=body,
                content=form.cleaned_data["file"].read(),
                file_name=form.cleaned_data["file"].name or "",
                source=form.cleaned_data["source"],
                source_name=form.cleaned_data["source_name"],
                trust=Trust.SUGGEST,
                by=actor(request),
            )
        except actions.VexSourceUnclear as refusal:
            form.add_error("source_name", str(refusal))
        except actions.VexUnreadable as refusal:
            form.add_error("file", str(refusal))
            problems = refusal.problems[:MOST_PROBLEMS]
        else:
            return redirect("vex-import", slug, found.pk)
    context = _frame(body) | {
        "form": form,
        "problems": problems,
        "imports": imports_of(body)[:MOST_IMPORTS],
        "formats": FORMATS,
        "may_decide": may_decide,
    }
    return render(request, "risk/vex_body.html", context, status=422 if form.errors else 200)


@require_GET
def vex_import(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a document would decide, for how many systems, and what of it was not understood."""
    scope = scope_of(request.user)
    body = _body_or_404(scope, slug)
    found = _import_or_404(body, pk)
    read = understood(found)
    decided = [line for line in read.lines if line.hindrance is None]
    is_waiting = found.applied_at is None and found.undone_at is None
    counted = effects(read.proposals, body, scope, leaving(found)) if is_waiting else None
    names = names_by_key(decided[:MOST_LINES])
    context = _frame(body) | {
        "vex": imports_of(body).get(pk=found.pk),
        "is_waiting": is_waiting,
        "effects": counted,
        "decided": [_row(line, names, counted) for line in decided[:MOST_LINES]],
        "decided_count": len(decided),
        "hindered": [(line, HINDRANCES[line.hindrance]) for line in read.hindered[:MOST_LINES] if line.hindrance],
        "hindered_count": len(read.hindered),
        "problems": read.problems[:MOST_PROBLEMS],
        "most": MOST_LINES,
        "may_decide": permissions.allows(request.user, Permission.DECIDE, on=body),
    }
    return render(request, "risk/vex_import.html", context)


@require_POST
def apply_vex(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a document count."""
    found = _import_or_404(_body_or_404(scope_of(request.user), slug), pk)
    try:
        actions.apply_vex(vex_import=found, by=actor(request))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("What the file says counts now. You can take it back as a whole."))
    return redirect("vex-import", slug, pk)


@require_http_methods(["GET", "POST"])
def undo_vex(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a whole document back, after asking once more."""
    body = _body_or_404(scope_of(request.user), slug)
    found = _import_or_404(body, pk)
    permissions.require(actor(request), Permission.DECIDE, on=body)
    if request.method == "GET":
        question = {
            "title": _("Take back what %(name)s said") % {"name": found.source_name},
            "text": _("Everything that this file decided ends at once. The file stays on record."),
            "button": _("Take back"),
            "back": reverse("vex-import", args=[slug, pk]),
        }
        return render(request, "parts/confirm.html", question)
    actions.undo_vex(vex_import=found, by=actor(request))
    messages.success(request, _("What the file decided has ended."))
    return redirect("body-vex", slug)


@require_GET
def vex_original(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The file as it came, byte for byte."""
    found = _import_or_404(_body_or_404(scope_of(request.user), slug), pk)
    return _file(content_of(found), _file_name(found.file_name or f"vex-{pk}"), "application/octet-stream")


@require_GET
def vex_export(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body decided: all, of one system, or about one vulnerability."""
    scope = scope_of(request.user)
    body = _body_or_404(scope, slug)
    form = request.GET.get("format", FORMATS[0][0])
    if form not in ENDINGS:
        raise Http404
    export = told_by(
        body,
        scope,
        system=_system(scope, body, request.GET.get("system", "")),
        vulnerability=_vulnerability(request.GET.get("vulnerability", "")),
        with_others=request.GET.get("others") == "1",
    )
    made = timezone.now().astimezone(UTC)
    return _file(written(export, form, made=made), f"vex-{body.slug}.{ENDINGS[form]}", "application/json")


@require_GET
def why(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Who says what of a vulnerability in a system, and why one of them counts."""
    scope = scope_of(request.user)
    system = system_in(scope, pk)
    vulnerability = Vulnerability.objects.filter(name=name).first()
    if system is None or vulnerability is None:
        raise Http404
    found = voices_about(vulnerability, system)
    if not found:
        raise Http404
    body = system.owner
    context = {"system": system, "body": body, "vulnerability": vulnerability, "versions": found}
    return render(request, "risk/vex_why.html", context)


def _body_or_404(scope: Scope, slug: str) -> Body:
    body = Body.objects.prefetch_related("names").filter(slug=slug).first()
    if body is None or body.pk not in scope:
        raise Http404
    return body


def _import_or_404(body: Body, pk: int) -> VexImport:
    return get_object_or_404(VexImport.objects.select_related("body"), body=body, pk=pk)


def _system(scope: Scope, body: Body, text: str) -> System | None:
    if not text:
        return None
    system = system_in(scope, int(text)) if re.fullmatch(r"\d{1,18}", text) else None
    if system is None or system.owner_id != body.pk:
        raise Http404
    return system


def _vulnerability(name: str) -> Vulnerability | None:
    return get_object_or_404(Vulnerability, name=name.replace("\x00", "")) if name else None


def _frame(body: Body) -> dict[str, object]:
    return {"body": body, "name": body.name_in(get_language() or "en")}


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page shows it: versions in words, the vulnerability known here, systems where it would count."""

    line: Line
    state: object
    reason: object
    versions: list[str]
    vulnerability: Vulnerability | None
    systems: int | None


def _row(line: Line, names: dict[int, Vulnerability], counted: Effects | None) -> Row:
    first = line.proposals[0]
    return Row(
        line=line,
        state=State(first.facts.state).label,
        reason=Justification(first.facts.justification).label if first.facts.justification else "",
        versions=list(dict.fromkeys(each.span.words for each in line.proposals if each.span.words)),
        vulnerability=names.get(first.vulnerability),
        systems=None if counted is None else max(counted.systems.get(each, 0) for each in line.proposals),
    )


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _file_name(text: str) -> str:
    """A name that gives no orders to headers and file systems."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", text)[-120:].lstrip(".") or "vex"
