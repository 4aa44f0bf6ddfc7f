"""Decisions of the harvest, on values alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.harvest import rules
from commonweal.harvest.rules import Address, Known, Refusal
from commonweal.standards import publiccode

NOW = datetime(2026, 5, 1, tzinfo=UTC)
names = st.sampled_from([f"https://git.example/{letter}" for letter in "abcdefgh"])
repositories = st.dictionaries(names, st.sampled_from(["1", "2", ""])).map(
    lambda found: {
        url: Known(url, revision, files={"publiccode.yml": url + revision}) for url, revision in found.items()
    }
)


def document(text: str) -> publiccode.PublicCode | None:
    return publiccode.read(text.encode())[0]


@given(repositories, repositories)
def test_everything_found_is_new_changed_or_same(known: dict[str, Known], found: dict[str, Known]) -> None:
    sorted_out = rules.reconcile(known, found.values())

    assert sorted([*sorted_out.new, *sorted_out.changed, *sorted_out.same]) == sorted(found)
    assert all(known[url].revision == found[url].revision for url in sorted_out.same)


@given(repositories)
def test_what_was_just_found_is_the_same_next_time(found: dict[str, Known]) -> None:
    sorted_out = rules.reconcile(found, found.values())

    assert not sorted_out.new
    assert set(sorted_out.changed) == {url for url, repository in found.items() if not repository.revision}


@given(repositories, repositories, st.integers(1, 20))
def test_nothing_is_both_moved_and_missing(absent: dict[str, Known], arrived: dict[str, Known], count: int) -> None:
    parted = rules.departures(absent, arrived.values(), known_count=len(absent) + count, share=0.5, applies_from=5)

    assert {origin for origin, _ in parted.moved} | set(parted.missing) == set(absent)
    assert not {origin for origin, _ in parted.moved} & set(parted.missing)


@pytest.mark.parametrize(
    ("known", "missing", "is_suspicious"),
    [(4, 4, False), (5, 2, False), (5, 3, True), (100, 50, False), (100, 51, True), (1, 1, False), (0, 0, False)],
)
def test_less_than_half_left_is_suspicious_from_five_on(known: int, missing: int, is_suspicious: bool) -> None:
    absent = {str(each): Known(str(each)) for each in range(missing)}

    parted = rules.departures(absent, [], known_count=known, share=0.5, applies_from=5)

    assert parted.is_suspicious is is_suspicious


def test_two_that_look_alike_have_not_moved() -> None:
    files = {"publiccode.yml": "abc"}
    absent = {"a": Known("a", files=files), "b": Known("b", files=files)}

    parted = rules.departures(absent, [Known("c", files=files)], known_count=9, share=0.5, applies_from=5)

    assert parted.moved == ()
    assert parted.missing == ("a", "b")


@pytest.mark.parametrize(
    ("text", "found_at", "driver", "expected"),
    [
        ("name: A\nurl: https://git.example/x/a", "https://git.example/x/a", "gitlab", Address("https://git.example/x/a")),
        ("name: A\nurl: http://GIT.example/X/A.git", "https://git.example/x/a", "gitlab", Address("https://git.example/x/a")),
        ("name: A\nurl: https://git.example/y/a", "https://git.example/x/a", "gitlab", Refusal("fork", "https://git.example/y/a")),
        ("name: A", "https://git.example/x/a", "gitlab", Address("https://git.example/x/a")),
        ("name: A", "file:///srv/a.git", "local_git", Refusal("no_address", "")),
        ("name: A\nurl: https://git.example/y/a", "file:///srv/a.git", "local_git", Address("https://git.example/y/a")),
        ("name: A\nurl: javascript:alert(1)", "file:///a", "local_git", Refusal("no_address", "javascript:alert(1)")),
        ("url: https://git.example/y/a", "https://git.example/y/a", "gitlab", Refusal("no_name")),
        ("name: A\nurl: https://git.example/y/a", "https://git.example/x/a", "software_catalog_api", Address("https://git.example/x/a")),
    ],
)  # fmt: skip
def test_where_a_file_is_listed(text: str, found_at: str, driver: str, expected: object) -> None:
    placed = rules.placed(document(text), found_at=found_at, path="publiccode.yml", driver=driver)

    if isinstance(expected, Refusal) and isinstance(placed, Refusal) and "javascript" in expected.detail:
        assert placed.reason == expected.reason
    else:
        assert placed == expected


def test_a_file_that_names_a_former_address_is_no_copy() -> None:
    text = "name: A\nurl: https://git.example/old/a"

    placed = rules.placed(
        document(text),
        found_at="https://git.example/new/a",
        path="",
        driver="gitlab",
        former=["https://git.example/old/a"],
    )

    assert placed == Address("https://git.example/new/a")


@given(st.floats(0, 1), st.integers(1, 1000))
def test_the_next_harvest_lies_near_the_interval(chance: float, hours: int) -> None:
    due = rules.next_due(NOW, hours, spread=0.1, chance=chance)

    assert timedelta(hours=hours * 0.89) <= due - NOW <= timedelta(hours=hours * 1.11)


@pytest.mark.parametrize(
    ("attempts", "asked", "minutes"), [(1, None, 5), (2, None, 10), (4, None, 40), (30, None, 360), (1, 3600.0, 60)]
)
def test_waits_double_up_to_a_limit_and_obey_the_host(attempts: int, asked: float | None, minutes: int) -> None:
    wait = rules.retry_wait(
        attempts, asked_seconds=asked, first=timedelta(minutes=5), longest=timedelta(hours=6), chance=0.0
    )

    assert wait == timedelta(minutes=minutes)
