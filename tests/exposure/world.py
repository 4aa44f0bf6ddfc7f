"""A small world in plain Python, the slow and obvious answers about it, and chance worlds for properties."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import strategies as st

from commonweal.exposure import (
    Affected,
    ChangedGroup,
    ChangedSystem,
    Delta,
    Groups,
    Index,
    Keys,
    Matches,
    NewPair,
    Numbering,
    Occurrences,
    Pairs,
    Spans,
    Systems,
    Tables,
)
from commonweal.exposure.arrays import work_out
from commonweal.exposure.holdings import Holdings

NAN = float("nan")
LAST = b"\xff" * 8


@dataclass
class Weakness:
    """A vulnerability: what it affects and since when that is known, and its scores."""

    spans: list[tuple[int, bytes, bytes, int]] = field(default_factory=list)
    matches: dict[int, int] = field(default_factory=dict)
    kev: bool = False
    epss: float = NAN
    cvss: float = NAN


@dataclass
class World:
    """Everything by id; bodies in pre-order; what runs and what is listed with the day since when."""

    packages: set[int]
    pairs: dict[int, tuple[int, bytes]]
    bodies: list[int]
    systems: dict[int, tuple[int, int]]
    runs: dict[int, dict[int, int]]
    groups: dict[int, Weakness]

    def affects(self, group: int, pair: int) -> bool:
        """Say whether the vulnerability affects the pair."""
        return bool(self.known(group, pair))

    def known(self, group: int, pair: int) -> list[int]:
        """Give the days since when it is known that the vulnerability affects the pair."""
        package, key = self.pairs[pair]
        weakness = self.groups[group]
        listed = [day for match, day in weakness.matches.items() if match == pair]
        return listed + [
            day for named, low, high, day in weakness.spans if package == named and key and low <= key < high
        ]

    def first_day(self, group: int, occurrences: set[tuple[int, int]]) -> int:
        """Give the first day on which it was known of one of these that it runs and is affected."""
        return min(max(self.runs[system][pair], min(self.known(group, pair))) for system, pair in occurrences)

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
        runs = [(system, pair, day) for system, run in self.runs.items() for pair, day in run.items()]
        spans = [(group, *span) for group in groups for span in self.groups[group].spans]
        matches = [(group, *match) for group in groups for match in self.groups[group].matches.items()]
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
                ranks(ids(pairs), [pair for _, pair, _ in runs]),
                ranks(ids(systems), [system for system, *_ in runs]),
                days(run[-1] for run in runs),
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
                Keys.of(low for *_, low, _, _ in spans),
                Keys.of(high for *_, high, _ in spans),
                days(span[-1] for span in spans),
            ),
            matches=Matches(
                ranks(ids(groups), [group for group, *_ in matches]),
                ranks(ids(pairs), [pair for _, pair, _ in matches]),
                days(match[-1] for match in matches),
            ),
            position=len(runs),
        )


def index_of(world: World) -> Index:
    """Give an index that lies in memory."""
    return Index(Holdings(work_out(world.tables())), "here", 0)


def check(answer: Affected, found: set[tuple[int, int]], world: World) -> None:
    """Compare an answer with the occurrences that were found the slow way."""
    assert set(zip(answer.found_systems.tolist(), answer.found_pairs.tolist(), strict=True)) == found
    assert len(answer.found_systems) == len(found)
    assert sorted(answer.pairs.tolist()) == sorted({pair for _, pair in found})
    systems = answer.systems.tolist()
    assert sorted(systems) == sorted({system for system, _ in found})
    bodies = [world.systems[system][0] for system in systems]
    assert dict(zip(answer.bodies.tolist(), answer.body_systems.tolist(), strict=True)) == {
        body: bodies.count(body) for body in bodies
    }
    assert answer.body_systems.sum() == len(systems)


def ids(given: list[int]) -> np.ndarray:
    """Give ids as the database does."""
    return np.array(given, np.int64)


def days(given: Iterable[int]) -> np.ndarray:
    """Give days as the reader of the tables does."""
    return np.array(list(given), np.uint16)


def ranks(known: np.ndarray, wanted: list[int]) -> np.ndarray:
    """Give ranks as the reader of the tables does."""
    return Numbering(known).ranks(ids(wanted)).astype(np.uint32)


def chance(seed: int) -> random.Random:
    """Give chance from a seed: hypothesis draws whole worlds from numbers hundreds of times as fast as part by part."""
    return random.Random(seed)


SEEDS = st.integers(0, 2**32)


def some_key(draw: random.Random) -> bytes:
    """Give a key; few bytes are in play, so that keys are often alike, or alike in their first eight."""
    return bytes(draw.choices([0, 1, 0xFF], k=draw.choice([1, 1, 2, 2, 8, 9, 10])))


def some_of(draw: random.Random, known: Iterable[int], most: int = 8) -> set[int]:
    """Give a few of them."""
    listed = sorted(known)
    return set(draw.sample(listed, draw.randint(0, min(most, len(listed)))))


def world_of(draw: random.Random) -> World:
    """Give a chance world; ids are in no order that helps."""
    packages = draw.sample(range(1, 10), draw.randint(1, 4))
    keys = [some_key(draw) for _ in range(8)]
    pairs = {
        pair: (draw.choice(packages), draw.choice([b"", *keys]))
        for pair in draw.sample(range(1, 40), draw.randint(0, 14))
    }
    bodies = draw.sample(range(1, 12), draw.randint(1, 5))
    systems = {
        system: (draw.choice(bodies), draw.randint(0, 4)) for system in draw.sample(range(1, 30), draw.randint(0, 10))
    }
    groups = draw.sample(range(1, 12), draw.randint(0, 5))
    return World(
        set(packages),
        pairs,
        bodies,
        systems,
        {system: dict(dated(draw, pairs)) for system in systems},
        {group: weakness_of(draw, packages, keys, pairs) for group in groups},
    )


def dated(draw: random.Random, known: Iterable[int], most: int = 8) -> tuple[tuple[int, int], ...]:
    """Give a few of them, each with a day."""
    return tuple((each, draw.choice([0, 1, 2, 3, 65_534])) for each in some_of(draw, known, most))


def weakness_of(draw: random.Random, packages: list[int], keys: list[bytes], pairs: Iterable[int]) -> Weakness:
    """Give a chance vulnerability."""
    spans = [
        (
            draw.choice(packages),
            draw.choice([b"", *keys, some_key(draw)]),
            draw.choice([LAST, *keys, some_key(draw)]),
            draw.randint(0, 4),
        )
        for _ in range(draw.randint(0, 4))
    ]
    epss, cvss = draw.choice([NAN, 0.0, 0.25, 0.5, 1.0]), draw.choice([NAN, 0.0, 2.5, 7.5, 10.0])
    return Weakness(spans, dict(dated(draw, pairs, 2)), draw.random() < 0.3, epss, cvss)


def delta_of(draw: random.Random, world: World) -> Delta:
    """Give chance changes to a world, some of which touch what is there."""
    other = world_of(draw)
    packages = sorted(world.packages | other.packages)
    fresh = {pair: facts for pair, facts in other.pairs.items() if pair not in world.pairs}
    pairs = {*world.pairs, *fresh}
    keys = [key for _, key in [*world.pairs.values(), *fresh.values()] if key] or [b"1"]
    bodies = [*world.bodies, *other.bodies]
    systems = draw.sample(range(1, 30), draw.randint(0, 12))
    removed = draw.randint(0, len(systems))
    groups = draw.sample(range(1, 12), draw.randint(0, 6))
    changed_groups = [(group, weakness_of(draw, packages, keys, pairs)) for group in groups[len(groups) // 3 :]]
    return Delta(
        systems=tuple(
            ChangedSystem(system, draw.choice(bodies), draw.randint(0, 4), dated(draw, pairs))
            for system in systems[removed:]
        ),
        removed_systems=tuple(systems[:removed]),
        pairs=tuple(NewPair(pair, *facts, dated(draw, world.groups, 2)) for pair, facts in fresh.items()),
        groups=tuple(
            ChangedGroup(group, tuple(new.spans), tuple(new.matches.items()), new.kev, new.epss, new.cvss)
            for group, new in changed_groups
        ),
        removed_groups=tuple(groups[: len(groups) // 3]),
    )


def changed(world: World, delta: Delta) -> World:
    """Give the world as it is after the changes."""
    systems = {system: facts for system, facts in world.systems.items() if system not in delta.removed_systems}
    systems |= {system.id: (system.body, system.criticality) for system in delta.systems}
    runs = world.runs | {system.id: dict(system.pairs) for system in delta.systems}
    listing = {group: {pair.id: day for pair in delta.pairs for named, day in pair.listed_by if named == group}
               for group in world.groups}  # fmt: skip
    groups = {
        group: replace(weakness, matches=listing[group] | weakness.matches)
        for group, weakness in world.groups.items()
        if group not in delta.removed_groups
    }
    groups |= {
        new.id: Weakness(list(new.spans), dict(new.matches), new.kev, new.epss, new.cvss) for new in delta.groups
    }
    named = {pair.package for pair in delta.pairs} | {package for new in delta.groups for package, *_ in new.spans}
    return World(
        packages=world.packages | named,
        pairs=world.pairs | {pair.id: (pair.package, pair.key) for pair in delta.pairs},
        bodies=[*world.bodies, *sorted({system.body for system in delta.systems} - set(world.bodies))],
        systems=systems,
        runs={system: runs[system] for system in systems},
        groups=groups,
    )
