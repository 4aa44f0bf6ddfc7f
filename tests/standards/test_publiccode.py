"""What the reader of publiccode.yml understands and what it reports."""

import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.standards.problems import Problem, Severity, has_errors
from commonweal.standards.publiccode import PublicCode, Relation, read, relation
from commonweal.standards.publiccode.document import MAXIMUM_NODES, MAXIMUM_SIZE_BYTES
from tests.standards.documents import COMPLETE


def understood(text: str) -> tuple[PublicCode, list[Problem]]:
    publiccode, problems = read(text.encode())
    assert publiccode is not None
    return publiccode, problems


def messages(problems: list[Problem]) -> list[str]:
    return [problem.message for problem in problems]


def changed(old: str, new: str) -> str:
    assert old in COMPLETE
    return COMPLETE.replace(old, new)


def test_a_complete_file_is_understood_without_a_problem() -> None:
    publiccode, problems = understood(COMPLETE)

    assert problems == []
    assert publiccode.name == "Borgo Desk"
    assert publiccode.release_date == date(2026, 3, 1)
    assert publiccode.software_version == "2.10"
    assert publiccode.is_based_on == ("https://git.esempia.example/other/desk",)
    assert [tag for tag, _ in publiccode.description] == ["en", "it-CH"]
    assert publiccode.maintenance.contractors[0].until == date(2027, 12, 31)
    assert publiccode.depends_on.open[0].optional is False
    assert publiccode.localisation.localisation_ready is True
    assert publiccode.unknown == {}


def test_what_is_stored_as_json_comes_back_equal() -> None:
    publiccode, _ = understood(COMPLETE + "x-extra: {a: [1, 2.5, null, yes]}\n")

    stored = json.loads(json.dumps(publiccode.to_dict()))

    assert PublicCode.from_dict(stored) == publiccode
    assert stored["landingURL"] == "https://desk.esempia.example/"
    assert stored["unknown"] == {"x-extra": {"a": [1, 2.5, None, "yes"]}}


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("name: Borgo Desk\napp", "app", "name", "name is a required field"),
        ("name: Borgo Desk\napp", "name: [a]\napp", "name", "wrong type for this field"),
        ("releaseDate: 2026-03-01", "releaseDate: 2026-02-30", "releaseDate", "releaseDate must be a date with"),
        ("license: AGPL-3.0-or-later", "license: MIT or Zlib", "legal.license", "license must be a valid license"),
        ("[help-desk,", "[desk,", "categories[0]", "categories[0] must be a valid category"),
        ("scope: [local-", "scope: [town-", "intendedAudience.scope[0]", "scope[0] must be a valid scope"),
        ("countries: [IT, FR]", "countries: [EU, FR]", "intendedAudience.countries[0]", "countries[0] must be a valid"),
        ("Status: stable", "Status: alpha", "developmentStatus", "developmentStatus must be one of the following: "),
        ("type: contract", "type: none", "maintenance.contractors", "contractors must not be present unless"),
        ("      until: 2027-12-31\n", "", "maintenance.contractors[0].until", "until is a required field"),
        ("[en, it]", "[en, eng]", "localisation.availableLanguages[1]", "availableLanguages[1] must be a valid BCP 47"),
        (
            "Answers citizens.",
            "a" * 151,
            "description.en.shortDescription",
            "shortDescription must be a maximum of 150",
        ),
        ("features: [Richieste]", "features: []", "description.it-CH.features", "features must contain more than 0"),
        ("alias:gdpr", "alias:gpdr", "supports[0].id", "id contains an unknown alias"),
        ("desk@officina.example", "officina", "maintenance.contractors[0].email", "email must be a valid email"),
        ('"0"', '"1"', "publiccodeYmlVersion", "unsupported version: '1'"),
        ("softwareVersion:", "softVersion:", "softVersion", 'unknown field "softVersion"'),
        ("logo: docs", "logo: /docs", "logo", "is an absolute path"),
        ("landingURL: https:", "landingURL: ftp:", "landingURL", "landingURL must be an HTTP URL"),
    ],
)
def test_what_the_standard_forbids_is_reported_once_with_its_place(old: str, new: str, path: str, message: str) -> None:
    text = changed(old, new)

    _, problems = read(text.encode())

    assert [problem.path for problem in problems] == [path]
    assert problems[0].message.startswith(message)
    assert problems[0].severity is Severity.ERROR
    assert problems[0].line


