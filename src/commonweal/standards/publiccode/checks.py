"""What publiccode.yml demands of a single value.

A check takes the text and gives (value to keep or None, message or None); a message that starts with "must" or "is"
is put behind the key's name. Wording and limits follow the reference parser, so that publishers meet the words they
know. Source: publiccode.yml 0.7.0 schema.core; publiccode-parser-go 5.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

import regex

from commonweal.standards import countries, language, licences, repository_url
from commonweal.standards.publiccode import vocabularies

Outcome = tuple[str | None, str | None]
Check = Callable[[str], Outcome]


class Advice(str):
    """A message that warns and does not make the file invalid."""

    __slots__ = ()


_LISTS = "https://github.com/publiccodeyml/publiccode.yml/blob/main/docs/standard"
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#@:\\]+(?::[0-9]{1,5})?(?:[/?#][^\s\x00-\x1f\x7f<>\"\\]*)?\Z", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"(?:www\.|github\.com/|gitlab\.com/)[^\s:<>\"\\]+\Z", re.IGNORECASE)
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:[^\s<>\"\\]+\Z", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]+\Z")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LIKE_A_DATE = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:$|[T ])")
_MAY_COMBINE = re.compile("[\u0300-\U0010ffff\r]")
_LONGEST_URL = 2_000


def web_address(text: str) -> Outcome:
    """Keep http and https addresses only: everything else may run code in a reader's browser."""
    if len(text) <= _LONGEST_URL and _WEB_ADDRESS.match(text):
        return text, None
    return _mended_address(text), "must be an HTTP URL"


def repository_address(text: str) -> Outcome:
    """Keep the address of a repository; what only git understands (ssh, git) becomes https."""
    if len(text) <= _LONGEST_URL and _WEB_ADDRESS.match(text):
        return text, None
    if text.lower().startswith(("git", "ssh")) and (url := repository_url.canonical(text)):
        return url, None if "://" in text else "must be a valid URL"
    return _mended_address(text), "must be a valid URL"


def _mended_address(text: str) -> str | None:
    """Give an address that only lacks its scheme, such as www.example.org."""
    return f"https://{text}" if len(text) <= _LONGEST_URL and _BARE_ADDRESS.match(text) else None


def picture(text: str) -> Outcome:
    """Allow a path inside the repository or a web address."""
    if text.lower().startswith(("http://", "https://")):
        return web_address(text)
    if text.lower().startswith("file:"):
        return None, "is a file:// URL. Only relative paths or HTTP(s) URLs allowed"
    if _SCHEME.match(text) or text.startswith("//") or "\\" in text:
        return None, "must be a relative path or an HTTP URL"
    if text.startswith("/"):
        return text.lstrip("/") or None, "is an absolute path. Only relative paths or HTTP(s) URLs allowed"
    return text, None


def uri(text: str) -> Outcome:
    """Allow a web address or a URN as the identifier of an organisation."""
    is_uri = len(text) <= _LONGEST_URL and (_WEB_ADDRESS.match(text) or _URN.match(text))
    return (text, None) if is_uri else (None, "is not a valid URI")


def supported(text: str) -> Outcome:
    """Allow `alias:<name>` of the vocabulary, or a URI."""
    if text.startswith("alias:"):
        is_known = text.removeprefix("alias:") in vocabularies.SUPPORTS_ALIASES
        return text, None if is_known else f"contains an unknown alias (see {_LISTS}/aliases-list.rst)"
    kept, message = uri(text)
    return kept, message and "must be a known alias ('alias:<name>') or a valid URI (URL or URN)"


def version(text: str) -> Outcome:
    """Allow the versions that the reference parser knows; all but the newest are worth an advice."""
    if text not in vocabularies.SUPPORTED_VERSIONS:
        known = ", ".join(vocabularies.SUPPORTED_VERSIONS)
        return text, f"unsupported version: '{text}'. Supported versions: {known}"
    if text not in vocabularies.LATEST_VERSIONS:
        return text, Advice(f"v{text} is not the latest version, use '0'. Parsing this file as v0.7.")
    return text, None


def email(text: str) -> Outcome:
    """Allow what has one @ and a dot in the domain."""
    return (text, None) if _EMAIL.match(text) else (None, "must be a valid email address")


def country(text: str) -> Outcome:
    """Allow ISO 3166-1 alpha-2; give it in upper case."""
    upper = text.upper()
    if upper not in countries.codes() or text not in {upper, text.lower()}:
        message = "must be a valid ISO 3166-1 alpha-2 two-letter country code"
        return (upper if upper in countries.codes() else None), message
    if text != upper:
        return upper, Advice(f"Lowercase country codes are DEPRECATED. Use uppercase instead ('{upper}')")
    return upper, None


def language_tag(text: str) -> Outcome:
    """Allow BCP 47; give the canonical tag where there is one."""
    return language.canonical(text), None if language.is_valid(text) else "must be a valid BCP 47 language"


def licence(text: str) -> Outcome:
    """Allow SPDX expressions; give the canonical spelling, and keep what could not be read as it was written."""
    is_valid = licences.is_valid(text)
    return licences.canonical(
        text
    ) or text, None if is_valid else "must be a valid license (see https://spdx.org/licenses)"


def category(text: str) -> Outcome:
    """Allow the vocabulary; other words are kept, since they are still found by search."""
    is_known = text in vocabularies.CATEGORIES
    return text, None if is_known else f"must be a valid category (see {_LISTS}/categories-list.rst)"


def scope(text: str) -> Outcome:
    """Allow the vocabulary; other words are kept."""
    is_known = text in vocabularies.SCOPES
    return text, None if is_known else f"must be a valid scope (see {_LISTS}/scope-list.rst)"


def one_of(allowed: Sequence[str]) -> Check:
    """Allow a closed list; a wrong case is forgiven in the value, any other word is dropped."""
    *first, last = (f'"{word}"' for word in allowed)
    message = f"must be one of the following: {', '.join(first)} or {last}"
    by_lower_case = {word.lower(): word for word in allowed}

    def check(text: str) -> Outcome:
        return (text, None) if text in allowed else (by_lower_case.get(text.lower()), message)

    return check


def length(*, at_least: int = 0, at_most: int) -> Check:
    """Count grapheme clusters, which is what a reader calls a character."""

    def check(text: str) -> Outcome:
        count = _characters(text)
        if count > at_most:
            return text, f"must be a maximum of {at_most} characters in length"
        return text, f"must be at least {at_least} characters in length" if count < at_least else None

    return check


def _characters(text: str) -> int:
    # Below the combining marks every code point but the pair CR LF is a cluster of its own; most texts stay there.
    return len(regex.findall(r"\X", text)) if _MAY_COMBINE.search(text) else len(text)


def calendar_date(text: str) -> tuple[date | None, str | None]:
    """Allow YYYY-MM-DD; a date that is only written differently keeps its value."""
    found = _LIKE_A_DATE.match(text)
    try:
        value = date(*map(int, found.groups())) if found else None
    except ValueError:
        value = None
    is_right = value is not None and _DATE.match(text) is not None
    return value, None if is_right else "must be a date with format 'YYYY-MM-DD'"
