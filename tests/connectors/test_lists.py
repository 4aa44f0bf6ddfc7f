"""Sources that are lists: folders, addresses, accounts, catalogues, web sites."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from commonweal.connectors import (
    DRIVERS,
    account_list,
    folder,
    foreign_json,
    repository_list,
    software_catalog_api,
    website,
)
from commonweal.connectors.failures import HostUnavailable, NotFound
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import Page, Target
from tests.fakes.github import FakeGitHub
from tests.fakes.network import FakeServer, Reply
from tests.fakes.software_catalog import FakeSoftwareCatalog
from tests.fakes.world import WORLD

MakeClient = Callable[..., Client]

SOFTWARE = [
    {
        "id": f"id-{number}",
        "url": f"https://git.esempia.example/town/app{number}.git",
        "aliases": [f"https://git.esempia.example/old/app{number}"],
        "publiccodeYml": f"name: App {number}\n",
        "active": True,
        "createdAt": "2022-06-07T14:56:23Z",
        "updatedAt": "2026-05-01T08:00:00Z",
    }
    for number in range(5)
]


@pytest.fixture
def github(client_for: MakeClient) -> Iterator[tuple[FakeServer, Client]]:
    fake = FakeGitHub(WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        yield server, client_for(server.netloc)


# A folder of files


def walk_folder(client: Client, place: Path, after: str | None = None) -> list[Page]:
    return list(folder.repositories(client, Target("folder", str(place)), after))


def test_every_file_of_a_folder_is_a_repository(client_for: MakeClient, tmp_path: Path) -> None:
    for path in ("a.yml", "sub/b.yaml", "sub/c/publiccode.yml", "readme.txt", ".hidden/d.yml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(f"name: {path}\n")

    (page,) = walk_folder(client_for(), tmp_path)
    files = [DRIVERS[each.driver].metadata_files(client_for(), each, {})[0] for each in page.repositories]

    assert [each.name for each in page.repositories] == ["a", "b", "c"]
    assert [each.content for each in files] == [
        b"name: a.yml\n",
        b"name: sub/b.yaml\n",
        b"name: sub/c/publiccode.yml\n",
    ]


def test_an_unchanged_file_of_a_folder_is_known(client_for: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("name: A\n")
    (repository,) = walk_folder(client_for(), tmp_path)[0].repositories
    (file,) = folder.metadata_files(client_for(), repository, {})

    assert folder.metadata_files(client_for(), repository, {"": file.revision}) == [replace(file, content=None)]


def test_a_link_out_of_a_folder_is_a_problem(client_for: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.yml").write_text("password: x\n")
    (tmp_path / "in/a.yml").symlink_to(tmp_path / "secret.yml")

    (page,) = walk_folder(client_for(), tmp_path / "in")

    assert (page.repositories, page.problems[0].rule) == ((), "link-out-of-folder")


def test_a_walk_through_a_folder_resumes(
    client_for: MakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_PAGE_SIZE", 2)
    for name in "abc":
        (tmp_path / f"{name}.yml").write_text(f"name: {name}\n")

    first, second = walk_folder(client_for(), tmp_path)

    assert walk_folder(client_for(), tmp_path, first.next) == [second]


def test_the_real_files_are_all_found(client_for: MakeClient, shared_data: Path) -> None:
    place = shared_data / "publiccode"
    pages = walk_folder(client_for(), place)

    found = [each for page in pages for each in page.repositories]

    assert len(found) == len([path for path in place.rglob("*") if path.suffix in {".yml", ".yaml"}])


# A list of addresses


@pytest.mark.parametrize(
    "content",
    [
        "# ours\nhttps://a.example/x/y # the first\n\nhttps://a.example/x/z/\nhttps://a.example/x/y\n",
        "name,url\nY,https://a.example/x/y\nZ,https://a.example/x/z\n",
        "Y;https://a.example/x/y\nZ;https://a.example/x/z\n",
        "- https://a.example/x/y\n- url: https://a.example/x/z\n",
        "https://a.example/x/y:\n  added: 2023-11-30\nhttps://a.example/x/z:\n  added: 2023-11-30\n",
        '{"repositories": [{"repo": "https://a.example/x/y"}, "https://a.example/x/z"]}',
        "\ufeffhttps://a.example/x/y\r\nhttps://a.example/x/z\r\n",
    ],
)
def test_addresses_are_read_in_every_form(content: str) -> None:
    assert repository_list.addresses(content.encode()) == (["https://a.example/x/y", "https://a.example/x/z"], [])


def test_what_is_no_address_is_a_problem() -> None:
    found, problems = repository_list.addresses(b"https://a.example/x/y\nnonsense\n")

    assert (found, [problem.rule for problem in problems]) == (["https://a.example/x/y"], ["not-an-address"])


def test_each_address_is_asked_at_its_host(github: tuple[FakeServer, Client], tmp_path: Path) -> None:
    server, client = github
    (tmp_path / "list.txt").write_text(f"{server.url}/esempia/forms\n{server.url}/esempia/gone\n")

    (page,) = repository_list.repositories(client, Target("repository_list", str(tmp_path / "list.txt")))
    (file,) = repository_list.metadata_files(client, page.repositories[0], {})

    assert [each.name for each in page.repositories] == ["forms"]
    assert [problem.rule for problem in page.problems] == ["repository-not-there"]
    assert not page.is_partial
    assert file.content == b"name: Forms\n"


def test_a_host_that_is_down_makes_the_page_partial(github: tuple[FakeServer, Client], tmp_path: Path) -> None:
    server, client = github
    (tmp_path / "list.txt").write_text(f"{server.url}/esempia/forms\n{server.url}/esempia/huge\n")
    pages = repository_list.repositories(client, Target("repository_list", str(tmp_path / "list.txt")))
    server.answer = lambda asked: Reply(500) if asked.path.endswith("/huge") else FakeGitHub(WORLD, server.url)(asked)

    (page,) = pages

    assert [each.name for each in page.repositories] == ["forms"]
    assert page.is_partial


def test_a_list_from_outside_has_no_say_about_files_in_here(client_for: MakeClient, tmp_path: Path) -> None:
    with FakeServer(lambda asked: Reply(200, tmp_path.as_uri().encode())) as server:
        (page,) = repository_list.repositories(client_for(server.netloc), Target("repository_list", server.url))

    assert (page.repositories, page.problems[0].rule) == ((), "local-address")


# A list of accounts


def test_the_french_accounts_become_targets(shared_data: Path) -> None:
    found, problems = account_list.targets((shared_data / "orgs/fr/comptes-organismes-publics.yml").read_bytes())

    # 387 accounts, 17 of them to be ignored, and one forge without a driver.
    assert len(found) == 369
    assert {each.driver for each in found} == {"github", "gitlab"}
    assert (
        Target(
            "gitlab",
            "https://gitlab.com",
            "etalab-datalab",
            "etalab-datalab",
            "urn:uuid:db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8",
        )
        in found
    )
    assert any(each.group == "" for each in found)
    assert {problem.rule for problem in problems} <= {"ignored", "unknown-forge", "no-account"}


def test_the_danish_office_becomes_its_accounts(shared_data: Path) -> None:
    found, problems = account_list.targets((shared_data / "orgs/dk/dk-public-sector-ospo.yml").read_bytes())

    assert problems == []
    assert len(found) == 19
    assert found[0].group == "OS2agora"
    assert {each.publisher_uri for each in found} == {"https://os2.eu"}


def test_the_dutch_publishers_become_targets_with_their_identifiers(shared_data: Path) -> None:
    found, problems = account_list.targets((shared_data / "orgs/nl/publishers.json").read_bytes())

    assert problems == []
    assert len(found) >= 75
    assert found[0].publisher_uri.startswith("https://identifier.overheid.nl/tooi/id/")


def test_accounts_by_country_become_targets(shared_data: Path) -> None:
    found, _ = account_list.targets((shared_data / "orgs/github-government/governments.yml").read_bytes())

    assert len(found) > 900
    assert {each.url for each in found} == {"https://github.com"}


@pytest.mark.parametrize(
    "content", [b"\tno yaml: [", b"just text", b"- 1\n", b"", b"a: 1\n", b"git.example: {forge: svn}"]
)
def test_a_list_of_no_known_shape_is_a_problem(content: bytes) -> None:
    found, problems = account_list.targets(content)

    assert found == []
    assert problems


def test_accounts_are_walked_one_after_the_other_with_their_publisher(
    github: tuple[FakeServer, Client], tmp_path: Path
) -> None:
    server, client = github
    owners = {"nobody": {}, "esempia": {"pso_id": "db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8"}}
    path = tmp_path / "accounts.yml"
    path.write_text(yaml.safe_dump({server.netloc: {"forge": "github", "owners": owners}}, sort_keys=False))

    pages = list(_plain_accounts(client, path, server))

    assert [each.name for page in pages for each in page.repositories] == [each.name for each in WORLD]
    assert pages[0].problems[0].rule == "account-not-there"
    assert pages[1].repositories[0].publisher_uri == "urn:uuid:db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8"
    assert list(_plain_accounts(client, path, server, pages[1].next)) == pages[2:]


def _plain_accounts(client: Client, path: Path, server: FakeServer, after: str | None = None) -> Iterator[Page]:
    """Walk a list whose forge is the fake, which has no certificate."""
    found, problems = account_list.targets(path.read_bytes())
    assert (problems, {each.url for each in found}) == ([], {f"https://{server.netloc}"})
    plain = [replace(each, url=server.url) for each in found]
    return account_list.walk(client, plain, after)


# The Italian software catalogue API


def test_a_software_catalogue_is_walked_with_its_files(client_for: MakeClient) -> None:
    with FakeServer(FakeSoftwareCatalog(SOFTWARE)) as server:
        target = Target("software_catalog_api", f"{server.url}/v1")
        client = client_for(server.netloc)

        first, *others = software_catalog_api.repositories(client, target)
        resumed = list(software_catalog_api.repositories(client, target, first.next))

    repository = first.repositories[0]
    assert [len(page.repositories) for page in (first, *others)] == [2, 2, 1]
    assert resumed == others
    assert (repository.name, repository.owner) == ("app0", "town")
    assert repository.files[0].content == b"name: App 0\n"
    assert repository.aliases == ("https://git.esempia.example/old/app0",)
    assert repository.revision == "2026-05-01T08:00:00Z"


def test_software_that_is_known_comes_without_its_content(client_for: MakeClient) -> None:
    with FakeServer(FakeSoftwareCatalog(SOFTWARE)) as server:
        client = client_for(server.netloc)
        page = next(software_catalog_api.repositories(client, Target("software_catalog_api", server.url)))
        repository = page.repositories[0]

        again = software_catalog_api.metadata_files(client, repository, {"": repository.files[0].revision})
        asked = software_catalog_api.metadata_files(client, replace(repository, files=()), {})

    assert again[0].content is None
    assert asked[0].content == b"name: App 0\n"


def test_publishers_of_a_catalogue_become_targets(client_for: MakeClient) -> None:
    hosting = [{"url": "https://github.com/esempia", "group": True}, {"url": "https://gitlab.example.org/a/b"}]
    publishers: list[dict[str, Any]] = [
        {"id": "1", "description": "Comune di Borgo", "alternativeId": "c_b123", "codeHosting": hosting},
        {"id": "2", "description": "Old", "active": False, "codeHosting": hosting},
    ]
    with FakeServer(FakeSoftwareCatalog([], publishers)) as server:
        target = Target("software_catalog_api", server.url)
        found, problems = software_catalog_api.publishers(client_for(server.netloc), target)

    assert problems == []
    assert found == [
        Target("github", "https://github.com", "esempia", "Comune di Borgo", "c_b123"),
        Target("gitlab", "https://gitlab.example.org", "a/b", "Comune di Borgo", "c_b123"),
    ]


# Foreign catalogues by a declared mapping

MAPPING = {
    "list": "catalogue.items",
    "url": "repo.url",
    "fields": {
        "publiccodeYmlVersion": {"constant": "0.4"},
        "name": "title",
        "legal.license": {"path": "licence", "values": {"Apache 2": "Apache-2.0"}, "default": "EUPL-1.2"},
        "description.en.shortDescription": "$.summary[0].text",
        "categories": "tags[*].name",
        "usedBy": "nowhere",
    },
}
ENTRIES = [
    {
        "title": "Größe",
        "repo": {"url": "https://a.example/x/y"},
        "licence": "Apache 2",
        "summary": [{"text": "Short."}],
        "tags": [{"name": "a"}, {"name": "b"}, {}],
    },
    {"title": "No address"},
    {"title": "Z", "repo": {"url": "https://a.example/x/z"}, "licence": "unheard of"},
]


def test_a_foreign_catalogue_becomes_publiccode_files(client_for: MakeClient, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps({"catalogue": {"items": ENTRIES}}))

    (page,) = foreign_json.repositories(client_for(), Target("foreign_json", str(path), mapping=MAPPING))

    first, second = (yaml.safe_load(each.files[0].content or b"") for each in page.repositories)
    assert first == {
        "url": "https://a.example/x/y",
        "publiccodeYmlVersion": "0.4",
        "name": "Größe",
        "legal": {"license": "Apache-2.0"},
        "description": {"en": {"shortDescription": "Short."}},
        "categories": ["a", "b"],
    }
    assert second["legal"] == {"license": "EUPL-1.2"}
    assert [(problem.path, problem.rule) for problem in page.problems] == [("[1]", "no-address")]


def test_a_catalogue_may_be_json_lines(client_for: MakeClient, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in ENTRIES))
    target = Target("foreign_json", str(path), mapping={**MAPPING, "list": ""})

    (page,) = foreign_json.repositories(client_for(), target)

    assert [each.name for each in page.repositories] == ["y", "z"]


def test_a_catalogue_in_pages_is_followed_and_resumed_but_not_into_this_machine(client_for: MakeClient) -> None:
    onward = {"/1": "/2", "/2": "file:///etc/passwd"}
    with FakeServer(lambda asked: Reply(200, {"items": ENTRIES, "next": onward[asked.path]})) as server:
        mapping = {**MAPPING, "list": "items", "next": "next"}
        target = Target("foreign_json", f"{server.url}/1", mapping=mapping)
        client = client_for(server.netloc)

        pages = list(foreign_json.repositories(client, target))

        assert [page.next for page in pages] == [f"{server.url}/2", None]
        assert list(foreign_json.repositories(client, target, pages[0].next)) == pages[1:]


@pytest.mark.parametrize("content", [b"<html>", b'{"catalogue": 3}', b"[" * 100_000])
def test_a_catalogue_that_makes_no_sense_is_a_failure(client_for: MakeClient, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalogue.json"
    path.write_bytes(content)

    with pytest.raises(HostUnavailable):
        list(foreign_json.repositories(client_for(), Target("foreign_json", str(path), mapping=MAPPING)))


def test_a_mapping_that_fills_a_key_twice_is_a_problem() -> None:
    made, problems = foreign_json.mapped({"a": "x"}, {"legal": "a", "legal.license": "a"})

    assert made == {"legal": "x"}
    assert [problem.rule for problem in problems] == ["contradictory-mapping"]


def test_a_real_foreign_catalogue_is_read(client_for: MakeClient, shared_data: Path) -> None:
    path = shared_data / "catalogues/dpgs-2023-02-20.json"
    fields = {"name": "name", "description.en.longDescription": "description", "legal.license": "license[0].spdx"}
    mapping = {"list": "", "url": "repositories[0].url", "fields": fields}

    pages = list(foreign_json.repositories(client_for(), Target("foreign_json", str(path), mapping=mapping)))

    found = [each for page in pages for each in page.repositories]
    assert len(found) + sum(len(page.problems) for page in pages) == 165
    assert yaml.safe_load(found[0].files[0].content or b"")["name"] == "Aam Digital"


# A web site that describes itself


def test_a_site_is_asked_for_its_well_known_file(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: _site(asked.path, asked.headers.get("if-none-match"))) as server:
        client = client_for(server.netloc)
        (page,) = website.repositories(client, Target("website", f"{server.url}/de/start"))
        (repository,) = page.repositories

        again = website.metadata_files(client, repository, {"": repository.files[0].revision})

    assert repository.url == server.url
    assert repository.files[0].content == b"name: Site\n"
    assert again[0].content is None


def _site(path: str, known: str | None) -> Reply:
    if path == "/.well-known/publiccode.yaml":
        return Reply(304) if known == '"1"' else Reply(200, b"name: Site\n", {"ETag": '"1"'})
    return Reply(200, b"<!doctype html><title>Not found</title>", {"Content-Type": "text/html"})


def test_a_site_that_answers_everything_with_a_page_has_no_file(client_for: MakeClient) -> None:
    page = Reply(200, b"<!doctype html>", {"Content-Type": "text/html"})
    with FakeServer(lambda asked: page) as server, pytest.raises(NotFound):
        list(website.repositories(client_for(server.netloc), Target("website", server.url)))
