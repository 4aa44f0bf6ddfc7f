"""How many queries each page may make, with 290 municipalities: a page whose number grows with its rows fails here."""

from collections.abc import Iterator
from dataclasses import dataclass

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
from commonweal.strategy.models import Clause, Concern, Goal, Initiative, PlannedAction, Strategy
from commonweal.usage.models import Contract, Interface, NamedUser, Offer, System, Tenancy, UsageClaim

pytestmark = pytest.mark.django_db

UNKNOWN, FORBIDDEN, MISSING, ASKS_TO_SIGN_IN, MOVED = 401, 403, 404, 302, 301


@dataclass(frozen=True)
class Budget:
    """An address of the route in the demo world, the most queries, and what a visitor without an account gets."""

    path: str
    most: int
    visitor: int = 200
    curator: int = 200


BUDGETS = {
    "": Budget("/", 12),
    "about": Budget("/about", 3),
    "about/notice": Budget("/about/notice", 3),
    "accessibility": Budget("/accessibility", 3),
    "api": Budget("/api", 3),
    "api/v1/openapi.json": Budget("/api/v1/openapi.json", 1),
    "api/v1/software": Budget("/api/v1/software?size=100", 8),
    "api/v1/software/<slug>": Budget("/api/v1/software/mensa-facile", 8),
    "api/v1/software/<slug>/records": Budget("/api/v1/software/mensa-facile/records", 9),
    "api/v1/software/<slug>/codemeta": Budget("/api/v1/software/mensa-facile/codemeta", 9),
    "api/v1/lookup": Budget("/api/v1/lookup?url=https://git.esempia.example/borgo/eventi", 9),
    "api/v1/changes": Budget("/api/v1/changes?size=1000", 3),
    "api/v1/search": Budget("/api/v1/search?q=comune&size=100", 17),
    "api/v1/bodies": Budget("/api/v1/bodies?size=500", 4),
    "api/v1/bodies/<slug>": Budget("/api/v1/bodies/borgo", 4),
    "api/v1/offices": Budget("/api/v1/offices", 9),
    "api/v1/offices/<slug>": Budget("/api/v1/offices/esempia-national", 9),
    "data": Budget("/data", 5),
    "data/software.jsonl": Budget("/data/software.jsonl", 8),
    "data/software.csv": Budget("/data/software.csv", 8),
    "feeds/software.atom": Budget("/feeds/software.atom", 5),
    "feeds/publishers/<slug:slug>.atom": Budget("/feeds/publishers/ministero-affari-digitali.atom", 6),
    "feeds/searches/<str:token>.atom": Budget("/feeds/searches/{token}.atom", 14),
    "feeds/uses.atom": Budget("/feeds/uses.atom", 4),
    "feeds/uses/software/<slug:slug>.atom": Budget("/feeds/uses/software/mensa-facile.atom", 5),
    "feeds/uses/bodies/<slug:slug>.atom": Budget("/feeds/uses/bodies/borgo.atom", 6),
    "feeds/rejections.atom": Budget("/feeds/rejections.atom", 2),
    "feeds/rejections/<slug:slug>.atom": Budget("/feeds/rejections/lagoverde.atom", 3),
    "software": Budget("/software?q=comune&size=100", 14),
    "software/suggestions": Budget("/software/suggestions?q=comu", 7),
    "software/at": Budget("/software/at?url=https://git.esempia.example/borgo/eventi", 10, MOVED, MOVED),
    "software/<slug:slug>": Budget("/software/signal-ville", 32),
    "software/<slug:slug>/retire": Budget("/software/mensa-facile/retire", 12, ASKS_TO_SIGN_IN),
    "software/<slug:slug>/publiccode.yml": Budget("/software/mensa-facile/publiccode.yml", 9),
    "products": Budget("/products", 5),
    "products/new": Budget("/products/new", 4, ASKS_TO_SIGN_IN),
    "products/<slug:slug>": Budget("/products/microsoft-office", 18),
    "api/v1/products": Budget("/api/v1/products", 8),
    "api/v1/products/<slug>": Budget("/api/v1/products/microsoft-office", 8),
    "bodies/<slug:slug>/radar": Budget("/bodies/borgo/radar?months=120", 45, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/radar.csv": Budget("/bodies/borgo/radar.csv?months=120", 45, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/radar.json": Budget("/bodies/borgo/radar.json?months=120", 45, ASKS_TO_SIGN_IN, FORBIDDEN),
    "gaps": Budget("/gaps", 6),
    "start": Budget("/start?q=borgo", 8),
    "start/tick": Budget("/start/tick?body=borgo", 25),
    "start/radar": Budget("/start/radar?body=borgo&product=microsoft-office&other=x", 35),
    "suppliers": Budget("/suppliers", 8),
    "suppliers/<slug:slug>": Budget("/suppliers/lettura", 16),
    "suppliers/<slug:slug>/services/new": Budget("/suppliers/lettura/services/new", 6, ASKS_TO_SIGN_IN),
    "suppliers/<slug:slug>/offers/new": Budget("/suppliers/lettura/offers/new", 6, ASKS_TO_SIGN_IN, FORBIDDEN),
    "suppliers/<slug:slug>/contributions/new": Budget("/suppliers/lettura/contributions/new", 6, ASKS_TO_SIGN_IN),
    "bodies/<slug:slug>/supplier": Budget("/bodies/borgo/supplier", 8, ASKS_TO_SIGN_IN),
    "offers/<int:pk>": Budget("/offers/{offer}", 12),
    "offers/<int:pk>/take-up": Budget("/offers/{offer}/take-up?near=borgo", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "tenancies/<int:pk>/leave": Budget("/tenancies/{tenancy}/leave", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "software/<slug:slug>/suppliers": Budget("/software/mensa-facile/suppliers", 18),
    "api/v1/suppliers": Budget("/api/v1/suppliers", 4),
    "api/v1/suppliers/<slug>": Budget("/api/v1/suppliers/lettura", 8),
    "categories": Budget("/categories", 7),
    "account/searches": Budget("/account/searches", 4, ASKS_TO_SIGN_IN),
    "bodies": Budget("/bodies?country=XX", 8),
    "bodies/map": Budget("/bodies/map?country=XX", 8),
    "bodies/import": Budget("/bodies/import", 6, ASKS_TO_SIGN_IN),
    "bodies/import/<int:number>": Budget("/bodies/import/{batch}", 12, ASKS_TO_SIGN_IN),
    "bodies/import/<int:number>/undo": Budget("/bodies/import/{batch}/undo", 6, ASKS_TO_SIGN_IN),
    "bodies.csv": Budget("/bodies.csv", 8),
    "bodies.json": Budget("/bodies.json", 8),
    "bodies/<slug:slug>/ties": Budget("/bodies/borgo/ties", 14, ASKS_TO_SIGN_IN),
    "bodies/new": Budget("/bodies/new", 4, ASKS_TO_SIGN_IN),
    "bodies/<slug:slug>": Budget("/bodies/associazione-dei-comuni-di-esempia", 28),
    "bodies/<slug:slug>/change": Budget("/bodies/borgo/change", 5, ASKS_TO_SIGN_IN),
    "software/<slug:slug>/users": Budget("/software/mensa-facile/users?near=borgo", 22),
    "software/<slug:slug>/users.csv": Budget("/software/mensa-facile/users.csv", 7),
    "software/<slug:slug>/users.json": Budget("/software/mensa-facile/users.json", 16),
    "software/<slug:slug>/users/propose": Budget("/software/mensa-facile/users/propose", 9, ASKS_TO_SIGN_IN, FORBIDDEN),
    "software/<slug:slug>/named": Budget("/software/mensa-facile/named", 9),
    "instances": Budget("/instances", 9),
    "names": Budget("/names", 8, ASKS_TO_SIGN_IN),
    "names/<int:pk>": Budget("/names/{name}", 8, ASKS_TO_SIGN_IN),
    "uses/import": Budget("/uses/import", 6, ASKS_TO_SIGN_IN),
    "bodies/<slug:slug>/use": Budget("/bodies/borgo/use", 12),
    "bodies/<slug:slug>/use/tick": Budget("/bodies/borgo/use/tick", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/use/new": Budget("/bodies/borgo/use/new", 8, ASKS_TO_SIGN_IN),
    "bodies/<slug:slug>/use/<int:pk>": Budget("/bodies/borgo/use/{claim}", 14),
    "bodies/<slug:slug>/use/<int:pk>/change": Budget("/bodies/borgo/use/{claim}/change", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/use/<int:pk>/end": Budget("/bodies/borgo/use/{claim}/end", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/proposals": Budget("/bodies/borgo/proposals", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/contact": Budget("/bodies/borgo/contact?about=mensa-facile", 10, ASKS_TO_SIGN_IN),
    "bodies/<slug:slug>/neighbours": Budget("/bodies/borgo/neighbours?way=distance&way=portfolio", 20),
    "bodies/<slug:slug>/peers": Budget("/bodies/borgo/peers", 28),
    "data/usage.jsonl": Budget("/data/usage.jsonl", 4),
    "data/usage.csv": Budget("/data/usage.csv", 4),
    "api/v1/software/<slug>/usage": Budget("/api/v1/software/mensa-facile/usage", 18),
    "api/v1/bodies/<slug>/usage": Budget("/api/v1/bodies/borgo/usage", 8),
    "bodies/<slug:slug>/systems": Budget("/bodies/borgo/systems", 22),
    "bodies/<slug:slug>/systems.csv": Budget("/bodies/borgo/systems.csv", 12),
    "bodies/<slug:slug>/systems.json": Budget("/bodies/borgo/systems.json", 12),
    "bodies/<slug:slug>/systems/new": Budget("/bodies/borgo/systems/new", 9, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/systems/import": Budget("/bodies/borgo/systems/import", 9, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/systems/imports/<int:pk>/undo": Budget(
        "/bodies/borgo/systems/imports/1/undo", 9, ASKS_TO_SIGN_IN, FORBIDDEN
    ),
    "bodies/<slug:slug>/systems/duplicates": Budget("/bodies/borgo/systems/duplicates", 17),
    "bodies/<slug:slug>/map": Budget("/bodies/borgo/map", 16),
    "bodies/<slug:slug>/contracts": Budget("/bodies/borgo/contracts", 13),
    "bodies/<slug:slug>/contracts.ics": Budget("/bodies/borgo/contracts.ics", 10),
    "bodies/<slug:slug>/contracts/new": Budget("/bodies/borgo/contracts/new", 9, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/contracts/calendar": Budget("/bodies/borgo/contracts/calendar", 12, ASKS_TO_SIGN_IN),
    "bodies/<slug:slug>/spending": Budget("/bodies/borgo/spending", 12),
    "systems/<int:pk>": Budget("/systems/{system}", 22, MISSING),
    "systems/<int:pk>/change": Budget("/systems/{system}/change", 10, MISSING, FORBIDDEN),
    "systems/<int:pk>/end": Budget("/systems/{system}/end", 10, MISSING, FORBIDDEN),
    "systems/<int:pk>/what-breaks": Budget("/systems/{system}/what-breaks", 14, MISSING),
    "systems/<int:pk>/interfaces/new": Budget("/systems/{system}/interfaces/new", 10, MISSING, FORBIDDEN),
    "interfaces/<int:pk>/change": Budget("/interfaces/{interface}/change", 10, MISSING, MISSING),
    "interfaces/<int:pk>/end": Budget("/interfaces/{interface}/end", 10, MISSING, MISSING),
    "contracts/<int:pk>": Budget("/contracts/{contract}", 10, MISSING, MISSING),
    "contracts/<int:pk>/change": Budget("/contracts/{contract}/change", 10, MISSING, MISSING),
    "contracts/<int:pk>/terminate": Budget("/contracts/{contract}/terminate", 10, MISSING, MISSING),
    "contracts/<int:pk>/lock-in": Budget("/contracts/{contract}/lock-in", 10, MISSING, MISSING),
    "calendars/<str:token>.ics": Budget("/calendars/nobody.ics", 6, MISSING, MISSING),
    "systems/<int:pk>/components": Budget("/systems/{system}/components", 8, MISSING, MISSING),
    "systems/<int:pk>/licences": Budget("/systems/{system}/licences", 8, MISSING, MISSING),
    "systems/<int:pk>/notice": Budget("/systems/{system}/notice", 8, MISSING, MISSING),
    "systems/<int:pk>/notice.txt": Budget("/systems/{system}/notice.txt", 8, MISSING, MISSING),
    "systems/<int:pk>/notice.html": Budget("/systems/{system}/notice.html", 8, MISSING, MISSING),
    "bodies/<slug:slug>/licences": Budget("/bodies/borgo/licences", 8, MISSING, MISSING),
    "bodies/<slug:slug>/licences.csv": Budget("/bodies/borgo/licences.csv", 8, MISSING, MISSING),
    "licences/unknown": Budget("/licences/unknown", 5, ASKS_TO_SIGN_IN, FORBIDDEN),
    "packages/<int:pk>/licence": Budget("/packages/1/licence", 6, ASKS_TO_SIGN_IN, MISSING),
    "api/v1/systems/<int:pk>/licences": Budget("/api/v1/systems/{system}/licences", 5, UNKNOWN, MISSING),
    "sboms/<int:pk>": Budget("/sboms/1", 6, MISSING, MISSING),
    "sboms/<int:pk>/original": Budget("/sboms/1/original", 6, MISSING, MISSING),
    "sboms/<int:pk>/export": Budget("/sboms/1/export", 6, MISSING, MISSING),
    "sboms/<int:pk>/compare": Budget("/sboms/1/compare", 6, MISSING, MISSING),
    "sboms/<int:pk>/paths": Budget("/sboms/1/paths?to=x", 6, MISSING, MISSING),
    "sboms/<int:pk>/withdraw": Budget("/sboms/1/withdraw", 6, MISSING, MISSING),
    "packages/<int:pk>": Budget("/packages/1", 6, MISSING, MISSING),
    "bodies/<slug:slug>/components": Budget("/bodies/borgo/components", 8, MISSING, MISSING),
    "bodies/<slug:slug>/security/vex": Budget("/bodies/borgo/security/vex", 8, MISSING, MISSING),
    "bodies/<slug:slug>/security/vex/export": Budget("/bodies/borgo/security/vex/export", 8, MISSING, MISSING),
    "bodies/<slug:slug>/security/vex/<int:pk>": Budget("/bodies/borgo/security/vex/1", 8, MISSING, MISSING),
    "bodies/<slug:slug>/security/vex/<int:pk>/original": Budget(
        "/bodies/borgo/security/vex/1/original", 8, MISSING, MISSING
    ),
    "bodies/<slug:slug>/security/vex/<int:pk>/undo": Budget("/bodies/borgo/security/vex/1/undo", 8, MISSING, MISSING),
    "systems/<int:pk>/decided/<path:name>": Budget("/systems/{system}/decided/CVE-2021-44228", 8, MISSING, MISSING),
    "api/v1/bodies/<slug>/vex": Budget("/api/v1/bodies/borgo/vex", 8, UNKNOWN, MISSING),
    "api/v1/systems/<int:pk>/components": Budget("/api/v1/systems/{system}/components", 5, UNKNOWN, MISSING),
    "api/v1/systems/<int:pk>/badge": Budget("/api/v1/systems/{system}/badge", 2, UNKNOWN, UNKNOWN),
    "api/v1/systems/<int:pk>/security.svg": Budget("/api/v1/systems/{system}/security.svg?key=1", 2, MISSING, MISSING),
    "api/v1/systems/<int:pk>/security.json": Budget("/api/v1/systems/{system}/security.json", 2, MISSING, MISSING),
    "licences": Budget("/licences?q=affero&kind=network-copyleft", 3),
    "licences/check": Budget("/licences/check?text=GPLv3", 3),
    "licences/compatibility": Budget("/licences/compatibility?inbound=MIT&outbound=EUPL-1.2", 3),
    "licences/advice": Budget("/licences/advice?what=software&publisher=member&reuse=open&returns=yes", 3),
    "licences/<str:identifier>": Budget("/licences/MIT", 3),
    "api/v1/licences": Budget("/api/v1/licences", 1),
    "api/v1/licences/check": Budget("/api/v1/licences/check?text=MIT", 1),
    "api/v1/licences/compatibility": Budget("/api/v1/licences/compatibility?inbound=MIT&outbound=EUPL-1.2", 1),
    "api/v1/licences/advice": Budget("/api/v1/licences/advice", 1),
    "api/v1/licences/<identifier>": Budget("/api/v1/licences/MIT", 1),
    "hit": Budget("/hit?q=mensa", 10),
    "hit.csv": Budget("/hit.csv?q=mensa", 6, ASKS_TO_SIGN_IN, FORBIDDEN),
    "hit.json": Budget("/hit.json?q=mensa", 6, ASKS_TO_SIGN_IN, FORBIDDEN),
    "hit/tell": Budget("/hit/tell?q=CVE-2026-0001", 9, ASKS_TO_SIGN_IN, FORBIDDEN),
    "vulnerabilities": Budget("/vulnerabilities?q=x&exploited=1", 6),
    "vulnerabilities/<str:name>": Budget("/vulnerabilities/CVE-1999-0001", 5, MISSING, MISSING),
    "feeds/exploited.atom": Budget("/feeds/exploited.atom", 2),
    "api/v1/risk/exposure": Budget("/api/v1/risk/exposure?q=mensa", 5, UNKNOWN, FORBIDDEN),
    "security": Budget("/security", 6),
    "security/worklist": Budget("/security/worklist", 5, ASKS_TO_SIGN_IN, FORBIDDEN),
    "security/worklist.csv": Budget("/security/worklist.csv", 5, ASKS_TO_SIGN_IN, FORBIDDEN),
    "systems/<int:pk>/security": Budget("/systems/{system}/security", 8, MISSING, MISSING),
    "bodies/<slug:slug>/security": Budget("/bodies/borgo/security", 8, MISSING, MISSING),
    "end-of-life": Budget("/end-of-life?q=n", 10),
    "end-of-life/due": Budget("/end-of-life/due?days=365", 5, ASKS_TO_SIGN_IN, FORBIDDEN),
    "end-of-life/due.csv": Budget("/end-of-life/due.csv?days=365", 5, ASKS_TO_SIGN_IN, FORBIDDEN),
    "end-of-life/<str:name>": Budget("/end-of-life/debian?below=12", 10),
    "sustainability": Budget("/sustainability", 14),
    "sustainability.csv": Budget("/sustainability.csv", 14),
    "systems/<int:pk>/sustainability": Budget("/systems/{system}/sustainability", 8, MISSING, MISSING),
    "bodies/<slug:slug>/sustainability": Budget("/bodies/borgo/sustainability", 8, MISSING, MISSING),
    "advisory-sources": Budget("/advisory-sources", 10),
    "advisory-sources/<slug:slug>": Budget("/advisory-sources/demo-real", 8),
    "advisories/new": Budget("/advisories/new", 4, ASKS_TO_SIGN_IN, FORBIDDEN),
    "advisories/<int:pk>/withdraw": Budget("/advisories/1/withdraw", 4, ASKS_TO_SIGN_IN, FORBIDDEN),
    "guidance": Budget("/guidance?q=contract&for=buyer", 5),
    "guidance/new": Budget("/guidance/new", 5, ASKS_TO_SIGN_IN),
    "guidance/paths": Budget("/guidance/paths", 4),
    "guidance/paths/<slug:reader>": Budget("/guidance/paths/clerk", 5),
    "guidance/<slug:slug>": Budget("/guidance/who-to-call", 7),
    "guidance/<slug:slug>.md": Budget("/guidance/who-to-call.md", 3),
    "guidance/<slug:slug>/edit": Budget("/guidance/who-to-call/edit", 6, ASKS_TO_SIGN_IN),
    "guidance/<slug:slug>/history": Budget("/guidance/who-to-call/history", 7),
    "guidance/<slug:slug>/compare": Budget("/guidance/who-to-call/compare?after=shipped", 5),
    "glossary": Budget("/glossary?q=licence", 4),
    "feeds/guidance.atom": Budget("/feeds/guidance.atom", 2),
    "api/v1/guidance": Budget("/api/v1/guidance", 2),
    "api/v1/guidance/paths": Budget("/api/v1/guidance/paths", 1),
    "api/v1/guidance/<slug>": Budget("/api/v1/guidance/who-to-call", 2),
    "api/v1/glossary": Budget("/api/v1/glossary", 1),
    "screening": Budget("/screening?q=pkg:npm/x@1.0", 22),
    "screening/publish": Budget("/screening/publish", 5),
    "screening/contribute": Budget("/screening/contribute", 5),
    "screening/list": Budget("/screening/list", 4),
    "screening/queue": Budget("/screening/queue", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "screening/figures": Budget("/screening/figures", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "screening/figures.csv": Budget("/screening/figures.csv", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "screening/<int:pk>": Budget("/screening/1", 8, ASKS_TO_SIGN_IN, MISSING),
    "projects": Budget("/projects?alive=yes", 14),
    "projects.csv": Budget("/projects.csv", 12),
    "projects/compare": Budget("/projects/compare?project={project}", 16),
    "projects/how-it-is-counted": Budget("/projects/how-it-is-counted", 3),
    "projects/new": Budget("/projects/new", 4, ASKS_TO_SIGN_IN),
    "projects/<int:pk>": Budget("/projects/{project}", 28),
    "software/<slug:slug>/health": Budget("/software/mensa-facile/health", 28),
    "bodies/<slug:slug>/health-checks": Budget("/bodies/borgo/health-checks?show=all", 28),
    "bodies/<slug:slug>/health-checks/take-up": Budget(
        "/bodies/borgo/health-checks/take-up?software=mensa-facile", 8, ASKS_TO_SIGN_IN, FORBIDDEN
    ),
    "bodies/<slug:slug>/health-checks/<int:pk>": Budget("/bodies/borgo/health-checks/{project}", 32),
    "bodies/<slug:slug>/health-checks/<int:pk>/look": Budget(
        "/bodies/borgo/health-checks/{project}/look", 8, ASKS_TO_SIGN_IN, FORBIDDEN
    ),
    "manual-checks/<int:pk>": Budget("/manual-checks/1", 4, MISSING, MISSING),
    "api/v1/projects": Budget("/api/v1/projects", 10),
    "api/v1/projects/<int:pk>": Budget("/api/v1/projects/{project}", 16),
    "api/v1/projects/<int:pk>/health.svg": Budget("/api/v1/projects/{project}/health.svg", 10),
    "api/v1/projects/<int:pk>/health.json": Budget("/api/v1/projects/{project}/health.json", 10),
    "offices": Budget("/offices", 18),
    "offices/new": Budget("/offices/new", 4, ASKS_TO_SIGN_IN),
    "offices/<slug:slug>": Budget("/offices/esempia-municipalities", 16),
    "offices/<slug:slug>/change": Budget("/offices/esempia-municipalities/change", 10, ASKS_TO_SIGN_IN),
    "offices/<slug:slug>/close": Budget("/offices/esempia-national/close", 10, ASKS_TO_SIGN_IN),
    "offices.yaml": Budget("/offices.yaml", 28),
    "offices.csv": Budget("/offices.csv", 9),
    "offices.graphml": Budget("/offices.graphml", 11),
    "offices.json": Budget("/offices.json", 11),
    "claims": Budget("/claims", 10),
    "people/withdraw/<int:number>": Budget("/people/withdraw/1", 4, ASKS_TO_SIGN_IN, FORBIDDEN),
    "people": Budget("/people", 4, ASKS_TO_SIGN_IN, FORBIDDEN),
    "sources": Budget("/sources", 8),
    "sources/new": Budget("/sources/new", 5, ASKS_TO_SIGN_IN),
    "sources/publishers": Budget("/sources/publishers", 5, ASKS_TO_SIGN_IN),
    "sources/publishers/<str:country>/on": Budget("/sources/publishers/DK/on", 4, ASKS_TO_SIGN_IN),
    "sources/publishers/<str:country>/off": Budget("/sources/publishers/DK/off", 5, ASKS_TO_SIGN_IN),
    "sources/<int:pk>/remove": Budget("/sources/{source}/remove", 8, ASKS_TO_SIGN_IN),
    "sources/<int:pk>": Budget("/sources/{source}", 10),
    "runs/<int:pk>": Budget("/runs/{run}", 6),
    "tools/publiccode": Budget("/tools/publiccode?software=mensa-facile", 10),
    "tools/publiccode/fetch/<str:token>": Budget("/tools/publiccode/fetch/gone", 4, MISSING, MISSING),
    "rejections": Budget("/rejections", 8),
    "rejections/<slug:slug>": Budget("/rejections/lagoverde", 10),
    "readiness": Budget("/readiness?body=borgo&QA1=0&QB1=2&capacity=1", 30),
    "readiness.pdf": Budget("/readiness.pdf?body=borgo&QA1=0&QB1=2", 4),
    "readiness.json": Budget("/readiness.json?body=borgo&QA1=0&QB1=2", 4),
    "readiness/keep": Budget("/readiness/keep?QA1=0", 6, ASKS_TO_SIGN_IN, FORBIDDEN),
    "instruments": Budget("/instruments", 3),
    "instruments/<str:identifier>": Budget("/instruments/organisation", 3),
    "bodies/<slug:slug>/assessments": Budget("/bodies/borgo/assessments", 9),
    "software/<slug:slug>/assessments": Budget("/software/mensa-facile/assessments", 9),
    # As the people of the body see these: test_query_budgets_assessments.py.
    "assessments/<int:pk>": Budget("/assessments/{begun}", 9, MISSING, MISSING),
    "assessments/<int:pk>/parts/<str:identifier>": Budget("/assessments/{begun}/parts/A", 9, ASKS_TO_SIGN_IN, MISSING),
    "assessments/<int:pk>/result": Budget("/assessments/{result}/result", 9, MISSING, MISSING),
    "assessments/<int:pk>/result.pdf": Budget("/assessments/{result}/result.pdf", 9, MISSING, MISSING),
    "assessments/<int:pk>/result.json": Budget("/assessments/{result}/result.json", 9, MISSING, MISSING),
    "assessments/<int:pk>/result.csv": Budget("/assessments/{result}/result.csv", 9, MISSING, MISSING),
    "assessments/<int:pk>/office": Budget("/assessments/{result}/office", 9, MISSING, MISSING),
    "assessments/<int:pk>/nominee": Budget("/assessments/{nominee}/nominee", 14),
    "assessments/<int:pk>/nominee.json": Budget("/assessments/{nominee}/nominee.json", 13),
    "campaigns": Budget("/campaigns", 8),
    "bodies/<slug:slug>/campaigns/new": Budget("/bodies/borgo/campaigns/new", 7, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>": Budget("/campaigns/{campaign}", 20, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/invite": Budget("/campaigns/{campaign}/invite?country=XX", 14, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/report.pdf": Budget("/campaigns/{campaign}/report.pdf", 16, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/report.json": Budget("/campaigns/{campaign}/report.json", 16, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/answers.csv": Budget("/campaigns/{campaign}/answers.csv", 12, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/forms": Budget("/campaigns/{campaign}/forms", 14, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/forms.zip": Budget("/campaigns/{campaign}/forms.zip", 10, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/forms/<int:form_pk>": Budget("/campaigns/{campaign}/forms/{form}", 8, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/conflicts": Budget("/campaigns/{campaign}/conflicts", 14, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/places/<str:code>": Budget("/campaigns/{land}/places/XX", 20, ASKS_TO_SIGN_IN),
    "campaigns/<int:pk>/places/<str:code>/report.pdf": Budget(
        "/campaigns/{land}/places/XX/report.pdf", 16, ASKS_TO_SIGN_IN
    ),
    "campaigns/<int:pk>/places/<str:code>/report.json": Budget(
        "/campaigns/{land}/places/XX/report.json", 16, ASKS_TO_SIGN_IN
    ),
    "campaigns/<int:pk>/places/<str:code>/form.html": Budget(
        "/campaigns/{campaign}/places/borgo/form.html", 10, ASKS_TO_SIGN_IN
    ),
    "campaigns/<int:pk>/places/<str:code>/form.csv": Budget(
        "/campaigns/{campaign}/places/borgo/form.csv", 10, ASKS_TO_SIGN_IN
    ),
    "bodies/<slug:slug>/strategy": Budget("/bodies/borgo/strategy", 31),
    "bodies/<slug:slug>/strategy/new": Budget("/bodies/borgo/strategy/new", 6, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/strategy/actions/new": Budget(
        "/bodies/borgo/strategy/actions/new", 8, ASKS_TO_SIGN_IN, FORBIDDEN
    ),
    "bodies/<slug:slug>/strategy/coverage": Budget("/bodies/borgo/strategy/coverage", 10),
    "bodies/<slug:slug>/strategy/coverage.csv": Budget("/bodies/borgo/strategy/coverage.csv", 8),
    "bodies/<slug:slug>/strategy/clauses/new": Budget(
        "/bodies/borgo/strategy/clauses/new", 8, ASKS_TO_SIGN_IN, FORBIDDEN
    ),
    "bodies/<slug:slug>/strategy/concerns": Budget("/bodies/borgo/strategy/concerns", 10),
    "bodies/<slug:slug>/strategy/sunset": Budget("/bodies/borgo/strategy/sunset", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "bodies/<slug:slug>/initiatives/new": Budget("/bodies/borgo/initiatives/new", 10, ASKS_TO_SIGN_IN),
    "strategies/<int:pk>": Budget("/strategies/{strategy}", 14),
    "strategies/<int:pk>/change": Budget("/strategies/{strategy}/change", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "strategies/<int:pk>/renew": Budget("/strategies/{strategy}/renew", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "strategies/<int:pk>/review": Budget("/strategies/{strategy}/review", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "strategies/<int:pk>/goals/new": Budget("/strategies/{strategy}/goals/new", 8, ASKS_TO_SIGN_IN, FORBIDDEN),
    "strategy/goals/<int:pk>/change": Budget("/strategy/goals/{goal}/change", 9, ASKS_TO_SIGN_IN, FORBIDDEN),
    "strategy/goals/<int:pk>/end": Budget("/strategy/goals/{goal}/end", 9, ASKS_TO_SIGN_IN, FORBIDDEN),
    "strategy/actions/<int:pk>": Budget("/strategy/actions/{action}", 12),
    "strategy/actions/<int:pk>/change": Budget("/strategy/actions/{action}/change", 9, ASKS_TO_SIGN_IN, FORBIDDEN),
    "strategy/actions/<int:pk>/drop": Budget("/strategy/actions/{action}/drop", 9, ASKS_TO_SIGN_IN, FORBIDDEN),
    "strategy/clauses/<int:pk>": Budget("/strategy/clauses/{clause}", 10),
    "strategy/concerns/<int:pk>/answer": Budget("/strategy/concerns/{concern}/answer", 6, MISSING, MISSING),
    "api/v1/initiatives": Budget("/api/v1/initiatives", 6),
    "api/v1/policies": Budget("/api/v1/policies?intervention=prescriptive", 3),
    "api/v1/bodies/<slug>/strategy": Budget("/api/v1/bodies/borgo/strategy", 8),
    "initiatives": Budget("/initiatives", 10),
    "initiatives.csv": Budget("/initiatives.csv", 8),
    "initiatives/survival": Budget("/initiatives/survival", 8),
    "initiatives/<int:pk>": Budget("/initiatives/{initiative}", 12),
    "initiatives/<int:pk>/change": Budget("/initiatives/{initiative}/change", 10, ASKS_TO_SIGN_IN),
    "initiatives/<int:pk>/close": Budget("/initiatives/{initiative}/close", 9, ASKS_TO_SIGN_IN),
    "policies": Budget("/policies", 3),
    "policies/<str:code>": Budget("/policies/fr", 3),
}
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
    "campaigns/<int:pk>/forms/<int:form_pk>/take-back": "POST",
    "campaigns/<int:pk>/places/<str:code>/answer": "POST",
    "campaigns/<int:pk>/places/<str:code>/withdraw": "POST",
    "bodies/<slug:slug>/assessments/start": "POST",
    "software/<slug:slug>/assessments/start": "POST",
    "assessments/<int:pk>/join": "POST",
    "assessments/<int:pk>/finish": "POST",
    "assessments/<int:pk>/again": "POST",
    "assessments/<int:pk>/advice/take": "POST",
    "assessments/<int:pk>/advice/drop": "POST",
    "assessments/<int:pk>/advice/restore": "POST",
    "assessments/<int:pk>/office/keep": "POST",
    "guidance/editions/<int:pk>/restore": "POST",
    "guidance/<slug:slug>/end": "POST",
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
        action=PlannedAction.objects.latest("pk").pk,
        clause=Clause.objects.latest("pk").pk,
        concern=Concern.objects.latest("pk").pk,
        initiative=Initiative.objects.earliest("pk").pk,
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
