"""Upgrading and repairing keep what people wrote, do it once, and say what they did."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.standards.problems import Severity
from commonweal.standards.publiccode import check
from commonweal.standards.publiccode.document import parse, to_json
from commonweal.standards.publiccode.repairing import repair
from commonweal.standards.publiccode.upgrading import upgrade
from tests.standards.documents import COMPLETE, LONG

OLD = f"""\
# Borgo's file; keep this comment
publiccodeYmlVersion: "0.2"   # the version
name: Borgo Desk
url: https://git.esempia.example/borgo/desk
releaseDate: 2026-03-01
monochromeLogo: docs/mono.svg
inputTypes:  # what it reads
  - text/plain
  # and more to come
platforms: [web]
categories: [help-desk]
developmentStatus: stable
softwareType: standalone/web
x-town: {{seal: red}}   # ours
intendedAudience:
  countries: [it, no, FR]
description:
  it:
    genericName: |  # in a word
      Desk
    shortDescription: Risponde ai cittadini.
    longDescription: "{LONG}"
    features: [Richieste]
legal:
  license: AGPL-3.0-or-later
  repoOwner: Comune di Borgo  # the town
  authorsFile: AUTHORS
maintenance:
  type: internal
  contacts:
    - name: Anna
localisation:
  localisationReady: true
  availableLanguages: [ita, en_US]
it:
  countryExtensionVersion: "0.2"
  conforme: {{gdpr: true, lineeGuidaDesign: false}}
  piattaforme:
    spid: true  # since 2024
    cie: false
  riuso:
    codiceIPA: c_x999
