"""Papers to fill in: the list, a paper with its fields, and its files."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from commonweal.drawing.letters import MEDIA_TYPES, Kind
from commonweal.drawing.printing import printed
from commonweal.knowledge import permissions
from commonweal.knowledge.documents.links import tool_links
from commonweal.knowledge.documents.papers import html_page, sheet_of
from commonweal.knowledge.documents.words import language_name
from commonweal.knowledge.forms import FillForm
from commonweal.knowledge.permissions import Permission
from commonweal.knowledge.queries.guides import Shown, guides_named, guides_shown
from commonweal.knowledge.queries.packs import guidance_pack, in_language
from commonweal.knowledge.queries.papers import bodies_written_for, known_of
from commonweal.knowledge.rules import rendering
from commonweal.knowledge.rules.finding import GuideWish
from commonweal.knowledge.rules.guides import Shelf
from commonweal.knowledge.rules.papers import filled
from commonweal.knowledge.views.reading import by_task, choices, reading_language, row, shown_or_404
from commonweal.organisations.models import Body
from commonweal.organisations.queries import letter, letterheads_of, name_of

MOST_SEARCHED = 200
PLAIN_TYPES = {"md": "text/markdown", "html": "text/html", "pdf": "application/pdf"}


@dataclass(frozen=True, slots=True)
class Filling:
    """A paper as somebody fills it in, for a body of theirs or for none."""

    shown: Shown
    form: FillForm
    text: str
    body: Body | None
    bodies: list[Body]


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Every paper by task, or those that fit what was looked for."""
    language, pack = reading_language(), guidance_pack()
    task, reader = request.GET.get("task", ""), request.GET.get("for", "")
    wish = GuideWish(
        words=request.GET.get("q", "")[:MOST_SEARCHED],
        task=task if task in pack.tasks else "",
        reader=reader if reader in pack.readers else "",
    )
    found = guides_shown(language, wish, Shelf.PAPERS)
    groups = by_task(found, language) if not wish.words.strip() else [("", "", found)] if found else []
    body = _body(request, bodies_written_for(request.user))
    context = {
        "wish": wish,
        "groups": [(key, name, [row(each, language) for each in rows]) for key, name, rows in groups],
        "number": len(found),
        "tasks": choices(pack.tasks, language),
        "readers": choices(pack.readers, language),
        "body": body,
        "body_name": name_of(body) if body is not None else "",
        "may_write": permissions.allows(request.user, Permission.WRITE_GUIDANCE),
    }
    return render(request, "knowledge/papers.html", context)


@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """A paper with what is filled in, what there is to fill in, and the ways to take it along."""
    language = reading_language()
    filling = _filling(request, slug)
    guide, pack = filling.shown.guide, guidance_pack()
    named = guides_named(guide.related, language)
    context = {
        "shown": filling.shown,
        "guide": guide,
        "form": filling.form,
        "html": mark_safe(rendering.html(filling.text)),  # noqa: S308  written by the renderer, which escapes
        "task": in_language(pack.tasks[guide.task].names, language),
        "related": [named[each] for each in guide.related if each in named],
        "tools": tool_links(guide, language, request.user, request.path),
        "body": filling.body,
        "bodies": [(each.slug, name_of(each)) for each in filling.bodies],
        "letterheads": [
            each.kind
            for each in (letterheads_of(request.user, filling.body) if filling.body is not None else [])
            if each.ended_at is None
        ],
        "kinds": [*Kind],
        "query": urlencode({**request.GET.dict(), "language": guide.language}),
        "languages": [(each, language_name(each)) for each in filling.shown.languages],
        "speaks": language_name(guide.language),
        "asked_for": language_name(filling.shown.asked),
        "may_write": permissions.allows(request.user, Permission.WRITE_GUIDANCE),
    }
    return render(request, "knowledge/paper.html", context)


@require_safe
def paper_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A paper to take along, filled in as the address says."""
    if kind not in {*PLAIN_TYPES, *Kind}:
        raise Http404
    filling = _filling(request, slug)
    guide = filling.shown.guide
    if kind == "md":
        return _attached(f"# {guide.title}\n\n{filling.text}\n", kind, slug, guide.language)
    if kind == "html":
        return _attached(html_page(guide.title, filling.text, guide.language), kind, slug, guide.language)
    sheet = sheet_of(guide.title, filling.text, guide.language)
    if kind == "pdf":
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return _attached(printed(sheet, at=today), kind, slug, guide.language)
    return _attached(letter(request.user, sheet, Kind(kind), filling.body), kind, slug, guide.language)


def _filling(request: HttpRequest, slug: str) -> Filling:
    shown = shown_or_404(slug, request.GET.get("language", "") or reading_language(), Shelf.PAPERS)
    guide = shown.guide
    bodies = bodies_written_for(request.user)
    body = _body(request, bodies)
    fields = guidance_pack().fields
    names = {each: in_language(fields[each].names, guide.language) for each in guide.fields}
    form = FillForm(request.GET, fields=names, known=known_of(request.user, body, guide.language))
    return Filling(shown, form, filled(guide.body, form.values(), names), body, bodies)


def _body(request: HttpRequest, bodies: list[Body]) -> Body | None:
    """The body that the address names, if the reader belongs to it; else their first; none where they want none."""
    asked = request.GET.get("body")
    if asked == "-":
        return None
    return next((each for each in bodies if each.slug == asked), bodies[0] if bodies else None)


def _attached(content: str | bytes, kind: str, slug: str, language: str) -> HttpResponse:
    media_type = MEDIA_TYPES[Kind(kind)] if kind in set(Kind) else PLAIN_TYPES[kind]
    plain = "; charset=utf-8" if kind in {"md", "html"} else ""
    answer = HttpResponse(content, content_type=f"{media_type}{plain}")
    answer["Content-Disposition"] = f'attachment; filename="{slug}.{kind}"'
    answer["Content-Language"] = language
    return answer