def test_a_problem_says_line_and_column() -> None:
    _, problems = understood(changed("  license: AGPL-3.0-or-later", "  license: nonsense"))

    lines = COMPLETE.split("\n")
    assert (problems[0].line, problems[0].column) == (lines.index("  license: AGPL-3.0-or-later") + 1, 3)


def test_the_end_of_a_contract_is_asked_for_only_where_there_is_a_contract() -> None:
    text = changed("type: contract", "type: none").replace("      until: 2027-12-31\n", "")

    _, problems = understood(text)

    assert messages(problems) == ['contractors must not be present unless "type" is "contract"']


def test_lengths_count_grapheme_clusters() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"

    _, at_the_limit = understood(changed("Answers citizens.", family * 150))
    _, over = understood(changed("Answers citizens.", family * 151))

    assert not has_errors(at_the_limit)
    assert has_errors(over)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "JavaScript://x.example/%0Aalert(1)",
        "//x.example",
    ],
)
@pytest.mark.parametrize("key", ["url", "landingURL", "isBasedOn", "roadmap", "logo"])
def test_an_address_that_runs_code_or_opens_files_is_refused_and_dropped(key: str, url: str) -> None:
    lines = [f'{key}: "{url}"' if line.startswith(f"{key}:") else line for line in COMPLETE.split("\n")]

    publiccode, problems = understood("\n".join(lines))

    assert has_errors(problems)
    assert f'"{url}"' not in json.dumps(publiccode.to_dict())


@pytest.mark.parametrize("key", ["url", "isBasedOn", "logo"])
def test_an_address_that_the_reference_allows_but_no_browser_should_open_is_dropped_with_a_remark(key: str) -> None:
    lines = [f"{key}: ftp://a.example/x" if line.startswith(f"{key}:") else line for line in COMPLETE.split("\n")]

    publiccode, problems = understood("\n".join(lines))

    assert [problem.severity for problem in problems] == [Severity.INFO]
    assert "ftp://" not in json.dumps(publiccode.to_dict())


@pytest.mark.parametrize(
    ("written", "meant", "is_reported"),
    [("true", True, False), ("False", False, False), ("yes", True, True), ("'no'", False, True), ("Off", False, True)],
)
def test_booleans_of_yaml_1_1_are_understood_and_reported(written: str, meant: bool, is_reported: bool) -> None:
    publiccode, problems = understood(changed("localisationReady: true", f"localisationReady: {written}"))

    assert publiccode.localisation.localisation_ready is meant
    assert [problem.rule for problem in problems] == ["yaml-1-1-boolean"] * is_reported


def test_norway_and_numbers_stay_text() -> None:
    publiccode, problems = understood(changed("[IT, FR]", "[NO]").replace('"2.10"', "2.10"))

    assert publiccode.intended_audience.countries == ("NO",)
    assert publiccode.software_version == "2.10"
    assert problems == []


def test_lower_case_countries_are_read_in_upper_case_with_a_warning() -> None:
    publiccode, problems = understood(changed("[IT, FR]", "[it, FR]"))

    assert publiccode.intended_audience.countries == ("IT", "FR")
    assert messages(problems) == ["Lowercase country codes are DEPRECATED. Use uppercase instead ('IT')"]
    assert not has_errors(problems)


@pytest.mark.parametrize("version", ["0.2", "0.3.0", "0.5"])
def test_an_older_version_is_a_warning(version: str) -> None:
    publiccode, problems = understood(changed('"0"', f'"{version}"'))

    assert publiccode.version == version
    assert [(problem.severity, problem.path) for problem in problems] == [(Severity.WARNING, "publiccodeYmlVersion")]


def test_keys_of_version_0_1_are_read_under_their_names_of_today() -> None:
    text = (
        COMPLETE.replace(
            'publiccodeYmlVersion: "0"', 'publiccode-yaml-version: "http://w3id.org/publiccode/version/0.1"'
        )
        .replace("categories:", "tags:")
        .replace("scope:", "onlyFor:")
        .replace("features:", "featureList:")
    )

    publiccode, problems = understood(text)

    assert publiccode.version == "http://w3id.org/publiccode/version/0.1"
    assert publiccode.categories == ("help-desk", "workflow-management")
    assert publiccode.intended_audience.scope == ("local-authorities",)
    assert publiccode.description[0][1].features == ("Tickets", "Letters")
    assert 'unknown field "tags"' in messages(problems)
    assert problems[0].message == "publiccodeYmlVersion is a required field"


