"""The check for programs: what the command line says, over HTTP, with the same tolerance and the same limits."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.cli.__main__ import main
from commonweal.standards.publiccode.document import MAXIMUM_SIZE_BYTES
from tests.standards.documents import COMPLETE

ADDRESS = "/api/publiccode/check"
WRONG = b'publiccodeYmlVersion: "0"\nname: Desk\nurl: javascript:alert(1)\nmade-up: 1\n'


@pytest.mark.parametrize(
    "kind", ["application/yaml", "text/yaml", "text/plain; charset=utf-8", "application/octet-stream"]
)
def test_a_file_is_the_body(client: Client, kind: str) -> None:
    answer = client.post(ADDRESS, WRONG, content_type=kind)

    said = answer.json()
    assert answer.status_code == 200
    assert (said["file"], said["version"], said["valid"]) == ("publiccode.yml", "0", False)
    assert {"path": "url", "line": 3, "column": 1, "severity": "error", "rule": "invalid-value"}.items() <= next(
        problem for problem in said["problems"] if problem["path"] == "url"
    ).items()
    assert said["eu"]["answer"] == "no"


def test_a_file_may_come_in_a_form_or_in_json(client: Client) -> None:
    bare = client.post(ADDRESS, WRONG, content_type="application/yaml").json()

    in_form = client.post(ADDRESS, {"file": SimpleUploadedFile("publiccode.yml", WRONG)}).json()
    in_json = client.post(ADDRESS, json.dumps({"content": WRONG.decode()}), content_type="application/json").json()

    assert bare == in_form == in_json


def test_it_says_what_the_command_line_says(client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (WRONG, COMPLETE.encode(), b"name: [", b"", b"\xff\xfe\x00"):
        file = tmp_path / "publiccode.yml"
        file.write_bytes(content)
        main(["publiccode", "check", "--format", "json", "--jobs", "1", str(file)])
        (told,) = json.loads(capsys.readouterr().out)

        said = client.post(ADDRESS, content, content_type="application/yaml").json()

        assert {key: said[key] for key in told} == told | {"file": "publiccode.yml"}


def test_a_good_file_is_valid(client: Client) -> None:
    said = client.post(ADDRESS, COMPLETE, content_type="text/plain").json()

    assert (said["valid"], said["valid_by_declared_version"], said["eu"]["answer"]) == (True, True, "unknown")


@pytest.mark.parametrize(
    "content",
    [b"[" * 100_000, b"&a [" + b"*a," * 9, b"\x00\x01", b"\xff" * 500, b"a: " + b"9" * 900_000, b"- " * 40_000],
    ids=["deep", "alias", "control", "bytes", "long", "lists"],
)
def test_hostile_files_are_judged_like_others(client: Client, content: bytes) -> None:
    answer = client.post(ADDRESS, content, content_type="application/yaml")

    assert answer.status_code == 200
    assert answer.json()["valid"] is False


def test_what_is_too_large_is_refused(client: Client) -> None:
    large = b"a" * (20 * 1024 * 1024)

    for sent, kind in (
        (large, "application/yaml"),
        (b"a" * (MAXIMUM_SIZE_BYTES + 1), "text/plain"),
        (json.dumps({"content": "a" * (MAXIMUM_SIZE_BYTES + 1)}), "application/json"),
    ):
        refused(client.post(ADDRESS, sent, content_type=kind), 413)
    refused(client.post(ADDRESS, {"file": SimpleUploadedFile("publiccode.yml", large)}), 413)


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        (b"a=1", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "application/xml", 415),
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"content": 1}', "application/json", 400),
        (b"nonsense", "multipart/form-data; boundary=x", 400),
        (b"nonsense", "multipart/form-data", 400),
    ],
)
def test_what_is_no_file_is_refused(client: Client, sent: bytes, kind: str, status: int) -> None:
    refused(client.post(ADDRESS, sent, content_type=kind), status)


def test_only_post_is_answered(client: Client) -> None:
    answer = client.get(ADDRESS)

    refused(answer, 405)
    assert answer["Allow"] == "POST, OPTIONS"


def test_editors_of_other_sites_may_ask(client: Client) -> None:
    asked = client.options(ADDRESS, headers={"Origin": "https://editor.example"})
    answer = client.post(ADDRESS, WRONG, content_type="application/yaml", headers={"Origin": "https://editor.example"})

    for each in (asked, answer):
        assert each["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in each
        assert not each.cookies
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Headers"] == "Content-Type"


def test_it_needs_no_token(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(ADDRESS, WRONG, content_type="application/yaml").status_code == 200


@pytest.mark.django_db
def test_it_is_described(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"][ADDRESS]["post"]

    assert set(described["responses"]) == {"200", "400", "413", "415"}
    assert ADDRESS in client.get("/api").content.decode()


def refused(answer: object, status: int) -> None:
    """The answer is a problem document with a sentence."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]
