"""Which advisories speak of one vulnerability: those that share a name of their own or an alias, step by step.

Source: OSV schema, "aliases" (the same vulnerability, symmetric and transitive) against "upstream" and "related",
which name others and join nothing.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

_CVE = re.compile(r"CVE-([0-9]{4})-([0-9]{4,})\Z")
# Of names beside the CVE the one that most people know comes first.
_KNOWN_FIRST = ("GHSA-", "MAL-", "GO-", "PYSEC-", "RUSTSEC-")


@dataclass(frozen=True, slots=True)
class Member:
    """An advisory: its key here, its identifier as written, its names in capitals, and the group it was in."""

    key: int
    identifier: str
    names: frozenset[str]
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Advisories that belong together: by key; `keeps` is the row that stays, None for a new one.

    `absorbs` are rows that this group takes over, `leaves` the row that it was split from.
    """

    name: str
    members: tuple[int, ...]
    keeps: int | None
    absorbs: tuple[int, ...] = ()
    leaves: int | None = None


def grouped(members: Collection[Member], groups: Mapping[int, str]) -> list[Group]:
    """Join the advisories and say which row each group keeps; `groups` are the rows there are, with their names.

    A row is kept by the group that bears its name, since people decided about that name, else by the one of its eldest
    advisory; of several rows the eldest stays. So a row without advisories is taken over as soon as one comes.
    """
    joined = _joined(members)
    names = [frozenset[str]().union(*(member.names for member in each)) for each in joined]
    claims = _claims(joined, names, groups)
    found = []
    for place, each in enumerate(joined):
        rows = sorted(row for row, claimant in claims.items() if claimant == place)
        before = sorted({member.group for member in each if member.group is not None})
        found.append(
            Group(
                name=name_of(names[place], [member.identifier for member in each]),
                members=tuple(member.key for member in each),
                keeps=rows[0] if rows else None,
                absorbs=tuple(rows[1:]),
                leaves=None if rows or not before else before[0],
            )
        )
    return found


def name_of(names: Iterable[str], identifiers: Iterable[str]) -> str:
    """Give the oldest CVE; without one the identifier that most people know.

    >>> name_of({"GHSA-QF9M", "CVE-2024-24762", "CVE-2024-3"}, ["GHSA-qf9m"])
    'CVE-2024-24762'
    >>> name_of({"PYSEC-2024-38", "GHSA-QF9M"}, ["PYSEC-2024-38", "GHSA-qf9m"])
    'GHSA-qf9m'
    """
    numbered = sorted((int(match[1]), int(match[2]), name) for name in names if (match := _CVE.match(name)))
    if numbered:
        return numbered[0][2]
    return min(identifiers, key=lambda identifier: (_rank(identifier), identifier))


def _rank(identifier: str) -> int:
    known = (place for place, prefix in enumerate(_KNOWN_FIRST) if identifier.startswith(prefix))
    return next(known, len(_KNOWN_FIRST))


def _joined(members: Iterable[Member]) -> list[list[Member]]:
    """Give the connected components, each eldest first."""
    chief: dict[str, str] = {}

    def chief_of(name: str) -> str:
        while chief.setdefault(name, name) != name:
            chief[name] = chief[chief[name]]
            name = chief[name]
        return name

    ordered = sorted(members, key=lambda member: member.key)
    for member in ordered:
        first, *others = sorted(member.names)
        for other in others:
            chief[chief_of(other)] = chief_of(first)
    found: dict[str, list[Member]] = {}
    for member in ordered:
        found.setdefault(chief_of(min(member.names)), []).append(member)
    return list(found.values())


def _claims(joined: list[list[Member]], names: list[frozenset[str]], groups: Mapping[int, str]) -> dict[int, int]:
    """Say which group takes each row: the one of its name, else the one of its eldest advisory."""
    by_name = {name: place for place, each in enumerate(names) for name in each}
    eldest: dict[int, int] = {}
    for _, row, place in sorted(
        (member.key, member.group, place) for place, each in enumerate(joined) for member in each if member.group
    ):
        eldest.setdefault(row, place)
    claims = {row: by_name.get(name.upper(), eldest.get(row)) for row, name in groups.items()}
    return {row: place for row, place in claims.items() if place is not None}
