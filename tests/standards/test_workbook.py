"""Workbooks of spreadsheet programs: text, numbers and days of the first filled sheet, and nothing run."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.table import Row, Table
from commonweal.standards.workbook import is_workbook, read_workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOOK = (
    f'<workbook {MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="A" sheetId="1" r:id="rId1"/><sheet name="B" sheetId="2" r:id="rId2"/></sheets></workbook>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/>'
    "</Relationships>"
)
STYLES = (
    f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0.00&quot;d&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)
STRINGS = f"<sst {MAIN}><si><t>name</t></si><si><r><t>Ana</t></r><r><t>grafe</t></r><rPh><t>x</t></rPh></si></sst>"
EMPTY = f"<worksheet {MAIN}><sheetData/></worksheet>"
SHEET = (
    f'<worksheet {MAIN}><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c>'
    '<c r="B2" t="inlineStr"><is><t>cost</t></is></c>'
    '<c r="D2" t="str"><v>ends</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>12345.669999999998</v></c><c r="C3" t="b"><v>1</v></c>'
    '<c r="D3" s="2"><v>46387</v></c><c r="E3" s="3"><v>2.50</v></c><c r="F3" t="e"><v>#REF!</v></c></row>'
    "</sheetData></worksheet>"
)


def workbook(sheet: str = SHEET, **more: str) -> bytes:
    parts = {
        "xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": LINKS, "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": STRINGS, "xl/worksheets/sheet1.xml": EMPTY, "xl/worksheets/sheet2.xml": sheet,
    } | more  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def test_the_first_filled_sheet_is_read_as_text() -> None:
    found = read_workbook(workbook())

    assert found == Table(
        ("name", "cost", "", "ends"), (Row(3, ("Anagrafe", "12345.67", "yes", "2026-12-31", "2.5", "")),)
    )


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    book = BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')

    found = read_workbook(workbook(**{"xl/workbook.xml": book}))

    assert found.rows[0].cells[3] == "2031-01-01"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"name,users\n", workbook()[:200]])
def test_what_is_no_workbook_is_said(content: bytes) -> None:
    assert read_workbook(content).problem == "no_workbook"


def test_a_workbook_that_declares_entities_is_not_read() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET

    assert read_workbook(workbook(bomb)).problem == "no_workbook"


@given(st.integers(0, 4000), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_said_to_be_none(place: int, letter: int) -> None:
    content = bytearray(workbook())
    content[place % len(content)] = letter

    assert read_workbook(bytes(content)).problem in {"", "empty", "no_workbook"}


@pytest.mark.parametrize("cell", ['<c r="A1" t="s"><v>99</v></c>', '<c r="A1" s="2"><v>1e99</v></c>', '<c r="ZZZZ1"/>'])
def test_a_cell_that_leads_nowhere_makes_no_workbook(cell: str) -> None:
    sheet = f'<worksheet {MAIN}><sheetData><row r="1">{cell}</row></sheetData></worksheet>'

    assert read_workbook(workbook(sheet)).problem == "no_workbook"


def test_an_empty_workbook_is_empty() -> None:
    assert read_workbook(workbook(EMPTY)).problem == "empty"
    assert is_workbook(workbook(EMPTY))
