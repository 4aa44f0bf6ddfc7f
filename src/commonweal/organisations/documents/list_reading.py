"""Reading a list of bodies: rows that are understood, and for every other row a sentence, its line and its column.

Nothing here asks the register; what it says comes later. A row with one problem is refused as a whole.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from commonweal.organisations.documents import columns as known
from commonweal.organisations.models import Body, BodyKind, NameKind, Parent, Tier
from commonweal.organisations.rules import fold, read_identifier, scheme_address
from commonweal.standards.spreadsheet import unprotected
from commonweal.standards.table import Row, Table

MOST_ROWS, MOST_BYTES = 35_000, 20 * 1024 * 1024
RELATIONS = {"part_of": "administration", "lies_in": "territory", "member_of": "membership"}
WHOLE_NUMBER = re.compile(r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+|\d+")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


ParentFacts = tuple[str, str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is refused: its line, the column as the file calls it ("" for the whole row), and a sentence."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A row that was understood. What it does not say is absent from `values`.

    `names` are (language, kind, name), `parents` (relation, URI or slug or name, since, until), `counts` (year, people,
    source). `is_named` says that the row itself gave the URI, which else follows from a code or the website.
    """

    line: int
    uri: str
    is_named: bool = True
    slug: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    names: tuple[tuple[str, str, str], ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    parents: tuple[ParentFacts, ...] = ()
    counts: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoices:
    """What whoever brings a list says about it: what columns hold, and what holds for rows that do not say."""

    columns: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    tier: str = ""
    country: str = ""
    language: str = ""
    population_year: int | None = None


class _Refused(Exception):
    """A cell is not understood; the message says why."""


def read_rows(table: Table, choices: ListChoices) -> tuple[list[BodyRow], list[RowProblem]]:
    """Every row understood, and every problem of the others, by line."""
    rows: list[BodyRow] = []
    problems: list[RowProblem] = []
    lines: dict[str | tuple[str, str], int] = {}
    for row in table.rows:
        read, found = _read_row(row, table.columns, choices)
        if read is not None:
            keys: list[str | tuple[str, str]] = [read.uri, *read.identifiers]
            found = [RowProblem(row.line, "", _twice(key, lines[key])) for key in keys if key in lines][:1]
            if not found:
                lines |= dict.fromkeys(keys, row.line)
                rows.append(read)
        problems += found
    return rows, problems


def _twice(key: str | tuple[str, str], line: int) -> str:
    named = key if isinstance(key, str) else ":".join(key)
    return _("%(named)s stands on line %(line)d too; only the first is taken.") % {"named": named, "line": line}


def unreadable(table: Table, choices: ListChoices) -> str:
    """Why a file as a whole is no list of bodies, as a sentence; "" when it is one."""
    sentences = {
        "empty": _("The file is empty."),
        "not_json": _("The file begins like JSON, but it is not: a bracket, a quote or a comma is missing."),
        "no_list": _("The JSON holds no list of organisations."),
    }
    if table.problem:
        return sentences[table.problem]
    if "name" not in choices.columns.values():
        return _("No column says what the organisations are called. Say below which one does.")
    if len(table.rows) > MOST_ROWS:
        return _("The list has %(rows)d rows; at most %(most)d are taken at once. Bring it in parts.") % {
            "rows": len(table.rows),
            "most": MOST_ROWS,
        }
    return ""


def _read_row(row: Row, columns: Sequence[str], choices: ListChoices) -> tuple[BodyRow | None, list[RowProblem]]:
    problems: list[RowProblem] = []
    told: dict[str, Any] = {}
    named = {meaning: column for column, meaning in choices.columns.items()}
    for column, cell in zip(columns, row.cells, strict=False):
        meaning = choices.columns.get(column, "")
        text = unprotected(cell)
        if not meaning or not text:
            continue
        try:
            told[meaning] = _read_cell(meaning, text)
        except _Refused as refusal:
            problems.append(RowProblem(row.line, column, str(refusal)))
    if len(row.cells) > len(columns):
        problems.append(RowProblem(row.line, "", _("The row has more cells than the heading has columns.")))
    if problems:
        return None, problems
    try:
        return _put_together(row.line, told, choices), []
    except _Refused as refusal:
        sentence, meaning = refusal.args
        return None, [RowProblem(row.line, named.get(meaning, ""), sentence)]


def _put_together(line: int, told: dict[str, Any], choices: ListChoices) -> BodyRow:
    """The row as a whole; raises _Refused with a sentence and the meaning of the column at fault."""
    columns = {field.name for field in Body._meta.concrete_fields}
    values = {name: value for name, value in told.items() if name in columns and name not in {"uri", "slug"}}
    for name in ("kind", "tier", "country", "language"):
        if getattr(choices, name):
            values.setdefault(name, getattr(choices, name))
    if "name" not in values:
        raise _Refused(_("The organisation has no name."), "name")
    if "kind" not in values:
        raise _Refused(_("Nothing says what kind of organisation it is. Choose one for the whole list."), "kind")
    if ("latitude" in values) != ("longitude" in values):
        raise _Refused(_("Give both latitude and longitude, or neither."), "latitude")
    identifiers = list(told.get("identifiers", ()))
    identifiers += [(key[11:], value) for key, value in told.items() if key.startswith("identifier:")]
    return BodyRow(
        line=line,
        uri=_uri(told, values, identifiers),
        is_named="uri" in told,
        slug=told.get("slug", ""),
        values=values,
        names=tuple(dict.fromkeys(_names(told, values))),
        identifiers=tuple(dict.fromkeys(identifiers)),
        parents=tuple(dict.fromkeys(_parents(told))),
        counts=tuple(_counts(told, values, choices)),
    )


def _uri(told: Mapping[str, Any], values: Mapping[str, Any], identifiers: Sequence[tuple[str, str]]) -> str:
    """What names the body for ever: as given, else from a code, else its website."""
    if told.get("uri"):
        return str(told["uri"])
    for scheme, value in identifiers:
        if address := scheme_address(scheme, value):
            return address
    for scheme, value in identifiers:
        return f"urn:{scheme}:{value}"
    for column in ("lau_code", "region_code"):
        if values.get(column) and values.get("country"):
            return f"urn:{column.removesuffix('_code')}:{values['country']}:{values[column]}"
    if values.get("website"):
        return str(values["website"])
    raise _Refused(
        _("Nothing names it for ever: give its address in a register, a code with its country, or its website."), "uri"
    )


def _names(told: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield from told.get("other_names", ())
    for key, name in told.items():
        prefix, _colon, language = key.partition(":")
        if prefix == "name" and language and name != values["name"]:
            yield language, NameKind.OFFICIAL.value, name
        elif prefix == "alias":
            yield language, NameKind.ALIAS.value, name
    if former := told.get("former_name"):
        yield "", NameKind.FORMER.value, former


def _parents(told: Mapping[str, Any]) -> Iterator[ParentFacts]:
    yield from told.get("parents", ())
    for column, relation in RELATIONS.items():
        for parent in told.get(column, ()):
            yield relation, parent, None, None


def _counts(told: Mapping[str, Any], values: dict[str, Any], choices: ListChoices) -> Iterator[tuple[int, int, str]]:
    """Every count of people; the one of the row's own columns last."""
    yield from told.get("population_history", ())
    if "population" not in values:
        return
    if choices.population_year is not None:
        values.setdefault("population_year", choices.population_year)
    if year := values.get("population_year"):
        yield year, values["population"], told.get("population_source", "")


def _read_cell(meaning: str, text: str) -> Any:
    prefix = meaning.partition(":")[0] if ":" in meaning else meaning
    if prefix == "identifier":
        return _identifier(f"{meaning[11:]}:{text}")[1]
    return CELLS.get(prefix, _plain)(text, prefix)


def _plain(text: str, column: str) -> str:
    text = " ".join(text.split())
    longest = MOST_LETTERS.get(column, 300)
    if len(text) > longest:
        raise _Refused(_("Longer than %(most)d letters.") % {"most": longest})
    return text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _uri_cell(text: str, _column: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", text) or len(text) > 300:
        raise _Refused(_("This is no address: it begins with https:// or urn: and has no spaces."))
    return text


def _word(part: str) -> Callable[[str, str], str]:
    def read(text: str, _column: str) -> str:
        if found := known.words(part).get(fold(text)):
            return found
        choices: Mapping[str, Any] = dict((BodyKind if part == "kinds" else Tier).choices)
        listed = ", ".join(str(label) for label in choices.values())
        raise _Refused(_("“%(text)s” is none of: %(listed)s.") % {"text": text[:60], "listed": listed})

    return read


def _country(text: str, _column: str) -> str:
    if not re.fullmatch("[A-Za-z]{2}", text):
        raise _Refused(_("Two letters name a country, such as FR."))
    return text.upper()


def _language(text: str, _column: str) -> str:
    if not LANGUAGE.fullmatch(text) or len(text) > 20:
        raise _Refused(_("A language code is two or three letters, such as it or pt-BR."))
    return text


def _degrees(most: int) -> Callable[[str, str], float]:
    def read(text: str, _column: str) -> float:
        try:
            number = float(text.replace(",", ".").replace("−", "-"))
        except ValueError:
            raise _Refused(_("This is no number of degrees, such as 45.07.")) from None
        if not -most <= number <= most:
            raise _Refused(_("Degrees lie between -%(most)d and %(most)d.") % {"most": most})
        return number

    return read


def _people(text: str, _column: str) -> int:
    if not WHOLE_NUMBER.fullmatch(text) or (number := int(re.sub(r"\D", "", text))) > 2_000_000_000:
        raise _Refused(_("“%(text)s” is no whole number of people.") % {"text": text[:40]})
    return number


def _year(text: str, _column: str) -> int:
    if not re.fullmatch(r"\d{4}", text) or not 1800 <= int(text) <= 2200:
        raise _Refused(_("A year has four digits, such as 2024."))
    return int(text)


def _history(text: str, _column: str) -> list[tuple[int, int, str]]:
    counts = []
    for line in _lines(text):
        year, _colon, rest = line.partition(":")
        people, _colon, source = rest.partition(":")
        counts.append((_year(year.strip(), ""), _people(people.strip(), ""), _plain(source, "population_source")))
    return counts


def _website(text: str, _column: str) -> str:
    address = text if "://" in text else f"https://{text}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if "." not in host or not address.startswith(("https://", "http://")) or " " in text or len(address) > 500:
        raise _Refused(_("“%(text)s” is no address of a website.") % {"text": text[:60]})
    return address


def _mailbox(text: str, _column: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise _Refused(_("“%(text)s” is no e-mail address.") % {"text": text[:60]}) from None
    return text


def _day(text: str, _column: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Refused(_("A day is written as 2024-12-31.")) from None


def _other_names(text: str, _column: str) -> list[tuple[str, str, str]]:
    names = []
    for line in _lines(text):
        language, _colon, rest = line.partition(":")
        kind, colon, name = rest.partition(":")
        if not colon or kind not in NameKind.values or not name.strip():
            raise _Refused(
                _("Names stand one a line as language:kind:name, such as de:official:Bozen or :former:Bolzen.")
            )
        names.append((_language(language, "") if language else "", kind, _plain(name, "name")))
    return names


def _identifier(text: str) -> tuple[str, str]:
    found = read_identifier(text)
    if found is None:
        raise _Refused(_("“%(text)s” is no code of that register.") % {"text": text[:60]})
    return found


def _identifiers(text: str, _column: str) -> list[tuple[str, str]]:
    return [_identifier(line) for line in _lines(text)]


def _typed_parents(text: str, _column: str) -> list[ParentFacts]:
    """Lines such as "membership:https://…" or "membership 2020-01-01/2023-12-31:https://…"."""
    relations = dict(Parent._meta.get_field("relation").flatchoices)
    parents = []
    for line in _lines(text):
        told, _colon, parent = line.partition(":")
        relation, _space, period = told.partition(" ")
        if relation not in relations or not parent.strip():
            sentence = _("Parents stand one a line as relation:address; the relation is one of %(listed)s.")
            raise _Refused(sentence % {"listed": ", ".join(relations)})
        first, _slash, last = period.partition("/")
        since, until = (_day(day, "") if day else None for day in (first, last))
        parents.append((relation, parent.strip(), since, until))
    return parents


def _listed(text: str, _column: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _slug(text: str, _column: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,119}", text):
        raise _Refused(_("The name in the address has small letters, digits and hyphens only."))
    return text


MOST_LETTERS = {"place": 200, "region_code": 20, "nuts_code": 10, "lau_code": 20}
CELLS: dict[str, Callable[[str, str], Any]] = {
    "uri": _uri_cell,
    "slug": _slug,
    "kind": _word("kinds"),
    "tier": _word("tiers"),
    "country": _country,
    "language": _language,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "population": _people,
    "population_year": _year,
    "population_history": _history,
    "website": _website,
    "mailbox": _mailbox,
    "ended_on": _day,
    "other_names": _other_names,
    "identifiers": _identifiers,
    "parents": _typed_parents,
    "part_of": _listed,
    "lies_in": _listed,
    "member_of": _listed,
}