"""


def test_an_old_file_becomes_one_of_today() -> None:
    before = check(OLD.encode())

    upgraded, changes = upgrade(OLD.encode())

    assert {problem.severity for problem in before.problems} == {Severity.ERROR, Severity.WARNING}
    assert [problem.message for problem in check(upgraded).problems] == ['unknown field "x-town"']
    assert {change.path for change in changes} >= {"publiccodeYmlVersion", "organisation", "supports", "it"}
    assert all(change.why for change in changes)


def test_what_the_italian_section_said_is_said_elsewhere() -> None:
    publiccode = check(upgrade(OLD.encode())[0]).publiccode

    assert publiccode is not None
    assert publiccode.organisation is not None
    assert (publiccode.organisation.uri, publiccode.organisation.name) == ("urn:x-italian-pa:c_x999", "Comune di Borgo")
    assert publiccode.supports == ("alias:spid", "alias:gdpr")
    assert publiccode.logo == "docs/mono.svg"
    assert publiccode.intended_audience.countries == ("IT", "NO", "FR")
    assert publiccode.unknown == {"x-town": {"seal": "red"}}


def test_every_comment_and_the_order_stay() -> None:
    text = upgrade(OLD.encode())[0].decode()

    assert Counter(comments(OLD)) - Counter(comments(text)) == Counter()
    kept = [line for line in OLD.split("\n") if line in text.split("\n")]
    assert kept == [line for line in text.split("\n") if line in kept]


def test_changes_have_the_lines_of_the_file_before() -> None:
    _, changes = upgrade(OLD.encode())

    lines = {change.path: change.line for change in changes}
    assert lines["publiccodeYmlVersion"] == 2
    assert lines["legal.authorsFile"] == 27
    assert lines["it"] == OLD.split("\n").index("it:") + 1


def test_a_country_section_with_a_key_that_nobody_knows_stays() -> None:
    text = OLD.replace("  riuso:\n", "  unheardOf: 1\n  riuso:\n")

    upgraded, _ = upgrade(text.encode())

    assert b"unheardOf: 1" in upgraded
    assert b"spid: true" in upgraded


def test_without_a_uri_the_owner_stays_where_it_is() -> None:
    text = COMPLETE.replace(
        "organisation:\n  name: Municipality of Borgo\n  uri: https://esempia.example/id/borgo\n", ""
    )
    text = text.replace("legal:\n", "legal:\n  repoOwner: Town of Lago\n")

    assert upgrade(text.encode()) == (text.encode(), [])


def test_the_first_version_is_upgraded_too() -> None:
    text = (
        COMPLETE.replace('publiccodeYmlVersion: "0"', "publiccode-yaml-version: http://w3id.org/publiccode/version/0.1")
        .replace("categories:", "tags:")
        .replace("scope:", "onlyFor:")
        .replace("features:", "featureList:")
        .replace("  en:\n", "  eng:\n")
    )

    upgraded, _ = upgrade(text.encode())

    assert check(upgraded).problems == ()
    assert to_json_of(upgraded) == to_json_of(COMPLETE.encode())


def test_flow_style_is_upgraded_in_its_own_style() -> None:
    text = (
        '{publiccodeYmlVersion: "0.3", name: Desk, inputTypes: [text/plain], legal: {license: MIT, repoOwner: Borgo},'
        " IT: {riuso: {codiceIPA: c_x}}}\n"
    )

    upgraded, _ = upgrade(text.encode())

    assert to_json_of(upgraded) == {
        "publiccodeYmlVersion": "0", "name": "Desk", "legal": {"license": "MIT"},
        "organisation": {"uri": "urn:x-italian-pa:c_x", "name": "Borgo"},
    }  # fmt: skip


def test_line_ends_stay_as_they_are() -> None:
    upgraded, changes = upgrade(OLD.replace("\n", "\r\n").encode())

    assert changes
    assert b"\n" not in upgraded.replace(b"\r\n", b"")


@pytest.mark.parametrize("content", [b"", b"a: [", b"- a", b"\xff\xfe", b"name: \xe9", b"a: &a [*a]", b"[" * 100_000])
def test_what_cannot_be_read_is_given_back_as_it_is(content: bytes) -> None:
    assert upgrade(content) == (content, [])


@pytest.mark.parametrize(
    ("old", "new", "mended"),
    [
        ('"0"', "0.5", '"0.5"'),
        ("localisationReady: true", "localisationReady: yes", "localisationReady: true"),
        ("optional: false", "optional: 'No'", "optional: false"),
        ("platforms: [web, linux]", "platforms: web", "platforms: [web]"),
        ("landingURL:", "landingUrl:", "landingURL:"),
        ("landingURL: https://desk", "landingURL: www.desk", "landingURL: https://www.desk"),
        ("developmentStatus: stable", "developmentStatus: Stable", "developmentStatus: stable"),
        ("releaseDate: 2026-03-01", "releaseDate: 2026/3/1", "releaseDate: 2026-03-01"),
        ("[en, it]", "[en_US, it]", "[en-US, it]"),
        ("url: https://git.esempia.example/borgo/desk", "url: git@git.esempia.example:borgo/desk.git", "borgo/desk"),
        ("license: AGPL-3.0-or-later", "license: MIT or Apache-2.0", "MIT OR Apache-2.0"),
        ("logo: docs", "logo: /docs", "logo: docs"),
        ("shortDescription: Answers", "SHORTdescription: Answers", "shortDescription: Answers"),
    ],
)
def test_what_has_one_obvious_mend_is_mended(old: str, new: str, mended: str) -> None:
    assert old in COMPLETE
    broken = COMPLETE.replace(old, new)

    repaired, changes = repair(broken.encode())

    assert not check(broken.encode()).is_valid
    assert check(repaired).is_valid
    assert len(changes) == 1
    assert mended in repaired.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_other_encodings_become_utf_8(encoding: str) -> None:
    text = COMPLETE.replace("Answers citizens.", "Città")

    repaired, changes = repair(text.encode(encoding))

    assert repaired.decode("utf-8") == text
    assert len(changes) == 1


@pytest.mark.parametrize(
    "line", ["categories: [desk]", "license: GPL", "name: [a]", "features:\n      -One\n      -Two", "nobodyKnowsIt: 1"]
)
def test_what_only_people_can_mend_is_left_alone(line: str) -> None:
    content = re.sub(rf"(?m)^( *){line.split(':')[0]}:.*$", rf"\g<1>{line}", COMPLETE).encode()

    assert repair(content) == (content, [])


def test_real_files_are_upgraded_and_repaired_without_loss(shared_data: Path) -> None:
    for path in sorted((shared_data / "publiccode").glob("*.yml")):
        content = path.read_bytes()
        for mend in (upgrade, repair):
            check_mend(mend, content)


MENDS = (upgrade, repair)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damaged_file_keeps_its_comments_and_unknown_keys_and_is_done_once(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from([OLD, COMPLETE])).split("\n")
    for _ in range(data.draw(st.integers(0, 4))):
        index = data.draw(st.integers(0, len(lines) - 1))
        lines[index : index + data.draw(st.integers(0, 2))] = data.draw(
            st.lists(st.sampled_from(ODD_LINES), max_size=2)
        )
    content = "\n".join(lines).encode()

    check_mend(data.draw(st.sampled_from(MENDS)), content)


ODD_LINES = [
    "# a comment", "  # deeper", "x-more: [1, 2]  # kept", "supports:", "organisation: {name: A}", "IT: {a: b}",
    "genericName: 'it''s' # g", "inputTypes: []", "publiccodeYmlVersion: 0.4", "legal: {repoOwner: X}",
    "    - id: alias:spid", "supports: [{id: alias:cie}]", "platforms: web", "? odd\n: key", "tags: &t [a]", "more: *t",
    "description: |", "", "...", "---", "landingUrl: 'http://a.example'", "legal: {license: mit, authorsFile: A,}",
]  # fmt: skip


@given(st.binary(max_size=300))
def test_any_bytes_are_given_back_or_mended(content: bytes) -> None:
    for mend in MENDS:
        once, changes = mend(content)
        assert mend(once)[0] == once
        assert changes or once == content


def check_mend(mend: object, content: bytes) -> None:
    assert callable(mend)
    mended, changes = mend(content)
    assert mend(mended) == (mended, [])
    assert changes or mended == content
    before, after = parse(content), parse(mended)
    if before.is_complete and not before.problems:
        assert after.is_complete
        assert unknown_keys(to_json_of(content)) <= unknown_keys(to_json_of(mended))
        texts = json.dumps(to_json_of(content))
        lost = Counter(comments(content.decode())) - Counter(comments(mended.decode()))
        assert all(comment in texts for comment in lost)  # a "#" inside a text is no comment


def comments(text: str) -> list[str]:
    return [comment.strip() for comment in re.findall(r"(?m)(?:^|(?<=\s))#.*$", text)]


def unknown_keys(document: object) -> set[str]:
    return {key for key in document if key.startswith("x-")} if isinstance(document, dict) else set()


def to_json_of(content: bytes) -> object:
    root = parse(content).root
    return to_json(root) if root is not None else None
