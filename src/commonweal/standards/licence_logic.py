"""Whether two licence expressions ask the same, and the shortest way to say it.

Source: license-expression 30.4 (boolean algebra over licences; it repeats, absorbs and sorts). Reading stays with
`licences`: the library takes other spellings than the standard does.
"""

from functools import cache, lru_cache

from license_expression import Licensing

from commonweal.standards.licence_kinds import licences_in
from commonweal.standards.licences import Choice, Expression, Licence, read_expression

# Absorbing compares every part with every other.
_MOST_PARTS = 60
# SPDX gave these a name that says what was meant (SPDX licence list 3.0, 2017: GNU licences end in -only or -or-later).
_FORMER = {
    "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views",
    "BSD-2-Clause-NetBSD": "BSD-2-Clause",
    "bzip2-1.0.5": "bzip2-1.0.6",
    "GPL-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
    "GPL-2.0-with-bison-exception": "GPL-2.0-or-later WITH Bison-exception-2.2",
    "GPL-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
    "GPL-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
    "GPL-2.0-with-GCC-exception": "GPL-2.0-or-later WITH GCC-exception-2.0",
    "GPL-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
    "GPL-3.0-with-GCC-exception": "GPL-3.0-only WITH GCC-exception-3.1",
    "StandardML-NJ": "SMLNJ",
    "wxWindows": "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
}
_GNU = ("GPL-", "LGPL-", "AGPL-", "GFDL-")


@lru_cache(maxsize=10_000)
def simplified(text: str) -> str | None:
    """Give the shortest expression that asks the same, in a fixed order; None where the text is no expression.

    >>> simplified("MIT AND (MIT OR GPL-2.0) AND MIT"), simplified("ISC OR (MIT AND ISC)")
    ('MIT', 'ISC')
    """
    expression = read_expression(text)
    if expression is None:
        return None
    current = modern(expression)
    if isinstance(current, Licence) or _size(current) > _MOST_PARTS:
        return str(current)
    # The library cannot read every name the standard allows, so that it is given numbers.
    named = {f"l{number}": licence for number, licence in enumerate(sorted(licences_in(current), key=str))}
    numbers = {licence: number for number, licence in named.items()}
    short = _algebra().parse(_numbered(current, numbers)).simplify()
    return str(read_expression(" ".join(_words(str(short), named))))


def are_equal(one: str, other: str) -> bool | None:
    """Say whether two expressions ask the same; None where one of them is no expression.

    Both are brought to their ways out first, so that the order and the brackets do not matter.

    >>> are_equal("MIT AND (ISC OR Zlib)", "Zlib AND MIT OR (ISC AND MIT)")
    True
    """
    read = [read_expression(text) for text in (one, other)]
    if read[0] is None or read[1] is None:
        return None
    ways = [ways_out(modern(expression)) for expression in read if expression is not None]
    if ways[0] is None or ways[1] is None:
        return simplified(one) == simplified(other)
    return ways[0] == ways[1]


def ways_out(expression: Expression) -> frozenset[frozenset[Licence]] | None:
    """Give each set of licences that is enough to comply with, the smallest only; None where there are too many."""
    if isinstance(expression, Licence):
        return frozenset([frozenset([expression])])
    found: frozenset[frozenset[Licence]] = frozenset() if expression.operator == "OR" else frozenset([frozenset()])
    for part in expression.parts:
        ways = ways_out(part)
        if ways is None or len(found) * len(ways) > _MOST_PARTS**2:
            return None
        joined = found | ways if expression.operator == "OR" else frozenset(a | b for a in found for b in ways)
        found = frozenset(way for way in joined if not any(other < way for other in joined))
        if len(found) > _MOST_PARTS:
            return None
    return found


def modern(expression: Expression) -> Expression:
    """Give the expression with the identifiers that SPDX uses today.

    >>> from commonweal.standards.licences import Licence
    >>> str(modern(Licence("GPL-2.0", or_later=True))), str(modern(Licence("LGPL-2.1")))
    ('GPL-2.0-or-later', 'LGPL-2.1-only')
    """
    if isinstance(expression, Choice):
        return _flat(Choice(expression.operator, tuple(modern(part) for part in expression.parts)))
    former = _FORMER.get(expression.identifier)
    if former is not None and expression.exception is None:
        read = read_expression(former)
        if read is not None:
            return read
    if expression.identifier.startswith(_GNU):
        return _modern_gnu(expression)
    return expression


def _modern_gnu(licence: Licence) -> Licence:
    name, or_later = licence.identifier, licence.or_later
    for old in ("+", "-only", "-or-later"):
        if name.endswith(old):
            name, or_later = name.removesuffix(old), or_later or old != "-only"
    current = f"{name}-or-later" if or_later else f"{name}-only"
    return Licence(current, exception=licence.exception, is_known=licence.is_known)


def _flat(choice: Choice) -> Expression:
    parts: list[Expression] = []
    for part in choice.parts:
        parts.extend(part.parts if isinstance(part, Choice) and part.operator == choice.operator else [part])
    return Choice(choice.operator, tuple(parts))


def _size(expression: Expression) -> int:
    return 1 if isinstance(expression, Licence) else sum(_size(part) for part in expression.parts)


def _numbered(expression: Expression, numbers: dict[Licence, str]) -> str:
    if isinstance(expression, Licence):
        return numbers[expression]
    return "(" + f" {expression.operator} ".join(_numbered(part, numbers) for part in expression.parts) + ")"


def _words(text: str, named: dict[str, Licence]) -> list[str]:
    words = text.replace("(", " ( ").replace(")", " ) ").split()
    return [str(named[word]) if word in named else word for word in words]


@cache
def _algebra() -> Licensing:
    return Licensing()
