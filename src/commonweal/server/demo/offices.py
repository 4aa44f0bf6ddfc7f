"""The programme offices of Esempia, how they help each other, and two numbers that do not agree."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from commonweal.organisations import actions
from commonweal.organisations.actions import ClaimDraft, OfficeDraft
from commonweal.organisations.models import Body, LinkKind
from commonweal.server.demo.country import COUNTRY


def open_all(bodies: Mapping[str, Body]) -> None:
    """Enter every office, an ended one among them, join them, and keep what was said about them."""
    offices = {draft.slug: actions.open_office(draft=draft, by=None) for draft in _drafts(bodies)}
    for origin, target in SUPPORTS:
        actions.link_offices(origin=offices[origin], target=offices[target], kind=LinkKind.SUPPORTS, by=None)
    for one, other in PEERS:
        actions.link_offices(origin=offices[one], target=offices[other], kind=LinkKind.PEERS, by=None)
    for claim in CLAIMS:
        actions.record_claim(draft=claim, by=None)


SUPPORTS = (
    ("esempia-national", "esempia-municipalities"),
    ("esempia-municipalities", "esempia-lagoverde"),
    ("esempia-municipalities", "esempia-costaserena"),
    ("esempia-common-code", "esempia-lagoverde"),
)
PEERS = (
    ("esempia-national", "esempia-university"),
    ("esempia-lagoverde", "esempia-university"),
    ("esempia-national", "esempia-common-code"),
)
CLAIMS = (
    ClaimDraft(
        code="esempia-towns-sharing-2025",
        subject="Municipalities of Esempia that share software",
        statement="Municipalities that run at least one program shared with others",
        value=Decimal(21),
        unit="municipalities",
        source_title="Yearly report of the association of municipalities (fictional)",
        source_url="https://esempia.example/report-2025",
        published_on=date(2025, 3, 1),
        about_year=2024,
    ),
    ClaimDraft(
        code="esempia-towns-sharing-ministry-2025",
        subject="Municipalities of Esempia that share software",
        statement="Municipalities that run at least one program shared with others",
        value=Decimal(26),
        qualifier="about",
        unit="municipalities",
        source_title="Digital survey of the ministry (fictional)",
        source_url="https://esempia.example/survey-2025",
        published_on=date(2025, 9, 15),
        about_year=2025,
    ),
)


def _drafts(bodies: Mapping[str, Body]) -> list[OfficeDraft]:
    return [*_of_the_country(bodies), *_of_one_house(bodies), *_without_label_or_future(bodies)]


def _of_the_country(bodies: Mapping[str, Body]) -> list[OfficeDraft]:
    return [
        OfficeDraft(
            slug="esempia-national",
            name="Ufficio Codice Aperto",
            label="OSPO",
            archetype="national_government",
            level="national",
            sponsor=bodies["ministero"],
            serves="ministries, agencies and every public body of the country",
            goal="Public money buys software that every public body may use and change.",
            budget_kind="public_budget",
            country=COUNTRY,
            active_from=date(2019, 4, 1),
            hosts=[(bodies["ministero"], "Digital infrastructure department")],
            names=[("en", "National Open Source Office"), ("de", "Büro Offener Code"), ("fr", "Bureau du code ouvert")],
            services=["keeps the national catalogue", "advises on licences", "pays for shared components"],
            sources=[("https://digitale.esempia.example/ospo", "About the office (fictional)", "2026")],
        ),
        OfficeDraft(
            slug="esempia-municipalities",
            name="Banco dei Comuni",
            label="OSPO",
            archetype="association_based",
            level="national",
            sponsor=bodies["associazione-comuni"],
            serves="the member municipalities, most of which have no IT staff",
            goal="Small towns get the same software as large ones, and pay for it together.",
            budget_kind="membership_fees",
            country=COUNTRY,
            active_from=date(2021, 1, 1),
            hosts=[(bodies["associazione-comuni"], "")],
            names=[("de", "Gemeindewerkstatt"), ("fr", "Banc des communes"), ("en", "Municipal Bench")],
            services=["runs shared services", "buys maintenance together", "help desk for members"],
        ),
    ]


def _of_one_house(bodies: Mapping[str, Body]) -> list[OfficeDraft]:
    return [
        OfficeDraft(
            slug="esempia-lagoverde",
            name="Lagoverde Libera",
            label="OSPO",
            archetype="local_government",
            level="local",
            sponsor=bodies["lagoverde"],
            serves="the departments of the city",
            goal="What the city has programmed is published unless there is a reason not to.",
            budget_kind="public_budget",
            country=COUNTRY,
            active_from=date(2020, 9, 1),
            hosts=[(bodies["lagoverde"], "Department of digital services")],
            services=[
                "publishes the code of the city | every department | a month | codice@lagoverde.example",
                "reviews contracts with suppliers | buyers | five days | room 12",
            ],
        ),
        OfficeDraft(
            slug="esempia-university",
            name="Officina del Software Aperto",
            label="OSPO",
            archetype="academic",
            level="institutional",
            sponsor=bodies["universita-lagoverde"],
            serves="researchers, teachers and students",
            goal="Research software is kept, cited and used again.",
            budget_kind="mixed",
            country=COUNTRY,
            active_from=date(2022, 10, 1),
            hosts=[(bodies["universita-lagoverde"], "University library")],
            services=["archives research software", "teaches licences and citation"],
        ),
        OfficeDraft(
            slug="esempia-common-code",
            name="Codice Comune: sportello",
            archetype="civil_society",
            level="national",
            sponsor=bodies["codice-comune"],
            serves="citizens, journalists and towns without an office",
            budget_kind="grant",
            country=COUNTRY,
            active_from=date(2018, 5, 1),
            hosts=[(bodies["codice-comune"], "")],
            services=["watches tenders for needless lock-in", "trains councillors"],
        ),
    ]


def _without_label_or_future(bodies: Mapping[str, Body]) -> list[OfficeDraft]:
    """One does the work of an office and calls itself nothing of the sort; one has ended."""
    return [
        OfficeDraft(
            slug="esempia-costaserena",
            name="Gruppo Riuso",
            archetype="institution_centric",
            level="regional",
            sponsor=bodies["costaserena"],
            serves="the departments and health services of the region",
            budget_kind="none",
            country=COUNTRY,
            note="Four people of the IT department do this beside their other work; there is no label and no budget.",
            hosts=[(bodies["costaserena"], "IT department")],
            services=["finds software to reuse before anything is bought"],
        ),
        OfficeDraft(
            slug="esempia-hochland",
            name="Fachstelle Offener Code",
            label="OSPO",
            archetype="local_government",
            level="regional",
            sponsor=bodies["hochland"],
            serves="the towns of the region",
            budget_kind="project_funding",
            country=COUNTRY,
            active_from=date(2021, 7, 1),
            active_to=date(2025, 6, 30),
            end_reason="Its tasks went to the office of the association of municipalities.",
            hosts=[(bodies["hochland"], "")],
        ),
    ]
