"""Skills for machines: the catalogue, what bodies publish of their people, trainings that are over. Read only."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from commonweal.organisations.models import Body
from commonweal.skills.documents.cohorts import as_json
from commonweal.skills.queries.cohorts import cohorts_for, counted
from commonweal.skills.queries.needs import figures_of
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.sizes import written
from commonweal.standards.http_problems import ProblemDocument

router = Router(tags=["skills"])
FAULTS = dict.fromkeys((400, 422), ProblemDocument)
EVERYBODY = AnonymousUser()


class SkillDocument(Schema):
    """Something people do with open source, in words by language, and the pages of guidance that teach it."""

    id: str
    label: dict[str, str]
    says: dict[str, str]
    guides: list[str]


class SkillLevelDocument(Schema):
    """A level, from 0 up."""

    level: int
    label: dict[str, str]
    says: dict[str, str]


class SkillProfileDocument(Schema):
    """A role, and which skill it needs at which level."""

    id: str
    label: dict[str, str]
    needs: dict[str, int]


class SkillCatalogue(Schema):
    """The catalogue: the pack with its version, its skills, levels and roles."""

    pack: str
    licence: str
    skills: list[SkillDocument]
    levels: list[SkillLevelDocument]
    profiles: list[SkillProfileDocument]


class SkillFigureDocument(Schema):
    """How many people of a body spoke of a skill, and how many of these can it alone or better, as sizes: "5-9"."""

    skill: str
    said: str
    alone: str


class SkillFiguresDocument(Schema):
    """What a body publishes of its people, as it was on that day."""

    page: str
    pack: str
    published_at: datetime
    data: list[SkillFigureDocument]


class TrainingChangeDocument(Schema):
    """What a training changed in a skill: sizes such as "5-9", and middle levels; null is not known or of too few."""

    skill: str
    pairs: str
    not_known: str
    median_before: float | None
    median_after: float | None
    up: str | None
    same: str | None
    down: str | None


class TrainingDocument(Schema):
    """A training that is over; `satisfaction` are the sizes of those who chose 1 to 5."""

    page: str
    title: str
    course: str | None
    starts_on: date | None
    ends_on: date | None
    pack: str
    attended: int | None
    target: int | None
    percent_of_target: int | None
    satisfaction: list[str] | None
    changes: list[TrainingChangeDocument]


class TrainingList(Schema):
    """Trainings of a body that are public and over."""

    data: list[TrainingDocument]


@router.get("/skills", response={200: SkillCatalogue} | FAULTS, summary="List skills, levels and roles")
def list_skills(request: HttpRequest) -> SkillCatalogue:
    """The catalogue of skills."""
    pack = skills_pack()
    return SkillCatalogue(
        pack=pack.name,
        licence=pack.licence,
        skills=[
            SkillDocument(id=each.id, label=dict(each.labels), says=dict(each.sentences), guides=list(each.guides))
            for each in pack.skills.values()
        ],
        levels=[
            SkillLevelDocument(level=each.level, label=dict(each.labels), says=dict(each.sentences))
            for each in pack.levels
        ],
        profiles=[
            SkillProfileDocument(id=each.id, label=dict(each.labels), needs=dict(each.needs))
            for each in pack.profiles.values()
        ],
    )


@router.get(
    "/bodies/{slug}/skills",
    response={200: SkillFiguresDocument, 404: ProblemDocument} | FAULTS,
    summary="What a body publishes of what its people can",
)
def one_body(request: HttpRequest, slug: str) -> SkillFiguresDocument:
    """The figures a body shows to everybody; 404 where it shows none."""
    body = get_object_or_404(Body, slug=slug)
    shown = figures_of(body)
    if shown is None:
        raise Http404
    sizes = skills_pack().sizes
    rows = [
        SkillFigureDocument(skill=each["skill"], said=written(each["said"], sizes), alone=written(each["alone"], sizes))
        for each in shown.figures
    ]
    page = f"{settings.SITE_URL}{body.get_absolute_url()}/skills"
    return SkillFiguresDocument(page=page, pack=shown.pack, published_at=shown.published_at, data=rows)


@router.get(
    "/bodies/{slug}/trainings",
    response={200: TrainingList, 404: ProblemDocument} | FAULTS,
    summary="What trainings of a body changed",
)
def trainings(request: HttpRequest, slug: str) -> TrainingList:
    """The public trainings of a body that are over, the newest first."""
    body = get_object_or_404(Body, slug=slug)
    over = cohorts_for(EVERYBODY, body).filter(closed_at__isnull=False)[:100]
    rows = []
    for cohort in over:
        known = as_json(counted(EVERYBODY, cohort))
        known.pop("is_closed")
        rows.append(TrainingDocument(page=f"{settings.SITE_URL}{cohort.get_absolute_url()}", **known))
    return TrainingList(data=rows)
