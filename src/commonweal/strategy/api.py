"""Strategies, initiatives and policies for machines: what is public. Read only."""

from datetime import date
from typing import Annotated

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from commonweal.organisations.models import Body
from commonweal.standards.http_problems import ProblemDocument
from commonweal.strategy.models import PlannedAction
from commonweal.strategy.queries.initiatives import Watched, initiatives_for, watched
from commonweal.strategy.queries.policies import countries_with, policy_pack
from commonweal.strategy.queries.strategies import Aimed, aimed, is_open, standing_strategy

router = Router(tags=["strategy"])
FAULTS = dict.fromkeys((400, 422), ProblemDocument)
EVERYBODY = AnonymousUser()
Chosen = Annotated[str, Query(max_length=20, description="a value of this dimension")]


class InitiativeDocument(Schema):
    """An initiative; what is not known is null. `alarms` are words of the pack such as "funding_ends"."""

    id: int
    page: str
    title: str
    body: str
    started_on: date | None
    funding_ends_on: date | None
    people_count: int | None
    has_owner: bool
    has_funding_plan: bool
    ended_on: date | None
    end_reason: str | None
    alarms: list[str]


class InitiativeList(Schema):
    """Initiatives that are public, those that run first."""

    data: list[InitiativeDocument]


class ActionDocument(Schema):
    """An action that is public; `state` is open, done, dropped or carried (over to the next version)."""

    page: str
    title: str
    state: str
    due_on: date | None
    evidence: list[str]


class GoalDocument(Schema):
    """A goal, what it serves in the end, and what is done for it."""

    title: str
    aim: str
    measure: str | None
    ended: bool
    actions: list[ActionDocument]


class StrategyDocument(Schema):
    """The strategy of a body that stands, as far as it is public."""

    page: str
    title: str
    version: int
    review_on: date | None
    goals: list[GoalDocument]


class CountryDocument(Schema):
    """A country, and the values at which a source names it by dimension; one that is missing was not stated."""

    code: str
    says: dict[str, list[str]]


class CountryList(Schema):
    """Countries of the register, and the pack with its version."""

    pack: str
    data: list[CountryDocument]


@router.get("/initiatives", response={200: InitiativeList} | FAULTS, summary="List initiatives")
def list_initiatives(request: HttpRequest) -> InitiativeList:
    """What runs for open source or did, and what is the matter with it today."""
    found = watched(initiatives_for(EVERYBODY), timezone.localdate())
    return InitiativeList(data=[_initiative(each) for each in found])


@router.get(
    "/bodies/{slug}/strategy",
    response={200: StrategyDocument, 404: ProblemDocument} | FAULTS,
    summary="What a body wants and does",
)
def one_strategy(request: HttpRequest, slug: str) -> StrategyDocument:
    """The strategy that stands with its goals and actions; 404 where none is public."""
    body = Body.objects.filter(slug=slug).first()
    strategy = standing_strategy(EVERYBODY, body) if body is not None else None
    if strategy is None:
        raise Http404
    return StrategyDocument(
        page=_page(strategy.get_absolute_url()),
        title=strategy.title,
        version=strategy.version,
        review_on=strategy.review_on,
        goals=[_goal(each) for each in aimed(EVERYBODY, strategy)],
    )


@router.get("/policies", response={200: CountryList} | FAULTS, summary="What countries ask of their offices")
def list_policies(
    request: HttpRequest,
    focus: Chosen = "",
    direction: Chosen = "",
    intervention: Chosen = "",
    form: Chosen = "",
    scope: Chosen = "",
) -> CountryList:
    """The countries that a source names at every value chosen."""
    asked = {"focus": focus, "direction": direction, "intervention": intervention, "form": form, "scope": scope}
    found = countries_with({dimension: value for dimension, value in asked.items() if value})
    rows = [
        CountryDocument(code=each.code, says={key: list(said) for key, said in each.says.items()}) for each in found
    ]
    return CountryList(pack=policy_pack().name, data=rows)


def _initiative(found: Watched) -> InitiativeDocument:
    one = found.initiative
    return InitiativeDocument(
        id=one.pk,
        page=_page(one.get_absolute_url()),
        title=one.title,
        body=one.owner.uri if one.owner else "",
        started_on=one.started_on,
        funding_ends_on=one.funding_ends_on,
        people_count=one.people_count,
        has_owner=bool(one.owner_name),
        has_funding_plan=bool(one.funding_plan),
        ended_on=one.ended_on,
        end_reason=one.end_reason or None,
        alarms=[alarm.kind.value for alarm in found.alarms],
    )


def _goal(found: Aimed) -> GoalDocument:
    goal = found.goal
    return GoalDocument(
        title=goal.title,
        aim=goal.aim,
        measure=goal.measure or None,
        ended=goal.ended_at is not None,
        actions=[_action(action) for action in found.actions],
    )


def _action(action: PlannedAction) -> ActionDocument:
    state = "done" if action.done_at else "dropped" if action.dropped_at else "open" if is_open(action) else "carried"
    return ActionDocument(
        page=_page(action.get_absolute_url()),
        title=action.title,
        state=state,
        due_on=action.due_on,
        evidence=[evidence.url or evidence.title for evidence in action.evidence.all()],
    )


def _page(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
