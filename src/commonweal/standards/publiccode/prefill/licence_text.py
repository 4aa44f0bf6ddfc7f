"""Which licence a licence file holds, told by its title or by a few words that only this licence has.

Modest on purpose: a text that fits nothing, or two things, is not named. GNU licences are named in their "only" form,
which is what the text alone grants. Source: the SPDX licence list's identifiers and the licences' own titles.
"""

import re

from commonweal.standards.publiccode.prefill import said
from commonweal.standards.publiccode.prefill.said import Said

_TITLE, _HEAD, _LONGEST_SHORT_LICENCE, _MOST_READ = 160, 400, 8_000, 60_000

# Titles, looked for at the beginning; the first that fits counts; "" is a licence that only quotes another.
_TITLES: tuple[tuple[str, str], ...] = (
    (r"netscape public|non profit open software|solderpad|functional source", ""),
    (r"gnu affero general public license version 3", "AGPL-3.0-only"),
    (r"gnu lesser general public license version 3", "LGPL-3.0-only"),
    (r"gnu lesser general public license version 2 1", "LGPL-2.1-only"),
    (r"gnu library general public license version 2", "LGPL-2.0-only"),
    (r"gnu general public license version 3", "GPL-3.0-only"),
    (r"gnu general public license version 2", "GPL-2.0-only"),
    (r"apache license version 2 0", "Apache-2.0"),
    (r"mozilla public license version 2 0", "MPL-2.0"),
    (r"mozilla public license version 1 1", "MPL-1.1"),
    (r"eclipse public license v(?:ersion)? ?2 0", "EPL-2.0"),
    (r"eclipse public license v(?:ersion)? ?1 0", "EPL-1.0"),
    (r"boost software license version 1 0", "BSL-1.0"),
    (r"cc0 1 0 universal", "CC0-1.0"),
    (r"attribution sharealike 4 0 international", "CC-BY-SA-4.0"),
    (r"attribution 4 0 international", "CC-BY-4.0"),
    (r"open software license .{0,20}3 0", "OSL-3.0"),
    (r"cecill .{0,60}version 2 1", "CECILL-2.1"),
    (r"the unlicense|this is free and unencumbered software released into the public domain", "Unlicense"),
)
_EUPL = re.compile(
    r"eupl|european union public licence|licenza pubblica dell unione europea|licence publique de l union europ|"
    r"open source lizenz f.r die europ|licencia p.blica de la uni.n europea|openbare licentie van de europese unie"
)
_EUPL_VERSION = re.compile(r"\bv(?:ersi[a-z]{2,4})? ?\.? ?1 ([0-2])\b")
# Short licences without a title. Many others are made from them by a sentence more or less, so besides words of its
# own each is told by how many words it has from its first to its last; people change few of them.
_SHORT: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("MIT", "permission is hereby granted", ("free of charge", "merge publish distribute sublicense"), 163),
    ("BSD-4-Clause", "redistribution and use", ("binary forms", "advertising materials", "endorse or promote"), 235),
    ("BSD-3-Clause", "redistribution and use", ("binary forms", "endorse or promote"), 217),
    ("BSD-2-Clause", "redistribution and use", ("binary forms", "redistributions of source"), 186),
    ("ISC", "permission to use", ("with or without fee is hereby granted", "provided that the above"), 110),
    ("0BSD", "permission to use", ("with or without fee is hereby granted",), 98),
)
_MORE_OR_LESS = 5
_HAS_AN_OWNER = frozenset({"MIT", "BSD-4-Clause", "BSD-3-Clause", "BSD-2-Clause", "ISC", "0BSD"})
_OWNER = re.compile(
    r"^[ \t*#]{0,8}copyright[ \t]+(?:(?:\(c\)|©|copyright)[ \t]*)*"
    r"(?:[0-9]{3}[0-9x][ \t,–-]{0,4}|(?:to[ \t]+)?present[ \t,]{0,3}){0,20}(?:by[ \t]+)?([^\n]{2,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_THE_NAME = re.compile(
    r"<[^>]*>|\([^()]*\)|,?\s*\S{1,64}@\S{1,200}|\ball rights reserved\b.*|[0-9]{4}.{0,4}\bto present\b|[0-9]{4}\s*\Z",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"[<\[{](?!.*@)|yyyy|year|fullname|copyright holder|your name", re.IGNORECASE)

