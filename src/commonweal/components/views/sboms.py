"""A list as it was received: facts, quality, files, what changed, and how a part comes in."""

import re
from datetime import UTC
from itertools import pairwise

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from commonweal.components import actions, permissions, queries
from commonweal.components.models import SbomDocument
from commonweal.components.permissions import Permission
from commonweal.components.queries import Way
from commonweal.components.views.asking import document_or_404, frame
from commonweal.components.views.words import MEASURES, report_words
from commonweal.drawing.network import Edge, Node, draw_network
from commonweal.organisations.permissions import actor
from commonweal.standards.sbom import FORMS, Component, write

MOST_UNREADABLE, MOST_CHANGES, MOST_DRAWN = 50, 200, 24
FORMATS = [
    ("cyclonedx-1.6", "CycloneDX 1.6"),
    ("cyclonedx-1.7", "CycloneDX 1.7"),
    ("spdx-2.3", "SPDX 2.3"),
    ("spdx-3.0.1", "SPDX 3.0.1"),
]


@require_GET
def sbom_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a list says of itself, and how far it serves."""
    scope = queries.scope_of(request.user)
    document = document_or_404(scope, pk)
    sbom = queries.read_again(scope, document)
    reports = zip(MEASURES, queries.quality_of(sbom), strict=True) if sbom else ()
    counted = document.counted
    context = frame(request, document.system) | {
        "document": document,
        "before": queries.before(scope, document),
        "formats": FORMATS,
        "reports": [report_words(name, report) for name, report in reports],
        "verdicts": [(words, document.quality.get(name)) for name, words in MEASURES.items()],
        "unreadable": queries.unreadable_parts(sbom, MOST_UNREADABLE) if sbom else [],
        "unreadable_count": counted.get("components", 0) - counted.get("assessable", 0),
    }
    return render(request, "components/sbom.html", context)


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came, byte for byte."""
    scope = queries.scope_of(request.user)
    document = document_or_404(scope, pk)
    return _file(queries.content_of(scope, document), _file_name(document.file_name or f"sbom-{pk}"))


@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list in another format; what that has no place for is left out."""
    scope = queries.scope_of(request.user)
    document = document_or_404(scope, pk)
    form = request.GET.get("format", "cyclonedx-1.6")
    if form not in FORMS:
        raise Http404
    sbom = queries.read_again(scope, document)
    if sbom is None:
        messages.error(request, _("This list is too large to be written anew here. Take the file as it came."))
        return redirect(document)
    ending = "cdx.json" if form.startswith("cyclonedx") else "spdx.json"
    return _file(
        write(sbom, form, made=document.received_at.astimezone(UTC)), f"sbom-{pk}.{ending}", "application/json"
    )


@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed from another list of the system, by itself the one before, to this one."""
    scope = queries.scope_of(request.user)
    document = document_or_404(scope, pk)
    chosen = request.GET.get("with", "")
    older = (
        document_or_404(scope, int(chosen)) if re.fullmatch(r"\d{1,18}", chosen) else queries.before(scope, document)
    )
    if older is None or older.system_id != document.system_id:
        raise Http404
    found = queries.difference(scope, older, document)
    context = frame(request, document.system) | {"document": document, "older": older, "found": found}
    if found:
        context |= {
            "added": found.added[:MOST_CHANGES],
            "removed": found.removed[:MOST_CHANGES],
            "changed": found.changed[:MOST_CHANGES],
            "most": MOST_CHANGES,
        }
    return render(request, "components/compare.html", context)


@require_GET
def paths(request: HttpRequest, pk: int) -> HttpResponse:
    """By which ways a part comes into the system."""
    scope = queries.scope_of(request.user)
    document = document_or_404(scope, pk)
    wanted = request.GET.get("to", "").strip()[:1000]
    sbom = queries.read_again(scope, document)
    found = queries.ways_to(sbom, wanted) if sbom and wanted else []
    context = frame(request, document.system) | {
        "document": document,
        "wanted": wanted,
        "ways": found,
        "is_told": all(way.is_from_the_system for way in found),
        "drawing": _drawing(document, found),
        "is_readable": sbom is not None,
    }
    return render(request, "components/paths.html", context)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list back, after asking once more."""
    document = document_or_404(queries.scope_of(request.user), pk)
    permissions.require(actor(request), Permission.SEND_SBOM, on=document.system.owner)
    if request.method == "GET":
        question = {
            "title": _("Take this list back"),
            "text": _("Nothing is then known of what this part of the system is made of. The list stays on file."),
            "button": _("Take back"),
            "back": document.get_absolute_url(),
        }
        return render(request, "parts/confirm.html", question)
    actions.withdraw_sbom(document=document, by=actor(request))
    messages.success(request, _("The list is taken back."))
    return redirect(reverse("system-components", args=[document.system_id]))


def _drawing(document: SbomDocument, found: list[Way]) -> SafeString | str:
    """The ways as a network, if it is small enough to be read."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], Edge] = {}
    for way in found:
        keys = [step.ref for step in way.steps]
        nodes |= {step.ref: Node(step.ref, _label(step)) for step in way.steps}
        if way.is_from_the_system:
            nodes[""] = Node("", document.system.name, reverse("system-components", args=[document.system_id]))
            keys.insert(0, "")
        edges |= {pair: Edge(*pair, is_directed=True) for pair in pairwise(keys)}
    if not edges or len(nodes) > MOST_DRAWN:
        return ""
    return mark_safe(draw_network(list(nodes.values()), list(edges.values()), label=_("Ways by which it comes in")))  # noqa: S308


def _label(component: Component) -> str:
    purl = component.package_url
    name = purl.full_name if purl else component.name
    return f"{name} {component.version}" if component.version else name


def _file(content: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _file_name(text: str) -> str:
    """A name that gives no orders to headers and file systems."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", text)[-120:].lstrip(".") or "sbom"
