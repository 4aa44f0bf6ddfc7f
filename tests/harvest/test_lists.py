"""Lists, folders, web sites and other catalogues through the engine."""

import json
from pathlib import Path

import pytest
from django.test import Client as Browser

from commonweal.catalogue.models import Entry, Record
from commonweal.harvest import actions
from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import Reason, Rejection, RunEnd, Source
from tests.fakes.github import FakeGitHub
from tests.fakes.network import Asked, FakeServer, Reply
from tests.fakes.software_catalog import FakeSoftwareCatalog
from tests.fakes.world import WORLD
from tests.harvest.conftest import Walk
from tests.harvest.world import bare, publiccode

pytestmark = pytest.mark.django_db

URL = "https://git.esempia.example/borgo/"


def added(driver: str, url: str, **values: object) -> Source:
    return actions.add_source(draft=SourceDraft(driver=driver, url=url, **values), by=None)  # type: ignore[arg-type]


def test_a_folder_of_files_is_harvested(tmp_path: Path, db: None, walk: Walk) -> None:
    (tmp_path / "canteen.yml").write_bytes(publiccode("Canteen"))
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "publiccode.yaml").write_bytes(publiccode("Registry"))
    (tmp_path / "broken.yml").write_bytes(b"name: [unclosed")
    source = added("folder", str(tmp_path))

    run = walk(source)

    assert (run.seen, run.published, run.rejected) == (3, 2, 1)
    assert walk(source).unchanged == 2


def test_a_list_of_addresses_is_harvested(tmp_path: Path, db: None, walk: Walk) -> None:
    place = bare(tmp_path / "git", "registry", {"publiccode.yml": publiccode("Registry")})
    fake = FakeGitHub(WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        addresses = tmp_path / "list.txt"
        addresses.write_text(f"{server.url}/esempia/forms\n{place.as_uri()}\nnonsense\n")
        source = added("repository_list", str(addresses))

        run = walk(source)

    assert run.end == RunEnd.COMPLETED
    assert {entry.name for entry in Entry.objects.all()} == {"Forms", "Registry"}
    assert [problem["rule"] for problem in run.problems] == ["not-an-address"]


def test_what_a_list_could_not_ask_for_is_not_gone(tmp_path: Path, db: None, walk: Walk) -> None:
    fake = FakeGitHub(WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        addresses = tmp_path / "list.txt"
        addresses.write_text(f"{server.url}/esempia/forms\n{server.url}/esempia/monorepo\n")
        source = added("repository_list", str(addresses))
        walk(source)
        server.answer = lambda asked: Reply(503) if "forms" in asked.path else fake(asked)

        run = walk(source)

    assert (run.end, run.is_partial, run.gone) == (RunEnd.COMPLETED, True, 0)
    assert not Entry.objects.filter(retirements__isnull=False).exists()


def test_a_list_from_the_network_does_not_lead_into_this_machine(tmp_path: Path, db: None, walk: Walk) -> None:
    place = bare(tmp_path, "secret", {"publiccode.yml": publiccode("Secret")})
    with FakeServer(lambda asked: Reply(body=f"{place.as_uri()}\n".encode())) as server:
        run = walk(added("repository_list", f"{server.url}/list.txt"))

    assert (run.seen, Entry.objects.count()) == (0, 0)


def test_another_catalogue_is_harvested_below_the_files_of_repositories(db: None, walk: Walk) -> None:
    rows = [
        {
            "id": str(number),
            "url": f"{URL}r{number}",
            "publiccodeYml": publiccode(f"R{number}", f"{URL}r{number}").decode(),
        }
        for number in range(5)
    ]
    with FakeServer(FakeSoftwareCatalog(rows)) as server:
        source = added("software_catalog_api", server.url)
        run = walk(source)

    assert (run.published, run.pages) == (5, 3)
    assert set(Record.objects.values_list("precedence", flat=True)) == {40}


def test_a_foreign_catalogue_is_harvested_by_its_mapping(db: None, walk: Walk) -> None:
    rows = [{"title": "Canteen", "repo": f"{URL}canteen"}, {"title": "", "repo": f"{URL}nameless"}]
    mapping = {"list": "items", "url": "repo", "fields": {"name": "title"}}
    with FakeServer(lambda asked: Reply(body={"items": rows})) as server:
        run = walk(added("foreign_json", server.url, mapping=mapping))

    assert (run.published, run.rejected) == (1, 1)
    assert Rejection.objects.get().reason == Reason.NO_NAME


@pytest.mark.parametrize("evil", ["\x00", "\x01", "\ud800"])
def test_what_can_neither_be_stored_nor_fed_stops_no_harvest(db: None, walk: Walk, client: Browser, evil: str) -> None:
    rows = [
        {"id": "1", "url": f"{URL}r{evil}1", "publiccodeYml": "name: [", "aliases": [f"{URL}{evil}"]},
        {"id": "2", "url": f"{URL}r2", "publiccodeYml": publiccode("R2", f"{URL}r2").decode()},
    ]
    with FakeServer(FakeSoftwareCatalog(rows)) as server:
        run = walk(added("software_catalog_api", server.url))

    assert (run.end, run.published) == (RunEnd.COMPLETED, 1)
    assert client.get("/feeds/rejections.atom").status_code == 200


def test_a_list_of_accounts_is_harvested(tmp_path: Path, db: None, walk: Walk) -> None:
    fake = FakeGitHub(WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        listed = {server.netloc: {"forge": "github", "owners": {"esempia": {}}}}
        accounts = tmp_path / "accounts.yml"
        accounts.write_text(json.dumps(listed))
        # The list names hosts without a scheme; the fake speaks http only.
        run = walk(added("account_list", str(accounts)))

    assert run.end == RunEnd.COMPLETED
    assert run.problems


def test_a_web_site_describes_itself(db: None, walk: Walk) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(body=publiccode("Canteen"), headers={"ETag": '"1"'}) if "well-known" in asked.path else Reply(404)

    with FakeServer(answer) as server:
        source = added("website", server.url)
        run = walk(source)

    assert run.published == 1
    assert Entry.objects.get().url == f"{URL}canteen"
