"""Tables that people bring: CSV in whatever encoding and with whatever delimiter, or a list of JSON objects.

Sources: RFC 4180 (CSV), RFC 8259 (JSON), the byte order marks of Unicode 15, section 23.8.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 30  # so many lines tell which delimiter it is
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
LISTS = ("data", "bodies", "organisations", "organizations", "items", "results", "rows", "systems", "contracts")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it begins (the line of a CSV file, the place in a JSON list, from 1) and its cells as text."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows as they stand in the file; `problem` says why nothing could be read, in a word, or is ""."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    problem: str = ""


def read_table(content: bytes) -> Table:
    """The table a file holds. Never raises: `problem` is "empty", "not_json" or "no_list" when there is none.

    >>> read_table(b"name;people\\nBorgo;2000\\n").rows
    (Row(line=2, cells=('Borgo', '2000')),)
    """
    text = decoded(content).replace("\x00", "")
    if not text.strip():
        return Table(problem="empty")
    return _of_json(text) if text.lstrip()[0] in "[{" else _of_csv(text)


def decoded(content: bytes) -> str:
    """The text of a file: by its byte order mark, as UTF-8, else as Windows-1252, which is what is left in practice.

    >>> decoded("Zürich".encode("cp1252")), decoded("Zürich".encode("utf-16"))
    ('Zürich', 'Zürich')
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _of_csv(text: str) -> Table:
    csv.field_size_limit(max(len(text) + 1, 131_072))
    filled = [row for row in _rows(text, _delimiter(text)) if any(row.cells)]
    if not filled:
        return Table(problem="empty")
    return Table(filled[0].cells, tuple(filled[1:]))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield Row(line, tuple(cell.strip() for cell in cells))
        line = reader.line_num + 1


def _delimiter(text: str) -> str:
    """The one that makes most columns of the heading, where the next rows have as many."""
    start = "".join(text.splitlines(keepends=True)[:LOOKED_AT])

    def agreeing(delimiter: str) -> tuple[int, int]:
        widths = [len(row.cells) for row in _rows(start, delimiter) if any(row.cells)]
        heading = widths[0] if widths else 0
        return (sum(width == heading for width in widths) if heading > 1 else 0, heading)

    return max(DELIMITERS, key=agreeing)


def _of_json(text: str) -> Table:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return Table(problem="not_json")
    if isinstance(found, dict):
        found = next((found[key] for key in LISTS if isinstance(found.get(key), list)), None)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        return Table(problem="no_list")
    objects = [dict(_flat(each)) for each in _with_inner(found)]
    columns = tuple(dict.fromkeys(key for each in objects for key in each))
    rows = tuple(
        Row(number, tuple(each.get(column, "") for column in columns)) for number, each in enumerate(objects, 1)
    )
    return Table(columns, rows) if columns else Table(problem="empty")


def _with_inner(objects: list[dict[str, Any]], above: str = "", depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object, followed by those inside it, which say in `part_of` within which they stand."""
    for each in objects:
        inner = each.get("organisations")
        is_tree = isinstance(inner, list) and all(isinstance(child, dict) for child in inner) and depth < 10
        own = {key: value for key, value in each.items() if not (is_tree and key == "organisations")}
        yield own | ({"part_of": above} if above and "part_of" not in own else {})
        if is_tree:
            yield from _with_inner(inner or [], str(each.get("uri") or each.get("id") or ""), depth + 1)


def _flat(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Cells of one object: {"name": {"de": "x"}} becomes name_de, a list becomes a line each."""
    for key, part in value.items():
        if isinstance(part, Mapping):
            yield from ((f"{key}_{inner}", _text(each)) for inner, each in part.items())
        else:
            yield str(key), _text(part)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_text(each) for each in value)
    if isinstance(value, Mapping):
        return ":".join(_text(each) for each in value.values())
    return json.dumps(value) if isinstance(value, bool | int | float) else " ".join(str(value).split())
