"""Package URLs: a package, perhaps with its version, named as its ecosystem names it.

Source: ECMA-427 (Package-URL), clause 5, and the type definitions of clause 6. The usual library is not wrapped: it
folds the case of names that have one before anybody can mend it, and passes less of the official suite than these
rules read as they stand (docs/reference/components.md).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from commonweal.standards.problems import Problem, Severity, has_errors
from commonweal.standards.purl_types import TYPES, UNKNOWN, Need

LONGEST_PURL = 4_096

# What stays unencoded; most texts hold nothing else, and looking is faster than encoding.
_PLAIN = re.compile(r"[A-Za-z0-9.:_~-]*\Z")
_PLAIN_PATH = re.compile(r"[A-Za-z0-9.:_~/-]*\Z")
_TYPE = re.compile(r"[a-z][a-z0-9.-]*\Z")
_QUALIFIER_KEY = re.compile(r"[a-z][a-z0-9._-]*\Z")
_BROKEN_ENCODING = re.compile(r"%(?![0-9A-Fa-f]{2})")
# NUL and lone surrogates: no database stores them.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CHROME_NAME = re.compile(r"[a-p]{32}\Z")
_CHROME_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){0,3}\Z")
_NOT_IN_PUB_NAME = re.compile(r"[^a-z0-9_]")
_PYPI_SEPARATORS = re.compile(r"[-_.]+")
_NAMESPACE_WORDS = {Need.REQUIRED: "needs a namespace", Need.PROHIBITED: "has no namespace"}


@dataclass(frozen=True, slots=True)
class Purl:
    """A Package URL in its canonical form, its parts decoded; `str` writes it."""

    type: str
    namespace: str | None
    name: str
    version: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()
    subpath: str | None = None

    def __str__(self) -> str:
        text = "pkg:" + self.type + "/"
        if self.namespace:
            text += _encoded_path(self.namespace) + "/"
        text += _encoded(self.name)
        if self.version:
            text += "@" + _encoded(self.version)
        if self.qualifiers:
            text += "?" + "&".join([f"{key}={_encoded(value)}" for key, value in self.qualifiers])
        if self.subpath:
            text += "#" + _encoded_path(self.subpath)
        return text

    def qualifier(self, key: str) -> str | None:
        """Give the value of a qualifier, if there is one."""
        return next((value for found, value in self.qualifiers if found == key), None)

    @property
    def package(self) -> "Purl":
        """The package alone: without version, qualifiers and subpath."""
        return Purl(self.type, self.namespace, self.name)

    @property
    def full_name(self) -> str:
        """The name as the ecosystem writes it: "@scope/name", "group:artifact", "github.com/owner/module"."""
        if not self.namespace:
            return self.name
        return f"{self.namespace}{':' if self.type == 'maven' else '/'}{self.name}"

    @property
    def identity(self) -> tuple[str, str]:
        """Type and name under which the same package is always found, however it was spelt.

        Registries that tell no case apart, or no signs (PyPI: "-", "_", "."), get one spelling. Go modules have case,
        but purls of old tools do not, and no two modules differ by case alone. Distributions leave the vendor to the
        ecosystem ("Debian:12").
        """
        if self.type == "pypi":
            return "pypi", _PYPI_SEPARATORS.sub("-", self.name).lower()
        if self.type in ("deb", "rpm", "apk", "alpm"):
            return self.type, self.name
        return self.type, self.full_name.lower() if self.type in ("golang", "nuget") else self.full_name


def read(text: str) -> tuple[Purl | None, list[Problem]]:
    """Read a purl; never raises. None where no type or no name can be understood.

    A purl that its type forbids (a namespace where there is none) is an error, and is returned all the same. One that
    is only not written canonically is a warning.

    >>> purl, problems = read("pkg:NPM/@babel/core@7.0.0?b=2&a=1")
    >>> str(purl), [problem.rule for problem in problems]
    ('pkg:npm/%40babel/core@7.0.0?a=1&b=2', ['purl-not-canonical'])
    """
    if len(text) > LONGEST_PURL:
        return None, [_error("", f"A purl has at most {LONGEST_PURL} characters", "purl-too-long")]
    problems: list[Problem] = []
    if _BROKEN_ENCODING.search(text):
        problems.append(_error("", "A percent sign stands before two hexadecimal digits", "purl-encoding"))
    remainder, _, subpath = text.strip().rpartition("#") if "#" in text else (text.strip(), "", "")
    remainder, _, qualifiers = remainder.rpartition("?") if "?" in remainder else (remainder, "", "")
    scheme, colon, remainder = remainder.partition(":")
    if not colon or scheme.lower() != "pkg":
        return None, [*problems, _error("scheme", 'A purl begins with "pkg:"', "purl-scheme")]
    purl_type, _, remainder = remainder.strip("/").partition("/")
    remainder, version = _version(remainder)
    namespace, _, name = remainder.rpartition("/")
    try:
        purl, found = build(
            purl_type,
            "/".join([_decoded(segment) for segment in namespace.split("/") if segment]),
            _decoded(name),
            _decoded(version),
            qualifiers=_qualifiers(qualifiers, problems),
            subpath="/".join([_decoded(segment) for segment in subpath.split("/")]),
        )
    except UnicodeDecodeError:
        return None, [*problems, _error("", "What is percent-encoded is not UTF-8", "purl-encoding")]
    problems += found
    if purl is not None and not has_errors(problems) and str(purl) != text:
        problems.append(_problem("", f"The canonical form is {purl}", "purl-not-canonical", Severity.WARNING))
    return purl, problems


def build(
    purl_type: str | None,
    namespace: str | None,
    name: str | None,
    version: str | None = None,
    *,
    qualifiers: Mapping[str, str] | None = None,
    subpath: str | None = None,
) -> tuple[Purl | None, list[Problem]]:
    """Make a canonical purl of its decoded parts; never raises. None without a type or a name.

    >>> str(build("pypi", None, "Django_Package", "1.11.1")[0])
    'pkg:pypi/django-package@1.11.1'
    """
    purl_type = (purl_type or "").lower()
    if not _TYPE.match(purl_type):
        message = "A type has letters, digits, dots and hyphens, and begins with a letter"
        return None, [_error("type", message, "purl-type")]
    name = (name or "").strip("/")
    if not name.strip():
        return None, [_error("name", "A purl needs a name", "purl-name")]
    parts = (namespace or "", name, version or "", subpath or "", *(qualifiers or {}).values())
    if any(_UNSTORABLE.search(part) for part in parts if not part.isprintable()):
        return None, [_error("", "A purl has neither NUL nor halves of characters", "purl-encoding")]
    problems: list[Problem] = []
    purl = _normalised(
        purl_type,
        "/".join([segment for segment in (namespace or "").split("/") if segment.strip()]) or None,
        name,
        version if version and version.strip() else None,
        tuple(sorted(_accepted(qualifiers.items(), problems))) if qualifiers else (),
        "/".join([segment for segment in (subpath or "").split("/") if segment not in ("", ".", "..")]) or None,
    )
    problems += _broken_rules(purl)
    return purl, problems


def _version(remainder: str) -> tuple[str, str]:
    """Part the version off. An "@" that begins a segment is a scope that somebody left unencoded."""
    place = remainder.rfind("@")
    if place < 0 or ((place == 0 or remainder[place - 1] == "/") and "/" in remainder[place:]):
        return remainder, ""
    return remainder[:place], remainder[place + 1 :]


def _encoded(text: str) -> str:
    return text if _PLAIN.match(text) else quote(text, safe=":", errors="replace")


def _encoded_path(text: str) -> str:
    return text if _PLAIN_PATH.match(text) else quote(text, safe=":/", errors="replace")


def _decoded(text: str) -> str:
    return unquote(text, errors="strict") if "%" in text else text


def _qualifiers(text: str, problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in text.split("&") if text else ():
        key, _, value = pair.partition("=")
        key = key.lower()
        if key in found:
            problems.append(_error(f"qualifiers.{key}", "A qualifier stands once", "purl-qualifier"))
        found.setdefault(key, _decoded(value))
    return found


def _accepted(qualifiers: Iterable[tuple[str, str]], problems: list[Problem]) -> Iterable[tuple[str, str]]:
    """Leave out qualifiers without a value, which count as absent, and those whose key is not allowed."""
    for written, value in qualifiers:
        key = written.lower()
        if not _QUALIFIER_KEY.match(key):
            message = f"The key {written!r} has other signs than letters, digits, dots, hyphens and underscores"
            problems.append(_error("qualifiers", message, "purl-qualifier"))
        elif value:
            yield key, value


def _normalised(
    purl_type: str,
    namespace: str | None,
    name: str,
    version: str | None,
    qualifiers: tuple[tuple[str, str], ...],
    subpath: str | None,
) -> Purl:
    """Apply the rules of the type: case, and the signs that its registry does not tell apart."""
    caseless = TYPES.get(purl_type, UNKNOWN).caseless
    namespace = namespace.lower() if namespace and "namespace" in caseless else namespace
    name = name.lower() if "name" in caseless else name
    version = version.lower() if version and "version" in caseless else version
    subpath = subpath.lower() if subpath and "subpath" in caseless else subpath
    if purl_type in ("pypi", "hackage"):
        name = name.replace("_", "-")
    elif purl_type == "pub":
        name = _NOT_IN_PUB_NAME.sub("_", name)
    elif purl_type == "cpan" and namespace:
        namespace = namespace.upper()
    elif purl_type == "mlflow" and any("databricks" in value.lower() for _, value in qualifiers):
        name = name.lower()
    return Purl(purl_type, namespace, name, version, qualifiers, subpath)


def _broken_rules(purl: Purl) -> list[Problem]:
    rules = TYPES.get(purl.type, UNKNOWN)
    problems = []
    if rules.namespace is (Need.PROHIBITED if purl.namespace else Need.REQUIRED):
        message = f"A purl of type {purl.type} {_NAMESPACE_WORDS[rules.namespace]}"
        problems.append(_error("namespace", message, "purl-namespace"))
    for key in rules.qualifiers:
        if not purl.qualifier(key):
            message = f"A purl of type {purl.type} needs the qualifier {key}"
            problems.append(_error(f"qualifiers.{key}", message, "purl-qualifier"))
    if purl.type == "cpan" and "::" in purl.name:
        problems.append(_error("name", "A CPAN purl names a distribution, not a module", "purl-name"))
    if purl.type == "chrome-extension":
        if not _CHROME_NAME.match(purl.name):
            problems.append(_error("name", "The name of a Chrome extension has 32 letters from a to p", "purl-name"))
        if purl.version and not _CHROME_VERSION.match(purl.version):
            problems.append(_error("version", "A Chrome extension has one to four numbers", "purl-version"))
    return problems


def _error(path: str, message: str, rule: str) -> Problem:
    return _problem(path, message, rule, Severity.ERROR)


def _problem(path: str, message: str, rule: str, severity: Severity) -> Problem:
    return Problem(path=path, line=None, column=None, severity=severity, message=message, rule=rule)
