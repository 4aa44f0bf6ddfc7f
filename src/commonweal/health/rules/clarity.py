"""H24 and H33: is the licence clear, and how far is a fork from where it came from (version: clarity 1).

Sources: SPDX licence expressions (commonweal.standards.licences); git-rev-list(1) on what is reachable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from commonweal.standards.licences import canonical

VERSION = "clarity 1"


class LicenceClarity(StrEnum):
    """How what is found in the files and what the project says of itself go together."""

    CLEAR = "clear"
    DIFFERS = "differs"
    ONLY_SAID = "only-said"
    ONLY_FOUND = "only-found"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


def licence_clarity(found: str | None, said: str | None) -> LicenceClarity:
    """H24: the SPDX expression found in the files equals that of the metadata.

    None is not looked for, "" is looked for and not there. What was not looked for on either side leaves it unknown,
    except that two words that are no expressions are unreadable.
    """
    if found is None or said is None:
        return LicenceClarity.UNKNOWN
    if not found or not said:
        return {
            (False, False): LicenceClarity.MISSING,
            (False, True): LicenceClarity.ONLY_SAID,
            (True, False): LicenceClarity.ONLY_FOUND,
        }[bool(found), bool(said)]
    one, other = canonical(found), canonical(said)
    if one is None or other is None:
        return LicenceClarity.UNREADABLE
    return LicenceClarity.CLEAR if one == other else LicenceClarity.DIFFERS


@dataclass(frozen=True, slots=True)
class Drift:
    """How many commits only the fork has, and only where it came from; both None when nothing joins them."""

    ahead: int | None
    behind: int | None
    rules: tuple[str, ...] = (VERSION,)


def fork_drift(fork: Iterable[str], upstream: Iterable[str]) -> Drift:
    """H33: commits (ids) reachable from the fork's head and not from that of its upstream, and the other way round."""
    ours, theirs = set(fork), set(upstream)
    if ours.isdisjoint(theirs):
        return Drift(None, None)
    return Drift(len(ours - theirs), len(theirs - ours))