# Names that manifests and package archives use instead of identifiers.
_NAMES: tuple[tuple[str, str], ...] = (
    (r"(?:the )?apache (?:software )?(?:license|licence)?,? ?(?:version |v)?2(?:\.0)?", "Apache-2.0"),
    (r"https?://(?:www\.)?apache\.org/licenses/license-2\.0(?:\.txt|\.html)?", "Apache-2.0"),
    (r"(?:the )?(?:mit|expat) licen[sc]e(?: \(mit\))?|mit ?\+ ?file licen[sc]e", "MIT"),
    (r"(?:eupl|european union public licen[sc]e).{0,12}1\.2.{0,20}", "EUPL-1.2"),
    (r"agpl[- ]?(?:v|\()?3\)?", "AGPL-3.0-only"),
    (r"gpl[- ]?(?:v|\()?2\)?", "GPL-2.0-only"),
    (r"gpl[- ]?(?:v|\()?3\)?", "GPL-3.0-only"),
    (r"gpl ?\(>= ?2(?:\.0)?\)", "GPL-2.0-or-later"),
    (r"gpl ?\(>= ?3(?:\.0)?\)", "GPL-3.0-or-later"),
    (r"agpl ?\(>= ?3(?:\.0)?\)", "AGPL-3.0-or-later"),
    (r"lgpl ?\(>= ?2\.1\)", "LGPL-2.1-or-later"),
    (r"lgpl[- ]?(?:v|\()?3\)?", "LGPL-3.0-only"),
    (r"bsd_3_clause ?\+ ?file licen[sc]e", "BSD-3-Clause"),
    (r"bsd_2_clause ?\+ ?file licen[sc]e", "BSD-2-Clause"),
)


def read(content: bytes) -> Said:
    """Tell the licence of a text, and whose copyright a short licence names. Never raises."""
    text = said.text_of(content)[:_MOST_READ]
    licence = licence_of(text)
    owner = _owner(text) if licence in _HAS_AN_OWNER else None
    return Said(licence=licence, copyright_owner=owner)


def licence_of(text: str) -> str | None:
    """Tell the SPDX identifier of a licence text.

    >>> licence_of("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    'EUPL-1.2'
    """
    words = re.sub(r"[\W_]+", " ", text.lower()).strip()
    head = words[:_HEAD]
    if _EUPL.search(head):
        version = _EUPL_VERSION.search(head)
        return f"EUPL-1.{version[1]}" if version else None
    titled = next((name for title, name in _TITLES if re.search(title, head[:_TITLE])), None)
    if titled == "":
        return None
    if titled or len(words) > _LONGEST_SHORT_LICENCE:
        return titled
    return next((name for name, first, there, count in _SHORT if _fits(words, first, there, count)), None)


def _fits(words: str, first: str, there: tuple[str, ...], count: int) -> bool:
    _, begun, rest = words.partition(first)
    length = len((begun + rest).split())
    return bool(begun) and abs(length - count) <= _MORE_OR_LESS and all(each in rest for each in there)


def licence_by_name(value: object) -> str | None:
    """Give the expression for an identifier, or for a name that people write instead.

    >>> licence_by_name("The Apache License, Version 2.0"), licence_by_name("GPL (>= 3)"), licence_by_name("Ours")
    ('Apache-2.0', 'GPL-3.0-or-later', None)
    """
    text = said.line(value)
    if text is None:
        return None
    named = (identifier for pattern, identifier in _NAMES if re.fullmatch(pattern, text.lower()))
    return said.licence(text) or next(named, None)


def _owner(text: str) -> str | None:
    """Give the holder, where exactly one is named."""
    owners = []
    for found in _OWNER.findall(text[:_LONGEST_SHORT_LICENCE]):
        name = _NOT_THE_NAME.sub("", found)
        if not _PLACEHOLDER.search(found) and (owner := said.line(name.strip(" .,;"))):
            owners.append(owner)
    return owners[0] if len(set(owners)) == 1 else None
