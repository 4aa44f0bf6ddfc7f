"""The inventory as a file: out as CSV and JSON, in with a preview, and an import taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.standards.table import Table, read_table
from commonweal.standards.workbook import is_workbook, read_workbook
from commonweal.usage import actions, documents, permissions, queries
from commonweal.usage.forms.systems import MOST_BYTES, ImportForm
from commonweal.usage.models import SystemImport
from commonweal.usage.permissions import Permission
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.keeping import frame

SHOWN = 300


@require_GET
def inventory_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """What the reader may see of a body's systems and contracts, for a spreadsheet program."""
    body = body_or_404(slug)
    # Where the comma stands before the cents, spreadsheet programs part columns by semicolons.
    delimiter = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
    text = documents.inventory_csv(documents.inventory_of(request.user, body), delimiter=delimiter)
    return _file("\ufeff" + text, "text/csv; charset=utf-8", f"{slug}-systems.csv")


@require_GET
def inventory_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for programs."""
    text = documents.inventory_json(documents.inventory_of(request.user, body_or_404(slug)))
    return _file(text, "application/json", f"{slug}-systems.json")


@require_http_methods(["GET", "POST"])
def import_inventory(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a file, show what it would do, and do it when asked."""
    body = body_or_404(slug)
    permissions.require(actor(request), Permission.KEEP_SYSTEMS, on=body)
    if request.method == "POST" and "rows" in request.POST:
        return _take(request, body)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        return _preview(request, body, _table(file.read()), file.name)
    page = frame(request, body, "import") | {
        "form": form,
        "columns": _columns(),
        "imports": body.system_imports.select_related("by")[:20],
    }
    return render(request, "usage/system_import.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def undo_import(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an import back, after asking once more."""
    body = body_or_404(slug)
    permissions.require(actor(request), Permission.KEEP_SYSTEMS, on=body)
    batch = get_object_or_404(SystemImport, pk=pk, body=body)
    if request.method == "GET":
        return render(request, "parts/confirm.html", _question(batch))
    try:
        kept = actions.undo_import(batch=batch, at=timezone.now(), by=actor(request))
    except actions.AlreadyUndone as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The import is taken back."))
        if kept:
            said = ", ".join(kept[:10])
            messages.warning(request, _("Changed since, and therefore left: %(names)s.") % {"names": said})
    return redirect("system-import", slug)


def _preview(request: HttpRequest, body: Body, table: Table, file_name: str) -> HttpResponse:
    found = documents.read_inventory(table)
    plan = documents.plan_of(request.user, body, found)
    changes = [*plan.systems, *(change for change in plan.contracts if change)]
    page = frame(request, body, "import") | {
        "file_name": file_name,
        "plan": plan,
        "new": [change for change in plan.systems if change.kind == "new"][:SHOWN],
        "new_contracts": [change for change in plan.contracts if change and change.kind == "new"][:SHOWN],
        "changed": [change for change in changes if change.kind == "changed"][:SHOWN],
        "counts": {kind: plan.counts[kind] for kind in ("new", "changed", "unchanged")},
        "refused_count": len({problem.line for problem in plan.problems}),
        "problems": plan.problems[:SHOWN],
        "alike": plan.alike[:SHOWN],
        "ignored": found.ignored,
        "rows": documents.table_json(table) if plan.counts["new"] + plan.counts["changed"] else "",
    }
    return render(request, "usage/system_import_preview.html", page)


def _take(request: HttpRequest, body: Body) -> HttpResponse:
    text = request.POST["rows"]
    if len(text) > 4 * MOST_BYTES:
        messages.error(request, _("The file is larger than 2 MB."))
        return redirect("system-import", body.slug)
    found = documents.read_inventory(documents.table_of_json(text))
    file_name = request.POST.get("file_name", "")[:300]
    try:
        batch = actions.import_inventory(body=body, found=found, file_name=file_name, by=actor(request))
    except actions.NothingToTake as refusal:
        messages.info(request, str(refusal))
        return redirect("system-import", body.slug)
    count = sum(step["kind"] != "cover" for step in batch.after)
    messages.success(request, _("%(count)s systems and contracts are taken in.") % {"count": count})
    return redirect("body-systems", body.slug)


def _table(content: bytes) -> Table:
    return read_workbook(content) if is_workbook(content) else read_table(content)


def _columns() -> list[tuple[str, str]]:
    """Each column's identifier and what it is called in the reader's language."""
    language = (get_language() or "en").split("-", 1)[0]
    rows = queries.read_usage_pack("inventory-words")["columns"]
    return [(row["id"], ", ".join(row["words"].get(language, row["words"]["en"])[:3])) for row in rows]


def _question(batch: SystemImport) -> dict[str, object]:
    return {
        "title": _("Take an import back"),
        "text": _("What %(file)s brought goes, what it changed is as before. What somebody changed since stays.")
        % {"file": batch.file_name or _("the file")},
        "button": _("Take back"),
        "back": reverse("system-import", args=[batch.body.slug]),
    }


def _file(text: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
