"""Guidance: the list of pages, a page, as a page and as Markdown; paths of learning; words of the field."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonweal.knowledge import permissions
from commonweal.knowledge.documents.courses import course_rows
from commonweal.knowledge.documents.links import tool_links
from commonweal.knowledge.documents.words import language_name
from commonweal.knowledge.permissions import Permission
from commonweal.knowledge.queries.guides import Shown, guide_shown, guides_named, guides_shown
from commonweal.knowledge.queries.packs import (
    LearningPath,
    Named,
    courses,
    guidance_pack,
    head,
    in_language,
    paths,
    words_in,
)
from commonweal.knowledge.queries.papers import courses_beside, papers_beside
from commonweal.knowledge.rules import rendering
from commonweal.knowledge.rules.finding import GuideWish
from commonweal.knowledge.rules.guides import Guide, Shelf, written

MOST_SEARCHED = 200


@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    """Every page by task, or those that fit what was looked for, the nearest first."""
    language, pack = reading_language(), guidance_pack()
    task, reader = request.GET.get("task", ""), request.GET.get("for", "")
    wish = GuideWish(
        words=request.GET.get("q", "")[:MOST_SEARCHED],
        task=task if task in pack.tasks else "",
        reader=reader if reader in pack.readers else "",
    )
    found = guides_shown(language, wish)
    groups = by_task(found, language) if not wish.words.strip() else [("", "", found)] if found else []
    context = {
        "wish": wish,
        "groups": [(key, name, [row(each, language) for each in rows]) for key, name, rows in groups],
        "number": len(found),
        "tasks": choices(pack.tasks, language),
        "readers": choices(pack.readers, language),
        "paths": [_path_card(each, language) for each in paths().values()],
        "may_write": permissions.allows(request.user, Permission.WRITE_GUIDANCE),
    }
    return render(request, "knowledge/list.html", context)


@require_safe
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page in the reader's language, or in the one that the address asks for."""
    language = reading_language()
    shown = shown_or_404(slug, request.GET.get("language", "") or language)
    guide, pack = shown.guide, guidance_pack()
    named = guides_named(guide.related, language)
    context: dict[str, Any] = {
        "shown": shown,
        "guide": guide,
        "html": mark_safe(rendering.html(guide.body)),  # noqa: S308  written by the renderer, which escapes
        "task": in_language(pack.tasks[guide.task].names, language),
        "readers": [(each, in_language(pack.readers[each].names, language)) for each in guide.readers],
        "related": [named[each] for each in guide.related if each in named],
        "tools": tool_links(guide, language, request.user, request.path),
        "paths": [_path_card(each, language) for each in paths().values() if each.holds(slug)],
        "papers": papers_beside(guide, language),
        "courses": course_rows(courses_beside(guide), language),
        "speaks": language_name(guide.language),
        "asked_for": language_name(shown.asked),
        "translations": [(each, language_name(each)) for each in shown.languages if each != guide.language],
        "may_write": permissions.allows(request.user, Permission.WRITE_GUIDANCE),
    }
    return render(request, "knowledge/page.html", context)


@require_safe
def guide_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """A page as the file it is or could become."""
    shown = shown_or_404(slug, request.GET.get("language", "") or reading_language())
    answer = HttpResponse(written(shown.guide), content_type="text/markdown; charset=utf-8")
    answer["Content-Language"] = shown.guide.language
    return answer


@require_safe
def path_list(request: HttpRequest) -> HttpResponse:
    """The paths there are."""
    language = reading_language()
    rows = [_path_card(each, language) for each in paths().values()]
    return render(request, "knowledge/paths.html", {"paths": rows})


@require_safe
def path_page(request: HttpRequest, reader: str) -> HttpResponse:
    """What somebody in a kind of work reads, in order."""
    path, language = paths().get(reader), reading_language()
    if path is None:
        raise Http404
    found = guides_named((step.slug for step in path.steps), language)
    steps = [(found[step.slug], in_language(step.why, language)) for step in path.steps if step.slug in found]
    context = {
        "path": _path_card(path, language),
        "steps": steps,
        "minutes": sum(guide.minutes for guide, _why in steps),
        "days": sum(guide.days or 0 for guide, _why in steps),
        "courses": course_rows((each for each in courses().values() if reader in each.readers), language),
        "pack": head("paths").name,
        "others": [_path_card(each, language) for each in paths().values() if each is not path],
    }
    return render(request, "knowledge/path.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the field, by the alphabet."""
    language, text = reading_language(), request.GET.get("q", "")[:MOST_SEARCHED]
    found = words_in(language, text)
    named = guides_named((slug for word in found for slug in word.guides), language)
    rows = [
        {
            "id": word.id,
            "name": in_language(word.names, language),
            "english": word.names["en"] if language != "en" else "",
            "meaning": in_language(word.meanings, language),
            "guides": [named[slug] for slug in word.guides if slug in named],
        }
        for word in found
    ]
    return render(request, "knowledge/glossary.html", {"rows": rows, "text": text, "pack": head("field-words").name})


def choices(offered: Mapping[str, Named], language: str) -> list[tuple[str, str]]:
    """What is offered to choose from, each with its name."""
    return [(each.id, in_language(each.names, language)) for each in offered.values()]


def reading_language() -> str:
    """The language of the reader as pages have it: without a region."""
    return (get_language() or "en").split("-", 1)[0]


def shown_or_404(slug: str, language: str, shelf: Shelf = Shelf.GUIDANCE) -> Shown:
    """A page.

    Raises Http404.
    """
    shown = guide_shown(slug, language, shelf)
    if shown is None:
        raise Http404
    return shown


def by_task(found: list[Shown], language: str) -> list[tuple[str, str, list[Shown]]]:
    """The pages of each task that has some."""
    groups = [
        (each.id, in_language(each.names, language), [one for one in found if one.guide.task == each.id])
        for each in guidance_pack().tasks.values()
    ]
    return [group for group in groups if group[2]]


def row(shown: Shown, language: str) -> dict[str, object]:
    """A page as lists show it."""
    guide: Guide = shown.guide
    readers = guidance_pack().readers
    return {
        "guide": guide,
        "readers": ", ".join(in_language(readers[each].names, language) for each in guide.readers),
        "speaks": language_name(guide.language) if shown.is_in_another_language else "",
    }


def _path_card(path: LearningPath, language: str) -> dict[str, object]:
    return {
        "reader": path.reader,
        "name": in_language(path.names, language),
        "aim": in_language(path.aims, language),
        "address": reverse("guidance-path", args=[path.reader]),
        "number": len(path.steps),
    }
