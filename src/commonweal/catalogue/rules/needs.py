"""What a search asks for: its words, the needs they name, and how those are called elsewhere.

The rule is our own: the longest known name wins, a name is matched without its ending, and what no name covers counts
word by word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST_NAME = 6  # words
MOST_NAMES = 48  # a need that is called more ways than this is called too many
MOST_GROUPS = 8

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that is asked for: its words as typed, its names (language, name) and the values it stands for."""

    words: tuple[str, ...]
    names: tuple[Name, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name in the packs stands for: all its names, and the categories or scopes (facet, value) it is."""

    names: tuple[Name, ...]
    values: tuple[tuple[str, str], ...]


def groups(words: Sequence[str], meanings: Mapping[tuple[str, ...], Meaning], roots: Sequence[str]) -> list[Group]:
    """Divide words into groups, the longest known name first from the left.

    `roots` are the words without their endings, by which `meanings` are looked up.
    """
    found: list[Group] = []
    place = 0
    while place < len(words) and len(found) < MOST_GROUPS:
        for length in range(min(LONGEST_NAME, len(words) - place), 0, -1):
            meaning = meanings.get(tuple(roots[place : place + length]))
            if meaning is not None:
                found.append(Group(tuple(words[place : place + length]), meaning.names[:MOST_NAMES], meaning.values))
                break
        else:
            length = 1
            found.append(Group((words[place],)))
        place += length
    return found
