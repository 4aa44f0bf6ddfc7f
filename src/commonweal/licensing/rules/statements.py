"""Which of several statements about a licence counts: declared by the maker, concluded by a person, detected by a tool.

Source: SPDX 3.0.1, relationships hasDeclaredLicense and hasConcludedLicense; CycloneDX 1.6, licence acknowledgement.
"""

from dataclasses import dataclass
from enum import StrEnum

from commonweal.standards.licence_logic import are_equal
from commonweal.standards.licence_names import expression_named


class Origin(StrEnum):
    """Who said which licence it is."""

    CONCLUDED = "concluded"
    DECLARED = "declared"
    DETECTED = "detected"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Counted:
    """The expression that counts (None: none can be read), who said it, as which text, and what others said otherwise.

    `disagreeing` holds those that say something else, and those that cannot be read.
    """

    expression: str | None
    origin: Origin
    text: str = ""
    disagreeing: tuple[tuple[Origin, str], ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Whether others said something else."""
        return bool(self.disagreeing)


def counted(*, declared: str = "", concluded: str = "", detected: str = "") -> Counted:
    """Choose: what a person concluded, else what the maker declared, else what a tool detected.

    A statement that cannot be read gives no expression; the next one is not taken in its place, since it would hide
    that somebody said something.

    >>> counted(declared="GPLv3+", detected="MIT").expression
    'GPL-3.0-or-later'
    """
    said = [(Origin.CONCLUDED, concluded), (Origin.DECLARED, declared), (Origin.DETECTED, detected)]
    stated = [(origin, text.strip()) for origin, text in said if text.strip() and text.strip() not in _NOTHING]
    if not stated:
        return Counted(None, Origin.NOBODY)
    (origin, text), *others = stated
    expression = expression_named(text)
    different = tuple((who, what) for who, what in others if not _is_same(expression, what))
    return Counted(expression, origin, text, different)


_NOTHING = frozenset({"NOASSERTION", "NONE", "UNKNOWN"})


def _is_same(expression: str | None, text: str) -> bool:
    other = expression_named(text)
    return expression is not None and other is not None and are_equal(expression, other) is True
