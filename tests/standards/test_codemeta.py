"""CodeMeta and schema.org say what the publiccode.yml said, with safe links only."""

import json
from dataclasses import replace

import pytest

from commonweal.standards.codemeta import codemeta, schema_org
from commonweal.standards.publiccode import PublicCode, read
from tests.standards.documents import COMPLETE


@pytest.fixture
def desk() -> PublicCode:
    publiccode, _ = read(COMPLETE.encode())
    assert publiccode is not None
    return publiccode


def test_codemeta_says_what_the_file_said(desk: PublicCode) -> None:
    document = codemeta(desk)

    assert document["@context"] == "https://w3id.org/codemeta/3.0"
    assert document["type"] == "SoftwareSourceCode"
    assert document["codeRepository"] == "https://git.esempia.example/borgo/desk"
    assert document["license"] == "https://spdx.org/licenses/AGPL-3.0-or-later"
    assert document["developmentStatus"] == "https://www.repostatus.org/#active"
    assert document["softwareRequirements"] == ["PostgreSQL >=15", "Card reader"]
    assert document["publisher"] == {
        "@type": "Organization",
        "name": "Municipality of Borgo",
        "url": "https://esempia.example/id/borgo",
    }
    assert document["relatedLink"] == [
        "https://desk.esempia.example/",
        "https://desk.esempia.example/roadmap",
        "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    ]


@pytest.mark.parametrize(("language", "short"), [("it", "Risponde"), ("en-GB", "Answers"), ("fi", "Answers")])
def test_the_nearest_language_is_chosen(desk: PublicCode, language: str, short: str) -> None:
    assert str(codemeta(desk, language=language)["abstract"]).startswith(short)


def test_an_application_and_a_library_are_different_things_of_schema_org(desk: PublicCode) -> None:
    application = schema_org(desk)
    library = schema_org(replace(desk, software_type="library"))

    assert (application["@type"], application["isAccessibleForFree"]) == ("SoftwareApplication", True)
    assert application["operatingSystem"] == "web, linux"
    assert (library["@type"], library["codeRepository"]) == ("SoftwareSourceCode", desk.url)
    assert "operatingSystem" not in library


def test_a_link_that_is_not_http_never_comes_out() -> None:
    hostile = PublicCode(name="x", url="javascript:alert(1)", landing_url="data:text/html,x", logo="file:///a")

    assert "alert" not in json.dumps([codemeta(hostile), schema_org(hostile)])
    assert "data:" not in json.dumps([codemeta(hostile), schema_org(hostile)])


def test_what_was_not_said_is_left_out() -> None:
    assert codemeta(PublicCode(name="x")) == {
        "@context": "https://w3id.org/codemeta/3.0",
        "type": "SoftwareSourceCode",
        "name": "x",
    }
