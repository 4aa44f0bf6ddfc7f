"""What one file of a repository says about its software, in the one shape that all readers give.

What a file does not say is None or (). Web addresses are http or https; texts are plain, without control characters.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from commonweal.standards import licences
from commonweal.standards.publiccode.model import Contact, Organisation

_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"\s+")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?\Z")
_VERSION = re.compile(r"[vV]?([0-9][0-9A-Za-z.+_-]{0,40})\Z")
# What build tools and templates put where nobody has released anything.
_NO_VERSION = re.compile(r"0(\.0)*([-.].*)?\Z|.*(snapshot|development|unreleased|semantically)", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s<>@,;:\"()]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z")
_LONGEST_LINE, _LONGEST_TEXT, _LONGEST_URL = 300, 10_000, 2_000


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
