"""What counts, on planted histories and on the known answers of others."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.connectors.git_history import Change, Commit, Person
from commonweal.connectors.git_tags import Tag
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules.claims import criticality, italian_vitality, signal
from commonweal.health.rules.clarity import Drift, LicenceClarity, fork_drift, licence_clarity
from commonweal.health.rules.counting import CORE, absence_factor, figures
from commonweal.health.rules.files import FileTally, degree_of_authorship, truck_factor
from commonweal.health.rules.identities import Identity, organisation, people
from commonweal.health.rules.releases import releases
from commonweal.health.rules.tally import Tally, Window, work_of
from tests.health.histories import AINO, BOT, BRUNO, NOW, commit, work

YEAR = Window(NOW, 365)
PEOPLE = st.sampled_from(
    [AINO, BRUNO, BOT, Person("A. Aho", "aino@esempia.example"), Person("Aino Aho", "a@gmail.com")]
)
HISTORIES = st.lists(
    st.builds(
        commit,
        PEOPLE,
        st.one_of(st.none(), st.integers(-40, 1_500)),
        co_authors=st.lists(PEOPLE, max_size=2).map(tuple),
        parents=st.sampled_from([(), ("a",), ("a", "b")]),
    ),
    max_size=30,
)


PIKE = "OpenSSF criticality, original_pike.yml (Go v2 scorer)"
FULL_SIGNALS = {
    "months_since_created": 120,
    "months_since_updated": 0,
    "contributors": 5_000,
    "organisations": 10,
    "commits_a_week": 1_000,
    "releases_a_year": 26,
    "closed_issues": 5_000,
    "updated_issues": 5_000,
    "comments_an_issue": 15,
    "mentions": 500_000,
}


@pytest.fixture(scope="module")
def oracles(shared_data: Path) -> dict[str, dict[str, Any]]:
    found = json.loads((shared_data / "practice" / "test-oracles.json").read_text())["oracles"]
    return {each["metric"]: each for each in found}


def test_the_known_absence_factors_are_met(oracles: dict[str, dict[str, Any]]) -> None:
    page, tie = oracles["contributor absence factor"], oracles["CAF tie rule"]
    empty = oracles["CAF empty"]

    assert absence_factor(page["input"]) == page["expected"] == 2
    assert absence_factor(tie["input"]) == tie["expected_reach"] == 1
    assert absence_factor(empty["input"]) == empty["expected"] == 0


def test_the_known_degrees_of_authorship_are_met(oracles: dict[str, dict[str, Any]]) -> None:
    one, other = oracles["truck factor DOA"], oracles["truck factor, first author, no edits, 10 edits by others"]

    for known in (one, other):
        said = known["input"]
        degree = degree_of_authorship(is_first=said["FA"] == 1, changes=said["DL"], changes_by_others=said["AC"])

        assert degree == pytest.approx(known["expected"], abs=0.00005)


def test_the_known_claims_of_others_are_met(oracles: dict[str, dict[str, Any]]) -> None:
    one = oracles["OpenSSF criticality signal"]
    contributors = oracles["OpenSSF criticality contributor signal"]
    floor = oracles["Italian vitality floor for a repository dead > 2 years"]["expected"]
    dead = {"changes_a_day": 0.0, "releases_a_day": 0.0, "age_days": 731}

    assert signal(one["input"]["S"], one["input"]["T"]) == one["expected"]
    assert signal(70, contributors["input"]["T"]) == pytest.approx(contributors["expected"], abs=0.00005)
    assert criticality(FULL_SIGNALS) == pytest.approx(oracles[PIKE]["expected"])
    assert criticality({"closed_issues": 5_000, "mentions": None}) == 1
    assert italian_vitality(authors=1, **dead) == floor["authors_1"] == 61
    assert italian_vitality(authors=28, **dead) == floor["authors_28_or_more"] == 93


def test_a_criticality_of_nothing_known_is_not_known() -> None:
    assert criticality({"contributors": None}) is None
    assert criticality({"months_since_updated": 120}) == 0


@given(st.lists(st.integers(0, 1_000), max_size=30))
def test_an_absence_factor_is_the_smallest_that_reaches_the_share(counts: list[int]) -> None:
    for share in (Fraction(1, 2), CORE):
        number = absence_factor(counts, share)
        largest = sorted(counts, reverse=True)

        assert sum(largest[:number]) >= share * sum(counts)
        assert number == 0 or sum(largest[: number - 1]) < share * sum(counts)


@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_commits_does_not_matter(commits: list[Commit], chance: Random) -> None:
    shuffled = list(commits)
    chance.shuffle(shuffled)

    assert figures(work(shuffled), YEAR) == figures(work(commits), YEAR)
    assert figures(work(shuffled), None) == figures(work(commits), None)


@given(HISTORIES, st.lists(st.builds(commit, st.just(BOT), st.integers(0, 900), co_authors=st.just((AINO,)))))
def test_the_commits_of_a_program_change_no_figure_of_people(commits: list[Commit], flood: list[Commit]) -> None:
    quiet, loud = work(commits), work([*commits, *flood])

    assert figures(loud, YEAR) == figures(quiet, YEAR)
    assert figures(loud, None) == figures(quiet, None)
    assert loud.by_bots == quiet.by_bots + len(flood)


def test_a_tie_of_two_counts_as_one() -> None:
    found = figures(work([commit(AINO)] * 5 + [commit(BRUNO)] * 5), YEAR)

    assert (found.absence_factor, found.core_size, found.active_authors) == (1, 2, 2)
    assert found.rules == ("identities 1", "tally 1", "counting 2")


def test_a_flood_of_a_program_is_told_apart() -> None:
    found = work([commit(BOT)] * 631 + [commit(AINO)] * 10)

    assert found.by_bots == 631
    assert figures(found, YEAR).commits == 10


def test_merges_count_apart() -> None:
    found = work([commit(AINO, parents=("a", "b")), commit(AINO)])

    assert (found.merges, figures(found, YEAR).commits) == (1, 1)


def test_squashed_commits_count_for_everybody_they_name_once() -> None:
    again = Person("Aino Aho", "aino@gmail.com")
    found = work([commit(AINO, subject="All of it (#12)", co_authors=(BRUNO, again, BOT))])

    counted = figures(found, YEAR)

    assert found.squashed == 1
    assert (counted.commits, counted.active_authors) == (1, 2)
    assert sorted(len(each) for each in found.by_person.values()) == [1, 1]


@pytest.mark.parametrize("lie", [datetime(1970, 1, 1, tzinfo=UTC), NOW + timedelta(days=1), None])
def test_a_lying_date_counts_in_all_time_and_in_no_window(lie: datetime | None) -> None:
    found = work([commit(AINO)._replace(authored_at=lie), commit(BRUNO, 3)])

    assert figures(found, None).commits == 2
    assert figures(found, YEAR).commits == 1
    assert found.commits.undated == 1
    assert found.first == found.last == NOW - timedelta(days=3)


def test_dates_before_the_host_knew_the_project_are_not_believed() -> None:
    packs = health_packs()
    tally = Tally(packs.bots, NOW, earliest=NOW - timedelta(days=10))

    found = work_of([commit(AINO, 11).glance, commit(AINO, 9).glance], tally, packs.merging, packs.domains)

    assert found.commits.undated == 1


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (("Aino Aho", "a@x.example"), ("A", "A@X.example"), True),
        (("Aino Aho", "a@x.example"), ("AÍNO  aho", "b@x.example"), True),
        (("A", "12+aino@users.noreply.github.com"), ("B", "Aino@users.noreply.github.com"), True),
        (("A", "12-aino@users.noreply.gitlab.com"), ("B", "12-aino@users.noreply.gitlab.com"), True),
        (("A", "aino@users.noreply.github.com"), ("B", "12-aino@users.noreply.gitlab.com"), False),
        (("Aino", "a@x.example"), ("Aino", "b@x.example"), False),
        (("Your Name", "a@x.example"), ("your name", "b@x.example"), False),
        (("Aino Aho", "noreply@github.com"), ("Bruno Berg", "noreply@github.com"), False),
        (("", ""), ("", " "), True),
    ],
)
def test_identities_are_one_by_mail_account_or_name(one: tuple[str, str], other: tuple[str, str], is_one: bool) -> None:
    first, second = Identity(*one), Identity(*other)

    found = people([first, second], health_packs().merging)

    assert (found[first] == found[second]) is is_one


def test_two_domains_of_one_firm_are_one_organisation() -> None:
    old, new = Person("Old Hand", "o@magenta-aps.dk"), Person("New Hand", "n@magenta.dk")
    found = figures(work([commit(old)] * 5 + [commit(new)] * 4 + [commit(BRUNO)]), YEAR, frozenset({"borgo.example"}))

    assert found.elephant_factor == 1
    assert found.outside_share == Fraction(9, 10)


def test_a_department_of_the_owner_is_not_outside() -> None:
    department = Person("Dora Dahl", "dora@it.borgo.example")

    found = figures(work([commit(department)] * 3 + [commit(AINO)]), YEAR, frozenset({"borgo.example"}))

    assert found.outside_share == Fraction(1, 4)


def test_free_mail_is_no_organisation_and_its_share_is_told() -> None:
    free = Person("Dora Dahl", "dora@gmail.com")

    found = figures(work([commit(free)] * 3 + [commit(BRUNO)]), YEAR)
    unknown = figures(work([commit(free)]), YEAR)

    assert (found.elephant_factor, found.unknown_organisation_share) == (1, Fraction(3, 4))
    assert (unknown.elephant_factor, unknown.unknown_organisation_share, unknown.outside_share) == (None, 1, None)


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ("a@it.borgo.example", "it.borgo.example"),
        ("a@dev.magenta-aps.dk", "magenta.dk"),
        ("1+a@users.noreply.github.com", None),
        ("a@host.(none)", None),
        ("a@laptop", None),
        ("a", None),
        ("", None),
    ],
)
def test_a_mail_tells_an_organisation_or_nothing(mail: str, expected: str | None) -> None:
    assert organisation(mail, health_packs().domains) == expected


def test_newcomers_stay_leave_and_come_back() -> None:
    third = Person("Dora Dahl", "dora@borgo.example")
    found = figures(work([commit(AINO, 900), commit(AINO, 10), commit(BRUNO, 400), commit(third, 500)]), YEAR)
    stayed = figures(work([commit(AINO, 400), commit(BRUNO, 500), commit(BRUNO, 20)]), YEAR)

    assert (found.newcomers, found.retention, found.returning) == (0, 0, 1)
    assert found.core_turnover == 1
    assert (stayed.newcomers, stayed.retention, stayed.core_turnover) == (0, Fraction(1, 2), Fraction(1, 2))


def test_nothing_to_count_is_not_zero_of_something() -> None:
    found = figures(work([]), YEAR)

    assert (found.commits, found.absence_factor) == (0, 0)
    assert (found.elephant_factor, found.retention, found.core_turnover, found.outside_share) == (None,) * 4


def test_releases_are_counted_by_tags_with_a_moment_to_believe() -> None:
    days = {"v1.0.0": 800, "v1.1.0": 300, "v1.2.0-rc1": 200, "latest": 100}
    tags = [Tag(name, "1" * 40, NOW - timedelta(days=ago), is_signed=ago == 100) for name, ago in days.items()]
    found = releases([*tags, Tag("v9.0.0", "1" * 40, NOW + timedelta(days=9), has_notes=True)], YEAR)
    none = releases([], YEAR)

    assert (found.total, found.undated, found.in_window, found.days_since_last) == (5, 1, 3, 100)
    assert found.median_days_between == 100
    assert (found.versioned_share, found.signed_share) == (Fraction(4, 5), Fraction(1, 5))
    assert found.explained_share == Fraction(1, 5)
    assert (none.total, none.in_window, none.days_since_last, none.signed_share) == (0, 0, None, None)


def test_the_truck_factor_follows_who_made_and_changed_files() -> None:
    packs = health_packs()
    tally = FileTally(packs.bots)
    by_aino = tuple(Change("A", path) for path in ("a", "b", "c", "gone"))
    for each in (
        commit(BOT, changes=(Change("M", "a"),)),
        commit(BRUNO, changes=(Change("D", "gone"), Change("A", "d"))),
        commit(AINO, changes=by_aino),
    ):
        tally.add(each)

    files = tally.files(people(tally.identities(), packs.merging))

    assert len(files) == 4
    assert truck_factor(files) == 1
    assert truck_factor([]) is None


@pytest.mark.parametrize(
    ("found", "said", "expected"),
    [
        ("EUPL-1.2", "eupl-1.2", LicenceClarity.CLEAR),
        ("MIT", "EUPL-1.2", LicenceClarity.DIFFERS),
        ("", "MIT", LicenceClarity.ONLY_SAID),
        ("MIT", "", LicenceClarity.ONLY_FOUND),
        ("", "", LicenceClarity.MISSING),
        (None, "MIT", LicenceClarity.UNKNOWN),
        ("MIT", "free for (all", LicenceClarity.UNREADABLE),
    ],
)
def test_a_licence_is_clear_when_files_and_metadata_say_the_same(
    found: str | None, said: str, expected: LicenceClarity
) -> None:
    assert licence_clarity(found, said) is expected


def test_a_fork_drifts_by_what_only_one_side_has() -> None:
    assert fork_drift("abcd", "abx") == Drift(2, 1)
    assert fork_drift("ab", "xy") == Drift(None, None)
