"""Editing one value changes that value, keeps every other byte that can stay, and reads back."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.standards.publiccode.editing import edit
from commonweal.standards.publiccode.fields import KEYS, LISTS
from commonweal.standards.publiccode.written import LISTS_OF_SECTIONS, Value, languages, written
from tests.standards.documents import COMPLETE
from tests.standards.test_publiccode_upgrade import OLD, comments

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n"), min_size=1, max_size=90
).filter(lambda text: text.strip() != "")
LINES = TEXTS.map(lambda text: text.replace("\n", " "))
SCALARS = sorted(
    f"{holder}.{key}".lstrip(".").replace("*", "it")
    for holder, keys in KEYS.items()
    for key in keys
    if holder not in LISTS_OF_SECTIONS
    and f"{holder}.{key}".lstrip(".") not in {*KEYS, *LISTS, "isBasedOn", "description", "supports", "dependsOn"}
    and not f"{holder}.{key}".endswith(("localisationReady", "releaseDate"))
)
TEXT_LISTS = sorted(path.replace("*", "it") for path in LISTS)
CHANGES = st.dictionaries(st.sampled_from(SCALARS), TEXTS, max_size=4).flatmap(
    lambda texts: st.dictionaries(st.sampled_from(TEXT_LISTS), st.lists(LINES, max_size=4).map(tuple), max_size=3).map(
        lambda lists: texts | lists
    )
)


@pytest.mark.parametrize("document", [OLD, COMPLETE, "", "# nothing yet\n", OLD.replace("\n", "\r\n")])
@given(changes=CHANGES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_reads_back_and_the_rest_stays(document: str, changes: dict[str, Value]) -> None:
    before = written(document.encode())

    edited, done = edit(document.encode(), changes)

    after = written(edited)
    assert {change.path for change in done} >= {path for path, value in changes.items() if value}
    for path in before.keys() | after.keys() | changes.keys():
        assert after.get(path) == (changes[path] or None if path in changes else before.get(path)), path
    assert Counter(comments(document)) - Counter(comments(edited.decode())) == Counter()


@given(path=st.sampled_from(SCALARS), text=LINES)
@settings(max_examples=60, deadline=None)
def test_lines_that_no_change_names_stay_byte_for_byte(path: str, text: str) -> None:
    edited, _ = edit(OLD.encode(), {path: text})

    lines = edited.decode().split("\n")
    gone = [line for line in OLD.split("\n") if line not in lines]
    assert len(gone) <= 2  # the line of the value; a block text has two
    kept = [line for line in OLD.split("\n") if line in lines]
    assert kept == [line for line in lines if line in kept]


@given(content=st.binary(max_size=200), path=st.text(max_size=30), text=st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_input_raises(content: bytes, path: str, text: str) -> None:
    edited, changes = edit(content, {path: text, "name": text, "legal.license": "", "isBasedOn": (text,)})

    written(content)
    languages(content)
    assert changes or edited == content


def test_new_keys_stand_where_the_standard_has_them() -> None:
    changes: dict[str, Value] = {"roadmap": "https://plan.example", "landingURL": "https://desk.example"}

    text = edit(OLD.encode(), changes | {"legal.mainCopyrightOwner": "Borgo"})[0].decode()

    keys = [line.split(":")[0] for line in text.split("\n") if line[:1].isalpha()]
    assert keys.index("landingURL") == keys.index("url") + 1
    assert keys.index("categories") < keys.index("roadmap") < keys.index("developmentStatus")
    assert "  license: AGPL-3.0-or-later\n  mainCopyrightOwner: Borgo\n" in text


def test_a_language_comes_and_goes() -> None:
    with_french, _ = edit(COMPLETE.encode(), {"description.fr": {"shortDescription": "Répond."}})
    assert languages(with_french) == ("en", "it-CH", "fr")
    assert written(with_french)["description.fr.shortDescription"] == "Répond."

    without, _ = edit(with_french, {"description.fr": ""})

    assert without == COMPLETE.encode()


def test_items_come_and_go() -> None:
    changes: dict[str, Value] = {
        "maintenance.contacts[0].name": "",
        "maintenance.contacts[1].email": "bruno@borgo.example",
        "maintenance.contacts[2].name": "Chiara",
        "maintenance.contacts[2].phone": "+39 06",
    }
    start = edit(OLD.encode(), {"maintenance.contacts[1].name": "Bruno"})[0]

    edited, done = edit(start, changes)

    contacts = {path: value for path, value in written(edited).items() if path.startswith("maintenance.contacts")}
    assert contacts == {
        "maintenance.contacts[0].name": "Bruno",
        "maintenance.contacts[0].email": "bruno@borgo.example",
        "maintenance.contacts[1].name": "Chiara",
        "maintenance.contacts[1].phone": "+39 06",
    }
    assert {change.path for change in done} == set(changes)


@pytest.mark.parametrize(
    "text", ["name: x\n", "maintenance:\n", "maintenance:\n  type: none\n", "maintenance: {contacts: []}\n", ""]
)
def test_the_first_item_makes_its_list(text: str) -> None:
    changes: dict[str, Value] = {
        "maintenance.contacts[0].name": "Anna",
        "maintenance.contacts[0].email": "a@borgo.example",
    }

    edited, done = edit(text.encode(), changes)

    assert written(edited) == written(text.encode()) | changes
    assert len(done) == 2


def test_values_are_written_in_the_style_that_stands_there() -> None:
    text = "name: 'Desk'  # ours\nlanding: 1\nurl: \"x\"\nreleaseDate: 2026-01-01\nplatforms:\n- web  # one\n- mac\n"
    changes: dict[str, Value] = {
        "name": "Borgo's", "url": "y", "releaseDate": "2027-01-01", "platforms": ("web", "linux"),
    }  # fmt: skip

    edited, _ = edit(text.encode(), changes)

    assert edited.decode() == (
        "name: 'Borgo''s'  # ours\nlanding: 1\nurl: \"y\"\nreleaseDate: 2027-01-01\nplatforms:\n- web  # one\n- linux\n"
    )


def test_older_names_of_keys_are_kept() -> None:
    edited, done = edit(b"tags: [a]\nlegal:\n  licence: MIT\n", {"categories": ("crm",), "legal.license": "EUPL-1.2"})

    assert edited == b"tags: [crm]\nlegal:\n  licence: EUPL-1.2\n"
    assert len(done) == 2


@pytest.mark.parametrize(
    "text", ["legal: MIT\n", "legal: [", "a: &b {x: 1}\nlegal: *b\n", "legal:\n- x\n", "- a\n", "\xff"]
)
def test_what_cannot_be_done_safely_is_not_done(text: str) -> None:
    content = text.encode("latin-1")

    edited, done = edit(content, {"legal.license": "MIT"})

    assert (edited, done) == (content, [])


def test_a_byte_order_mark_stays() -> None:
    edited, _ = edit("\ufeffname: x\r\n".encode(), {"url": "https://x.example"})

    assert edited == "\ufeffname: x\r\nurl: https://x.example\r\n".encode()


def test_real_files_can_be_edited(shared_data: Path) -> None:
    tried = written_values = 0
    failed = []
    for file in sorted((shared_data / "publiccode").glob("*.yml")):
        content = file.read_bytes()
        before = written(content)
        for path in [path for path, value in before.items() if isinstance(value, str)][:12]:
            tried += 1
            edited, done = edit(content, {path: "A new text"})
            if done:
                written_values += 1
                assert written(edited) == before | {path: "A new text"}
            else:
                failed.append(f"{file.name} {path}")
    assert tried > 500
    assert written_values / tried > 0.97, failed
