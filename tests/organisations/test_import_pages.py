"""The pages on which lists of bodies are brought, looked at, taken and undone; the map; names, codes and ties."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.organisations import actions
from commonweal.organisations.models import Body, ImportBatch, Succession
from tests.conftest import Cast

LIST = "nome;tipo;sito;abitanti;anno;colour\nMonte;comune;monte.example;2.000;2024;red\nValle;castello;v.example;;;\n"


@pytest.fixture
def bruno(client: Client, cast: Cast) -> Client:
    """A browser in which Bruno, the curator, is signed in."""
    client.force_login(cast.bruno, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_list_is_brought_looked_at_taken_and_undone(bruno: Client) -> None:
    file = SimpleUploadedFile("list.csv", LIST.encode())

    preview = bruno.post("/bodies/import", {"file": file}, follow=True).content.decode()
    batch = ImportBatch.objects.get()

    assert "“castello” is none of" in preview
    assert "left out" in preview
    assert not Body.objects.filter(name="Monte").exists()
    result = bruno.post(f"/bodies/import/{batch.pk}/take", follow=True).content.decode()
    assert "entered" in result
    assert Body.objects.get(name="Monte").population == 2000
    assert "Undo the list" in text_of(bruno, f"/bodies/import/{batch.pk}/undo")
    undone = bruno.post(f"/bodies/import/{batch.pk}/undo", follow=True).content.decode()
    assert "removed again" in undone
    assert bruno.get("/bodies/monte").status_code == 410
    assert "list.csv" in text_of(bruno, "/bodies/import")


def test_rows_can_be_pasted_and_columns_read_otherwise(bruno: Client) -> None:
    bruno.post("/bodies/import", {"text": "Was;Wo\nBerg;berg.example", "kind": "municipality"})
    batch = ImportBatch.objects.get()
    assert "Say below which one does" in text_of(bruno, batch.get_absolute_url())

    chosen = {"column-0": "name", "column-1": "website", "kind": "municipality"}
    preview = bruno.post(f"/bodies/import/{batch.pk}/columns", chosen, follow=True).content.decode()

    assert "Take the list" in preview
    twice = bruno.post(f"/bodies/import/{batch.pk}/columns", {"column-0": "name", "column-1": "name"})
    assert twice.status_code == 422
    assert "Two columns cannot both hold: Name" in twice.content.decode()


def test_an_empty_form_says_what_is_missing(bruno: Client) -> None:
    answer = bruno.post("/bodies/import", {})

    assert answer.status_code == 422
    assert "Choose a file, or paste the rows below." in answer.content.decode()


def test_a_long_list_shows_how_far_it_is_without_a_script(
    bruno: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.imports, "SMALL_ROWS", 0)
    batch = actions.bring_list(content=LIST.encode(), file_name="x.csv", by=cast.bruno)

    page = bruno.post(f"/bodies/import/{batch.pk}/take", follow=True).content.decode()

    assert '<noscript><meta http-equiv="refresh"' in page
    assert "0 of 2 rows" in page
    actions.go_on_with_import(batch=ImportBatch.objects.get(), by=cast.bruno)
    part = bruno.get(f"/bodies/import/{batch.pk}", headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true"


@pytest.mark.parametrize("path", ["", "/{pk}", "/{pk}/undo"])
def test_lists_are_for_those_who_may_register(client: Client, cast: Cast, path: str) -> None:
    batch = actions.bring_list(content=LIST.encode(), file_name="x.csv", by=cast.bruno)
    address = "/bodies/import" + path.format(pk=batch.pk)

    assert client.get(address).status_code == 302
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 403


def test_the_list_can_be_taken_along_as_a_file(client: Client, cast: Cast) -> None:
    csv, json = client.get("/bodies.csv?country=XX"), client.get("/bodies.json")

    assert b"https://esempia.example/id/borgo" in csv.getvalue()
    assert b'"name": "Borgo"' in json.getvalue()
    assert b"borgo" not in client.get("/bodies.csv?country=FR").getvalue()


def test_the_map_has_its_table_beside_it(client: Client, cast: Cast) -> None:
    actions.register_body(
        draft=actions.BodyDraft(
            uri="https://m.example", name="Monte", kind="municipality", latitude=45.5, longitude=9.25
        ),
        by=None,
    )

    page = text_of(client, "/bodies/map")

    assert "Of 1 organisation in the table nobody wrote down where it lies." in page or "<svg" not in page
    assert "45.500" in page
    assert "not known" in page


TIES = [
    ({"what": "name", "name": "Burgstadt", "name_kind": "alias", "name_language": "de"}, "Burgstadt"),
    ({"what": "code", "code": "https://www.wikidata.org/wiki/Q34370"}, "Q34370"),
    ({"what": "people", "inhabitants": "1900", "year": "2011", "source": "Census"}, "1,900"),
    ({"what": "parent", "relation": "membership", "parent": "altrove"}, "is a member of"),
    (
        {"what": "succession", "succession": "merger", "successors": "altrove", "on": "2024-01-01"},
        "Altrove</a> (merger",
    ),
]


@pytest.fixture
def altrove(cast: Cast) -> Body:
    """Another town."""
    draft = actions.BodyDraft(uri="https://a.example", name="Altrove", kind="municipality")
    return actions.register_body(draft=draft, by=None)


@pytest.mark.parametrize(("given", "shown"), TIES, ids=lambda value: value["what"] if isinstance(value, dict) else "")
def test_what_hangs_on_a_body_is_kept_on_its_page(
    bruno: Client, altrove: Body, given: dict[str, str], shown: str
) -> None:
    page = bruno.post("/bodies/borgo/ties", given, follow=True).content.decode()

    assert "Saved." in page
    assert shown in page


WRONG = [
    ({"what": "code", "code": "wikidata:1"}, "no code of that register"),
    ({"what": "code", "code": "istat:001001"}, "belongs to another organisation in the register: Altrove"),
    ({"what": "parent", "relation": "membership", "parent": "borgo"}, "in the end belong to itself"),
    ({"what": "succession", "succession": "merger", "successors": "borgo"}, "in the end succeed itself"),
    ({"what": "succession", "succession": "merger", "successors": "altrove\nborgo"}, "Only after a split"),
    ({"what": "succession", "succession": "split", "successors": "nowhere"}, "No organisation is called"),
]


@pytest.mark.parametrize(("given", "sentence"), WRONG)
def test_what_cannot_be_is_refused_beside_its_field(
    bruno: Client, altrove: Body, given: dict[str, str], sentence: str
) -> None:
    actions.identify_body(body=altrove, scheme="istat", value="001001", by=None)

    answer = bruno.post("/bodies/borgo/ties", given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_split_makes_several_and_is_taken_back(bruno: Client, cast: Cast, altrove: Body) -> None:
    third = actions.register_body(
        draft=actions.BodyDraft(uri="https://t.example", name="Terza", kind="agency"), by=None
    )
    given = {"what": "succession", "succession": "split", "successors": "altrove\r\nTerza", "on": "2024-01-01"}

    bruno.post("/bodies/borgo/ties", given)
    assert set(Succession.objects.values_list("successor", flat=True)) == {altrove.pk, third.pk}
    assert Body.objects.get(slug="borgo").ended_on == date(2024, 1, 1)
    for step in Succession.objects.all():
        bruno.post(f"/bodies/borgo/ties/succession/{step.pk}/end")

    assert not Succession.objects.exists()
    assert Body.objects.get(slug="borgo").ended_on is None


def test_belonging_ends_and_a_wrong_code_goes(bruno: Client, cast: Cast, altrove: Body) -> None:
    tie = actions.add_parent(body=cast.town, parent=altrove, relation="membership", since=None, by=None)
    code = actions.identify_body(body=cast.town, scheme="istat", value="001001", by=None)

    bruno.post(f"/bodies/borgo/ties/parent/{tie.pk}/end")
    bruno.post(f"/bodies/borgo/ties/code/{code.pk}/end")

    tie.refresh_from_db()
    assert tie.until is not None
    assert not cast.town.identifiers.exists()
    assert "until" in text_of(bruno, "/bodies/borgo")


def test_the_newest_count_stands_on_the_page_with_the_history(client: Client, cast: Cast) -> None:
    for year, inhabitants in ((2024, 2000), (2011, 1800)):
        actions.count_population(body=cast.town, year=year, inhabitants=inhabitants, source="Census", by=None)

    page = text_of(client, "/bodies/borgo")

    assert Body.objects.get(slug="borgo").population == 2000
    assert "1,800" in page
