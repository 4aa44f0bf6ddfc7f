"""Language tags in one spelling.

Source: RFC 5646 (BCP 47) section 4.5, canonical form; the registry comes with the langcodes package.
"""

import re
from functools import lru_cache
from threading import Lock

import langcodes
from babel import Locale, UnknownLocaleError
from langcodes import Language

_MOST_REMEMBERED = 5_000
_LOCK = Lock()
_SHAPE = re.compile(r"[A-Za-z0-9]{1,8}(?:[-_][A-Za-z0-9]{1,8}){0,7}\Z")


@lru_cache(maxsize=4096)
def canonical(tag: str) -> str | None:
    """Give the canonical tag, or None where the text is no language tag.

    Reads tolerantly: underscores, any case, and three-letter codes that have a two-letter form.

    >>> canonical("EN_us"), canonical("ita"), canonical("klingon")
    ('en-US', 'it', None)
    """
    tag = tag.strip()
    if not _SHAPE.match(tag):
        return None
    try:
        with _LOCK:
            _forget()
            standard = langcodes.standardize_tag(tag.replace("_", "-"))
            is_known = langcodes.tag_is_valid(standard)
    except ValueError:
        return None
    return standard if is_known else None


@lru_cache(maxsize=4096)
def is_valid(tag: str) -> bool:
    """Say strictly whether BCP 47 allows the tag: hyphens only, and the shortest code of the language."""
    standard = canonical(tag)
    if standard is None or "_" in tag or tag != tag.strip():
        return False
    written = tag.split("-", 1)[0].lower()
    # "eng" is no tag, because "en" exists; grandfathered tags such as i-klingon keep their own rules.
    return not (len(written) == 3 and len(primary(standard)) == 2)


def _forget() -> None:
    """Keep langcodes from remembering every tag it ever met, which hostile files would fill a worker's memory with."""
    for memory in (Language._PARSE_CACHE, Language._INSTANCES):  # noqa: SLF001 - it offers no other way
        if len(memory) > _MOST_REMEMBERED:
            memory.clear()


def primary(tag: str) -> str:
    """Give the primary language subtag in lower case.

    >>> primary("de-CH-1996")
    'de'
    """
    return re.split("[-_]", tag.strip(), maxsplit=1)[0].lower()


@lru_cache(maxsize=4096)
def name(tag: str, language: str) -> str:
    """Give what a language is called in another, from the Unicode CLDR; the tag itself where there is no name.

    >>> name("de-CH", "it"), name("fr-FR", "en"), name("tlh", "xx-nonsense")
    ('Alto tedesco svizzero', 'French', 'Klingon')
    """
    names = locale(language).languages
    found = str(names.get(tag.replace("-", "_")) or names.get(primary(tag)) or tag)
    return found[:1].upper() + found[1:]


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """Give the CLDR's facts of a language, of English where it has none."""
    try:
        return Locale.parse(primary(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
