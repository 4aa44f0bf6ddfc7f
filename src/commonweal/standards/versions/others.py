"""Keys for those with a rule of their own: CRAN, Hackage, CPAN, OpenSSL, Chrome, dates, and versions of no known rule.

Sources: R's `package_version`; Haskell's Package Versioning Policy; Perl's version.pm; OpenSSL's release strategy;
VERS "special types" (intdot, datetime, lexicographic); libversion's algorithm for the generic rule.
"""

import re
from datetime import UTC, datetime

from commonweal.standards.versions.encoding import number, words
from commonweal.standards.versions.semver import numbers

_INTEGERS = re.compile(r"[0-9]+(?:[.-][0-9]+)*\Z")
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_OPENSSL = re.compile(r"([0-9]+(?:\.[0-9]+)*)([a-z]*)(?:-([a-z0-9.-]+))?\Z")
_PERL = re.compile(r"(v?)([0-9]+)((?:\.[0-9]+)*)(?:_([0-9]+))?(-TRIAL)?\Z")
_DATETIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})\Z"
)
_PIECE = re.compile(r"([^0-9a-z]*)([0-9]+|[a-z]+)")
_COMMIT = re.compile(r"(?:sha[0-9]+:)?(?=[0-9]*[a-f])[0-9a-f]{7,}\Z")
_BEFORE = ("dev", "snapshot", "nightly", "alpha", "a", "beta", "b", "milestone", "m", "preview", "pre", "rc", "cr", "c")
_NEUTRAL = frozenset({"final", "ga", "release", "stable", "v"})
_AFTER = frozenset({"post", "patch", "pl", "p", "sp", "update", "u", "errata", "fix", "hotfix", "r", "rev"})


def cran(version: str) -> bytes | None:
    """Whole numbers parted by dots or hyphens; more numbers sort after fewer."""
    return _all_numbers(version.replace("-", ".")) if _INTEGERS.match(version) else None


def hackage(version: str) -> bytes | None:
    """Whole numbers parted by dots; 1.0 sorts after 1."""
    match = _DOTTED.match(version)
    return _all_numbers(version) if match and match.end() == len(version) else None


def intdot(version: str) -> bytes | None:
    """Whole numbers parted by dots, up to the first other sign; 1.0 equals 1."""
    match = _DOTTED.match(version)
    return numbers(match[0]) + b"\x20" if match else None


def lexicographic(version: str) -> bytes | None:
    """The bytes of the text in UTF-8."""
    return version.encode("utf-8", "surrogatepass")


def instant(version: str) -> bytes | None:
    """A moment as RFC 3339 writes it, in universal time."""
    match = _DATETIME.match(version.upper())
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(match[1] + match[3].replace("Z", "+00:00")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y%m%d%H%M%S").zfill(14).encode() + (match[2] or "").rstrip("0").encode()


def openssl(version: str) -> bytes | None:
    """Numbers, then letters of the old patch releases; alpha, beta and pre come before, cvs and dev after."""
    match = _OPENSSL.match(version.lower())
    if match is None:
        return None
    suffix = match[3] or ""
    stage = b"\x20" if not suffix else b"\x30" if suffix in ("cvs", "dev") else b"\x10"
    return numbers(match[1]) + b"\x30" + words(match[2]) + stage + words(suffix)


def cpan(version: str) -> bytes | None:
    """Dotted versions as numbers; decimal ones in groups of three digits behind the point, so that 1.5 is 1.500."""
    match = _PERL.match(version)
    if match is None:
        return None
    v, first, rest, alpha, trial = match.groups()
    if not v and rest.count(".") <= 1:
        digits = rest[1:] + (alpha or "")
        groups = [digits[place : place + 3].ljust(3, "0") for place in range(0, len(digits), 3)]
        dotted = ".".join([first, *groups])
    else:
        dotted = first + rest + ("." + alpha if alpha else "")
    return numbers(dotted) + (b"\x10" if trial else b"\x20")


def generic(version: str) -> bytes | None:
    """Numbers and words of no known rule: 1.0alpha < 1.0rc < 1.0 = 1 < 1.0a < 1.0.1; a commit has no place."""
    version = version.strip().lower()
    pieces = _PIECE.findall(version)
    if _COMMIT.match(version) or not any(piece[0] <= "9" for _, piece in pieces):
        return None
    if pieces[0][1] in _NEUTRAL:
        pieces = pieces[1:]
    key: list[bytes] = []
    zeros: list[bytes] = []
    for place, (signs, piece) in enumerate(pieces):
        if piece[0] <= "9":
            zeros.append(b"\x60" + number(piece))
            if piece.strip("0"):
                key += zeros
                zeros = []
        elif piece not in _NEUTRAL:
            is_attached = not signs and place > 0
            is_last = place == len(pieces) - 1
            zeros = []
            key.append(_word(piece, is_letter=is_attached and is_last))
    return b"".join(key) + b"\x40"


def _word(piece: str, *, is_letter: bool) -> bytes:
    if is_letter and len(piece) == 1:
        return b"\x55" + words(piece)
    if piece in _AFTER:
        return b"\x50"
    if piece in _BEFORE:
        return b"\x10" + bytes((_BEFORE.index(piece) + 1,))
    return b"\x20" + words(piece)


def _all_numbers(dotted: str) -> bytes:
    return b"".join([b"\x80" + number(item) for item in dotted.split(".")]) + b"\x20"