@pytest.mark.parametrize("key", ["it", "IT"])
def test_the_italian_section_becomes_organisation_and_supports(key: str) -> None:
    text = changed("organisation:\n  name: Municipality of Borgo\n  uri: https://esempia.example/id/borgo\n", "")
    text += f"""\
{key}:
  countryExtensionVersion: "1.0"
  piattaforme: {{spid: yes, cie: true, anpr: false}}
  conforme: {{gdpr: true, misureMinimeSicurezza: true}}
  riuso: {{codiceIPA: c_x999}}
"""

    publiccode, _ = understood(text)

    assert publiccode.organisation is not None
    assert publiccode.organisation.uri == "urn:x-italian-pa:c_x999"
    assert publiccode.supports == ("alias:gdpr", "urn:iso:std:iso:27001", "alias:spid", "alias:cie")
    assert key in publiccode.unknown


def test_the_repository_owner_stands_in_for_the_organisation() -> None:
    text = changed("organisation:\n  name: Municipality of Borgo\n  uri: https://esempia.example/id/borgo\n", "")

    publiccode, problems = understood(text.replace("legal:\n", "legal:\n  repoOwner: Town of Lago\n"))

    assert publiccode.organisation is not None
    assert publiccode.organisation.name == "Town of Lago"
    assert [problem.rule for problem in problems] == ["deprecated-key"]


def test_a_single_text_is_read_as_a_list_of_one() -> None:
    publiccode, problems = understood(changed("usedBy: [Municipality of Borgo, Municipality of Lago]", "usedBy: Borgo"))

    assert publiccode.used_by == ("Borgo",)
    assert [problem.rule for problem in problems] == ["wrong-type"]


def test_of_duplicate_keys_the_first_is_kept() -> None:
    publiccode, problems = understood(COMPLETE + "name: Other\n")

    assert publiccode.name == "Borgo Desk"
    assert messages(problems) == ['mapping key "name" already defined at [2:1]']


def test_unknown_keys_are_kept_at_every_level() -> None:
    publiccode, problems = understood(changed("legal:\n", "legal:\n  seal: {colour: red}\n") + "x-town: 7\n")

    assert publiccode.unknown == {"legal.seal": {"colour": "red"}, "x-town": 7}
    assert messages(problems) == ['unknown field "seal"', 'unknown field "x-town"']


def test_what_stands_before_a_syntax_error_is_kept_and_nothing_is_called_missing() -> None:
    text = COMPLETE.split("legal:")[0] + "legal:\n\tlicense: MIT\n"

    publiccode, problems = understood(text)

    assert publiccode.name == "Borgo Desk"
    assert [problem.rule for problem in problems] == ["yaml-syntax"]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (['landingURL: "https://never.closed', "name: x"], 1),
        (["a: b", "landingURL https://no.colon", "name: x"], 2),
        (["a: b", "\tc: d"], 2),
        (["a: b", "  c: d"], 2),
    ],
)
def test_a_syntax_error_is_put_where_people_have_to_look(lines: list[str], line: int) -> None:
    _, problems = read("\n".join([*lines, "foo: bar\n"]).encode())

    assert [problem.line for problem in problems if problem.rule == "yaml-syntax"] == [line]


