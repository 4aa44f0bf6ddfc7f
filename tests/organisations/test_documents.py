"""The directory as files: everything written can be read again and is then the same."""

import csv
import io
import json
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from commonweal.journal.models import Event
from commonweal.organisations import actions, documents, queries
from commonweal.organisations.models import Body, Claim, LinkKind, Office, OfficeLink, Visibility
from tests.conftest import Cast

ANYBODY = AnonymousUser()


@pytest.fixture
def cases(db: None) -> list[Office]:
    return actions.load_cases(by=None)


def test_the_sixteen_cases_and_their_bodies_are_in_the_directory(cases: list[Office]) -> None:
    study = queries.offices(ANYBODY).filter(in_study=True)

    assert study.count() == 16
    assert study.values("archetype").distinct().count() == 6
    assert queries.offices(ANYBODY).filter(level="supranational").get().slug == "eu-ec"
    assert [host.body.slug for host in Office.objects.get(slug="it-developers-italia").hosts.all()] == [
        "it-digital-transformation",
        "agid",
    ]


def test_a_former_host_and_a_former_name_lead_to_the_office_of_today(cases: list[Office]) -> None:
    assert "fr-france-travail" in {office.slug for office in queries.offices_named(ANYBODY, "Pôle emploi")}
    assert {body.slug for body in queries.bodies_named("pole emploi")} >= {"pole-emploi"}
    assert queries.bodies_named("Belastingdienst")[0].slug == "belastingdienst"
    (step,) = queries.succession_of(Body.objects.get(slug="pole-emploi"))
    assert step.successor.slug == "france-travail"


def test_both_numbers_of_cases_are_kept_and_the_later_is_marked(cases: list[Office]) -> None:
    claims = {claim.code: claim for claim in queries.claims_about("archetype-study")}

    assert {claims["study-cases-12"].value, claims["study-cases-16"].value} == {Decimal(12), Decimal(16)}
    assert claims["study-cases-12"].superseded_by == claims["study-cases-paper"]
    assert claims["study-cases-paper"].published_known_to == "month"


def test_loading_the_cases_twice_changes_and_records_nothing(cases: list[Office]) -> None:
    text, events = documents.directory_yaml(documents.directory_of(ANYBODY)), Event.objects.count()

    actions.load_cases(by=None)

    assert documents.directory_yaml(documents.directory_of(ANYBODY)) == text
    assert Event.objects.count() == events


def test_the_directory_written_read_and_written_again_is_identical(db: None) -> None:
    before = transaction.savepoint()
    actions.load_cases(by=None)
    directory = documents.directory_of(ANYBODY)
    text = documents.directory_yaml(directory)
    counted = [model.objects.count() for model in (Body, Office, OfficeLink, Claim)]
    transaction.savepoint_rollback(before)
    assert not Office.objects.exists()

    assert documents.read_directory(text) == directory
    actions.import_directory(directory=documents.read_directory(text), by=None)

    assert documents.directory_yaml(documents.directory_of(ANYBODY)) == text
    assert [model.objects.count() for model in (Body, Office, OfficeLink, Claim)] == counted


@pytest.mark.parametrize("text", ["[]", "bodies: 3", "offices: [{name: x}]", "{", "offices: [{id: a, sources: [b]}]"])
def test_what_is_no_directory_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(documents.DirectoryUnreadable):
        documents.read_directory(text)


def test_the_network_is_the_same_in_graphml_and_json(cases: list[Office]) -> None:
    offices, links = list(queries.offices(ANYBODY)), list(queries.links(ANYBODY))

    graph = json.loads(documents.network_json(offices, links))
    tree = ElementTree.fromstring(documents.network_graphml(offices, links))

    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert {node.get("id") for node in tree.iter(f"{space}node")} == {node["id"] for node in graph["nodes"]}
    edges = {(edge.get("source"), edge.get("target"), edge.get("directed")) for edge in tree.iter(f"{space}edge")}
    assert edges == {
        (edge["source"], edge["target"], "true" if edge["kind"] == "supports" else "false") for edge in graph["edges"]
    }
    assert ("fr-dinum", "fr-france-travail", "true") in edges


def test_the_table_leaves_out_nothing_and_holds_no_formula(cases: list[Office]) -> None:
    actions.open_office(draft=actions.OfficeDraft(name='=HYPERLINK("x")', slug="formula"), by=None)

    rows = list(csv.DictReader(io.StringIO(documents.offices_csv(queries.offices(ANYBODY)))))

    assert len(rows) == 18
    assert next(row["name"] for row in rows if row["slug"] == "formula").startswith("'=")
    assert next(row["active_from"] for row in rows if row["slug"] == "ie-lero") == "2020-10"


def test_what_a_viewer_may_not_see_is_in_none_of_the_files(cast: Cast, cases: list[Office]) -> None:
    hidden = actions.open_office(draft=actions.OfficeDraft(name="Hidden", visibility=Visibility.NETWORK), by=None)
    actions.link_offices(origin=cases[0], target=hidden, kind=LinkKind.SUPPORTS, by=None)

    for_dragan = documents.directory_yaml(documents.directory_of(cast.dragan))

    assert "hidden" not in for_dragan
    assert "hidden" in documents.directory_yaml(documents.directory_of(cast.chiara))
