"""Cycles as intervals of versions, the phases they are in, lights, and the order of what is used most."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.drawing.lights import Colour
from commonweal.health.rules import lifecycles
from commonweal.health.rules.phases import Phase, kept_phase, phase_of
from commonweal.health.rules.ranking import Concern, Use, place
from commonweal.health.rules.sustainability import SustainabilityFacts, Why, light, together
from commonweal.standards import endoflife, versions
from commonweal.standards.endoflife import Ending

TODAY = date(2026, 11, 22)
STEPS = (("past", frozenset({"past_end"})), ("watch", frozenset({"quiet"})), ("kept", frozenset()))
ORDERS = {
    "generic": "{0}",
    "npm": "{0}",
    "deb": "{0}-1+b2",
    "rpm": "1:{0}-3.el9",
    "maven": "{0}.RELEASE",
    "pypi": "{0}rc1",
}


def cycle_by_key(order: str, names: list[str], version: str) -> list[str]:
    """The cycles whose keys hold the version."""
    key = versions.key(order, version)
    assert key is not None
    return [each.name for each in lifecycles.compiled(order, names) if any(key in one for one in each.intervals)]


@pytest.mark.parametrize(
    ("order", "version", "cycle"),
    [
        ("generic", "8.1.3", "8.1"),
        ("generic", "8.10.0", "8"),
        ("npm", "8.1.0-rc.1", "8.1"),
        ("npm", "9.0.0-alpha", "9"),
        ("deb", "8.1~beta2-1", "8.1"),
        ("deb", "1:8.1.4-0+deb12u1", "8.1"),
        ("rpm", "2:9.4-1.el9", "9"),
        ("pypi", "8.1.dev3", "8.1"),
        ("generic", "8.1.2-alpine", "8.1"),
        ("golang", "v9.3.1", "9"),
    ],
)
def test_a_version_is_of_the_longest_cycle_it_begins_with(order: str, version: str, cycle: str) -> None:
    found = cycle_by_key(order, ["9", "8.1", "8", "r2"], version)

    assert found == [cycle]


def test_calendar_versions_keep_their_zeros() -> None:
    names = ["2024.04", "2024.10", "22.04"]

    assert cycle_by_key("apk", names, "2024.04.1") == ["2024.04"]
    assert cycle_by_key("generic", names, "22.04.5") == ["22.04"]
    assert cycle_by_key("generic", names, "2024.05") == []


def test_what_is_below_a_version_leaves_its_own_releases_to_come_out() -> None:
    before = lifecycles.below("deb", "14")
    assert before is not None

    def is_before(version: str) -> bool:
        key = versions.key("deb", version)
        return key is not None and any(key in interval for interval in before)

    assert is_before("13.9-1") and is_before("1:13.2") and is_before("9.6")  # noqa: PT018
    assert not is_before("14~rc1") and not is_before("14.1") and not is_before("1:15.0")  # noqa: PT018
    assert lifecycles.below("deb", "the newest") is None


@given(
    st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=3).map(tuple), min_size=1, max_size=6, unique=True),
    st.lists(st.integers(0, 12), min_size=2, max_size=4),
    st.sampled_from(sorted(ORDERS)),
)
def test_keys_say_the_same_as_the_text_of_a_version(
    cycles: list[tuple[int, ...]], parts: list[int], order: str
) -> None:
    names = [".".join(map(str, each)) for each in cycles]
    written = ".".join(map(str, [*parts, 1]))

    by_text = lifecycles.cycle_of(names, (*parts, 1))
    by_key = cycle_by_key(order, names, ORDERS[order].format(written))

    assert by_key == ([by_text] if by_text else [])


def test_the_last_day_still_counts_and_what_nobody_said_is_not_known() -> None:
    def phase(end: Ending, extended: Ending = Ending()) -> Phase:  # noqa: B008
        return phase_of(end, extended, TODAY, 180)

    assert phase(Ending(TODAY)) is Phase.SOON
    assert phase(Ending(TODAY - timedelta(days=1))) is Phase.PAST
    assert phase(Ending(TODAY - timedelta(days=1)), Ending(TODAY)) is Phase.EXTENDED
    assert phase(Ending(has_ended=True), Ending(has_ended=True)) is Phase.PAST
    assert phase(Ending(TODAY + timedelta(days=181))) is Phase.SUPPORTED
    assert phase(Ending(has_ended=False)) is Phase.SUPPORTED
    assert phase(Ending(), Ending(TODAY)) is Phase.UNKNOWN


@given(st.sampled_from(Phase), st.none() | st.sampled_from(Phase))
def test_a_distribution_never_makes_a_package_end_sooner(own: Phase, distribution: Phase | None) -> None:
    order = list(Phase)

    assert order.index(kept_phase(own, distribution)) >= order.index(own)


@given(st.builds(SustainabilityFacts, *[st.integers(0, 3)] * 12, st.none() | st.dates(TODAY - timedelta(40), TODAY)))
def test_knowing_less_never_makes_a_light_greener(facts: SustainabilityFacts) -> None:
    order = [Colour.RED, Colour.GREY, Colour.AMBER, Colour.GREEN]
    less = together([facts, SustainabilityFacts(systems=1, not_known=1, read_on=facts.read_on)])

    known, unknown = light(facts, TODAY, 14), light(less, TODAY, 14)

    assert order.index(unknown.colour) <= max(order.index(known.colour), order.index(Colour.GREY))
    assert unknown.colour is not Colour.GREEN
    assert (light(facts, TODAY, 14).colour is Colour.RED) == bool(
        facts.systems and (facts.past_critical or facts.forsaken_critical)
    )


def test_a_green_light_says_what_it_rests_on() -> None:
    found = light(SustainabilityFacts(systems=2, read_on=TODAY), TODAY, 14)

    assert found.colour is Colour.GREEN
    assert [(reason.why, reason.count) for reason in found.reasons] == [(Why.NOTHING_ENDS, 2)]


def test_the_gravest_step_comes_first_and_then_what_most_organisations_use() -> None:
    def use(name: str, bodies: int, *concerns: Concern) -> Use:
        return Use(name, bodies, bodies, frozenset(concerns))

    uses = [
        use("quiet and wide", 90, Concern.QUIET),
        use("past, few", 2, Concern.PAST_END),
        use("past and quiet, few", 2, Concern.PAST_END, Concern.QUIET),
        use("past, many", 9, Concern.PAST_END),
        use("kept", 100),
    ]

    names = [each.name for each in sorted(uses, key=lambda each: place(each, STEPS))]

    assert names == ["past, many", "past and quiet, few", "past, few", "quiet and wide", "kept"]


# Products whose newest version is counted otherwise than its cycle is named: by year, by build, or by another product.
COUNTED_OTHERWISE = {
    "msexchange", "sharepoint", "windows", "windows-nano-server", "visual-studio", "protractor", "dce",
    "redhat-build-of-openjdk",
}  # fmt: skip


@pytest.mark.parametrize("order", ["generic", "deb", "npm", "pypi"])
def test_the_newest_version_of_a_real_cycle_is_of_that_cycle_and_of_no_other(order: str, shared_data: Path) -> None:
    lines = endoflife.read_many((shared_data / "eol" / "products.jsonl").read_bytes(), "products.jsonl")
    own, other = 0, set()

    for product in (entry.product for entry in lines if entry.product):
        cycles = lifecycles.compiled(order, [each.name for each in product.cycles])
        for cycle, found in zip(product.cycles, cycles, strict=True):
            key = versions.key(order, cycle.latest) if cycle.latest and found.intervals else None
            if key is None:
                continue
            hit = [each.name for each in cycles if any(key in interval for interval in each.intervals)]
            own += hit == [cycle.name]
            if hit != [cycle.name]:
                other.add(product.name)
                assert len(hit) <= 1

    # 5,940 of 6,005 as plain versions; Python counts what is no version of it (1.36-eks-6) before all others.
    assert own >= (5_770 if order == "pypi" else 5_930)
    assert order != "generic" or other >= COUNTED_OTHERWISE


def test_dated_versions_of_the_real_world_fall_into_the_cycle_they_begin_with(shared_data: Path) -> None:
    pages = endoflife.read_folder(shared_data / "eol" / "endoflife.date" / "products")
    products = {entry.name.removesuffix(".md"): entry.product for entry in pages if entry.product}
    meant = own = 0

    for file in sorted((shared_data / "eol" / "release-data" / "releases").glob("[a-e]*.json")):
        product = products.get(file.stem)
        names = [each.name for each in product.cycles] if product else []
        cycles = [each for each in lifecycles.compiled("generic", names) if each.intervals]
        for version in json.loads(file.read_text()).get("versions", {}):
            numbers, key = lifecycles.stated_numbers(version), versions.key("generic", version)
            name = lifecycles.cycle_of(names, numbers) if numbers and version[:1].isdigit() else None
            if name is None or key is None or not version.startswith(name):
                continue
            meant += 1
            own += [each.name for each in cycles if any(key in one for one in each.intervals)] == [name]

    assert meant > 10_000
    assert own / meant > 0.999
