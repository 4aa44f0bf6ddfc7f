"""Lists of who uses what, as others keep them: rows of a table, and the list of Canada's Open Resource Exchange.

A date that stands for "not known" (the first day of 1900 or 1970, or of year 1) is read as not known.

Source: https://github.com/canada-ca/ore-ero, `_data/software/*.yml` (administrations, uses, date.started,
date.metadataLastUpdated).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

DUMMY_DATES = frozenset({date(1900, 1, 1), date(1970, 1, 1), date(1, 1, 1)})
STATUSES = frozenset({"evaluating", "pilot", "production", "migrating-away", "ended"})
LONGEST_ADDRESS = 1000
COLUMNS = ("software", "body", "status", "since", "stated_on", "purpose", "version", "evidence", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedUse:
    """A row of a list: software by address or name, body by code or name; dates as far as they are known."""

    software: str
    body: str
    software_name: str = ""
    status: str = ""
    since: date | None = None
    stated_on: date | None = None
    purpose: str = ""
    version: str = ""
    evidence: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What cannot be read in a line of a list."""

    line: int
    code: str
    value: str = ""


def known_date(text: object) -> date | None:
    """A day written as 2020-01-14; None for nothing, what is no day, and what stands for "not known".

    >>> known_date("2020-01-14"), known_date("1900-01-01"), known_date("soon")
    (datetime.date(2020, 1, 14), None, None)
    """
    try:
        day = date.fromisoformat(str(text or "").strip()[:10])
    except ValueError:
        return None
    return None if day in DUMMY_DATES else day


def read_list(content: bytes) -> tuple[list[StatedUse], list[RowProblem]]:
    """A list in any of the shapes we know: Canada's JSON, or a table with at least `software` and `body`.

    Never raises: what cannot be read is a problem of its line, counted from 1.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [RowProblem(1, "not-utf-8")]
    if "\x00" in text:
        return [], [RowProblem(1, "not-utf-8")]
    if text.lstrip().startswith(("{", "[")):
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return [], [RowProblem(1, "not-json")]
        if isinstance(document, Mapping) and isinstance(document.get("software"), list):
            return list(canadian_uses(document["software"])), []
        return read_rows(document if isinstance(document, list) else [document])
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        return read_rows(list(csv.DictReader(io.StringIO(text), dialect=dialect)))
    except csv.Error:
        return [], [RowProblem(1, "not-a-table")]


def read_rows(rows: Sequence[object]) -> tuple[list[StatedUse], list[RowProblem]]:
    """Rows by the names of `COLUMNS`; the first row of a table of values is line 2."""
    uses, problems = [], []
    for line, row in enumerate(rows, start=2):
        values = {name: _text(row.get(name)) for name in COLUMNS} if isinstance(row, Mapping) else {}
        missing = next((name for name in ("software", "body") if not values.get(name)), None)
        if missing:
            problems.append(RowProblem(line, f"no-{missing}"))
        elif values["status"] and values["status"] not in STATUSES:
            problems.append(RowProblem(line, "no-status", values["status"]))
        else:
            days = {name: known_date(values.pop(name)) for name in ("since", "stated_on")}
            values["evidence"] = web_address(values["evidence"])
            uses.append(StatedUse(**values, **days))  # type: ignore[arg-type]  # mypy does not tell the two kinds apart
    return uses, problems


def web_address(text: str) -> str:
    """The address if it may be followed from a page: http or https, of bearable length; else "".

    >>> web_address("https://a.example/b"), web_address("javascript:alert(1)")
    ('https://a.example/b', '')
    """
    return text if text.startswith(("https://", "http://")) and len(text) <= LONGEST_ADDRESS else ""


def _text(value: object) -> str:
    return str(value).replace("\x00", "").strip() if isinstance(value, str | int | float) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def canadian_uses(software: Iterable[object]) -> Iterator[StatedUse]:
    """The uses in the list of Canada's Open Resource Exchange: each administration may state several of one product."""
    for product in software:
        if isinstance(product, Mapping):
            for use in _list(product.get("uses")):
                yield from _canadian(product, use) if isinstance(use, Mapping) else ()


def _canadian(product: Mapping[str, Any], use: Mapping[str, Any]) -> Iterator[StatedUse]:
    days = zip_longest(_list(use.get("started")), _list(use.get("updated")))
    for number, (started, updated) in enumerate(days, start=1):
        yield StatedUse(
            software=_text(product.get("homepage")) or _text(product.get("name")),
            software_name=_text(product.get("name")),
            body=_text(use.get("adminCode")),
            status="production",
            since=known_date(started),
            stated_on=known_date(updated),
            reference=f"{_text(product.get('file'))}#{_text(use.get('adminCode'))}-{number}",
        )
