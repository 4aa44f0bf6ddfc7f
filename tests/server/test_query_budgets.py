"""How many queries each page may make, with 290 municipalities: a page whose number grows with its rows fails here."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from commonweal.assessments.models import Assessment, Campaign, OfflineForm
from commonweal.catalogue.models import SavedSearch
from commonweal.harvest.models import Run, Source
from commonweal.health.models import Project
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import User
from commonweal.skills.models import Cohort, HelpOffer, HelpWanted, HourEntry, Mentorship
from commonweal.strategy.models import Clause, Concern, Goal, Initiative, PlannedAction, Strategy, TeamMember
from commonweal.usage.models import Contract, Interface, NamedUser, Offer, System, Tenancy, UsageClaim
from tests.server.budgets import BUDGETS, Budget

pytestmark = pytest.mark.django_db

EXEMPT = {
    "api/publiccode/check": "POST; asks the database nothing",
    "tools/publiccode/fetch": "POST",
    "api/<path:rest>": "answers only that there is nothing",
    "robots.txt": "asks the database nothing",
    "favicon.ico": "asks the database nothing",
    ".well-known/security.txt": "asks the database nothing",
    "theme": "takes a choice by POST and shows nothing",
    "api/v1/": "leads to the description only",
    "account/searches/save": "POST",
    "account/searches/<int:pk>/remove": "POST",
    "products/<slug:slug>/alternatives": "POST",
    "products/<slug:slug>/alternatives/<int:pk>/withdraw": "POST",
    "bodies/<slug:slug>/radar/begin": "POST",
    "radar/starts/<int:pk>/undo": "POST",
    "start/mine": "POST",
    "suppliers/<slug:slug>/close": "POST",
    "suppliers/<slug:slug>/services/<int:pk>/end": "POST",
    "offers/<int:pk>/withdraw": "POST",
    "contributions/<int:pk>/check": "POST",
    "software/<slug:slug>/decision-log": "POST",
    "software/<slug:slug>/decision-log/<int:pk>/end": "POST",
    "bodies/<slug:slug>/verify": "POST",
    "systems/<int:pk>/resume": "POST",
    "api/v1/sboms": "POST",
    "api/v1/risk/gate": "POST; tests/risk/test_gate.py counts its queries",
    "bodies/<slug:slug>/tokens": "POST",
    "tokens/<int:pk>/revoke": "POST",
    "bodies/<slug:slug>/oversight": "POST",
    "oversight/<int:pk>/end": "POST",
    "contracts/<int:pk>/resume": "POST",
    "bodies/import/<int:number>/columns": "POST",
    "bodies/import/<int:number>/take": "POST",
    "bodies/<slug:slug>/ties/<slug:what>/<int:number>/end": "POST",
    "bodies/<slug:slug>/use/<int:pk>/answer": "POST",
    "bodies/<slug:slug>/proposals/<int:pk>/answer": "POST",
    "software/<slug:slug>/bring-back": "POST",
    "notices/<int:pk>/acknowledge": "POST",
    "security/undo": "POST",
    "end-of-life/source/switch": "POST",
    "end-of-life/source/read": "POST",
    "end-of-life/source/accept": "POST",
    "campaigns/<int:pk>/close": "POST",
    "campaigns/<int:pk>/reopen": "POST",
    "campaigns/<int:pk>/mail/stop": "POST",
    "campaigns/<int:pk>/mail/allow": "POST",
    "campaigns/<int:pk>/forms/<int:form_pk>/take-back": "POST",
    "campaigns/<int:pk>/places/<str:code>/answer": "POST",
    "campaigns/<int:pk>/places/<str:code>/withdraw": "POST",
    "bodies/<slug:slug>/assessments/start": "POST",
    "software/<slug:slug>/assessments/start": "POST",
    "assessments/<int:pk>/join": "POST",
    "assessments/<int:pk>/finish": "POST",
    "assessments/<int:pk>/again": "POST",
    "assessments/<int:pk>/declare": "POST",
    "assessments/<int:pk>/declare/withdraw": "POST",
    "assessments/<int:pk>/advice/take": "POST",
    "assessments/<int:pk>/advice/drop": "POST",
    "assessments/<int:pk>/advice/restore": "POST",
    "assessments/<int:pk>/office/keep": "POST",
    "guidance/editions/<int:pk>/restore": "POST",
    "guidance/<slug:slug>/end": "POST",
    "papers/<slug:slug>/end": "POST",
    "letterheads/<int:pk>/end": "POST",
    "screening/ask": "POST",
    "screening/<int:pk>/rule": "POST",
    "screening/<int:pk>/withdraw": "POST",
    "screening/<int:pk>/reopen": "POST",
    "api/v1/screening": "POST; tests/screening/test_api.py counts its queries",
    "decisions/<int:pk>/end": "POST",
    "systems/<int:pk>/licences/use": "POST",
    "systems/<int:pk>/licences/obligations": "POST",
    "fulfilments/<int:pk>/end": "POST",
    "bodies/<slug:slug>/licences/choose": "POST",
    "licence-choices/<int:pk>/end": "POST",
    "licences/unknown/undo": "POST",
    "licence-conclusions/<int:pk>/end": "POST",
    "advisory-sources/<slug:slug>/on": "POST",
    "advisory-sources/<slug:slug>/off": "POST",
    "advisory-sources/<slug:slug>/sync": "POST",
    "advisory-sources/<slug:slug>/accept": "POST",
    "bodies/<slug:slug>/security/vex/<int:pk>/apply": "POST",
    "projects/<int:pk>/look": "POST",
    "projects/<int:pk>/confirm": "POST",
    "projects/<int:pk>/stage": "POST",
    "confirmations/<int:pk>/end": "POST",
    "stages/<int:pk>/end": "POST",
    "software/<slug:slug>/health/watch": "POST",
    "bodies/<slug:slug>/health-checks/<int:pk>/importance": "POST",
    "bodies/<slug:slug>/health-checks/<int:pk>/decide": "POST",
    "health-decisions/<int:pk>/end": "POST",
    "offices/<slug:slug>/link": "POST",
    "offices/<slug:slug>/links/<int:number>/part": "POST",
    "sources/<int:pk>/pause": "POST",
    "sources/<int:pk>/resume": "POST",
    "sources/<int:pk>/run": "POST",
    "runs/<int:pk>/confirm": "POST",
    "strategy/actions/<int:pk>/finish": "POST",
    "strategy/actions/<int:pk>/reopen": "POST",
    "strategy/evidence/<int:pk>/withdraw": "POST",
    "strategy/clauses/<int:pk>/end": "POST",
    "strategy/supports/<int:pk>/end": "POST",
    "strategy/concerns/<int:pk>/close": "POST",
    "strategy/concerns/<int:pk>/reopen": "POST",
    "strategy/milestones/<int:pk>/reach": "POST",
    "bodies/<slug:slug>/skills/publish": "POST",
    "bodies/<slug:slug>/skills/take-back": "POST",
    "bodies/<slug:slug>/skills/mine/withdraw": "POST",
    "skill-statements/<int:pk>/end": "POST",
    "skill-counts/<int:pk>/end": "POST",
    "skill-needs/<int:pk>/end": "POST",
    "trainings/<int:pk>/codes": "POST",
    "trainings/<int:pk>/withdraw": "POST",
    "bodies/<slug:slug>/mentoring/ask": "POST",
    "mentorships/<int:pk>/accept": "POST",
    "mentorships/hours/<int:pk>/confirm": "POST",
    "strategy/team/<int:pk>/withdraw": "POST",
    "strategy/parts/<int:pk>/end": "POST",
    "strategy/stakeholders/<int:pk>/withdraw": "POST",
}
EXEMPT_BELOW = {
    "accounts/": "pages of django-allauth; they list nothing of ours",
    "admin/": "Django's own, read only, for whoever runs the installation",
    "language": "takes a choice by POST and shows nothing",
}


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every route of the program, as its patterns are written."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{before}{pattern.pattern}"
        else:
            yield from routes(pattern, f"{before}{pattern.pattern}")


def test_every_route_has_a_budget_or_a_reason_for_none() -> None:
    found = {route for route in routes(get_resolver()) if not route.startswith(tuple(EXEMPT_BELOW))}

    assert found - BUDGETS.keys() - EXEMPT.keys() == set(), "give each a row in BUDGETS, or a reason in EXEMPT"
    assert (BUDGETS.keys() | EXEMPT.keys()) - found == set(), "these are gone: take their rows away"


@pytest.fixture(params=["visitor", "curator"])
def reader(request: pytest.FixtureRequest, world: list[str], client: Client) -> tuple[str, Client]:
    """Who asks: nobody in particular, or Bruno; what processes keep in memory is there already."""
    if request.param == "curator":
        client.force_login(User.objects.get(username="bruno"), backend="django.contrib.auth.backends.ModelBackend")
    client.get("/software?q=comune")
    return request.param, client


def brought_list() -> int:
    """The number of a list of a hundred bodies that was taken."""
    rows = "".join(f"Rione {number},institution,https://esempia.example/id/rione-{number}\n" for number in range(100))
    batch = organisations.bring_list(content=f"name,kind,uri\n{rows}".encode(), file_name="rioni.csv", by=None)
    return organisations.ask_for_import(batch=batch, by=None).pk


def path_of(budget: Budget) -> str:
    """Where the page of a budget lies in the demo world."""
    source = Source.objects.earliest("pk")
    return budget.path.format(
        batch=brought_list() if "{batch}" in budget.path else 0,
        token=SavedSearch.objects.get().token,
        source=source.pk,
        run=Run.objects.filter(source=source).latest("pk").pk,
        offer=Offer.objects.earliest("pk").pk,
        tenancy=Tenancy.objects.earliest("pk").pk,
        system=System.objects.filter(visibility=2).earliest("pk").pk,
        interface=Interface.objects.earliest("pk").pk,
        contract=Contract.objects.earliest("pk").pk,
        claim=UsageClaim.objects.filter(owner__slug="borgo", visibility=3).earliest("pk").pk,
        name=NamedUser.objects.earliest("pk").pk,
        project=Project.objects.get(entry__slug="mensa-facile").pk,
        begun=Assessment.objects.filter(
            instrument="organisation", finished_at=None, owner__slug="borgo", invitation=None
        )
        .latest("pk")
        .pk,
        result=Assessment.objects.filter(finished_at__isnull=False, owner__slug="borgo").earliest("pk").pk,
        nominee=Assessment.objects.filter(instrument="dpg").latest("pk").pk,
        campaign=Campaign.objects.filter(instrument="organisation").latest("pk").pk,
        land=Campaign.objects.filter(instrument="enablement").latest("pk").pk,
        form=OfflineForm.objects.filter(campaign__instrument="organisation").latest("pk").pk,
        strategy=Strategy.objects.latest("pk").pk,
        goal=Goal.objects.latest("pk").pk,
        action=PlannedAction.objects.filter(visibility=3).latest("pk").pk,
        clause=Clause.objects.latest("pk").pk,
        concern=Concern.objects.latest("pk").pk,
        initiative=Initiative.objects.earliest("pk").pk,
        training=Cohort.objects.get(closed_at__isnull=False).pk,
        help=HelpOffer.objects.latest("pk").pk,
        want=HelpWanted.objects.latest("pk").pk,
        mentorship=Mentorship.objects.latest("pk").pk,
        hours=HourEntry.objects.latest("pk").pk,
        member=TeamMember.objects.latest("pk").pk,
    )


@pytest.mark.parametrize("route", BUDGETS)
def test_a_page_stays_within_its_budget(reader: tuple[str, Client], route: str) -> None:
    who, client = reader
    budget = BUDGETS[route]
    path = path_of(budget)

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
        if answer.streaming:
            list(answer.streaming_content)

    assert answer.status_code == getattr(budget, who), path
    assert len(asked) <= budget.most, "\n".join(query["sql"][:300] for query in asked)
