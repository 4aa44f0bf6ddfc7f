"""What somebody may do in an initiative, by the ways in which they take part (version: taking part 1).

Source: our own; the rights of each way stand in packs/taking-part.yaml.
"""

from collections.abc import Iterable
from dataclasses import dataclass

VERSION = "taking part 1"
VOTE_ON_MONEY = "vote_on_money"


@dataclass(frozen=True, slots=True)
class Rights:
    """A way to take part: what it allows, and whether an organisation says it of itself."""

    kind: str
    may: tuple[str, ...]
    is_said_by_itself: bool


def allows(rights: Iterable[Rights], kinds: Iterable[str], right: str) -> bool:
    """Whether one of the ways in which somebody takes part carries a right; whoever takes no part has none.

    >>> allows([Rights("follow", ("read",), True)], ["follow"], VOTE_ON_MONEY)
    False
    """
    held = set(kinds)
    return any(right in each.may for each in rights if each.kind in held)
