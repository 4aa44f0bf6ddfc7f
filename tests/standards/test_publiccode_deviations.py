"""Where we differ from the reference parser on purpose; every heading of the reference page has its test here."""

import re
from pathlib import Path

import pytest

from commonweal.standards.problems import Problem, Severity, has_errors
from commonweal.standards.publiccode import check
from tests.standards.documents import COMPLETE

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "publiccode.md"


def problems(text: str | bytes) -> tuple[Problem, ...]:
    return check(text.encode() if isinstance(text, str) else text).problems


def changed(old: str, new: str) -> str:
    assert old in COMPLETE
    return COMPLETE.replace(old, new)


def test_every_deviation_on_the_page_has_a_test_and_every_test_a_deviation() -> None:
    listed = set(re.findall(r"^### (D[0-9]+) ", PAGE.read_text(), flags=re.MULTILINE))
    tested = {name.split("_")[1].upper() for name in globals() if re.match(r"test_d[0-9]+_", name)}

    assert listed == tested


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "javascript://h/%0Ax"]
)
@pytest.mark.parametrize(
    ("old", "key"),
    [
        ("url: https://git.esempia.example/borgo/desk", "url"),
        ("isBasedOn: https://git.esempia.example/other/desk", "isBasedOn"),
        ("uri: https://esempia.example/id/borgo", "uri"),
        ("logo: docs/logo.svg", "logo"),
        ("screenshots: [docs/one.png]", "screenshots"),
    ],
)
def test_d1_addresses_that_run_code_or_open_files_are_errors(old: str, key: str, address: str) -> None:
    value = f'["{address}"]' if key == "screenshots" else f'"{address}"'

    assert has_errors(problems(changed(old, f"{key}: {value}")))


@pytest.mark.parametrize(
    "video", ["https://peertube.example.org/w/1", "https://media.ccc.de/v/1", "http://youtube.com/watch?v=1"]
)
def test_d2_a_video_on_any_host_is_fine(video: str) -> None:
    found = problems(changed("https://video.esempia.example/1", video))

    assert not [problem for problem in found if problem.severity is not Severity.INFO]


def test_d3_an_italian_code_is_judged_by_its_shape_only() -> None:
    unknown = problems(changed("uri: https://esempia.example/id/borgo", "uri: urn:x-italian-pa:no_such_pa"))
    malformed = problems(changed("uri: https://esempia.example/id/borgo", "uri: urn:x-italian-pa:not-a-code"))

    assert not has_errors(unknown)
    assert has_errors(malformed)


def test_d4_nothing_outside_the_text_makes_a_file_invalid_unless_it_is_asked_for() -> None:
    text = changed("landingURL: https://desk.esempia.example/", "landingURL: https://no-such-host.invalid/")

    assert problems(text) == ()
    assert has_errors(check(text.encode(), lambda name: None).problems)


@pytest.mark.parametrize(("ending", "is_right"), [("jpeg", True), ("webp", True), ("png", True), ("pdf", False)])
def test_d5_screenshots_may_have_every_format_that_browsers_show(ending: str, is_right: bool) -> None:
    assert has_errors(problems(changed("docs/one.png", f"docs/one.{ending}"))) is not is_right


def test_d6_every_error_is_reported_and_none_twice() -> None:
    text = changed("name: Borgo Desk\n", "name: [a]\n").replace("platforms: [web, linux]", "platforms: web") + "x: 1\n"

    assert [(problem.path, problem.rule) for problem in problems(text)] == [
        ("name", "wrong-type"),
        ("platforms", "wrong-type"),
        ("x", "unknown-key"),
    ]


def test_d7_a_yaml_directive_is_no_second_document() -> None:
    assert problems("%YAML 1.2\n---\n" + COMPLETE) == ()


def test_d8_a_byte_order_mark_is_called_by_its_name() -> None:
    assert [problem.message for problem in problems(b"\xef\xbb\xbf" + COMPLETE.encode())] == [
        "the file starts with a byte order mark"
    ]


def test_d9_a_language_with_a_region_stands_in_the_key_as_any_other() -> None:
    text = changed("  it-CH:\n    shortDescription: Risponde ai cittadini.\n", "  it-CH:\n")

    assert [problem.path for problem in problems(text)] == ["description.it-CH.shortDescription"]


def test_d10_an_unreadable_address_has_its_key_and_line() -> None:
    found = problems(changed("landingURL: https://desk.esempia.example/", 'landingURL: "https://[::1/"'))

    assert [(problem.path, problem.line) for problem in found] == [("landingURL", 5)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (COMPLETE + "x: " + "y" * 1_100_000, "too-large"),
        (COMPLETE + "x: " + "[" * 40 + "]" * 40, "too-deep"),
        (COMPLETE + "x: [" + "a," * 50_001 + "]", "too-many-values"),
        (COMPLETE + 'x: "\\0"', "control-character"),
    ],
    ids=["size", "depth", "values", "control"],
)
def test_d11_what_no_honest_file_needs_is_refused(text: str, rule: str) -> None:
    assert rule in {problem.rule for problem in problems(text)}


def test_d12_what_only_we_find_is_a_remark() -> None:
    text = changed("license: AGPL-3.0-or-later", "license: BUSL-1.1").replace("usedBy: [", "usedBy: ['', ")

    found = problems(text)

    assert {(problem.rule, problem.severity) for problem in found} == {
        ("not-open", Severity.INFO),
        ("blank", Severity.INFO),
    }


def test_d13_the_version_is_reported_with_its_line_and_the_rest_is_checked_too() -> None:
    found = problems(changed('"0"', '"2.4.0"').replace("developmentStatus: stable", "developmentStatus: ripe"))

    assert [(problem.path, problem.line) for problem in found] == [
        ("publiccodeYmlVersion", 1),
        ("developmentStatus", 17),
    ]
