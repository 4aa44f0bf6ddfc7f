"""Tables in workbooks of spreadsheet programs (.xlsx): the first sheet that has any cell; nothing in it is run.

Source: ECMA-376 (Office Open XML), part 1, SpreadsheetML. Days are counted from 1899-12-30 (or 1904-01-01 where the
workbook says so); a cell is a day when its number format is one of days.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from commonweal.standards.table import Row, Table

MOST_BYTES = 50 * 1024 * 1024
MOST_CELLS = 500_000
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DAY_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})


class _Unreadable(Exception):
    """This is no workbook that we read."""


# What the readers of ZIP and XML raise for files that are damaged, encrypted or made to harm.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, _Unreadable, LookupError, ValueError, ArithmeticError,
    EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


def is_workbook(content: bytes) -> bool:
    """Whether a file is a ZIP archive, as workbooks are."""
    return content.startswith(b"PK\x03\x04")


def read_workbook(content: bytes) -> Table:
    """The table of a workbook's first filled sheet. Never raises: `problem` is "no_workbook" or "empty"."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                return Table(problem="no_workbook")
            return _first_filled(archive)
    except UNREADABLE:
        return Table(problem="no_workbook")


def _first_filled(archive: zipfile.ZipFile) -> Table:
    book = _xml(archive, "xl/workbook.xml")
    properties = book.find(f"{MAIN}workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    reader = _Cells(_strings(archive), _day_styles(archive), date(1904, 1, 1) if is_1904 else date(1899, 12, 30))
    for path in _sheets(archive, book):
        filled = [row for row in reader.rows(_xml(archive, path)) if any(row.cells)]
        if filled:
            return Table(filled[0].cells, tuple(filled[1:]))
    return Table(problem="empty")


def _xml(archive: zipfile.ZipFile, path: str) -> ElementTree.Element:
    """A part of the workbook; one that declares entities is none of ours."""
    text = archive.read(path)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise _Unreadable
    return ElementTree.fromstring(text)  # noqa: S314  no entities are left


def _sheets(archive: zipfile.ZipFile, book: ElementTree.Element) -> list[str]:
    links = _xml(archive, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    found = [targets[sheet.get(LINK)] for sheet in book.iter(f"{MAIN}sheet")]
    return [target.lstrip("/") if target.startswith("/") else f"xl/{target}" for target in found]


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(item) for item in _xml(archive, "xl/sharedStrings.xml").iter(f"{MAIN}si")]


def _text(item: ElementTree.Element) -> str:
    """The text of a string item: its runs together, without what is only its pronunciation."""
    spoken = {id(part) for phonetic in item.iter(f"{MAIN}rPh") for part in phonetic.iter(f"{MAIN}t")}
    return "".join(part.text or "" for part in item.iter(f"{MAIN}t") if id(part) not in spoken)


def _day_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = _xml(archive, "xl/styles.xml")
    own = {
        int(each.get("numFmtId", "0")): _says_a_day(each.get("formatCode", "")) for each in styles.iter(f"{MAIN}numFmt")
    }
    cells = styles.find(f"{MAIN}cellXfs")
    formats = [int(each.get("numFmtId", "0")) for each in cells] if cells is not None else []
    return frozenset(place for place, one in enumerate(formats) if own.get(one, one in DAY_FORMATS))


def _says_a_day(code: str) -> bool:
    """Whether a number format shows years and days: quotes, brackets and what a backslash escapes say nothing."""
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).casefold()
    return bool(re.search(r"[yd]", bare)) and not bare.startswith("general")


class _Cells:
    """Reads cells as text, with what the whole workbook says about them."""

    def __init__(self, strings: list[str], day_styles: frozenset[int], first_day: date) -> None:
        self.strings = strings
        self.day_styles = day_styles
        self.first_day = first_day

    def rows(self, sheet: ElementTree.Element) -> Iterator[Row]:
        """Every row with its number in the sheet."""
        count = 0
        for place, row in enumerate(sheet.iter(f"{MAIN}row"), 1):
            cells: dict[int, str] = {}
            for cell in row.iter(f"{MAIN}c"):
                column = _column(cell.get("r", "")) or len(cells)
                cells[column] = self._cell(cell)
                count += 1
                if count > MOST_CELLS or column > 1000:
                    raise _Unreadable
            wide = max(cells, default=-1) + 1
            yield Row(int(row.get("r", place)), tuple(cells.get(column, "") for column in range(wide)))

    def _cell(self, cell: ElementTree.Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text(cell).strip()
        value = cell.findtext(f"{MAIN}v") or ""
        if kind == "s":
            return self.strings[int(value)].strip()
        if kind == "b":
            return "yes" if value == "1" else "no"
        if kind in {"str", "d"}:
            return value.strip()
        if kind == "e" or not value:
            return ""
        return self._number(value, int(cell.get("s", "0")))

    def _number(self, value: str, style: int) -> str:
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        if style in self.day_styles:
            return (self.first_day + timedelta(days=int(number))).isoformat()
        plain = format(round(number, 6), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _column(reference: str) -> int:
    """The place of a cell in its row, from 0, by its reference: A1 is 0, AA1 is 26."""
    letters = re.match(r"[A-Z]+", reference)
    place = 0
    for letter in letters[0] if letters else "A":
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
