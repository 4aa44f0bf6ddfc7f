"""The demo world: what it holds, that building it again changes nothing, and where it does not go."""

import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from commonweal.catalogue import queries
from commonweal.catalogue.models import Entry, Relation
from commonweal.harvest.models import Rejection, Run
from commonweal.health.models import Project
from commonweal.health.queries.forge import standing_forge_facts
from commonweal.health.queries.standing import due_projects, standing
from commonweal.health.queries.words import words_of
from commonweal.journal.models import Event
from commonweal.organisations import actions
from commonweal.organisations.models import Body, Office, Parent
from commonweal.server import demo
from commonweal.server.demo import country, repositories

pytestmark = pytest.mark.django_db


def listed() -> set[str]:
    return set(queries.entries_for(AnonymousUser()).values_list("name", flat=True))


def test_esempia_has_its_municipalities_and_offices(world: list[str]) -> None:
    towns = Body.objects.filter(country="XX", kind="municipality", ended_on=None)

    assert towns.count() == 290
    assert (
        Parent.objects.filter(parent__slug="associazione-dei-comuni-di-esempia", relation="membership").count() == 290
    )
    assert Office.objects.filter(country="XX").count() == 7
    assert Office.objects.get(slug="esempia-hochland").end_reason
    assert not Office.objects.get(slug="esempia-costaserena").label
    assert Body.objects.get(slug="san-biagio-al-lago").successions.get().successor.name == "Lagoverde"


def test_places_lie_on_the_island_and_grow_by_zipf() -> None:
    towns = country.towns(290)

    assert len({town.name for town in towns}) == 290
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)
    assert (towns[0].population, towns[-1].population) == (1_004_000, 2_050)
    assert all(42 < town.latitude < 46 and -21 < town.longitude < -13 for town in towns)
    assert country.towns(40)[:3] != ()


def test_real_software_is_found_beside_that_of_esempia(world: list[str]) -> None:
    names = listed()

    assert {"Lutece", "Decidim", "Mensa Facile", "KitaPlatz", "Lezioni", "Biblioteca di Borgo"} <= names
    assert Entry.objects.get(name="Nimbus Flow").openness == "not-open"
    assert Entry.objects.filter(url="https://git.esempia.example/ministero/sportello").count() == 3


def test_what_is_broken_is_rejected_with_a_reason(world: list[str]) -> None:
    standing = Rejection.objects.filter(resolved_at=None, publisher__country="XX")

    assert dict(standing.exclude(reason="broken").values_list("repository__name", "reason")) == {
        "esperimento-yaml": "unreadable",
        "mensa-facile-copia": "second",
        "nuovo-progetto": "unreadable",
        "orari-uffici": "unreadable",
        "parkraum": "no_name",
        "petizioni": "no_address",
    }


def test_the_second_harvest_shows_a_banner_a_tombstone_and_an_alias(world: list[str]) -> None:
    gone = Entry.objects.get(name="Fax-Gateway")
    moved = Entry.objects.get(name="Modulistica")

    assert Entry.objects.get(name="Eventi di Borgo").is_broken
    assert gone.name not in listed()
    assert gone.retirements.get().returned_at is None
    assert queries.find_by_url("https://git.esempia.example/associazione-comuni/modulistica") == moved
    assert moved.url.endswith("/modelli-condivisi")
    assert Entry.objects.get(name="Chiave").software_version == "4.3.0"
    assert Relation.objects.get(entry__name="Signal'Ville", kind="variant").other == Entry.objects.get(
        name="Segnala Lagoverde"
    )


def test_every_login_works(world: list[str]) -> None:
    signed_in = [authenticate(username=name, password=password) for name, password, _ in demo.LOGINS]

    assert all(signed_in)
    assert queries.saved_searches(signed_in[2]).get().name == "Scuola"


def test_building_it_again_changes_nothing(world: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events, runs = Event.objects.count(), Run.objects.count()
    last = Event.objects.order_by("-pk").values_list("name", flat=True)

    demo.build(report=lambda text: None, size="test")

    assert list(last[: Event.objects.count() - events]) == []
    assert Run.objects.count() == runs


def test_it_does_not_go_where_others_are(world: list[str]) -> None:
    before = Event.objects.count()
    actions.open_account(username="marta", email="m@example.org", password="secret", display_name="", by=None)

    with pytest.raises(demo.InUse):
        demo.build(report=lambda text: None)

    assert Event.objects.count() == before + 1


def test_repositories_are_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = []
    for turn in ("one", "two"):
        monkeypatch.setenv("COMMONWEAL_DATA", str(tmp_path / turn))
        assert repositories.write(is_afterwards=False) == 48
        path = tmp_path / turn / "demo" / "repositories" / "borgo" / "eventi.git"
        heads.append(subprocess.check_output(["git", f"--git-dir={path}", "rev-parse", "main"]))

    assert heads[0] == heads[1]


def test_what_the_demo_says_of_a_dead_project_fits_together(world: list[str]) -> None:
    project = Project.objects.get(entry__name="Fax-Gateway")
    look = standing(project)
    facts = standing_forge_facts([project])[project.pk]

    assert look is not None
    assert [each["answer"] for each in look.statements] == [each.answer.value for each in words_of(project)]
    released = datetime.fromisoformat(facts.standing["last_release_at"])
    assert (look.examined_at - released).days == look.figures["releases"]["days_since_last"]
    assert facts.figures["backlog"]["issue"]["old_share"] > 0.5
    assert due_projects(timezone.now(), 10) == []
