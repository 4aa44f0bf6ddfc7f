"""What publiccode.yml demands of a single value.

A check takes the text and gives (value to keep or None, message or None); a message that starts with "must" or "is"
is put behind the key's name. Wording and limits follow the reference parser, so that publishers meet the words they
know. Source: publiccode.yml 0.7.0 schema.core; publiccode-parser-go 5.
"""

import re
from collections.abc import Sequence
from datetime import date

import regex

from commonweal.standards import countries, language, licences
from commonweal.standards.publiccode import vocabularies
from commonweal.standards.publiccode.outcomes import Advice, Check, Outcome

_LISTS = "https://github.com/publiccodeyml/publiccode.yml/blob/main/docs/standard"
_EMAIL_WORD = r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u00a0-\U0010ffff]+"
_LABEL = r"[A-Za-z0-9\u00a0-\U0010ffff](?:[A-Za-z0-9.~\u00a0-\U0010ffff-]*[A-Za-z0-9\u00a0-\U0010ffff])?"
_LAST_LABEL = r"[A-Za-z\u00a0-\U0010ffff](?:[A-Za-z0-9.~\u00a0-\U0010ffff-]*[A-Za-z\u00a0-\U0010ffff])?"
_EMAIL = re.compile(rf"{_EMAIL_WORD}(?:\.{_EMAIL_WORD})*@{_LABEL}\.{_LAST_LABEL}\.?\Z")
_LONGEST_EMAIL = 320
_MIME_TYPE = re.compile(r" *[A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126} *\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LIKE_A_DATE = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:$|[T ])")
_MAY_COMBINE = re.compile("[\u0300-\U0010ffff\r]")


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
    is_email = len(text) <= _LONGEST_EMAIL and _EMAIL.match(text)
    return (text, None) if is_email else (None, "must be a valid email address")


def mime_type(text: str) -> Outcome:
    """Allow type/subtype."""
    return text, None if _MIME_TYPE.match(text) else "is not a valid MIME type"


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
