"""Sheets to print: accessible, the same each time, and what people wrote never runs."""

import io
from dataclasses import replace
from datetime import UTC, datetime

from pypdf import PdfReader

from commonweal.drawing.printing import (
    Beside,
    Drawing,
    Heading,
    Point,
    Points,
    Sheet,
    Table,
    Text,
    printed,
)
from commonweal.drawing.radar import Spoke, draw_radar

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RADAR = draw_radar([Spoke(key, key, 2, "two") for key in "ABC"], most=4, label="Radar")
SHEET = Sheet(
    language="it",
    above="above",
    title="Borgo Valserena",
    lead="lead",
    parts=(
        Beside((Drawing(RADAR, "words for the radar"),), (Heading("Right"), Text("quiet", is_quiet=True))),
        Table(("Column", "Number"), (("row", "17"),), (3, 1)),
        Points((Point("First", "because", "https://esempia.example/a"), Point("Second")), is_numbered=True),
    ),
    foot="foot",
)


def reader(sheet: Sheet) -> PdfReader:
    return PdfReader(io.BytesIO(printed(sheet, at=NOON)))


def text_of(sheet: Sheet) -> str:
    return "\n".join(page.extract_text() for page in reader(sheet).pages)


def declares_accessible(pdf: PdfReader) -> bool:
    return b"pdfuaid" in pdf.root_object["/Metadata"].get_object().get_data()


def test_all_that_a_sheet_says_is_in_the_text_of_the_file() -> None:
    text = text_of(SHEET)

    for said in ("above", "Borgo Valserena", "lead", "Right", "quiet", "Column", "row", "17", "First because", "foot"):
        assert said in text


def test_the_file_is_tagged_says_its_language_and_calls_itself_accessible() -> None:
    pdf = reader(SHEET)

    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/Lang"] == "it"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Borgo Valserena"
    assert declares_accessible(pdf)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert printed(SHEET, at=NOON) == printed(SHEET, at=NOON)


def test_what_people_wrote_is_text_and_never_runs() -> None:
    nasty = '#panic("x") $sum$ [a] *b* \\ <svg> #read("/etc/passwd") @preview "quoted"'

    parts = (Points((Point(nasty, nasty),)), Table(("a",), ((nasty,),), (1,)))
    text = text_of(replace(SHEET, title=nasty, parts=parts))

    assert text.count('#read("/etc/passwd")') == 4
    assert "root:" not in text


def test_letters_without_a_typeface_print_as_boxes_and_the_file_does_not_claim_too_much() -> None:
    pdf = reader(replace(SHEET, title="Borgo \U00013000"))

    assert "Borgo" in pdf.pages[0].extract_text()
    assert not declares_accessible(pdf)


def test_a_long_sheet_goes_on_over_pages_and_numbers_them() -> None:
    long = replace(SHEET, parts=(Text("word " * 3_000),))

    assert len(reader(long).pages) > 1
    assert "2 / " in text_of(long)
    assert "1 / 1" not in text_of(SHEET)
