"""Pages about who uses what: what a reader finds there, and what the forms do."""

import csv
import io
import json

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.organisations.models import Visibility
from commonweal.usage import actions, queries
from commonweal.usage.models import NamedUser, Proposal, Status, UsageClaim
from commonweal.usage.tasks.claims import send_mail
from commonweal.usage.views import neighbours
from tests.usage.claims_world import NOON, World, build, software

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Towns, software and people."""
    return build()


def reader(world: World, name: str) -> Client:
    """A browser in which somebody is signed in, or nobody."""
    client = Client()
    if name != "anonymous":
        client.force_login(world.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, path: str) -> str:
    """A page that must be there, as text."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_users_stand_nearest_first_for_who_names_a_town(world: World) -> None:
    for name in ("borgo", "altrove"):
        world.claim(name)

    text = page(Client(), "/software/mense/users?near=Altrove")

    rows = text.partition("<tbody>")[2]
    assert "Nearest to Altrove first" in text
    assert rows.index("/bodies/altrove") < rows.index("/bodies/borgo")
    assert "11 km away" in rows


def test_age_is_always_shown(world: World) -> None:
    draft = actions.UseDraft(entry=world.entries["mense"], visibility=Visibility.PUBLIC)
    actions.state_use(body=world.bodies["borgo"], draft=draft, at=NOON.replace(year=2019), by=None)

    text = page(Client(), "/software/mense/users")

    assert "out of date" in text
    assert "since 20 November 2020" in text


def test_filters_leave_only_what_they_say(world: World) -> None:
    world.claim("borgo", status=Status.PILOT)
    world.claim("altrove")

    pilots = page(Client(), "/software/mense/users?status=pilot").partition("<tbody>")[2]
    nobody = page(Client(), "/software/mense/users?tier=national")

    assert "/bodies/borgo" in pilots
    assert "/bodies/altrove" not in pilots.partition("</tbody>")[0]
    assert "Nobody in this list" in nobody


def test_files_say_what_the_page_says(world: World) -> None:
    claim = world.claim(purpose="=SUM(A1)", instance_url="https://mense.borgo.example")

    rows = list(csv.DictReader(io.StringIO(page(Client(), "/software/mense/users.csv").lstrip("\ufeff"))))
    told = json.loads(page(Client(), "/software/mense/users.json"))
    line = json.loads(page(Client(), "/data/usage.jsonl"))

    assert [(row["body"], row["purpose"], row["licence"]) for row in rows] == [
        (world.bodies["borgo"].uri, "'=SUM(A1)", "CC0-1.0")
    ]
    assert told["counts"]["total"] == {"named": 1, "unnamed_at_least": 0, "may_be_more": True}
    assert line["instance"] == claim.instance_url


def test_the_interface_gives_claims_page_by_page(world: World) -> None:
    for name in ("borgo", "altrove"):
        world.claim(name)

    first = Client().get("/api/v1/software/mense/usage?size=1").json()
    second = Client().get(f"/api/v1/software/mense/usage?size=1&after={first['next']}").json()

    assert [row["body_name"] for row in (*first["data"], *second["data"])] == ["Borgo", "Altrove"]
    assert second["next"] is None
    assert Client().get("/api/v1/software/nothing/usage").status_code == 404


def test_an_editor_ticks_what_the_town_uses_in_one_go(world: World) -> None:
    world.claim("altrove", "mappe")
    editor = reader(world, "editor")
    offered = page(editor, "/bodies/borgo/use/tick")

    entries = [str(entry.pk) for entry in world.entries.values()]
    editor.post("/bodies/borgo/use/tick", {"entry": [*entries, "x", "9" * 30], "visibility": "2"})

    assert offered.index("Mappe") < offered.index("Mense")
    assert "1 of your 1 neighbours use it" in offered
    uses = UsageClaim.objects.filter(owner=world.bodies["borgo"])
    assert {use.entry.name for use in uses} == {"Mense", "Mappe"}
    assert {use.visibility for use in uses} == {Visibility.NETWORK}


def test_an_editor_adds_changes_and_ends_a_use(world: World) -> None:
    editor = reader(world, "editor")
    filled = {"software": "Mense", "status": "pilot", "visibility": "3", "since": "2025-01-01"}

    wrong = editor.post("/bodies/borgo/use/new", filled | {"until": "2024-01-01"})
    editor.post("/bodies/borgo/use/new", filled)
    claim = UsageClaim.objects.get()
    editor.post(f"/bodies/borgo/use/{claim.pk}/change", filled | {"status": "production"})
    editor.post(f"/bodies/borgo/use/{claim.pk}/end", {"until": "2026-01-01"})
    claim.refresh_from_db()

    assert wrong.status_code == 422
    assert "This is before the first day." in wrong.content.decode()
    assert (claim.status, claim.visibility, str(claim.until)) == (Status.ENDED, Visibility.PUBLIC, "2026-01-01")
    assert "said" in page(editor, f"/bodies/borgo/use/{claim.pk}")


