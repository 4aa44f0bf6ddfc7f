"""Pages and routes that tell what licences say: open to all, each address can be shared."""

import json

import pytest
from django.test import Client

from commonweal.cli.commands import main
from commonweal.licensing.urls import REFERENCE
from commonweal.standards.licence_kinds import Kind

pytestmark = pytest.mark.django_db
PATHS = {
    "licences": "/licences?q=affero&kind=network-copyleft&open=1",
    "licence": "/licences/EUPL-1.2",
    "licence-check": "/licences/check?text=GPLv3%2B",
    "licence-compatibility": "/licences/compatibility?inbound=MIT&outbound=EUPL-1.2",
    "licence-advice": "/licences/advice?what=software&publisher=member&reuse=open&returns=yes",
}


def body_of(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_every_page_is_open_to_all() -> None:
    assert {pattern.name for pattern in REFERENCE} == PATHS.keys()
    assert {Client().get(path).status_code for path in PATHS.values()} == {200}


def test_the_list_is_searched_by_words_kind_and_openness() -> None:
    page = body_of(PATHS["licences"])

    assert "AGPL-3.0-only" in page
    assert "AGPL-1.0-only" not in page  # neither OSI nor FSF
    assert ">MIT<" not in page


def test_words_for_a_licence_lead_from_the_search_to_what_they_mean() -> None:
    assert "“gpl v2 or later” means GPL-2.0-or-later." in body_of("/licences?q=gpl+v2+or+later")


def test_an_empty_search_says_what_to_do_next() -> None:
    assert "No licence found" in body_of("/licences?q=nosuchlicence")


@pytest.mark.parametrize("kind", [*Kind, "odd", ""])
def test_any_kind_may_stand_in_the_address(kind: str) -> None:
    assert body_of(f"/licences?kind={kind}")


def test_a_licence_says_what_it_asks_what_we_may_and_what_goes_together() -> None:
    page = body_of("/licences/EUPL-1.2")

    assert "Let those who use it over the network get the source of the version that runs." in page
    assert "a person has to look" in page
    assert "inbound=EUPL-1.2&amp;outbound=GPL-2.0-only" in page


def test_a_licence_is_found_whatever_its_case_and_an_old_name_says_the_new_one() -> None:
    moved = Client().get("/licences/eupl-1.2")

    assert (moved.status_code, moved["Location"]) == (302, "/licences/EUPL-1.2")
    assert "GPL-2.0-only" in body_of("/licences/GPL-2.0")
    assert Client().get("/licences/no-such").status_code == 404


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("GPLv3%2B", "GPL-3.0-or-later"),
        ("MIT+OR+(MIT+AND+ISC)", "Shorter, with the same meaning: MIT"),
        ("BSD", "These words leave open which licence is meant."),
        ("LicenseRef-Town", "What it asks is not known here."),
        ("x" * 1001, "That is too long for a licence."),
        ("%3Cscript%3E", "These words leave open"),
    ],
)
def test_an_expression_is_checked_in_plain_words(text: str, told: str) -> None:
    page = body_of(f"/licences/check?text={text}")

    assert told in page
    assert "<script>" not in page


def test_two_licences_are_answered_with_reason_and_source() -> None:
    page = body_of("/licences/compatibility?inbound=GPL-3.0-only&outbound=EUPL-1.2")

    assert "It asks that the whole work be under its own licence." in page
    assert "GPL-3.0, 5(c): the entire work under the GPL" in page


def test_unknown_is_shown_as_such_and_mistakes_stand_beside_their_field() -> None:
    unknown = body_of("/licences/compatibility?inbound=LicenseRef-Town&outbound=EUPL-1.2")
    mistaken = body_of("/licences/compatibility?inbound=foo+bar&outbound=")

    assert '<span class="badge" data-color="neutral">not known</span>' in unknown
    assert "“foo bar” names no licence" not in mistaken  # nothing is answered before both are there
    assert mistaken.count("Name a licence.") == 1
    assert "“foo bar” names no licence that we know." in body_of("/licences/compatibility?inbound=foo+bar&outbound=MIT")


def test_a_name_without_its_version_is_asked_back_with_the_candidates() -> None:
    pair = body_of("/licences/compatibility?inbound=GPL&outbound=MIT")
    advice = body_of(PATHS["licence-advice"] + "&built_on=BSD")

    assert "“GPL” leaves open which version is meant: " in pair
    assert "GPL-2.0-only, GPL-2.0-or-later, GPL-3.0-only, GPL-3.0-or-later?" in pair
    assert "“BSD” leaves open which version is meant: BSD-2-Clause, BSD-3-Clause, BSD-4-Clause?" in advice
    assert '?text=LGPL-2.1-only"' in body_of("/licences/check?text=LGPL")


