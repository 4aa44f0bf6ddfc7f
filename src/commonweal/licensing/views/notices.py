"""The NOTICE of a system: a page that shows it, and as text and HTML to go with what is passed on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commonweal.components.queries import scope_of
from commonweal.licensing.queries.of_system import holders_of, licensed_parts, notice_of
from commonweal.licensing.queries.uses import judged_as, use_of
from commonweal.licensing.rules.notice import Notice, as_html, as_text
from commonweal.licensing.views.systems import system_or_404
from commonweal.usage.models import System


@require_safe
def notice_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a NOTICE is for, and what it says."""
    system, made = _made(request, pk)
    context = {"system": system, "body": system.owner, "notice": made, "text": as_text(made)}
    return render(request, "licensing/notice.html", context)


@require_safe
def notice_text(request: HttpRequest, pk: int) -> HttpResponse:
    """As plain text, to be saved beside the program."""
    system, made = _made(request, pk)
    answer = HttpResponse(as_text(made), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="NOTICE-{_named(system)}.txt"'
    return answer


@require_safe
def notice_html(request: HttpRequest, pk: int) -> HttpResponse:
    """As HTML that stands by itself, to be shown by the program."""
    system, made = _made(request, pk)
    head = f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{escape(made.title)}</title>\n'
    answer = HttpResponse(f"{head}{as_html(made)}</html>\n", content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="NOTICE-{_named(system)}.html"'
    return answer


def _made(request: HttpRequest, pk: int) -> tuple[System, Notice]:
    scope = scope_of(request.user)
    system = system_or_404(scope, pk)
    said = use_of(system)
    parts = licensed_parts(scope, system, judged_as(said.use if said else None))
    return system, notice_of(f"NOTICE of {system.name}", parts, holders_of(scope, system))


def _named(system: System) -> str:
    return slugify(system.name) or str(system.pk)
