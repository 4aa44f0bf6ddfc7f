"""Rules of screening: the worst counts, unknown is never green, and what people paste is read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.screening.queries.policy_pack import policy_pack
from commonweal.screening.rules.asked import Fit, contribute_reasons, publish_reasons
from commonweal.screening.rules.figures import median_seconds, ninetieth_seconds
from commonweal.screening.rules.policy import Kind, add_working_days, licence_verdict
from commonweal.screening.rules.reasons import (
    Answer,
    Colour,
    Lane,
    Perspective,
    Reason,
    answer_from,
    rank,
    read,
    written,
)
from commonweal.screening.rules.subjects import Subject, Unclear, subject_from
from commonweal.standards.licence_kinds import Kind as LicenceKind

POLICY = policy_pack().policy
FITS = Fit("yes", "MIT")
SMALL = {"size": "small", "own_work": "yes", "agreement": "none"}
READY = {
    "licence": "EUPL-1.2", "third_party": "MIT, Apache-2.0", "secrets": "yes", "personal": "yes",
    "maintainer": "Team Web", "description": "valid",
}  # fmt: skip
reasons = st.builds(
    Reason,
    perspective=st.sampled_from(Perspective),
    colour=st.sampled_from(Colour),
    lane=st.sampled_from(Lane),
    sentence=st.just("licence.unknown"),
)


def _answer(found: list[Reason]) -> Answer:
    return answer_from(found, ["pack 1"])


@given(st.lists(reasons, min_size=1))
def test_the_answer_is_never_better_than_any_of_its_reasons(found: list[Reason]) -> None:
    answer = _answer(found)

    assert rank(answer.colour) >= max(rank(each.colour) for each in found)
    assert answer.colour is not Colour.GREY


@given(st.lists(reasons))
def test_an_answer_with_anything_unknown_in_it_is_not_green(found: list[Reason]) -> None:
    unknown = Reason(Perspective.HEALTH, Colour.GREY, Lane.APPROVE, "health.unknown")

    assert _answer([*found, unknown]).colour is not Colour.GREEN


@given(st.lists(reasons), reasons)
def test_another_reason_never_opens_the_fast_lane(found: list[Reason], more: Reason) -> None:
    order = list(Lane)

    assert order.index(_answer([*found, more]).lane) >= order.index(_answer(found).lane) or not found


def test_nothing_known_is_neither_green_nor_approved() -> None:
    answer = _answer([])

    assert (answer.colour, answer.lane) == (Colour.AMBER, Lane.PERSON)


@given(reasons)
def test_a_reason_is_read_as_it_was_written(reason: Reason) -> None:
    assert read(written(reason)) == reason


@pytest.mark.parametrize(
    ("licence", "kind", "lane"),
    [
        ("MIT", Kind.CONTRIBUTE, Lane.APPROVE),
        ("AGPL-3.0-only", Kind.CONTRIBUTE, Lane.APPROVE),
        ("EUPL-1.2", Kind.PUBLISH, Lane.APPROVE),
        ("Elastic-2.0", Kind.PUBLISH, Lane.REFUSE),
        ("MIT AND Elastic-2.0", Kind.PUBLISH, Lane.REFUSE),
        ("MIT OR Elastic-2.0", Kind.PUBLISH, Lane.APPROVE),
        ("LicenseRef-Ours", Kind.CONTRIBUTE, Lane.PERSON),
        ("whatever I want", Kind.CONTRIBUTE, Lane.PERSON),
    ],
)
def test_every_open_licence_will_do_to_contribute_and_to_publish(licence: str, kind: Kind, lane: Lane) -> None:
    assert licence_verdict(licence, kind, POLICY).lane is lane


def test_every_kind_of_licence_and_every_fit_has_a_lane() -> None:
    assert all(set(lanes) == set(LicenceKind) for lanes in POLICY.lanes.values())
    assert set(POLICY.lanes) == {"contribute", "publish"}
    assert set(POLICY.fits) == {"yes", "check", "unknown", "no"}


@pytest.mark.parametrize(
    ("text", "purl", "major"),
    [
        ("pkg:npm/%40scope/name@1.2.3", "pkg:npm/%40scope/name@1.2.3", "1"),
        ("npm @scope/name@1.2.3", "pkg:npm/%40scope/name@1.2.3", "1"),
        ("pypi requests 2.31.0", "pkg:pypi/requests@2.31.0", "2"),
        ("Django==5.1", "pkg:pypi/django@5.1", "5"),
        ("maven:org.apache.commons:commons-lang3@3.14.0", "pkg:maven/org.apache.commons/commons-lang3@3.14.0", "3"),
        ("pkg:npm/left-pad", "pkg:npm/left-pad", ""),
        ("requests 2.31 (PyPI)", "pkg:pypi/requests@2.31", "2"),
        ("PyPI: requests 2.31.0", "pkg:pypi/requests@2.31.0", "2"),
        ("lodash 4.17.21 npm", "pkg:npm/lodash@4.17.21", "4"),
        ("requests==2.31.0", "pkg:pypi/requests@2.31.0", "2"),
        ("pip install -U requests[socks]==2.31.0", "pkg:pypi/requests@2.31.0", "2"),
        ("npm i lodash@4.17.21", "pkg:npm/lodash@4.17.21", "4"),
        ("npm install --save-dev @scope/name@1.2.3", "pkg:npm/%40scope/name@1.2.3", "1"),
        ("gem install rails -v 7.1.0", "pkg:gem/rails@7.1.0", "7"),
        ("composer require monolog/monolog:3.0", "pkg:composer/monolog/monolog@3.0", "3"),
    ],
)
def test_packages_are_read_as_people_write_them(text: str, purl: str, major: str) -> None:
    found = subject_from(text)

    assert isinstance(found, Subject)
    assert (found.purl, found.major) == (purl, major)


def test_a_repository_is_one_however_its_address_is_written() -> None:
    page, clone = subject_from("https://github.com/Italia/spid/issues"), subject_from("git@github.com:italia/spid.git")

    assert isinstance(page, Subject)
    assert isinstance(clone, Subject)
    assert page.key == clone.key == "github.com/italia/spid"


@pytest.mark.parametrize(
    "text", ["pkg:npm", "https://", "?!", "one, two", "", "x" * 5000, "npm " + "x" * 600, "pypi a\ud800"]
)
def test_what_cannot_be_read_is_said_to_be_unclear(text: str) -> None:
    assert subject_from(text) == Unclear()


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = subject_from(text)

    assert isinstance(found, (Subject, Unclear))


def test_a_name_alone_is_offered_for_every_kind_of_package() -> None:
    found = subject_from("left-pad 1.3.0")

    assert isinstance(found, Unclear)
    assert found.choices[:2] == ("pkg:npm/left-pad@1.3.0", "pkg:pypi/left-pad@1.3.0")


@pytest.mark.parametrize("text", ["requests 2.31", "pip 24.0", "lodash@4.17.21"])
def test_a_name_and_a_version_are_offered_for_every_kind_of_package(text: str) -> None:
    name, version = text.replace("@", " ").split()

    found = subject_from(text)

    assert isinstance(found, Unclear)
    assert f"pkg:pypi/{name}@{version}" in found.choices


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 3, date(2026, 11, 25)),
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
    ],
)
def test_a_clock_counts_working_days(start: date, days: int, end: date) -> None:
    assert add_working_days(start, days) == end


def test_a_small_fix_of_ones_own_needs_nobodys_leave() -> None:
    answer = _answer(contribute_reasons(SMALL, POLICY))

    assert (answer.colour, answer.lane) == (Colour.GREEN, Lane.APPROVE)


@pytest.mark.parametrize(
    "change", [{"size": "large"}, {"own_work": ""}, {"agreement": "cla"}, {"agreement": ""}, {"agreement": "unknown"}]
)
def test_anything_else_is_for_a_person(change: dict[str, str]) -> None:
    answer = _answer(contribute_reasons(SMALL | change, POLICY))

    assert (answer.colour, answer.lane) == (Colour.AMBER, Lane.PERSON)


def test_a_repository_with_everything_checked_may_be_published() -> None:
    answer = _answer(publish_reasons(READY, FITS, POLICY))

    assert (answer.colour, answer.lane) == (Colour.GREEN, Lane.APPROVE)


@pytest.mark.parametrize("missing", ["licence", "third_party", "secrets", "personal", "maintainer"])
def test_what_was_not_answered_is_for_a_person_and_never_green(missing: str) -> None:
    answer = _answer(publish_reasons(READY | {missing: ""}, FITS, POLICY))

    assert (answer.colour, answer.lane) == (Colour.AMBER, Lane.PERSON)


@pytest.mark.parametrize("found", ["secrets", "personal"])
def test_passwords_and_personal_data_stop_a_publication(found: str) -> None:
    answer = _answer(publish_reasons(READY | {found: "found"}, FITS, POLICY))

    assert (answer.colour, answer.lane) == (Colour.RED, Lane.REFUSE)


@pytest.mark.parametrize(
    ("fit", "colour", "lane"),
    [
        (Fit("check", "LGPL-3.0-only"), Colour.AMBER, Lane.PERSON),
        (Fit("unknown", "LicenseRef-x"), Colour.AMBER, Lane.PERSON),
        (Fit("no", "Elastic-2.0"), Colour.RED, Lane.REFUSE),
        (None, Colour.AMBER, Lane.PERSON),
    ],
)
def test_code_by_others_has_to_fit_the_licence(fit: Fit | None, colour: Colour, lane: Lane) -> None:
    answer = _answer(publish_reasons(READY, fit, POLICY))

    assert (answer.colour, answer.lane) == (colour, lane)


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_nine_of_ten_take_at_least_as_long_as_half(times: list[float]) -> None:
    half, nine = median_seconds(times), ninetieth_seconds(times)

    assert half is not None
    assert nine is not None
    assert min(times) <= half <= max(times)
    assert sum(each <= nine for each in times) >= 0.9 * len(times)
