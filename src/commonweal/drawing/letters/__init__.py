"""Documents to edit: a sheet becomes a file of a word processor (DOCX or ODT), in the letterhead of whoever writes.

A letterhead is a file that people upload: what they made it with stays byte for byte, its styles, header, footer and
pictures too; the sheet takes the place of the paragraph {{ content }}. Fields are replaced as plain text and nothing in
a file is run, followed or fetched. A library would read the parts it knows and write them anew; we cut and insert.
Source: ECMA-376 (Office Open XML), part 1, WordprocessingML; ISO/IEC 26300 (OpenDocument 1.3).
"""

from collections.abc import Mapping
from functools import cache

from commonweal.drawing.letters.opendocument import written as written_odt
from commonweal.drawing.letters.package import Fault, Kind, Unfit, kind_of, unpacked
from commonweal.drawing.letters.plain import file as plain_file
from commonweal.drawing.letters.reading import Letterhead, read
from commonweal.drawing.letters.wordprocessing import written as written_docx
from commonweal.drawing.printing import Sheet

__all__ = ["MEDIA_TYPES", "Fault", "Kind", "Letterhead", "lettered", "plain_letterhead", "read_letterhead"]

MEDIA_TYPES = {
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
}


def read_letterhead(content: bytes) -> Letterhead | Fault:
    """Read a file into which sheets can be written, or tell why it cannot be used. Never raises."""
    try:
        parts = unpacked(content)
        return read(kind_of(parts), parts)
    except Unfit as unfit:
        return unfit.fault


def lettered(sheet: Sheet, letterhead: Letterhead, values: Mapping[str, str]) -> bytes:
    """The sheet as a file, in the letterhead; `values` are what its fields `date` and `body` say.

    The title of the sheet stands at the field {{ title }}, else above the text. The same input gives the same bytes.
    """
    write = written_docx if letterhead.kind is Kind.DOCX else written_odt
    return write(sheet, letterhead, {**values, "title": sheet.title})


@cache
def plain_letterhead(kind: Kind) -> Letterhead:
    """A letterhead of no one: the name of the organisation above, the day below."""
    return read(kind, unpacked(plain_file(kind)))
