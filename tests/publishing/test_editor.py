"""The editor by plain forms: every button, and nothing that people typed is ever lost."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.catalogue import actions as catalogue
from commonweal.publishing.documents import MOST_BYTES, packed, retyped, shown, unpacked
from commonweal.standards.publiccode import check
from tests.catalogue.findings import finding
from tests.publishing.desk import ADDRESS, Desk
from tests.standards.documents import COMPLETE
from tests.standards.test_publiccode_upgrade import OLD

LANGUAGE_CODES = "bg hr cs da nl en et fi fr de el hu ga it lv lt mt pl pt ro sk sl es sv"
ODD = (
    b"\xef\xbb\xbfname: Desk\r\nurl: x  # c\n",
    "name: Città\n".encode("cp1252"),
    "name: Desk\n".encode("utf-16"),
    b"name: [\n",
    b"\x00\x01 name: \xff",
    b"",
    b"\n\nname: x\r\n\r\n",
    b"name: '<script>alert(1)</script>'\n",
    b"&a [*a, *a]",
    b"a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d]\n" * 20,
    b"[" * 20_000,
)


def test_the_page_offers_every_way_to_begin(client: Client) -> None:
    page = client.get(f"{ADDRESS}?url=https://git.esempia.example/borgo/desk").content.decode()

    assert 'value="https://git.esempia.example/borgo/desk"' in page
    for button in ("Fetch", "Open", "Open the text", "Write a new file"):
        assert f">{button}</button>" in page


@pytest.mark.parametrize("content", [COMPLETE.encode(), OLD.encode(), *ODD], ids=range(2 + len(ODD)))
def test_a_file_that_is_only_looked_at_stays_byte_for_byte(client: Client, content: bytes) -> None:
    desk = Desk.opened(client, content)

    assert desk.downloaded() == content
    assert desk.press("check").press("form").press("yaml").downloaded() == content


def test_real_files_stay_byte_for_byte(client: Client, shared_data: Path) -> None:
    for file in sorted((shared_data / "publiccode").glob("*.yml"))[::4]:
        content = file.read_bytes()

        assert Desk.opened(client, content).press("check").downloaded() == content, file.name


def test_what_is_filled_in_is_written_into_the_yaml(client: Client) -> None:
    desk = Desk.opened(client, OLD.encode())
    desk.fill("name", "Borgo Help").fill("platforms", "web", "linux", "palm").fill("usedBy", "Borgo\r\nLago\r\n")
    desk.fill("maintenance.contacts[1].name", "Bruno").fill("localisation.localisationReady", "false")
    desk.fill("description.it.longDescription", "Uno.\r\n\r\nDue.")

    text = desk.press("form").downloaded().decode()

    assert "name: Borgo Help\n" in text
    assert "platforms: [web, linux, palm]\n" in text
    assert "usedBy:\n  - Borgo\n  - Lago\n" in text
    assert "    - name: Anna\n    - name: Bruno\n" in text
    assert "localisationReady: false\n" in text
    assert "longDescription: |-\n      Uno.\n\n      Due.\n" in text
    assert "x-town: {seal: red}   # ours\n" in text


def test_an_emptied_field_takes_its_key_away(client: Client) -> None:
    desk = Desk.opened(client, OLD.encode()).fill("releaseDate", "").fill("categories")

    text = desk.press("check").downloaded().decode()

    assert "releaseDate" not in text
    assert "categories" not in text
    assert "# Borgo's file; keep this comment\n" in text


def test_problems_stand_beside_their_fields_with_their_lines(client: Client) -> None:
    desk = Desk.opened(
        client, b'publiccodeYmlVersion: "0"\nname: x\ndevelopmentStatus: done\nmaintenance:\n  type: no\n'
    )

    assert 'aria-describedby="f-developmentStatus-says" aria-invalid="true"' in desk.html
    assert '<a href="#f-developmentStatus">' in desk.html
    assert '<a href="#line-3" data-line="3">' in desk.html
    assert '<option value="done" selected>done (not a word of the standard)</option>' in desk.html
    assert desk.value("developmentStatus") == ["done"]


def test_values_that_no_vocabulary_has_stay(client: Client) -> None:
    content = b"categories: [crm, made-up]\nplatforms: [web, palm]\nintendedAudience:\n  countries: [it, QQ]\n"
    desk = Desk.opened(client, content).fill("name", "x")

    assert desk.value("categories") == ["crm", "made-up"]
    assert desk.press("check").downloaded() == b"name: x\n" + content


def test_the_yaml_may_be_changed_instead(client: Client) -> None:
    desk = Desk.opened(client, OLD.encode())

    changed = desk.write(desk.yaml.replace("Borgo Desk", "Lago Desk")).press("yaml")

    assert changed.value("name") == ["Lago Desk"]
    assert changed.downloaded().decode() == OLD.replace("Borgo Desk", "Lago Desk")


def test_changes_in_both_halves_are_both_kept(client: Client) -> None:
    desk = Desk.opened(client, OLD.encode())
    desk.write(desk.yaml.replace("Borgo Desk", "Lago Desk")).fill("softwareVersion", "3.0")

    both = desk.press("check")

    assert both.value("name") == ["Lago Desk"]
    assert both.value("softwareVersion") == ["3.0"]
    assert "Both are taken in." in both.html


@pytest.mark.parametrize(("button", "name"), [("take-form", "Monte Desk"), ("take-yaml", "Lago Desk")])
def test_where_both_halves_say_different_things_people_choose(client: Client, button: str, name: str) -> None:
    desk = Desk.opened(client, OLD.encode())
    desk.write(desk.yaml.replace("Borgo Desk", "Lago Desk") + "# mine\n").fill("name", "Monte Desk").fill(
        "logo", "a.svg"
    )

    for first in ("check", "form", "yaml", "upgrade", "undo", "download"):
        if first in desk.buttons:
            asked = desk.press(first)
            assert "The form and the YAML say different things" in asked.html
            assert asked.value("name") == ["Monte Desk"]
            assert "Lago Desk" in asked.yaml
    text = asked.press(button).downloaded().decode()

    assert f"name: {name}\n" in text
    assert "logo: a.svg\n" in text
    assert text.endswith("# mine\n")


def test_what_cannot_be_written_stays_in_the_form(client: Client) -> None:
    desk = Desk.opened(client, b"name: x\nlegal: MIT\n").fill("legal.license", "MIT").fill("url", "https://x.example")

    refused = desk.press("download")

    assert "Not everything from the form could be put into the YAML" in refused.html
    assert refused.value("legal.license") == ["MIT"]
    assert "url: https://x.example" in refused.yaml
    mended = refused.write(refused.yaml.replace("legal: MIT", "legal: {}"))
    assert "license: MIT" in mended.press("check").downloaded().decode()


def test_yaml_that_cannot_be_read_loses_nothing(client: Client) -> None:
    desk = Desk.opened(client, OLD.encode())
    desk.write(desk.yaml + "name: [\n").fill("name", "Monte")

    broken = desk.press("take-form" if "take-form" in desk.buttons else "check")

    assert "name: [" in broken.yaml
    assert broken.value("name") == ["Monte"]
    assert "cannot be read" in broken.html


def test_an_upgrade_is_shown_before_it_is_taken(client: Client) -> None:
    old = OLD.replace("x-town: {seal: red}   # ours\n", "").encode()
    proposed = Desk.opened(client, old).press("upgrade")

    assert "+ added" in proposed.html
    assert "− removed" in proposed.html
    assert "the standard asks for the major version, in quotes" in proposed.html
    assert proposed.downloaded() == old
    taken = proposed.press("take-upgrade")
    assert check(taken.downloaded()).is_valid
    assert taken.press("undo").downloaded() == old
    assert taken.press("undo").press("undo").downloaded() == taken.downloaded()


def test_a_repair_is_shown_before_it_is_taken(client: Client) -> None:
    content = "publiccodeYmlVersion: 0.2\nname: Città\nplatforms: web\n".encode("cp1252")

    taken = Desk.opened(client, content).press("repair").press("take-repair")

    assert taken.downloaded().decode() == 'publiccodeYmlVersion: "0.2"\nname: Città\nplatforms: [web]\n'
    assert "nothing here that a program could mend" in taken.press("repair").html
    assert "There is nothing to upgrade" in Desk.opened(client, COMPLETE.encode()).press("upgrade").html


def test_languages_come_and_go(client: Client) -> None:
    desk = Desk.opened(client, COMPLETE.encode())

    german = desk.choose_language("DE").press("add-language")
    german.fill("description.de.shortDescription", "Antwortet.")

    assert "  de:\n    shortDescription: Antwortet.\n" in german.press("check").downloaded().decode()
    assert german.press("remove-language:de").downloaded() == COMPLETE.encode()
    assert "short code of a language" in desk.choose_language("??").press("add-language").html


def test_a_file_begins_from_nothing(client: Client) -> None:
    desk = Desk(client, client.post(ADDRESS, {"do": "empty"}))
    desk.fill("name", "Borgo Desk").fill("description.en.shortDescription", "Answers.").fill(
        "legal.license", "EUPL-1.2"
    )

    assert desk.press("check").downloaded().decode().split("\n")[1:] == [
        'publiccodeYmlVersion: "0"', "name: Borgo Desk", "description:", "  en:", "    shortDescription: Answers.",
        "legal:", "  license: EUPL-1.2", "",
    ]  # fmt: skip


def test_a_text_may_be_pasted(client: Client) -> None:
    desk = Desk(client, client.post(ADDRESS, {"do": "paste", "text": "name: x\r\n# c\r\n"}))

    assert desk.downloaded() == b"name: x\n# c\n"
    assert client.post(ADDRESS, {"do": "paste", "text": ""}).status_code == 422
    assert client.post(ADDRESS, {"do": "upload"}).status_code == 422


def test_too_large_a_file_is_refused_with_a_sentence(client: Client) -> None:
    large = SimpleUploadedFile("publiccode.yml", b"a" * (20 * 1024 * 1024))

    answer = client.post(ADDRESS, {"do": "upload", "file": large})

    assert answer.status_code == 422
    assert "larger than 512 kB" in answer.content.decode()
    grown = Desk.opened(client, b"name: x\n").write("# " + "a" * MOST_BYTES).press("check")
    assert "larger than 512 kB" in grown.html
    assert len(grown.yaml) > MOST_BYTES


def test_a_file_with_very_many_values_is_shown_in_part_and_kept_whole(client: Client) -> None:
    items = "".join(f"    - {{name: a{each}, version: x, versionMin: x, versionMax: x}}\n" for each in range(90))
    people = "".join(f"    - {{name: a{each}, email: x, phone: x, affiliation: x}}\n" for each in range(90))
    codes = "".join(f"    - c{each}\n" for each in range(50))
    text = f"categories:\n{codes}intendedAudience:\n  countries:\n{codes}  scope:\n{codes}"
    text += "dependsOn:\n" + "".join(f"  {kind}:\n{items}" for kind in ("open", "proprietary", "hardware"))
    text += f"maintenance:\n  contacts:\n{people}  contractors:\n{people}localisation:\n  availableLanguages:\n{codes}"
    text += "description:\n" + "".join(f"  {tag}:\n    shortDescription: x\n" for tag in LANGUAGE_CODES.split())
    desk = Desk.opened(client, text.encode())

    assert len(desk.fields) < 1000
    assert "70 more stand in the YAML." in desk.html
    assert desk.fill("name", "x").press("check").downloaded().decode() == "name: x\n" + text


def test_what_others_wrote_is_shown_as_text_only(client: Client) -> None:
    text = 'name: "</textarea><script>alert(1)</script>"\nurl: "javascript:alert(1)"\nlandingURL: \'"><img src=x>\'\n'

    desk = Desk.opened(client, text.encode())

    assert "<script>alert" not in desk.html
    assert "<img" not in desk.html
    assert 'href="javascript' not in desk.html
    assert desk.downloaded() == text.encode()


@pytest.mark.django_db
def test_a_request_made_by_hand_does_no_harm(client: Client) -> None:
    for sent in (
        {"base": "nonsense", "yaml": "name: x"},
        {"base": "", "do": "undo"},
        {"base": packed(b"name: x"), "before": "%%%", "do": "undo", "yaml": "name: x", "shown": "name [0] x..y " * 9},
        {"base": packed(b"name: x"), "do": "remove-language:", "yaml": "name: x", "fetch": "nothing"},
        {"base": packed(b"name: x"), "do": "take-nothing", "yaml": "name: x"},
    ):
        answer = client.post(ADDRESS, sent)

        assert answer.status_code == 200
        assert "desk" in answer.content.decode()


@pytest.mark.django_db
def test_the_file_of_an_entry_opens_as_the_harvest_read_it(client: Client) -> None:
    found = finding(more="# theirs\n")
    entry = catalogue.publish(finding=found, by=None).entry
    assert entry is not None

    desk = Desk(client, client.get(f"{ADDRESS}?software={entry.slug}"))

    assert desk.downloaded() == found.raw.encode()
    assert client.get(f"{ADDRESS}?software=nowhere").status_code == 200


def test_the_eu_catalogue_and_the_licence_are_spoken_of(client: Client) -> None:
    assert "AGPL-3.0-or-later is an open licence." in Desk.opened(client, COMPLETE.encode()).html
    page = Desk.opened(client, COMPLETE.replace("AGPL-3.0-or-later", "BUSL-1.1").encode()).html

    assert "BUSL-1.1 is not an open licence." in page
    assert "No, not as it is." in page


def test_a_file_is_judged_by_the_version_it_declares_too(client: Client) -> None:
    start, end = COMPLETE.index("fundedBy"), COMPLETE.index("roadmap")
    text = (
        COMPLETE[:start] + COMPLETE[end : COMPLETE.index("supports")] + COMPLETE[COMPLETE.index("intendedAudience") :]
    )
    text = text.replace('"0"', '"0.4"').replace("type: contract\n", "type: community\n  contacts: [{name: Anna}]\n")

    page = Desk.opened(client, text.encode()).html

    assert "Right by 0.4, wrong by the newest. Upgrade mends part of it." in page


@given(content=st.binary(max_size=400), text=st.text(max_size=100))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_travel_through_a_browser(content: bytes, text: str) -> None:
    assert unpacked(packed(content)) == content
    assert retyped(content, shown(content).replace("\n", "\r\n")) == content
    assert shown(retyped(content, text)) == shown(text.encode("utf-8", "replace")) or shown(content) == text


def test_lines_around_a_change_keep_their_ends() -> None:
    before = b"a\r\nb\nc\rd\r\n"

    assert retyped(before, "a\nb\nX\nd\n") == b"a\r\nb\nX\r\nd\r\n"
    assert retyped(before, "a\nb\nc\nnew\nd\n") == b"a\r\nb\nc\rnew\r\nd\r\n"
    assert retyped(b"\xef\xbb\xbfa\n", "b\n") == b"\xef\xbb\xbfb\n"
    assert unpacked(packed(b"x" * (MOST_BYTES + 1))) is None
