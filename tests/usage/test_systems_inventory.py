"""The inventory as a file: what is understood, what is refused and why, out and in again, and taken back."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from commonweal.organisations import actions as organisations
from commonweal.standards.table import read_table
from commonweal.usage import actions, documents, queries
from commonweal.usage.models import Contract, System, SystemImport
from commonweal.usage.rules.inventory import COLUMNS

LETTERS = str.maketrans("0123456789", "ghijklmnop")

pytestmark = pytest.mark.django_db


def read(text: str) -> documents.ReadInventory:
    return documents.read_inventory(read_table(text.encode()))


def take(cast: object, text: str) -> SystemImport:
    return actions.import_inventory(body=cast.town, found=read(text), file_name="f.csv", by=cast.chiara)


def exported(cast: object, body: object = None) -> str:
    return documents.inventory_csv(documents.inventory_of(cast.chiara, body or cast.town))


def two_hundred_rows() -> str:
    """A canonical file of 200 rows: 190 systems of their own, 5 named as another, 5 of a function of another."""
    rows = []
    for number in range(200):
        facts = dict.fromkeys(COLUMNS, "")
        letters = hashlib.sha256(str(number).encode()).hexdigest().translate(LETTERS)
        facts |= {
            "reference": f"S-{number + 1:03}",
            "name": f"{letters[:9]} {letters[9:15]}",
            "purpose": "=SUM(A1)" if number == 3 else f"'Quoted', \"{number}\"",
            "product": f"Product {letters[:12]}",
            "supplier": f"Supplier {number % 7}",
            "users": str(number),
            "criticality": ("low", "medium", "high", "vital", "")[number % 5],
            "open_source": ("yes", "no", "")[number % 3],
            "visibility": "body",
        }
        if number % 2:
            facts |= {
                "contract": f"C-{number:03}",
                "contract_title": f"-Contract {number}",
                "contract_supplier": facts["supplier"],
                "yearly_cost": f"{number * 100}.{number % 100:02}",
                "currency": "EUR",
                "starts": "2025-01-01",
                "ends": "2027-12-31",
                "notice": "2027-09-30",
                "renewal": "automatic",
                "renewal_months": "12",
                "clauses": "data-export; sbom",
                "contract_visibility": "body",
            }
        rows.append(facts)
    for number in range(5):
        rows[100 + number]["name"] = rows[number]["name"].upper()
        rows[110 + number]["functions"] = rows[10 + number]["functions"] = (
            "accounting",
            "backup",
            "blog",
            "appointment-scheduling",
            "billing-and-invoicing",
        )[number]
    rows = [rows[number] for number in range(200)]
    rows.sort(key=lambda row: (row["name"].casefold(), row["reference"]))
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "-") else cell for cell in row.values()])
    return file.getvalue()


def test_two_hundred_rows_come_out_as_they_went_in_and_their_duplicates_are_found(cast: object) -> None:
    text = two_hundred_rows()
    plan = documents.plan_of(cast.chiara, cast.town, read(text))

    take(cast, text)

    assert (plan.problems, plan.counts["new"], len(plan.alike)) == ([], 300, 10)
    assert exported(cast) == text
    assert System.objects.count() == 200
    assert Contract.objects.count() == 100
    assert len(queries.duplicates_of(cast.chiara, cast.town)) == 10


def test_what_went_out_says_nothing_new_when_it_comes_in(cast: object) -> None:
    take(cast, two_hundred_rows())

    again = documents.plan_of(cast.chiara, cast.town, read(exported(cast)))

    assert again.counts == {"unchanged": 300}
    with pytest.raises(actions.NothingToTake):
        take(cast, exported(cast))


def test_json_comes_out_as_it_went_in(cast: object) -> None:
    take(cast, two_hundred_rows())
    text = documents.inventory_json(documents.inventory_of(cast.chiara, cast.town))
    twin = organisations.register_body(
        draft=organisations.BodyDraft(uri="https://twin.example", name="Twin", kind="municipality"), by=None
    )

    actions.import_inventory(body=twin, found=read(text), file_name="f.json", by=None)

    rows = documents.inventory_of(cast.aino, twin)
    assert documents.inventory_json(rows) == text
    assert len(json.loads(text)["systems"]) == 200


@pytest.mark.parametrize("heading", [
    "name;users;criticality;yearly cost;contract end;notice by;open export",
    "Applicativo;Utenti;Criticità;Costo annuo;Scadenza contratto;Disdetta;Esportazione aperta",
    "Nom du système;Utilisateurs;Criticité;Coût annuel;Fin du contrat;Préavis;Export ouvert",
    "Fachverfahren;Nutzer;Kritikalität;Jahreskosten;Vertragsende;Kündigung bis;Offener Export",
])  # fmt: skip
def test_headings_and_values_are_understood_in_four_languages(cast: object, heading: str) -> None:
    word = {"n": "high;12345.50", "A": "alta;12.345,50", "N": "élevée;12 345,50", "F": "hoch;12.345,50"}[heading[0]]

    take(cast, f"{heading}\nAnagrafe;1.200;{word};31.12.2027;30.09.2027;no\n")

    system, contract = System.objects.get(), Contract.objects.get()
    assert (system.name, system.user_count, system.criticality, system.has_open_export) == (
        "Anagrafe",
        1200,
        "high",
        "no",
    )
    assert (contract.yearly_cost_cents, contract.ends_on, contract.notice_on) == (
        1234550, date(2027, 12, 31), date(2027, 9, 30),
    )  # fmt: skip
    assert list(contract.systems.all()) == [system]


def test_a_row_that_is_not_understood_is_refused_with_its_place_and_a_sentence(cast: object) -> None:
    found = read(
        "name,users,criticality,yearly cost,ends,notice,functions\n"
        "A,many,huge,12.345,2027-02-30,,teleportation\n"
        ",,,,,,\n"
        ",5,,,,,\n"
        "B,5,high,1,2026-01-01,2026-02-01,\n"
        "C,,,,,,backup\n"
    )
    plan = documents.plan_of(cast.chiara, cast.town, found)

    assert [(problem.line, problem.column) for problem in plan.problems] == [
        (2, "users"), (2, "criticality"), (2, "yearly cost"), (2, "ends"), (2, "functions"), (4, ""), (5, "ends"),
    ]  # fmt: skip
    sentences = [problem.sentence for problem in plan.problems]
    assert sentences[0] == "“many” is no whole number."
    assert sentences[2] == "“12.345” may be two sums. Write it with its cents: 12345.00."
    assert sentences[4].startswith("“teleportation” is not known here. Known are: accounting, ")
    assert [change.title for change in plan.systems] == ["B", "C"]


def test_a_file_without_names_is_refused(cast: object) -> None:
    assert read("colour\nblue\n").problems[0].sentence.startswith("No column holds the names")
    assert read("").problems[0].sentence == "The file is empty."


def test_a_change_shows_what_was_and_what_would_be(cast: object) -> None:
    take(cast, "name,unit,users\nAnagrafe,Demografici,5\n")

    plan = documents.plan_of(cast.chiara, cast.town, read("name,unit,users\nAnagrafe,,6\n"))

    assert [change.fields for change in plan.systems] == [[("unit", "Demografici", ""), ("users", "5", "6")]]


def test_columns_that_a_file_lacks_stay_as_they_are(cast: object) -> None:
    take(cast, "name,unit,users\nAnagrafe,Demografici,5\n")

    take(cast, "name,users\nAnagrafe,6\n")

    system = System.objects.get()
    assert (system.unit, system.user_count) == ("Demografici", 6)


def test_one_contract_on_several_rows_is_one_contract(cast: object) -> None:
    take(cast, "name,contract,supplier,yearly cost\nA,K1,Acme,100.00\nB,K1,Acme,\n")

    contract = Contract.objects.get()
    assert (contract.yearly_cost_cents, contract.supplier_name, contract.systems.count()) == (10000, "Acme", 2)
    assert (contract.reference, contract.title) == ("K1", "A")


def test_rows_that_disagree_on_a_contract_are_refused(cast: object) -> None:
    found = read("name,contract,yearly cost\nA,K1,100.00\nB,K1,200.00\n")

    assert [(problem.line, problem.column) for problem in found.problems] == [(3, "yearly_cost")]


def test_a_name_that_several_systems_bear_asks_for_the_reference(cast: object) -> None:
    take(cast, "name,unit\nAgenda,A\nAgenda,B\n")

    plan = documents.plan_of(cast.chiara, cast.town, read("name,unit\nAgenda,C\n"))

    assert System.objects.count() == 2
    assert "by its reference" in plan.problems[0].sentence


def test_an_import_is_taken_back_but_not_what_was_changed_since(cast: object) -> None:
    take(cast, "name,users\nAnagrafe,5\n")
    batch = take(cast, "name,users,contract,yearly cost\nAnagrafe,6,K1,10.00\nAgenda,7,,\nProtocollo,8,,\n")
    agenda = System.objects.get(name="Agenda")
    actions.change_system(
        system=agenda, draft=replace(actions.SystemDraft(name="Agenda"), user_count=70), by=cast.chiara
    )

    kept = actions.undo_import(batch=batch, at=timezone.now(), by=cast.chiara)

    assert kept == ["Agenda"]
    assert sorted(System.objects.values_list("name", "user_count")) == [("Agenda", 70), ("Anagrafe", 5)]
    assert not Contract.objects.exists()
    with pytest.raises(actions.AlreadyUndone):
        actions.undo_import(batch=batch, at=timezone.now(), by=cast.chiara)


def test_software_of_the_catalogue_is_recognised_by_its_exact_name(cast: object) -> None:
    from commonweal.catalogue.models import Entry

    entry = Entry.objects.create(
        slug="mensa", name="Mensa Facile", url="https://x.example/m", address="x.example/m", openness="open",
        first_seen_at=timezone.now(), changed_at=timezone.now(),
    )  # fmt: skip

    take(cast, "name,product\nMensa scolastica,mensa facile\nAltro,Folium\n")

    linked, other = System.objects.get(name="Mensa scolastica"), System.objects.get(name="Altro")
    assert (linked.entry, linked.product) == (entry, None)
    assert (other.entry, str(other.product)) == (None, "Folium")
    again = documents.plan_of(
        cast.chiara, cast.town, read("name,product\nMensa scolastica,Mensa facile\nAltro,Folium\n")
    )
    assert again.counts == {"unchanged": 2}
