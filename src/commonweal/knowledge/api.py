"""Guidance under /api/v1: pages with their text, paths of learning and words of the field; open to all."""

from datetime import date
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema

from commonweal.knowledge.queries.guides import Shown, guide_shown, guides_shown
from commonweal.knowledge.queries.packs import (
    head,
    in_language,
    paths,
    words_in,
)
from commonweal.knowledge.rules import rendering
from commonweal.knowledge.rules.finding import GuideWish
from commonweal.standards.http_problems import ProblemDocument, plain

router = Router(tags=["guidance"])
FAULTS = dict.fromkeys((400, 422), ProblemDocument)
Words = Annotated[str, Query(max_length=200, description="words of its title, summary or text")]
Task = Annotated[str, Query(max_length=40, description="the task, such as buying")]
Reader = Annotated[str, Query(alias="for", max_length=40, description="the kind of reader, such as clerk")]
Language = Annotated[Literal["en", "it", "fr", "de"], Query(description="the language; else English")]


class GuideSourceDocument(Schema):
    """Where the facts of a page come from."""

    title: str
    url: str


class GuideRow(Schema):
    """A page. `edition` is the number of the edition that a curator of this installation wrote; null as shipped."""

    slug: str
    language: str
    languages: list[str]
    title: str
    summary: str
    readers: list[str]
    task: str
    version: int
    dated: date
    edition: int | None
    minutes: int
    days: float | None
    url: str


class GuideDocument(GuideRow):
    """A page with its text. `is_behind`: the English page has changed since this translation."""

    body: str
    html: str
    related: list[str]
    tools: list[str]
    sources: list[GuideSourceDocument]
    is_behind: bool
    has_newer_shipped: bool


class GuideList(Schema):
    """Pages of guidance, the nearest first."""

    data: list[GuideRow]


class LearningStepDocument(Schema):
    """A page on a path, and why it comes there."""

    slug: str
    why: str


class LearningPathDocument(Schema):
    """What somebody in a kind of work reads, in order."""

    reader: str
    name: str
    aim: str
    steps: list[LearningStepDocument]


class LearningPathList(Schema):
    """The paths, and the pack they come from."""

    pack: str
    data: list[LearningPathDocument]


class FieldWordDocument(Schema):
    """A word of the field and what it means."""

    id: str
    word: str
    meaning: str
    guidance: list[str]


class FieldWordList(Schema):
    """The words, and the pack they come from."""

    pack: str
    data: list[FieldWordDocument]


@router.get("/guidance", response={200: GuideList} | FAULTS, summary="List guidance")
def list_guides(
    request: HttpRequest, q: Words = "", task: Task = "", reader: Reader = "", language: Language = "en"
) -> GuideList:
    """Pages that fit, each in the language asked for or in English."""
    wish = GuideWish(words=plain(q), task=plain(task), reader=plain(reader))
    return GuideList(data=[GuideRow(**_row(each)) for each in guides_shown(language, wish)])


@router.get(
    "/guidance/paths",
    response={200: LearningPathList} | FAULTS,
    summary="List paths of learning",
)
def list_paths(request: HttpRequest, language: Language = "en") -> LearningPathList:
    """What to read in which order, by kind of work."""
    rows = [
        LearningPathDocument(
            reader=path.reader,
            name=in_language(path.names, language),
            aim=in_language(path.aims, language),
            steps=[LearningStepDocument(slug=each.slug, why=in_language(each.why, language)) for each in path.steps],
        )
        for path in paths().values()
    ]
    return LearningPathList(pack=head("paths").name, data=rows)


@router.get(
    "/guidance/{slug}",
    response={200: GuideDocument} | dict.fromkeys((400, 404, 422), ProblemDocument),
    summary="One page of guidance",
)
def one_guide(request: HttpRequest, slug: str, language: Language = "en") -> GuideDocument:
    """A page with its text as Markdown and as HTML."""
    shown = guide_shown(plain(slug), language)
    if shown is None:
        raise Http404
    guide = shown.guide
    return GuideDocument(
        **_row(shown),
        body=guide.body,
        html=rendering.html(guide.body),
        related=list(guide.related),
        tools=list(guide.tools),
        sources=[GuideSourceDocument(title=each.title, url=each.url) for each in guide.sources],
        is_behind=shown.is_behind,
        has_newer_shipped=shown.version.has_newer_shipped,
    )


@router.get(
    "/glossary",
    response={200: FieldWordList} | FAULTS,
    summary="Words of the field",
)
def list_words(request: HttpRequest, q: Words = "", language: Language = "en") -> FieldWordList:
    """What words of open source and public software mean."""
    rows = [
        FieldWordDocument(
            id=each.id,
            word=in_language(each.names, language),
            meaning=in_language(each.meanings, language),
            guidance=list(each.guides),
        )
        for each in words_in(language, plain(q))
    ]
    return FieldWordList(pack=head("field-words").name, data=rows)


def _row(shown: Shown) -> dict[str, Any]:
    guide, edition = shown.guide, shown.version.edition
    return {
        "slug": guide.slug,
        "language": guide.language,
        "languages": list(shown.languages),
        "title": guide.title,
        "summary": guide.summary,
        "readers": list(guide.readers),
        "task": guide.task,
        "version": guide.version,
        "dated": guide.dated,
        "edition": edition.number if edition else None,
        "minutes": guide.minutes,
        "days": guide.days,
        "url": settings.SITE_URL + reverse("guidance-page", args=[guide.slug]),
    }