def test_advice_gives_reasons_and_says_when_nothing_fits() -> None:
    fits = body_of(PATHS["licence-advice"])
    impossible = body_of(PATHS["licence-advice"] + "&built_on=Apache+2.0%0AGPL-2.0-only")
    mistaken = body_of(PATHS["licence-advice"] + "&built_on=foo+bar")

    assert "European Union Public License 1.2" in fits
    assert "The law of your own country applies." in fits
    assert "No licence fits" in impossible
    assert "Apache-2.0 into GPL-2.0-only:" in impossible
    assert "“foo bar” names no licence that we know." in mistaken
    assert "These fit" not in mistaken


def test_of_data_nothing_is_asked_that_only_programs_have_and_free_licences_come_first() -> None:
    asked = body_of("/licences/advice?what=data")
    answered = body_of("/licences/advice?what=data&publisher=member&reuse=anybody&returns=no&service=on")

    assert 'value="data"' in asked
    assert '<option value="no" selected>' in asked
    assert "It is offered over a network" not in asked + answered
    assert "It is offered over a network" in body_of("/licences/advice")
    assert answered.index("CC-BY-4.0") < answered.index("CC0-1.0") < answered.index("Your answers")
    assert "ODbL-1.0" not in answered
    assert "ODbL-1.0" in body_of("/licences/advice?what=data&publisher=member&reuse=open&returns=yes")


def test_what_fails_in_one_direction_only_says_why() -> None:
    whole = body_of("/licences/compatibility?inbound=GPL-3.0-or-later&outbound=MIT")
    version = body_of("/licences/compatibility?inbound=GPL-3.0-only&outbound=GPL-3.0-or-later")

    assert "It asks that the whole work be under its own licence." in whole
    assert "It holds in this version only: the whole work may be given under it, without “or later”." in version
    assert "cannot be kept at once" not in whole + version


def test_the_page_on_ourselves_lists_what_we_are_built_on() -> None:
    page = body_of("/about/notice")

    assert "Django" in page
    assert "BSD-3-Clause" in page


def test_programs_get_the_same_answers() -> None:
    client = Client()

    listed = client.get("/api/v1/licences?kind=network-copyleft&open=true").json()["data"]
    checked = client.get("/api/v1/licences/check?text=GPL+v2+or+later").json()
    unread = client.get("/api/v1/licences/check?text=BSD").json()
    pair = client.get("/api/v1/licences/compatibility?inbound=MIT&outbound=EUPL-1.2").json()
    advice = client.get("/api/v1/licences/advice?built_on=Apache-2.0&built_on=GPL-2.0-only").json()

    assert {"EUPL-1.2", "AGPL-3.0-only"} <= {each["id"] for each in listed}
    assert (checked["expression"], checked["kind"], len(checked["uses"])) == ("GPL-2.0-or-later", "strong-copyleft", 4)
    assert unread["expression"] is None
    assert {use["outcome"] for use in unread["uses"]} == {"look"}
    assert (pair["answer"], pair["because"][0]["answer"]) == ("yes", "yes")
    assert advice["is_impossible"] is True
    assert client.get("/api/v1/licences/mit").json()["id"] == "MIT"
    assert client.get("/api/v1/licences/no-such").status_code == 404
    assert client.get("/api/v1/licences/check").status_code == 422


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["check", "MIT"], 0, "MIT: permissive."),
        (["check", "AGPL-3.0-only", "--use", "binary"], 1, "Give the source code"),
        (["check", "my licence"], 2, "names no licence"),
        (["check", "LicenseRef-Town"], 1, "what it asks is not known here"),
        (["compatible", "Apache 2.0", "EUPL-1.2"], 0, "Others say otherwise:"),
        (["compatible", "GPL-3.0-only OR MIT", "EUPL-1.2"], 0, "Taken from the choice: MIT."),
        (["compatible", "GPL-2.0-only", "EUPL-1.2"], 1, "no. It asks that the whole work"),
        (["compatible", "odd one", "EUPL-1.2"], 2, "names no licence"),
        (["advice", "--service"], 0, "1. EUPL-1.2"),
        (["advice", "--built-on", "Apache-2.0", "--built-on", "GPL-2.0-only"], 1, "No licence fits"),
        (["advice", "--built-on", "odd one"], 2, "names no licence"),
    ],
)
def test_the_command_line_answers_and_says_by_its_code(
    words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["licence", *words]) == code

    assert told in capsys.readouterr().out


def test_the_command_line_answers_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["licence", "check", "MIT", "--use", "binary", "--format", "json"])

    document = json.loads(capsys.readouterr().out)
    assert [use["use"] for use in document["uses"]] == ["binary"]
