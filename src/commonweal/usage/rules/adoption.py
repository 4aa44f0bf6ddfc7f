"""How much of an inventory is open source, by function; what is not known is counted apart.

Source: KPI "open-source share of inventory" (numerator: systems of open-source software; denominator: systems of which
it is known).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Adoption:
    """Systems that are open source, that are not, and unknown ones; `function` "" is the whole, or none stated."""

    function: str
    open_count: int
    closed_count: int
    unknown_count: int

    @property
    def total(self) -> int:
        """Every system counted."""
        return self.open_count + self.closed_count + self.unknown_count

    @property
    def share(self) -> float | None:
        """The part that is open source of those known; None where none is known."""
        known = self.open_count + self.closed_count
        return self.open_count / known if known else None


def openness(catalogue: str, stated: str) -> str:
    """Whether a system is open source, "yes", "no" or "" for not known: as the catalogue has it, else as was stated.

    >>> openness("open", "no"), openness("unknown", "no"), openness("", "")
    ('yes', 'no', '')
    """
    return {"open": "yes", "not-open": "no"}.get(catalogue, stated)


def adoption(systems: Iterable[tuple[str, Sequence[str]]]) -> tuple[Adoption, list[Adoption]]:
    """The whole inventory, and each function; systems are (openness, functions).

    A system with two functions counts in both and once in the whole; one without stands under "".
    """
    counts: dict[str, dict[str, int]] = {}
    whole = {"yes": 0, "no": 0, "": 0}
    for is_open, functions in systems:
        whole[is_open] += 1
        for function in dict.fromkeys(functions) or ("",):
            counts.setdefault(function, {"yes": 0, "no": 0, "": 0})[is_open] += 1
    return _adoption("", whole), [_adoption(function, counts[function]) for function in sorted(counts)]


def _adoption(function: str, counts: dict[str, int]) -> Adoption:
    return Adoption(function, counts["yes"], counts["no"], counts[""])