def test_one_click_confirms_or_denies(world: World) -> None:
    entry = software("Nomi", more="usedBy: [Borgo]\n")
    actions.match_names(entry=entry, by=None)
    claim, editor = UsageClaim.objects.get(), reader(world, "editor")
    waiting = page(editor, "/bodies/borgo/use")

    editor.post(f"/bodies/borgo/use/{claim.pk}/answer", {"confirm": "1"})
    claim.refresh_from_db()
    confirmed = claim.confirmed_at
    editor.post(f"/bodies/borgo/use/{claim.pk}/answer", {"deny": "1"})
    claim.refresh_from_db()

    assert "Others say that you use this. Is it so?" in waiting
    assert confirmed is not None
    assert claim.denied_at is not None


def test_a_supplier_proposes_and_the_body_answers(world: World) -> None:
    supplier, editor = reader(world, "supplier"), reader(world, "editor")

    answer = supplier.post("/software/mense/users/propose", {"body": "Borgo", "status": "production"}, follow=True)
    again = supplier.post("/software/mense/users/propose", {"body": "Borgo", "status": "production"})
    proposal = Proposal.objects.get()
    waiting = page(editor, "/bodies/borgo/use")
    editor.post(f"/bodies/borgo/proposals/{proposal.pk}/answer", {"deny": "1"})

    assert "It waits for the organisation" in answer.content.decode()
    assert again.status_code == 422
    assert "proposed by Ditta" in waiting
    assert not UsageClaim.objects.exists()
    assert not queries.waiting_proposals(world.bodies["borgo"]).exists()


def test_somebody_of_the_network_writes_to_a_mailbox(world: World) -> None:
    stranger = reader(world, "stranger")

    form = page(stranger, "/bodies/borgo/contact?about=mense")
    answer = stranger.post("/bodies/borgo/contact?about=mense", {"subject": "Mense", "text": "How is it?"})
    send_mail(to=["comune@borgo.example"], subject="Mense", text="How is it?", reply_to="stranger@w.example")

    assert "Your experience with Mense" in form
    assert answer.status_code == 302
    assert (mail.outbox[0].to, mail.outbox[0].reply_to) == (["comune@borgo.example"], ["stranger@w.example"])


@pytest.mark.parametrize("name", ["nobody", "supplier", "trader"])
def test_who_is_not_of_the_network_writes_to_nobody(world: World, name: str) -> None:
    assert reader(world, name).get("/bodies/borgo/contact").status_code == 403


def test_a_curator_corrects_a_name_and_takes_in_a_list(world: World) -> None:
    entry = software("Nomi", more="usedBy: [Qualcuno]\n")
    actions.match_names(entry=entry, by=None)
    curator = reader(world, "curator")
    waiting = page(curator, "/names")

    curator.post(f"/names/{NamedUser.objects.get().pk}", {"body": "altrove"})
    file = {"file": SimpleUploadedFile("list.csv", b"software,body\nMense,Borgo\nMense,Nessuno\n")}
    looked = curator.post("/uses/import", {"source_name": "A list", "do": "look"} | file)
    trial = UsageClaim.objects.filter(source="import").count()
    file = {"file": SimpleUploadedFile("list.csv", b"software,body\nMense,Borgo\nMense,Nessuno\n")}
    curator.post("/uses/import", {"source_name": "A list", "do": "take"} | file)

    assert "Qualcuno" in waiting
    assert "a person decided it" in page(Client(), "/software/nomi/named")
    assert "What would happen" in looked.content.decode()
    assert (trial, UsageClaim.objects.filter(source="import").count()) == (0, 1)


def test_neighbours_four_ways_each_with_its_sentence(world: World) -> None:
    world.claim("borgo", "mense")
    world.claim("altrove", "mense")

    text = page(Client(), "/bodies/borgo/neighbours?way=distance&way=size&way=portfolio")
    none = page(Client(), "/bodies/borgo/neighbours?way=association")

    assert "11 km away, about as large (9,000 inhabitants), uses much the same software" in text
    assert "Nobody is all of this" in none


def test_peers_say_how_many_of_how_many(world: World) -> None:
    world.claim("altrove", "mappe")

    text = page(Client(), "/bodies/borgo/peers")

    assert "They use it, Borgo does not" in text
    assert "1 of 1" in text


def test_a_long_table_of_peers_says_how_long_it_is_and_shows_all_when_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "FIRST_ROWS", 1)
    for entry in ("mense", "mappe"):
        world.claim("altrove", entry)

    first = page(Client(), "/bodies/borgo/peers?way=distance")
    everything = page(Client(), "/bodies/borgo/peers?way=distance&all=1")

    assert "These are the first 1 of 2." in first
    assert 'href="?way=distance&amp;all=1"' in first
    assert (first.count("1 of 1"), everything.count("1 of 1")) == (1, 2)
    assert "Show all" not in everything


@pytest.mark.parametrize(
    "path",
    ["/bodies/borgo/use/tick", "/bodies/borgo/use/new", "/names", "/uses/import", "/software/mense/users/propose"],
)
def test_a_visitor_is_asked_to_sign_in(world: World, path: str) -> None:
    assert "/accounts/login/" in Client().get(path)["Location"]
