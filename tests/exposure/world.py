"""A small world in plain Python, the slow and obvious answers about it, and chance worlds for properties."""

from dataclasses import dataclass, field

import numpy as np
from hypothesis import strategies as st

from commonweal.exposure import Groups, Keys, Matches, Numbering, Occurrences, Pairs, Spans, Systems, Tables

NAN = float("nan")
LAST = b"\xff" * 8


@dataclass
class Weakness:
    """A vulnerability: what it affects, and its scores."""

    spans: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    matches: set[int] = field(default_factory=set)
    kev: bool = False
    epss: float = NAN
    cvss: float = NAN


@dataclass
class World:
    """Everything by id; bodies in pre-order."""

    packages: set[int]
    pairs: dict[int, tuple[int, bytes]]
    bodies: list[int]
    systems: dict[int, tuple[int, int]]
    runs: dict[int, set[int]]
    groups: dict[int, Weakness]

    def affects(self, group: int, pair: int) -> bool:
        """Say whether the vulnerability affects the pair."""
        package, key = self.pairs[pair]
        weakness = self.groups[group]
        return pair in weakness.matches or any(
            package == named and key and low <= key < high for named, low, high in weakness.spans
        )

    def found(self, group: int, systems: set[int]) -> set[tuple[int, int]]:
        """Give which of these systems run which affected pairs."""
        return {
            (system, pair)
            for system in systems & set(self.runs)
            for pair in self.runs[system]
            if self.affects(group, pair)
        }

    def tables(self) -> Tables:
        """Give the tables as PostgreSQL would."""
        packages = np.array(sorted(self.packages), np.int64)
        bodies = np.array(self.bodies, np.int64)
        pairs = sorted(self.pairs, key=lambda pair: (self.pairs[pair][0], not self.pairs[pair][1], self.pairs[pair][1]))
        systems = sorted(self.systems, key=lambda system: (self.bodies.index(self.systems[system][0]), system))
        groups = sorted(self.groups, reverse=True)
        runs = [(system, pair) for system, run in self.runs.items() for pair in run]
        spans = [(group, *span) for group in groups for span in self.groups[group].spans]
        matches = [(group, pair) for group in groups for pair in self.groups[group].matches]
        return Tables(
            packages=packages,
            pairs=Pairs(
                ids(pairs),
                ranks(packages, [self.pairs[pair][0] for pair in pairs]),
                Keys.of(self.pairs[pair][1] for pair in pairs),
            ),
            systems=Systems(
                ids(systems),
                ranks(bodies, [self.systems[system][0] for system in systems]),
                np.array([self.systems[system][1] for system in systems], np.uint8),
            ),
            bodies=bodies,
            occurrences=Occurrences(
                ranks(ids(pairs), [pair for _, pair in runs]), ranks(ids(systems), [system for system, _ in runs])
            ),
            groups=Groups(
                ids(groups),
                np.array([self.groups[group].kev for group in groups], np.bool_),
                np.array([self.groups[group].epss for group in groups], np.float32),
                np.array([self.groups[group].cvss for group in groups], np.float32),
            ),
            spans=Spans(
                ranks(ids(groups), [group for group, *_ in spans]),
                ranks(packages, [package for _, package, *_ in spans]),
                Keys.of(low for *_, low, _ in spans),
                Keys.of(high for *_, high in spans),
            ),
            matches=Matches(
                ranks(ids(groups), [group for group, _ in matches]), ranks(ids(pairs), [pair for _, pair in matches])
            ),
            position=len(runs),
        )


def ids(given: list[int]) -> np.ndarray:
    """Give ids as the database does."""
    return np.array(given, np.int64)


def ranks(known: np.ndarray, wanted: list[int]) -> np.ndarray:
    """Give ranks as the reader of the tables does."""
    return Numbering(known).ranks(ids(wanted)).astype(np.uint32)


KEYS = st.lists(st.sampled_from([0, 1, 2, 0x80, 0xFF]), min_size=1, max_size=10).map(bytes)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Give a chance world; ids are in no order that helps."""
    packages = draw(st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True))
    known = draw(st.lists(KEYS, min_size=1, max_size=8, unique=True))
    a_key = st.one_of(st.sampled_from(known), KEYS)
    pairs = draw(
        st.dictionaries(
            st.integers(1, 99), st.tuples(st.sampled_from(packages), st.one_of(a_key, st.just(b""))), max_size=14
        )
    )
    bodies = draw(st.lists(st.integers(1, 99), min_size=1, max_size=5, unique=True))
    systems = draw(
        st.dictionaries(st.integers(1, 999), st.tuples(st.sampled_from(bodies), st.integers(0, 4)), max_size=10)
    )
    some_pairs = st.sets(st.sampled_from(sorted(pairs)), max_size=8) if pairs else st.just(set())
    runs = {system: draw(some_pairs) for system in systems}
    groups = draw(st.dictionaries(st.integers(1, 99), weaknesses(packages, a_key, some_pairs), max_size=5))
    return World(set(packages), pairs, bodies, systems, runs, groups)


@st.composite
def weaknesses(
    draw: st.DrawFn, packages: list[int], a_key: st.SearchStrategy, some_pairs: st.SearchStrategy
) -> Weakness:
    """Give a chance vulnerability."""
    span = st.tuples(st.sampled_from(packages), st.one_of(st.just(b""), a_key), st.one_of(st.just(LAST), a_key))
    score = st.one_of(st.just(NAN), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
    return Weakness(
        draw(st.lists(span, max_size=4)), draw(some_pairs), draw(st.booleans()), draw(score), draw(score) * 10
    )