def test_a_byte_order_mark_is_reported_and_does_no_harm() -> None:
    publiccode, problems = read(b"\xef\xbb\xbf" + COMPLETE.encode())

    assert publiccode is not None
    assert publiccode.version == "0"
    assert [problem.rule for problem in problems] == ["byte-order-mark"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_other_encodings_are_read_and_reported(encoding: str) -> None:
    publiccode, problems = read(changed("Answers citizens.", "Città").encode(encoding))

    assert publiccode is not None
    assert publiccode.description[0][1].short_description == "Città"
    assert messages(problems) == ["Invalid UTF-8"]


def test_of_several_documents_the_first_is_read() -> None:
    publiccode, problems = understood(COMPLETE + "---\nname: Other\n")

    assert publiccode.name == "Borgo Desk"
    assert [problem.rule for problem in problems] == ["several-documents"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty"),
        (b"# nothing\n", "empty"),
        (b"just text", "not-a-mapping"),
        (b"- a\n- b", "not-a-mapping"),
        (b"a: " + b"x" * MAXIMUM_SIZE_BYTES, "too-large"),
        (b"[" * 1_000_000, "too-deep"),
        (b"- " * 500_000, "too-deep"),
        (b"{a: " * 250_000, "too-deep"),
        (b"? " * 500_000, "key-not-text"),
        (b"[" + b"a," * MAXIMUM_NODES + b"]", "too-many-values"),
        (b"a: &a [*a]", "unknown-alias"),
        (b"\x00\x00", "control-character"),
        (b'"\\0"', "control-character"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_gives_a_problem_and_nothing_else(content: bytes, rule: str) -> None:
    publiccode, problems = read(content)

    assert publiccode is None
    assert rule in {problem.rule for problem in problems}


def test_an_alias_bomb_is_stopped() -> None:
    levels = "\n".join(f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]" for level in range(1, 12))

    publiccode, problems = read(f"name: Bomb\nl0: &l0 [a, b]\n{levels}\n".encode())

    assert publiccode is not None
    assert "too-many-values" in {problem.rule for problem in problems}


def test_a_null_character_never_reaches_the_value() -> None:
    publiccode, problems = understood(changed("name: Borgo Desk", 'name: "Borgo\\0Desk"'))

    assert publiccode.name == "Borgo\ufffdDesk"
    assert [problem.rule for problem in problems] == ["control-character"]


@pytest.mark.parametrize(
    "hostile",
    [
        "localisation:\n  availableLanguages: [" + ", ".join(f"q{number}" for number in range(24_000)) + "]\n",
        "".join(f"k{number}: [\n]\n" for number in range(16_000)),
        "usedBy: [" + ", ".join(f"Town {number}" for number in range(24_000)) + "]\n",
        "description:\n" + "".join(f"  x-{number}: {{features: [a]}}\n" for number in range(8_000)),
        "legal:\n  license: " + "(" * 100_000 + "\n",
        "description:\n  en:\n    longDescription: " + "e\u0301\u0302" * 200_000 + "\n",
    ],
    ids=["languages", "keys", "users", "descriptions", "licence", "combining"],
)
def test_a_hostile_file_is_read_in_bounded_time_with_bounded_reports(hostile: str) -> None:
    started = time.process_time()

    _, problems = understood("name: Hostile\n" + hostile)

    # A guard against quadratic time (minutes), not a benchmark.
    assert time.process_time() - started < 20
    assert len(problems) <= 500
    assert all(len(problem.message) <= 500 for problem in problems)


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(content: bytes) -> None:
    check_answer(content)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_to_a_good_file_is_answered(data: st.DataObject) -> None:
    content = bytearray(COMPLETE.encode())
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 40)))
        content[start:end] = data.draw(
            st.one_of(st.binary(max_size=8), st.sampled_from([b"- ", b": ", b"\t", b"&a *a", b"{"]))
        )

    check_answer(bytes(content))


YAML_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted({line.split(":")[0] for line in COMPLETE.split("\n") if line[:1].isalpha()})),
        YAML_VALUES,
    )
)
def test_any_value_under_any_key_is_answered(document: dict[str, object]) -> None:
    check_answer(json.dumps(document).encode())


def check_answer(content: bytes) -> None:
    publiccode, problems = read(content)
    assert publiccode is not None or has_errors(problems)
    if publiccode is not None:
        stored = json.dumps(publiccode.to_dict(), allow_nan=False)
        assert "\\u0000" not in stored
        assert PublicCode.from_dict(json.loads(stored)) == publiccode


@pytest.mark.parametrize(
    ("repository", "based_on", "expected"),
    [
        ("https://git.esempia.example/borgo/desk", "", Relation.ORIGINAL),
        ("git@git.esempia.example:Borgo/desk.git", "", Relation.ORIGINAL),
        ("https://git.esempia.example/lago/desk", "", Relation.TECHNICAL_FORK),
        ("https://git.esempia.example/borgo/desk", "https://git.esempia.example/monte/desk", Relation.VARIANT),
        ("https://git.esempia.example/borgo/desk", "https://git.esempia.example/borgo/desk.git", Relation.ORIGINAL),
        ("nowhere", "", Relation.UNKNOWN),
    ],
)
def test_forks_and_variants_are_told_apart(repository: str, based_on: str, expected: Relation) -> None:
    publiccode = PublicCode(url="https://git.esempia.example/borgo/desk", is_based_on=(based_on,) if based_on else ())

    assert relation(publiccode, repository) is expected
