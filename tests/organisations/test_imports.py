"""Lists of bodies: previewed, taken, told by line what is wrong, exported alike, undone as a whole."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from commonweal.journal.models import Event
from commonweal.organisations import actions, documents
from commonweal.organisations.actions import BodyDraft
from commonweal.organisations.documents import ListChoices
from commonweal.organisations.models import Body, Identifier, ImportBatch, NameKind, PopulationCount
from commonweal.organisations.roles import Role

pytestmark = pytest.mark.django_db
HEADING = "uri,name,kind,country,latitude,longitude,population,population_year,identifiers"
BORGO = 'https://r.example/borgo,Borgo,comune,IT,45.1,9.2,"2.000",2023,istat:001001'
MONTE = "https://r.example/monte,Monte,comune,IT,45.2,9.3,5000,2023,"


def brought(*lines: str, **choices: object) -> ImportBatch:
    content = "\n".join(lines).encode()
    return actions.bring_list(content=content, file_name="list.csv", choices=ListChoices(**choices), by=None)


def taken(*lines: str, **choices: object) -> ImportBatch:
    return actions.ask_for_import(batch=brought(*lines, **choices), by=None)


def problems(batch: ImportBatch) -> list[tuple[int, str, str]]:
    return [(each["line"], each["column"], each["sentence"]) for each in batch.findings["problems"]]


def test_a_preview_changes_nothing_and_says_what_would() -> None:
    taken(HEADING, BORGO)

    batch = brought(HEADING, BORGO.replace("2.000", "2100").replace("2023", "2024"), MONTE)

    assert (batch.findings["new"], batch.findings["changed"], batch.findings["unchanged"]) == (1, 1, 0)
    assert batch.findings["changed_rows"][0]["columns"]["population"] == [2000, 2100]
    assert batch.findings["new_rows"] == [[3, "Monte", "https://r.example/monte"]]
    assert Body.objects.get().population == 2000


def test_a_list_is_taken_and_what_it_says_stands_in_the_register() -> None:
    batch = taken(HEADING, BORGO, MONTE)

    borgo = Body.objects.get(name="Borgo")
    assert (batch.new_count, batch.changed_count, batch.taken_at is None) == (2, 0, False)
    assert (borgo.kind, borgo.tier, borgo.population, borgo.latitude) == ("municipality", "local", 2000, 45.1)
    assert Identifier.objects.get().body == borgo
    assert PopulationCount.objects.get(body=borgo).year == 2023
    assert Event.objects.filter(name="organisations.body_registered").count() == 2
    assert Event.objects.filter(name="organisations.import_taken").count() == 1


def test_the_same_list_again_changes_nothing() -> None:
    taken(HEADING, BORGO, MONTE)

    batch = taken(HEADING, BORGO, MONTE)

    assert (batch.new_count, batch.changed_count, batch.unchanged_count) == (0, 0, 2)


BAD = [
    ("https://r.example/a,,comune,IT,,,,,", "name", "no name"),
    ("https://r.example/a,A,castello,IT,,,,,", "kind", "“castello” is none of"),
    ("https://r.example/a,A,comune,Italy,,,,,", "country", "Two letters"),
    ("https://r.example/a,A,comune,IT,45,,,,", "latitude", "both latitude and longitude"),
    ("https://r.example/a,A,comune,IT,95,9,,,", "latitude", "between -90 and 90"),
    ("https://r.example/a,A,comune,IT,north,9,,,", "latitude", "no number"),
    ("https://r.example/a,A,comune,IT,,,many,2024,", "population", "no whole number"),
    ("https://r.example/a,A,comune,IT,,,100,24,", "population_year", "four digits"),
    ("https://r.example/a,A,comune,IT,,,,,wikidata:34", "identifiers", "no code of that register"),
    ("not an address,A,comune,IT,,,,,", "uri", "no address"),
    (",A,comune,IT,,,,,", "uri", "names it for ever"),
    ("https://r.example/a,A,comune,IT,,,,,,extra", "", "more cells"),
    ("https://r.example/borgo,A,comune,IT,,,,,", "", "stands on line 2 too"),
    ("https://r.example/a,A,comune,IT,,,,,istat:001001", "", "istat:001001 stands on line 2 too"),
]


@pytest.mark.parametrize(("line", "column", "sentence"), BAD)
def test_a_bad_row_is_refused_with_line_column_and_sentence_and_stops_no_other(
    line: str, column: str, sentence: str
) -> None:
    batch = taken(HEADING, BORGO, line, MONTE)

    [(number, at, said)] = problems(batch)
    assert (number, at) == (3, column)
    assert sentence in said
    assert set(Body.objects.values_list("name", flat=True)) == {"Borgo", "Monte"}
    assert batch.refused_count == 1


def test_a_code_that_names_another_body_is_refused() -> None:
    taken(HEADING, BORGO)

    batch = brought(HEADING, MONTE + "istat:001001")

    assert "belongs to another organisation in the register: Borgo" in problems(batch)[0][2]


def test_a_row_without_address_is_found_by_its_code() -> None:
    taken(HEADING, BORGO)

    batch = taken("nome;tipo;istat;abitanti;anno", "Borgo;comune;001001;2.500;2025")

    assert (batch.new_count, batch.changed_count) == (0, 1)
    assert Body.objects.get().population == 2500


def test_an_older_count_goes_into_the_history_only() -> None:
    taken(HEADING, BORGO)

    taken(HEADING, BORGO.replace("2.000", "1900").replace("2023", "2011"))

    assert Body.objects.get().population == 2000
    assert list(PopulationCount.objects.values_list("year", "inhabitants")) == [(2023, 2000), (2011, 1900)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_encoding_and_delimiter_is_read(encoding: str, delimiter: str) -> None:
    lines = ["Bezeichnung,Art,Land,Webseite,Einwohner,Jahr", "Zürich,Gemeinde,CH,zuerich.example,443 037,2023"]
    content = "\r\n".join(lines).replace(",", delimiter).encode(encoding)

    batch = actions.bring_list(content=content, file_name="x.csv", by=None)
    actions.ask_for_import(batch=batch, by=None)

    body = Body.objects.get()
    assert (body.name, body.population, body.website) == ("Zürich", 443037, "https://zuerich.example")


def test_a_list_without_names_asks_which_column_holds_them() -> None:
    batch = brought("Colour,Web", "Borgo,borgo.example")

    assert "what the organisations are called" in batch.findings["unreadable"]
    with pytest.raises(actions.NothingToTake):
        actions.ask_for_import(batch=batch, by=None)
    chosen = ListChoices(columns={"Colour": "name", "Web": "website"}, kind="municipality", country="IT")
    actions.ask_for_import(batch=actions.choose_columns(batch=batch, choices=chosen, by=None), by=None)
    assert Body.objects.get().country == "IT"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"\x00\x00", b"[", b'{"a": 1}', b"[1, 2]", b'"', b'a,"b\nc'])
def test_what_is_no_list_is_said_to_be_none(content: bytes) -> None:
    batch = actions.bring_list(content=content, file_name="", by=None)

    assert batch.findings["unreadable"]


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(actions.ListTooLarge, match="20 MB"):
        actions.bring_list(content=b"x" * (documents.MOST_BYTES + 1), file_name="", by=None)


def test_parents_are_found_in_the_list_itself_and_in_the_register() -> None:
    taken("uri,name,kind", "https://r.example/land,Land,region")

    batch = taken(
        "uri,name,kind,lies in,member of",
        "https://r.example/borgo,Borgo,municipality,Land,https://r.example/lakes; Nobody",
        "https://r.example/lakes,Lakes,association,,",
    )

    tied = {(each.relation, each.parent.name) for each in Body.objects.get(name="Borgo").parents.all()}
    assert tied == {("territory", "Land"), ("membership", "Lakes")}
    assert "“Nobody”" in batch.findings["notes"][0]["sentence"]


def rich_world() -> None:
    land = actions.register_body(
        draft=BodyDraft(uri="https://r.example/land", name="Land", kind="region", tier="regional"), by=None
    )
    actions.register_many(
        drafts=[
            BodyDraft(
                uri="https://r.example/borgo", slug="borgo", name="=Borgo, “A”", language="it", kind="municipality",
                tier="local", country="IT", region_code="001", place="Borgo Alto", latitude=-45.123456789,
                longitude=-0.5, population=2000, population_year=2024, website="https://borgo.example/a;b",
                mailbox="info@borgo.example",
                names=[("de", "-Burg:stadt", NameKind.OFFICIAL), ("", "B|;", NameKind.ALIAS)],
                parents=[(land, "territory"), (land, "membership")],
            ),
            BodyDraft(uri="urn:x:1", name="'s-Hertogenbosch", kind="company"),
        ],
        by=None,
    )  # fmt: skip
    Body.objects.filter(slug="borgo").update(nuts_code="ITC11", lau_code="001001", ended_on=date(2025, 1, 1))
    borgo = Body.objects.get(slug="borgo")
    borgo.identifiers.create(scheme="wikidata", value="Q34370")
    for year, people, source in ((2024, 2000, "Istat: registry"), (2011, 1800, "")):
        borgo.population_counts.update_or_create(year=year, defaults={"inhabitants": people, "source": source})
    borgo.parents.filter(relation="membership").update(since=date(2020, 1, 1))


def exported(form: str) -> str:
    write = documents.bodies_csv if form == "csv" else documents.bodies_json
    return "".join(write(Body.objects.order_by("uri")))


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_exported_and_imported_elsewhere_is_exported_the_same(form: str) -> None:
    rich_world()
    before = exported(form)
    Body.objects.all().delete()

    batch = actions.bring_list(content=before.encode(), file_name=f"bodies.{form}", by=None)
    actions.ask_for_import(batch=batch, by=None)

    assert problems(batch) == []
    assert exported(form) == before


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_exported_changes_nothing_when_it_is_imported_again(form: str) -> None:
    rich_world()

    batch = actions.bring_list(content=exported(form).encode(), file_name="", by=None)

    assert (batch.findings["new"], batch.findings["changed"], batch.findings["unchanged"]) == (0, 0, 3)


def everything() -> str:
    """The register without what only a batch remembers."""
    return exported("json") + json.dumps(list(Body.objects.order_by("pk").values_list("sort_name", "folded_names")))


def test_a_batch_is_undone_as_a_whole() -> None:
    rich_world()
    before = everything()
    batch = taken(
        "uri,name,name_fr,kind,population,population_year,identifiers,member of,ended_on",
        "https://r.example/borgo,Borgo Nuovo,Bourg,municipality,2100,2024,ror:05cfpqk42,urn:x:1,2026-01-01",
        "https://r.example/neu,Neu,,municipality,5,2024,,https://r.example/borgo,",
    )

    actions.ask_for_undo(batch=batch, by=None)

    assert everything() == before
    assert batch.imported.count() == 2
    assert batch.imported.get(is_new=True).after["columns"]["name"] == "Neu"
    assert Event.objects.filter(name="organisations.body_removed").count() == 1
    batch.refresh_from_db()
    assert batch.undone_at is not None


def test_what_was_changed_since_or_is_used_by_now_is_left_and_listed() -> None:
    batch = taken(HEADING, BORGO, MONTE, "https://r.example/valle,Valle,comune,IT,,,,,")
    borgo, monte = Body.objects.get(name="Borgo"), Body.objects.get(name="Monte")
    actions.register_body(draft=BodyDraft(uri=borgo.uri, name="Borgo", kind="municipality", place="P"), by=None)
    user = actions.open_account(username="u", email="", password=None, display_name="U", by=None)
    actions.grant_role(user=user, role=Role.EDITOR, body=monte, by=None)
    again = taken(HEADING, MONTE.replace("5000", "6000"))
    Body.objects.filter(pk=borgo.pk).update(population=1)

    actions.ask_for_undo(batch=again, by=None)
    actions.ask_for_undo(batch=batch, by=None)

    kept = {each.name: each.kept_because for each in batch.imported.all()}
    assert kept == {
        "Borgo": "It was changed since.",
        "Monte": "Something else refers to it by now.",
        "Valle": "",
    }
    assert set(Body.objects.values_list("name", "population")) == {("Borgo", 1), ("Monte", 5000)}


def test_a_list_is_undone_once_and_only_when_it_was_taken() -> None:
    batch = brought(HEADING, BORGO)

    with pytest.raises(actions.NotTaken):
        actions.ask_for_undo(batch=batch, by=None)

    actions.ask_for_import(batch=batch, by=None)
    for _ in range(2):
        actions.ask_for_undo(batch=batch, by=None)
    assert Event.objects.filter(name="organisations.import_undone").count() == 1


def test_a_worker_goes_on_where_another_was_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.imports, "AT_ONCE", 1)
    monkeypatch.setattr(actions.imports, "SMALL_ROWS", 0)
    batch = taken(HEADING, BORGO, MONTE)
    rows = actions.imports._rows(batch)
    actions.take_rows(batch=batch, rows=rows[:1], by=None)

    for _ in range(2):
        actions.go_on_with_import(batch=ImportBatch.objects.get(), by=None)

    done = ImportBatch.objects.get()
    assert (done.new_count, done.done_count, Body.objects.count()) == (2, 2, 2)


def test_the_swiss_offices_are_taken_with_their_departments(shared_data: Path) -> None:
    content = (shared_data / "organisations" / "ch-organisations.json").read_bytes()
    batch = actions.bring_list(content=content, file_name="ch.json", choices=ListChoices(kind="agency"), by=None)
    columns = batch.choices["columns"] | {"name_de": "name", "name_en": "name:en"}
    choices = ListChoices(columns=columns, kind="agency", tier="national", country="CH", language="de")

    batch = actions.choose_columns(batch=batch, choices=choices, by=None)
    actions.ask_for_import(batch=batch, by=None)

    assert len(problems(batch)) == 2
    assert all(said.endswith("too; only the first is taken.") for _line, _column, said in problems(batch))
    deza = Body.objects.get(name="Direktion für Entwicklung und Zusammenarbeit")
    assert deza.uri == "https://ld.admin.ch/office/I.1.5"
    assert deza.name_in("it") == "Direzione dello sviluppo e della cooperazione"
    assert deza.parents.get().parent.uri == "https://ld.admin.ch/department/I"


def test_the_dutch_publishers_are_taken(shared_data: Path) -> None:
    content = (shared_data / "organisations" / "nl-publishers.json").read_bytes()
    columns = {"description": "name", "tooiUrl": "uri"}
    choices = ListChoices(columns=columns, kind="agency", country="NL", language="nl")

    batch = actions.bring_list(content=content, file_name="nl.json", choices=choices, by=None)
    actions.ask_for_import(batch=batch, by=None)

    assert Body.objects.filter(country="NL").count() == batch.row_count - batch.refused_count > 40
    assert Body.objects.get(name="Belastingdienst").uri.endswith("oorg12368")


def test_every_italian_code_is_kept_to_the_letter(shared_data: Path) -> None:
    codes = (shared_data / "organisations" / "it-ipa_codes.txt").read_text().split()[:2000]
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(
        [["Codice_IPA", "Denominazione_ente"], *([code, f"Ente {code}"] for code in codes)]
    )
    columns = {"Codice_IPA": "identifier:ipa", "Denominazione_ente": "name"}
    choices = ListChoices(columns=columns, kind="institution", country="IT", language="it")

    batch = actions.bring_list(content=text.getvalue().encode(), file_name="ipa.csv", choices=choices, by=None)
    actions.take_import(batch=batch, by=None)

    assert set(Identifier.objects.values_list("value", flat=True)) == set(codes)


def test_codes_alone_are_no_list_of_bodies(shared_data: Path) -> None:
    content = (shared_data / "organisations" / "it-ipa_codes.txt").read_bytes()

    batch = actions.read_import(batch=actions.bring_list(content=content, file_name="", by=None), by=None)

    assert "what the organisations are called" in batch.findings["unreadable"]
