"""Who sees which rung of the ladder, wherever entries leave the catalogue: pages, interface, feeds, files, counts."""

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.actions import Finding
from commonweal.catalogue.models import SavedSearch
from commonweal.catalogue.queries import entries_for
from commonweal.harvest.models import Run, Source
from commonweal.organisations import actions
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.roles import Role
from commonweal.server.demo.repositories import PACKS
from commonweal.standards import publiccode

pytestmark = pytest.mark.django_db

SLUGS = {"private": "piano-neve-bozza", "body": "turni-del-cimitero", "network": "confronto-tariffe"}
NAMES = {"private": "Piano Neve", "body": "Turni del Cimitero", "network": "Confronto Tariffe"}
SEES = {
    "": set(),
    "dragan": set(),
    "sonia": set(),
    "elio": {"network"},
    "bruno": {"network"},
    "dora": {"body", "network"},
    "aino": {"body", "network"},
    "chiara": {"private", "body", "network"},
}
MATRIX = [(viewer, rung) for viewer in SEES for rung in SLUGS]


@pytest.fixture
def sign_in(world: list[str], client: Client) -> object:
    """A browser in which one of the demo's people is signed in; Dora is a colleague of Chiara's."""

    def signed_in(name: str) -> Client:
        if name == "dora":
            dora = actions.open_account(username=name, email="", password=None, display_name="Dora", by=None)
            actions.grant_role(user=dora, role=Role.MEMBER, body=Body.objects.get(slug="borgo"), by=None)
        if name:
            client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def text_of(client: Client, path: str, **query: str) -> str:
    """A page that must be there, as text."""
    answer = client.get(path, query)
    assert answer.status_code == 200, path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


@pytest.mark.parametrize(("viewer", "rung"), MATRIX)
def test_pages_and_the_interface_show_what_the_ladder_allows(sign_in: object, viewer: str, rung: str) -> None:
    client, slug, name = sign_in(viewer), SLUGS[rung], NAMES[rung]
    address = f"https://git.esempia.example/borgo/{rung}"
    is_seen = rung in SEES[viewer]

    assert (client.get(f"/software/{slug}").status_code == 200) is is_seen
    assert (client.get(f"/software/{slug}/publiccode.yml").status_code == 200) is is_seen
    assert (client.get(f"/api/v1/software/{slug}").status_code == 200) is is_seen
    assert (client.get(f"/api/v1/software/{slug}/records").status_code == 200) is is_seen
    assert (client.get(f"/api/v1/software/{slug}/codemeta").status_code == 200) is is_seen
    assert (client.get("/api/v1/lookup", {"url": address}).status_code == 200) is is_seen
    found = client.get("/api/v1/search", {"q": name}).json()
    assert (slug in [row["id"] for row in found["data"]]) is is_seen
    assert (f"/software/{slug}" in text_of(client, "/software", q=name)) is is_seen
    assert (name in text_of(client, "/software/suggestions", q=name[:8])) is is_seen
    assert (name in text_of(client, "/data/software.csv")) is is_seen
    assert (name in text_of(client, "/data/software.jsonl")) is is_seen


@pytest.mark.parametrize("viewer", SEES)
def test_counts_count_only_what_is_seen(sign_in: object, viewer: str) -> None:
    client = sign_in(viewer)
    count = entries_for(AnonymousUser()).count() + len(SEES[viewer])

    found = client.get("/api/v1/search").json()
    values = {facet["name"]: facet["values"] for facet in found["facets"]}

    assert found["total"] == count
    assert len(text_of(client, "/data/software.jsonl").splitlines()) == count
    assert sum(each["count"] for each in values["openness"]) == count
    borgo = [each["count"] for each in values["publisher"] if each["label"] == "Borgo"]
    assert borgo == [] or borgo == [4 + len(SEES[viewer])]
    assert re.search(rf"\b{count}\b", text_of(client, "/data"))


@pytest.mark.parametrize("viewer", ["", "elio", "chiara"])
@pytest.mark.parametrize(
    "path",
    ["/", "/bodies/borgo", "/feeds/software.atom", "/feeds/publishers/borgo.atom", "/categories"],
)
def test_lists_and_feeds_leak_no_name(sign_in: object, viewer: str, path: str) -> None:
    client = sign_in(viewer)

    text = text_of(client, path)

    hidden = SLUGS.keys() - SEES[viewer]
    assert [rung for rung in hidden if NAMES[rung] in text or SLUGS[rung] in text] == []


def test_a_saved_search_tells_a_feed_reader_only_what_is_public(sign_in: object) -> None:
    chiara = sign_in("chiara")
    chiara.post("/account/searches/save", {"name": "Borgo", "query": "publisher=borgo"})
    token = SavedSearch.objects.get(name="Borgo").token

    text = text_of(chiara, f"/feeds/searches/{token}.atom")

    assert [rung for rung in SLUGS if NAMES[rung] in text] == []


def test_the_journal_tells_nobody_of_hidden_entries(sign_in: object) -> None:
    changes = json.loads(text_of(sign_in(""), "/api/v1/changes", size="1000"))["data"]

    assert not {change["entry"] for change in changes} & set(SLUGS.values())


@pytest.mark.parametrize("viewer", ["", "dragan", "sonia", "elio", "chiara"])
def test_paths_of_this_machine_stay_here(sign_in: object, viewer: str) -> None:
    client = sign_in(viewer)
    pages = ["/sources", "/rejections", "/rejections/lagoverde", "/feeds/rejections.atom", "/api/v1/changes?size=1000"]
    pages += ["/software/mensa-facile", "/api/v1/software/mensa-facile/records", "/data/software.jsonl"]
    pages += [source.get_absolute_url() for source in Source.objects.all()]
    pages += [run.get_absolute_url() for run in Run.objects.all()]

    leaks = [path for path in pages if re.search(r"file:|/demo/repositories", text_of(client, path))]

    assert leaks == []


def test_what_a_narrow_source_says_of_a_public_entry_stays_narrow(sign_in: object) -> None:
    client = sign_in("")
    document, _ = publiccode.read((PACKS / "ladder" / "private.yml").read_bytes())
    said = Finding(
        source="harvest:secret",
        source_name="Chiara's own notes",
        precedence=5,
        url="https://git.esempia.example/lagoverde/mensa-facile",
        seen_at=timezone.now(),
        document=document,
        visibility=Visibility.PRIVATE,
    )

    catalogue.publish(finding=said, by=None)

    for path in (
        "/software/mensa-facile",
        "/software/mensa-facile/publiccode.yml",
        "/api/v1/software/mensa-facile",
        "/api/v1/software/mensa-facile/records",
        "/api/v1/software/mensa-facile/codemeta",
    ):
        text = text_of(client, path)
        assert "Piano Neve" not in text, path
        assert "own notes" not in text, path
