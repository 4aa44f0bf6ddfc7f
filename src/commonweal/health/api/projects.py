"""Routes under /api/v1 that read whether projects are maintained, and badges that say it in four words."""

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from commonweal.drawing.badge import BadgeState, badge_json, draw_badge
from commonweal.health.documents.criteria import shown_levels
from commonweal.health.documents.projects import badge_words, project_name
from commonweal.health.documents.words import sentence
from commonweal.health.models import Examination, Project
from commonweal.health.queries.counted import counted_of, forge_facts_of
from commonweal.health.queries.listing import ProjectSearch, listed, seen_projects
from commonweal.health.queries.screening_packs import criteria_pack
from commonweal.health.queries.standing import last_failure, standing
from commonweal.health.queries.words import words_of
from commonweal.health.rules.words import Answer, Fact, Statement
from commonweal.standards.http_problems import ProblemDocument

router = Router(tags=["health"])
Text = Annotated[str, Query(max_length=200, description="words of its name or address")]
After = Annotated[int, Query(ge=0, description="the `next` of the page before; 0 begins")]
Size = Annotated[int, Query(ge=1, le=500)]
FAULTS = dict.fromkeys((400, 404, 422), ProblemDocument)
STATES = {
    Answer.YES: BadgeState.GOOD,
    Answer.WATCH: BadgeState.ATTENTION,
    Answer.NO: BadgeState.BAD,
    Answer.UNKNOWN: BadgeState.UNKNOWN,
}


class WordDocument(Schema):
    """One of the four words: its answer (yes, watch, no, unknown), the sentence, and the facts; null is not known."""

    word: str
    answer: str
    sentence: str
    facts: dict[str, Any]
    as_of: date
    rules: list[str]


class CriterionDocument(Schema):
    """A criterion of a level: fulfilled, not fulfilled, or null for not known; where to see it, and its source."""

    id: str
    label: str
    is_fulfilled: bool | None
    evidence: str
    source: str


class CriteriaLevelDocument(Schema):
    """A level of maintenance or security; null is not known, which is neither reached nor missed."""

    of: str
    level: int
    is_reached: bool | None
    criteria: list[CriterionDocument]


class ProjectRow(Schema):
    """A project in a list, with its four words of today; without words it was never looked at."""

    id: int
    name: str
    url: str
    software: str | None
    stage: str
    examined_at: datetime | None
    words: dict[str, str]


class ProjectList(Schema):
    """Projects in the order in which they came in."""

    data: list[ProjectRow]
    next: int | None


class ProjectDocument(Schema):
    """A project with words, criteria and figures; `figures` are as examinations keep them, by window in days."""

    id: int
    name: str
    url: str
    software: str | None
    examined_at: datetime | None
    seen_at: datetime | None
    branch: str
    head: str
    failure: str
    words: list[WordDocument]
    levels: list[CriteriaLevelDocument]
    figures: dict[str, Any]
    forge_figures: dict[str, Any]
    rules: list[str]
    packs: list[str]


@router.get("/projects", response={200: ProjectList} | FAULTS, summary="List projects with their four words")
def list_projects(request: HttpRequest, q: Text = "", after: After = 0, size: Size = 100) -> ProjectList:
    """Whether each project is maintained: alive, shared, kept, open. There is no score."""
    found = seen_projects(AnonymousUser()).filter(pk__gt=after)
    page = list(ProjectSearch(text=q).matching(found).order_by("pk")[: size + 1])
    rows = [
        ProjectRow(
            id=one.project.pk,
            name=project_name(one.project),
            url=one.project.url,
            software=one.project.entry.slug if one.project.entry else None,
            stage=one.stage,
            examined_at=one.examined_at,
            words={each.word.value: each.answer.value for each in one.words},
        )
        for one in listed(page[:size])
    ]
    return ProjectList(data=rows, next=page[size - 1].pk if len(page) > size else None)


@router.get("/projects/{int:pk}", response={200: ProjectDocument} | FAULTS, summary="One project with its facts")
def read_project(request: HttpRequest, pk: int) -> ProjectDocument:
    """The four words with their facts, the criteria with their evidence, and every figure."""
    project = _project(pk)
    look, forge, failure = standing(project), forge_facts_of(project), last_failure(project)
    shown = shown_levels(criteria_pack(), counted_of(project, look, forge))
    return ProjectDocument(
        id=project.pk,
        name=project_name(project),
        url=project.url,
        software=project.entry.slug if project.entry else None,
        **_look(look),
        failure=failure.failure if failure else "",
        words=[_word(each) for each in words_of(project)],
        levels=[
            CriteriaLevelDocument(
                of=level.kind,
                level=level.level,
                is_reached=level.is_reached,
                criteria=[
                    CriterionDocument(
                        id=each.id,
                        label=each.label,
                        is_fulfilled=each.is_fulfilled,
                        evidence=each.url,
                        source=each.source.url or each.source.title,
                    )
                    for each in level.criteria
                ],
            )
            for level in shown
        ],
        forge_figures=forge.figures if forge else {},
    )


@router.get("/projects/{int:pk}/health.svg", response=FAULTS, summary="The four words of a project, as a badge")
def project_badge_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture for a read-me; its colour is that of the gravest word, and green only where all four are yes."""
    return _answer(draw_badge(*_badge(pk)), "image/svg+xml")


@router.get("/projects/{int:pk}/health.json", response=FAULTS, summary="The four words of a project, for shields.io")
def project_badge_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for who draws badges elsewhere."""
    return _answer(badge_json(*_badge(pk)), "application/json")


def _project(pk: int) -> Project:
    found = seen_projects(AnonymousUser()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _look(look: Examination | None) -> dict[str, Any]:
    if look is None:
        nothing: dict[str, Any] = {"branch": "", "head": "", "figures": {}, "rules": [], "packs": []}
        return nothing | {"examined_at": None, "seen_at": None}
    names = ("examined_at", "seen_at", "branch", "head", "figures", "rules", "packs")
    return {name: getattr(look, name) for name in names}


def _word(said: Statement) -> WordDocument:
    return WordDocument(
        word=said.word.value,
        answer=said.answer.value,
        sentence=sentence(said),
        facts={name: _plain(value) for name, value in said.facts.items()},
        as_of=said.as_of,
        rules=list(said.rules),
    )


def _plain(value: Fact) -> Any:
    return round(float(value), 6) if isinstance(value, Fraction) else value


def _badge(pk: int) -> tuple[str, str, BadgeState]:
    label, text, gravest = badge_words(words_of(_project(pk)))
    return label, text, STATES[gravest]


def _answer(content: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
