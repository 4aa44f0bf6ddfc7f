"""Keys for Semantic Versioning 2.0.0 and those that follow it: npm, Cargo, Go, Hex, NuGet, pub, Julia, Swift, Conan.

Sources: semver.org 2.0.0, clause 11 (precedence); NuGet.Versioning (a fourth number, case does not count); Bitnami's
go-version (a number behind a hyphen is a revision); Dart pub_semver and Julia `VersionNumber` (build metadata
counts); Conan 2 `conan.internal.model.version`.
Leniently, as registries hold them: a leading "v", missing numbers are zero, more numbers count, a suffix without a
hyphen is a pre-release.
"""

import re

from commonweal.standards.versions.encoding import is_number, number, words

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)*\Z")
_LOOSE = re.compile(r"(?:v|V|=v?|go)?\s*([0-9]+(?:\.[0-9]+)*)(.*)\Z", re.DOTALL)
_WILD = re.compile(r"\.?[xX*](?:\.[xX*])*\Z")
_LEADING_NUMBER = re.compile(r"([0-9]*)(.*)", re.DOTALL)
_RELEASE, _PRERELEASE, _NUMBER = b"\x20", b"\x10", b"\x80"
_END, _DIGITS, _LETTERS = b"\x01", b"\x02", b"\x03"


def semver(version: str) -> bytes | None:
    """Build metadata does not count."""
    if _PLAIN.match(version):
        return numbers(version) + _RELEASE
    parts = split(version)
    if parts is None:
        return None
    release, prerelease, _ = parts
    return numbers(release) + _stage(prerelease)


def nuget(version: str) -> bytes | None:
    """As semver, with a fourth number and without case."""
    return semver(version.lower())


def bitnami(version: str) -> bytes | None:
    """As semver, but a number behind the hyphen is a revision of the packaging; none is the revision 0."""
    parts = split(version)
    if parts is None:
        return None
    release, prerelease, _ = parts
    is_revision = not prerelease or is_number(prerelease)
    return numbers(release) + (_RELEASE + number(prerelease or "0") if is_revision else _stage(prerelease))


def with_build(version: str) -> bytes | None:
    """Build metadata counts: none sorts before some (pub, Julia)."""
    parts = split(version)
    if parts is None:
        return None
    release, prerelease, build = parts
    return numbers(release) + _stage(prerelease) + (_identifiers(build) if build else b"\x00")


def conan(version: str) -> bytes | None:
    """Dotted items of numbers or words, numbers first; "-" a pre-release, "+" a build, both counted."""
    version = version.strip().lower()
    rest, _, build = version.partition("+")
    release, is_prerelease, prerelease = rest.partition("-")
    if not release:
        return None
    key = _conan_items(release)
    key += (_PRERELEASE + _conan_items(prerelease) + _END) if is_prerelease else _RELEASE
    return key + (_conan_items(build) + _END if build else b"\x00")


def numbers(dotted: str) -> bytes:
    """Encode dotted numbers; zeros at the end do not count, and the end sorts before any number."""
    items = dotted.split(".")
    while items and not items[-1].strip("0"):
        items.pop()
    return b"".join([_NUMBER + number(item) for item in items])


def split(version: str) -> tuple[str, str, str] | None:
    """Split into numbers, pre-release and build; None where no number leads or a wildcard stands for one."""
    match = _LOOSE.match(version)
    if match is None or _WILD.match(match[2]):
        return None
    prerelease, _, build = match[2].partition("+")
    return match[1], prerelease[1:] if prerelease[:1] in ("-", ".") else prerelease, build


def _stage(prerelease: str) -> bytes:
    return _PRERELEASE + _identifiers(prerelease) if prerelease else _RELEASE


def _identifiers(dotted: str) -> bytes:
    """Numbers sort before words, and fewer identifiers before more."""
    items = [_DIGITS + number(item) if is_number(item) else _LETTERS + words(item) for item in dotted.split(".")]
    return b"".join(items) + _END


def _conan_items(dotted: str) -> bytes:
    """Conan compares 1a with 20 as text; here its number counts first, which keeps an order."""
    items = dotted.split(".")
    while items and items[-1] == "0":
        items.pop()
    found = [_LEADING_NUMBER.match(item) for item in items]
    return b"".join(
        [
            _NUMBER + (_DIGITS + number(match[1]) + words(match[2]) if match[1] else _LETTERS + words(match[2]))
            for match in found
            if match
        ]
    )
