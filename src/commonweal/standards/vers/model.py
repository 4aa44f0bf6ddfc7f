"""A version range: a type and its constraints, sorted by version.

Source: VERS core specification, "VERS components" and "Normalized, canonical representation and validation".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import unquote

from commonweal.standards import versions
from commonweal.standards.problems import Problem, Severity
from commonweal.standards.versions.intervals import EVERYTHING, Interval, Intervals, contains, only, union, without

LONGEST_VERS = 50_000

_TYPE = re.compile(r"[a-z][a-z0-9.-]*\Z")
_CONSTRAINT = re.compile(r"(>=|<=|!=|<|>)?(.*)\Z", re.DOTALL)
_SIGNS = re.compile(r"[><=!*|%]")
# Only the signs above are encoded, with capital letters.
_CANONICAL_ENCODING = re.compile(r"%(?:3E|3C|3D|21|2A|7C|25)")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_WHITESPACE = re.compile(r"\s")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})\Z"
)


class Comparator(StrEnum):
    """How a version is compared; ANY stands alone and takes none."""

    ANY = "*"
    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="


_UPPER = frozenset({Comparator.LESS, Comparator.LESS_OR_EQUAL})
_LOWER = frozenset({Comparator.GREATER, Comparator.GREATER_OR_EQUAL})
# Where two constraints name one version, the wider range comes out when they are read from left to right.
_RANK = {sign: rank for rank, sign in enumerate(("*", "<", "<=", "=", ">=", ">", "!="))}


@dataclass(frozen=True, slots=True)
class Constraint:
    """A comparator and a version, as in ">=1.0"."""

    comparator: Comparator
    version: str = ""

    def __str__(self) -> str:
        sign = "" if self.comparator is Comparator.EQUAL else self.comparator
        return sign + _SIGNS.sub(lambda match: f"%{ord(match[0]):02X}", self.version)


@dataclass(frozen=True)
class Vers:
    """A range of versions of one type, its constraints in the order of their versions; `str` writes it."""

    type: str
    constraints: tuple[Constraint, ...]

    def __str__(self) -> str:
        return f"vers:{self.type}/" + "|".join([str(constraint) for constraint in self.constraints])

    @cached_property
    def intervals(self) -> Intervals | None:
        """The range as intervals of keys; None where a version has no order that we know."""
        if self.type == "none":
            return ()
        if self.type == "all" or any(constraint.comparator is Comparator.ANY for constraint in self.constraints):
            return EVERYTHING
        keyed = []
        for constraint in self.constraints:
            key = versions.key(self.type, constraint.version)
            if key is None:
                return None
            keyed.append((key, constraint.comparator))
        return _intervals(keyed)

    def contains(self, version: str) -> bool | None:
        """Say whether the version is in the range; None where that cannot be said.

        >>> made = make("npm", [Constraint(Comparator.LESS, "2.0.0"), Constraint(Comparator.GREATER, "1.0.0")])
        >>> str(made), made.contains("1.5.0"), made.contains("2.0.0"), made.contains("latest")
        ('vers:npm/>1.0.0|<2.0.0', True, False, None)
        """
        if self.intervals is EVERYTHING or not self.intervals:
            return None if self.intervals is None else self.intervals is EVERYTHING
        key = versions.key(self.type, version)
        return None if key is None else contains(self.intervals, key)


def make(vers_type: str, constraints: Iterable[Constraint]) -> Vers:
    """Make a range, its constraints sorted; those without a known order stay behind, as they came."""
    return Vers(vers_type.lower(), tuple(sorted(constraints, key=lambda constraint: _place(vers_type, constraint))))


def read(text: str) -> tuple[Vers | None, list[Problem]]:
    """Read a range; never raises. None where no constraint can be understood.

    What is understood but not canonical is an error, as the specification wants it, and is returned in order.
    Redundant constraints are warnings: the official suite has them.

    >>> made, problems = read("vers:npm/<2.0.0|>=1.0.0")
    >>> str(made), [problem.rule for problem in problems]
    ('vers:npm/>=1.0.0|<2.0.0', ['vers-unsorted'])
    """
    if len(text) > LONGEST_VERS:
        return None, [_error("", f"A range has at most {LONGEST_VERS:,} characters", "vers-too-long")]
    problems: list[Problem] = []
    if _WHITESPACE.search(text) or not text.isascii():
        problems.append(_error("", "A range has no spaces, and only ASCII characters", "vers-characters"))
        text = _WHITESPACE.sub("", text)
    scheme, _, rest = text.partition(":")
    vers_type, slash, written = rest.partition("/")
    if scheme.lower() != "vers" or not slash:
        return None, [*problems, _error("scheme", 'A range begins with "vers:", a type and a slash', "vers-scheme")]
    if not _TYPE.match(vers_type) or scheme != "vers":
        problems.append(_error("type", "Scheme and type are written small, and begin with a letter", "vers-type"))
        if not _TYPE.match(vers_type.lower()):
            return None, problems
    if "" in written.split("|"):
        problems.append(_error("constraints", "A pipe stands between two constraints", "vers-pipe"))
    constraints = [_constraint(vers_type, each, problems) for each in written.split("|") if each]
    if not constraints:
        return None, problems
    return _checked(vers_type, constraints, problems), problems


def _checked(vers_type: str, constraints: list[Constraint], problems: list[Problem]) -> Vers:
    if len(constraints) > 1 and any(each.comparator is Comparator.ANY for each in constraints):
        problems.append(_error("constraints", "The asterisk stands alone", "vers-asterisk"))
    made = make(vers_type, constraints)
    keys = [_place(vers_type, constraint)[1] for constraint in constraints]
    if keys != sorted(keys):
        problems.append(_error("constraints", "Constraints are sorted by version", "vers-unsorted"))
    if len(set(keys)) < len(keys):
        problems.append(_warning("Each version stands once", "vers-duplicate"))
    comparators = [each.comparator for each in made.constraints]
    if len(_simplified([(b"", each) for each in comparators if each is not Comparator.UNEQUAL])) < sum(
        each is not Comparator.UNEQUAL for each in comparators
    ):
        problems.append(_warning("Some constraints say nothing beside their neighbours", "vers-redundant"))
    return made


def _constraint(vers_type: str, written: str, problems: list[Problem]) -> Constraint:
    if written == "*":
        return Constraint(Comparator.ANY)
    match = _CONSTRAINT.match(written)
    sign, version = (match[1] or "=", match[2]) if match else ("=", written)
    if not version:
        problems.append(_error("constraints", f"{written!r} has no version", "vers-version"))
    if "%" in version:
        if "%" in _ENCODED.sub("", version):
            problems.append(_error("constraints", f"{version!r} has a percent sign of no use", "vers-encoding"))
        elif "%" in _CANONICAL_ENCODING.sub("", version):
            message = f"{version!r}: only > < = ! * | % are encoded, with capital letters"
            problems.append(_error("constraints", message, "vers-encoding"))
        version = unquote(version, errors="replace")
    elif _SIGNS.search(version):
        problems.append(_error("constraints", f"{version!r} has signs that are to be encoded", "vers-encoding"))
    if vers_type == "datetime" and not _DATETIME.match(version):
        problems.append(_error("constraints", f"{version!r} is no moment as 2026-01-31T12:00:00Z", "vers-version"))
    return Constraint(Comparator(sign), version)


def _place(vers_type: str, constraint: Constraint) -> tuple[bool, bytes, int]:
    key = versions.key(vers_type, constraint.version)
    return (
        key is None,
        key if key is not None else constraint.version.encode("utf-8", "replace"),
        _RANK[constraint.comparator],
    )


def _intervals(keyed: list[tuple[bytes, Comparator]]) -> Intervals:
    """Read the signposts from left to right."""
    holes = {key for key, comparator in keyed if comparator is Comparator.UNEQUAL}
    posts = _simplified([(key, comparator) for key, comparator in keyed if comparator is not Comparator.UNEQUAL])
    if not posts:
        return without(EVERYTHING, holes)
    found: list[Interval] = []
    low: bytes | None = versions.FIRST if posts[0][1] in _UPPER else None
    for key, comparator in posts:
        if comparator is Comparator.EQUAL:
            found.append(only(key))
        elif comparator in _LOWER:
            low = key if comparator is Comparator.GREATER_OR_EQUAL else versions.after(key)
        elif low is not None:
            found.append(Interval(low, versions.after(key) if comparator is Comparator.LESS_OR_EQUAL else key))
            low = None
    if low is not None:
        found.append(Interval(low))
    # A version that is both asked for and excluded is in: equality is looked at first.
    asked = {
        key for key, sign in keyed if sign in (Comparator.EQUAL, Comparator.LESS_OR_EQUAL, Comparator.GREATER_OR_EQUAL)
    }
    return without(union(found), holes - asked)


def _simplified(posts: list[tuple[bytes, Comparator]]) -> list[tuple[bytes, Comparator]]:
    """Drop what says nothing beside its neighbour. Source: "How to parse", constraints simplification."""
    kept: list[tuple[bytes, Comparator]] = []
    for key, comparator in posts:
        if comparator in _UPPER:
            while kept and kept[-1][1] not in _LOWER:
                kept.pop()
        elif kept and kept[-1][1] in _LOWER:
            continue
        kept.append((key, comparator))
    return kept


def _error(path: str, message: str, rule: str) -> Problem:
    return Problem(path=path, line=None, column=None, severity=Severity.ERROR, message=message, rule=rule)


def _warning(message: str, rule: str) -> Problem:
    return Problem(path="constraints", line=None, column=None, severity=Severity.WARNING, message=message, rule=rule)
