"""What one file of a repository says about its software, in the one shape that all readers give.

What a file does not say is None or (). Web addresses are http or https; texts are plain, without control characters.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from commonweal.standards import language as tag_language
from commonweal.standards import licences
from commonweal.standards.publiccode.model import Contact, Organisation

_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"\s+")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?\Z")
_VERSION = re.compile(r"[vV]?([0-9][0-9A-Za-z.+_-]{0,40})\Z")
# What build tools and templates put where nobody has released anything.
_NO_VERSION = re.compile(r"0(\.0)*([-.].*)?\Z|.*(snapshot|development|unreleased|semantically)", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s<>@,;:\"()]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z")
_PLATFORMS = {
    "web": "web", "browser": "web", "windows": "windows", "win32": "windows", "macos": "mac", "mac": "mac",
    "macosx": "mac", "darwin": "mac", "osx": "mac", "linux": "linux", "ios": "ios", "android": "android",
}  # fmt: skip
_LANGUAGE_NAMES = {
    "english": "en", "italian": "it", "french": "fr", "german": "de", "spanish": "es", "portuguese": "pt",
    "dutch": "nl", "finnish": "fi", "swedish": "sv", "danish": "da", "norwegian": "no", "estonian": "et",
    "latvian": "lv", "lithuanian": "lt", "polish": "pl", "czech": "cs", "slovak": "sk", "slovenian": "sl",
    "croatian": "hr", "hungarian": "hu", "romanian": "ro", "bulgarian": "bg", "greek": "el", "irish": "ga",
    "maltese": "mt", "ukrainian": "uk", "catalan": "ca",
}  # fmt: skip
_STATUSES = {
    "1": "concept", "2": "development", "3": "development", "4": "beta", "5": "stable", "6": "stable", "7": "obsolete",
}  # fmt: skip
_LONGEST_LINE, _LONGEST_TEXT, _LONGEST_URL = 300, 10_000, 2_000
LONGEST_FEATURE = 100


@dataclass(frozen=True, slots=True)
class Said:
    """What one file says; `summary` is a line, `text` some paragraphs."""

    name: str | None = None
    repository: str | None = None
    landing_url: str | None = None
    documentation: str | None = None
    roadmap: str | None = None
    logo: str | None = None
    version: str | None = None
    release_date: date | None = None
    licence: str | None = None
    copyright_owner: str | None = None
    summary: str | None = None
    text: str | None = None
    keywords: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    development_status: str | None = None
    software_type: str | None = None
    organisation: Organisation | None = None
    funders: tuple[Organisation, ...] = ()
    contacts: tuple[Contact, ...] = ()
    features: tuple[str, ...] = ()
    screenshots: tuple[str, ...] = ()


def line(value: object) -> str | None:
    """Give a text as one line; None where there is none.

    >>> line("  Forms\\n for towns "), line(3), line(" ")
    ('Forms for towns', None, None)
    """
    if not isinstance(value, str):
        return None
    return _BLANKS.sub(" ", _NOT_SHOWN.sub("", value[: 4 * _LONGEST_TEXT])).strip()[:_LONGEST_LINE] or None


def paragraphs(value: object) -> str | None:
    """Give a text whose paragraphs are parted by empty lines."""
    if not isinstance(value, str):
        return None
    blocks = re.split(r"\n[ \t\r]*\n", _NOT_SHOWN.sub("", value[: 4 * _LONGEST_TEXT]))
    kept = [text for block in blocks if (text := _BLANKS.sub(" ", block).strip())]
    return "\n\n".join(kept)[:_LONGEST_TEXT].strip() or None


def lines(values: object) -> tuple[str, ...]:
    """Give the texts of a list, or a single text as a list; each once."""
    found = values if isinstance(values, list) else [values]
    return tuple(dict.fromkeys(text for value in found[:200] if (text := line(value))))


def web_address(value: object) -> str | None:
    """Let http and https addresses through.

    >>> web_address("https://esempia.example/forms"), web_address("javascript:alert(1)")
    ('https://esempia.example/forms', None)
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST_URL or re.search(r"[\s<>\"\\\x00-\x1f]", text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and parts.hostname and not parts.username else None


def version(value: object) -> str | None:
    """Give a version without its "v"; placeholders such as 0.0.0 and snapshots are none.

    >>> version("v2.1.0"), version("1.0-SNAPSHOT"), version("0.0.0"), version(2)
    ('2.1.0', None, None, '2')
    """
    text = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    found = _VERSION.match(text)
    return found[1] if found and not _NO_VERSION.match(found[1]) else None


def day(value: object) -> date | None:
    """Read an ISO date, also with a time behind it."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    found = _DATE.match(value.strip()) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def licence(value: object) -> str | None:
    """Give an SPDX expression of listed licences, also from the address of an SPDX page.

    >>> licence("eupl-1.2"), licence("https://spdx.org/licenses/MIT.html"), licence("see LICENSE")
    ('EUPL-1.2', 'MIT', None)
    """
    text = line(value) or ""
    found = re.match(
        r"https?://(?:spdx\.org/licenses|opensource\.org/licenses?)/([A-Za-z0-9.+-]+?)(?:\.html|/)?\Z", text
    )
    expression = licences.read_expression(found[1] if found else text)
    return str(expression) if expression is not None and expression.is_known else None


def email(value: object) -> str | None:
    """Give an e-mail address."""
    text = (line(value) or "").removeprefix("mailto:")
    return text if _EMAIL.match(text) else None


def first(values: Iterable[str | None]) -> str | None:
    """Give the first text there is."""
    return next((value for value in values if value), None)


def section(source: object, *keys: str) -> Mapping[str, object]:
    """Give the mapping under nested keys, an empty one where there is none."""
    for key in keys:
        source = source.get(key) if isinstance(source, Mapping) else None
    return source if isinstance(source, Mapping) else {}


def items(value: object) -> list[object]:
    """Give a list; a single thing is a list of one, nothing an empty one."""
    return [] if value is None else value[:200] if isinstance(value, list) else [value]


def json_of(content: bytes) -> object:
    """Read JSON; None where it is none."""
    try:
        parsed: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return parsed


def text_of(content: bytes) -> str:
    """Read bytes as text, line ends as \\n."""
    return content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def choice_of_licences(value: object) -> str | None:
    """Give the expression of one licence, or of several among which one may choose.

    >>> choice_of_licences(["MIT", "Apache-2.0"]), choice_of_licences(["MIT", "whatever"])
    ('MIT OR Apache-2.0', None)
    """
    values = items(value)
    found = [expression for each in values if (expression := licence(each))]
    if len(found) != len(values) or not found:
        return None
    return found[0] if len(found) == 1 else licence(" OR ".join(f"({each})" for each in found))


def named_contact(value: object) -> Contact | None:
    """Read "Name <address>".

    >>> named_contact("Aino Ainonen <aino@esempia.example>").email
    'aino@esempia.example'
    """
    found = re.match(r"\s*\"?([^<>\"]{1,200}?)\"?\s*<([^<>\s]{3,254})>\s*\Z", value) if isinstance(value, str) else None
    name, address = (line(found[1]), email(found[2])) if found else (None, None)
    return Contact(name=name, email=address) if name and address else None


def platforms(words: Iterable[str]) -> tuple[str, ...]:
    """Give the platforms that the standard suggests, from the names of operating systems.

    >>> platforms(["Windows 10", "macOS", "POSIX :: Linux", "OS Independent"])
    ('windows', 'mac', 'linux')
    """
    found = []
    for word in words:
        parts = set(re.split(r"[^a-z0-9]+", word.lower()))
        found += [platform for name, platform in _PLATFORMS.items() if name in parts]
    return tuple(dict.fromkeys(found))


def languages(words: Iterable[str]) -> tuple[str, ...]:
    """Give language tags, from tags and from English names of languages."""
    named = _LANGUAGE_NAMES
    tags = (named.get(word.lower()) or tag_language.canonical(word) for word in words)
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def development_status(classifier: str) -> str | None:
    """Read a status as the classifiers of Python packages say it."""
    number = re.match(r"Development Status :: ([1-7]) ", classifier)
    return _STATUSES.get(number[1]) if number else None


def line_of_any_length(text: str) -> str:
    """Give a text as one line, "" where there is none."""
    return _BLANKS.sub(" ", _NOT_SHOWN.sub("", text)).strip()
