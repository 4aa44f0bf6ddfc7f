"""How near parts stand and by which ways they come in."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commonweal.components.rules.contents import depths, parts_of, storable
from commonweal.components.rules.ways import ways
from commonweal.standards.sbom import read
from tests.components.lists import cyclonedx

GRAPHS = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=4), max_size=6)


@given(GRAPHS, st.lists(st.sampled_from("abcdef"), unique=True), st.sampled_from("abcdef"))
def test_every_way_follows_arrows_from_a_start_to_the_target_without_a_circle(
    arrows: dict[str, list[str]], starts: list[str], target: str
) -> None:
    found = ways(arrows, starts, target, most=10)

    for way in found:
        assert way[0] in starts
        assert way[-1] == target
        assert len(set(way)) == len(way)
        assert all(after in arrows[before] for before, after in pairwise(way))
        assert not set(way[1:-1]) & set(starts)
    assert [len(way) for way in found] == sorted(len(way) for way in found)
    assert len({way[0] for way in found}) == len(found)


@given(GRAPHS, st.sampled_from("abcdef"))
def test_a_way_is_as_long_as_the_depth_tells(arrows: dict[str, list[str]], target: str) -> None:
    parts = [(name, "1.0.0") for name in "abcdef"]
    sbom, _ = read(cyclonedx(parts, needs={"": ["a"], **arrows}))
    depth = depths(sbom).get(f"pkg:npm/{target}@1.0.0")

    found = ways(arrows, ["a"], target, most=1)

    assert (len(found[0]) if found else None) == depth


def test_a_long_chain_and_a_wide_one_are_walked_in_no_time() -> None:
    count = 50_000
    arrows = {str(number): [str(number + 1)] for number in range(count)}
    arrows |= {f"w{number}": ["0"] for number in range(count)}

    (way, *_others) = ways(arrows, ["0", *(f"w{number}" for number in range(count))], str(count), most=3)

    assert len(way) == count + 1


def test_a_mention_that_is_nearer_or_needed_counts() -> None:
    content = cyclonedx([("a", "1.0.0"), ("b", "1.0.0")], needs={"": ["a"], "a": ["b"]}, optional=["b"])
    sbom, _ = read(content)

    near, far = parts_of(sbom)

    assert (near.depth, near.is_optional, far.depth, far.is_optional) == (1, False, 2, True)


@given(st.text(), st.integers(2, 40))
def test_what_is_stored_fits_and_can_be_encoded(text: str, longest: int) -> None:
    kept = storable(text, longest)

    assert len(kept) <= longest
    assert "\0" not in kept
    kept.encode()
