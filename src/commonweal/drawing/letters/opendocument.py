"""A sheet as OpenDocument text in a letterhead.

Source: OpenDocument 1.3 part 3, 5 (paragraphs, headings, lists), 9 (tables), 16 (styles). Headings take the common
styles that word processors make; where one is missing, a look of ours stands in for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from commonweal.drawing.letters.package import packed
from commonweal.drawing.letters.places import Edit, Shape, edited, escaped, scan
from commonweal.drawing.letters.reading import ODT_SHAPE, OFFICE, STYLE, TABLE, TEXT, Letterhead, filled, texts_of
from commonweal.drawing.printing import Beside, Drawing, Heading, Part, Point, Points, Sheet, Table, Text

FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
SPACES = f'xmlns:text="{TEXT}" xmlns:table="{TABLE}" xmlns:style="{STYLE}" xmlns:fo="{FO}" xmlns:office="{OFFICE}"'
HEADING_POINTS = {1: "16pt", 2: "13pt", 3: "11.5pt"}
BOLD, QUIET, CELL, BULLETS, NUMBERS = "CwBold", "CwQuiet", "CwCell", "CwBullets", "CwNumbers"


@dataclass(frozen=True, slots=True)
class _Look:
    """The names of the paragraph styles of the file, and the style of the text."""

    styles: frozenset[str]
    text_style: str


def written(sheet: Sheet, letterhead: Letterhead, values: Mapping[str, str]) -> bytes:
    """The sheet as a file."""
    parts = dict(letterhead.parts)
    place = letterhead.place()
    look = _Look(_styles(letterhead), place.element.attributes.get(f"{TEXT} style-name", ""))
    body = "".join(_blocks(sheet, look, has_title=not letterhead.has("title"))).encode()
    for path in texts_of(letterhead):
        own = [_own_styles(parts[path])] if path == letterhead.main else []
        parts[path] = edited(parts[path], [*filled(letterhead, path, values, body), *own])
    return packed(parts)


def _blocks(sheet: Sheet, look: _Look, *, has_title: bool) -> Iterator[str]:
    if has_title:
        yield _heading(sheet.title, 1, look)
    if sheet.above:
        yield _p(_span(sheet.above, QUIET), look)
    if sheet.lead:
        yield _p(_span(sheet.lead), look)
    for part in sheet.parts:
        yield from _block(part, look)
    if sheet.foot:
        yield _p(_span(sheet.foot, QUIET), look)


def _block(part: Part | Beside, look: _Look) -> Iterator[str]:
    match part:
        case Heading():
            yield _heading(part.text, part.level, look)
        case Text():
            yield _p(_span(part.text, QUIET if part.is_quiet else ""), look)
        case Points():
            items = "".join(f"<text:list-item>{_p(_of_point(each), look)}</text:list-item>" for each in part.points)
            style = NUMBERS if part.is_numbered else BULLETS
            yield f'<text:list {SPACES} text:style-name="{style}">{items}</text:list>'
        case Table():
            yield _table(part, look)
        case Drawing():
            yield _p(_span(part.words, QUIET), look)
        case Beside():
            for each in (*part.left, *part.right):
                yield from _block(each, look)


def _of_point(point: Point) -> str:
    more = " ".join(each for each in (point.text, point.address) if each)
    return _span(point.title, BOLD if point.text else "") + (_span(f" {more}") if more else "")


def _heading(text: str, level: int, look: _Look) -> str:
    common = f"Heading_20_{level}"
    style = common if common in look.styles else f"CwHeading{level}"
    return f'<text:h {SPACES} text:style-name="{style}" text:outline-level="{level}">{_lines(text)}</text:h>'


def _p(spans: str, look: _Look) -> str:
    style = f' text:style-name="{escaped(look.text_style)}"' if look.text_style else ""
    return f"<text:p {SPACES}{style}>{spans}</text:p>"


def _span(text: str, style: str = "") -> str:
    return f'<text:span text:style-name="{style}">{_lines(text)}</text:span>' if style else _lines(text)


def _lines(text: str) -> str:
    return "<text:line-break/>".join(escaped(line) for line in text.split("\n"))


def _table(table: Table, look: _Look) -> str:
    columns = "<table:table-column/>" * len(table.columns)
    head = f"<table:table-header-rows>{_row(table.columns, look, BOLD)}</table:table-header-rows>"
    rows = "".join(_row(each, look) for each in table.rows)
    return f"<table:table {SPACES}>{columns}{head}{rows}</table:table>{_p('', look)}"


def _row(cells: Iterable[str], look: _Look, style: str = "") -> str:
    made = "".join(
        f'<table:table-cell table:style-name="{CELL}" office:value-type="string">{_p(_span(each, style), look)}'
        "</table:table-cell>"
        for each in cells
    )
    return f"<table:table-row>{made}</table:table-row>"


def _styles(letterhead: Letterhead) -> frozenset[str]:
    found = scan(letterhead.parts["styles.xml"], Shape(noted=frozenset({f"{STYLE} style"}))).noted
    return frozenset(each.attributes.get(f"{STYLE} name", "") for each in found)


def _own_styles(content: bytes) -> Edit:
    """The looks of ours, with those that the file gives its own paragraphs."""
    found = scan(content, ODT_SHAPE).noted
    own = _OWN.encode()
    automatic = next((each for each in found if each.name == f"{OFFICE} automatic-styles"), None)
    if automatic is not None and not automatic.is_empty:
        return Edit(automatic.inner_end, automatic.inner_end, own)
    wrapped = f"<office:automatic-styles {SPACES}>".encode() + own + b"</office:automatic-styles>"
    if automatic is not None:
        return Edit(automatic.start, automatic.end, wrapped)
    body = next(each for each in found if each.name == f"{OFFICE} body")
    return Edit(body.start, body.start, wrapped)


def _style(name: str, family: str, properties: str) -> str:
    return f'<style:style {SPACES} style:name="{name}" style:family="{family}">{properties}</style:style>'


def _list_style(name: str, level: str) -> str:
    space = (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.75cm"'
        ' fo:margin-left="0.75cm"/></style:list-level-properties>'
    )
    return f'<text:list-style {SPACES} style:name="{name}">{level % space}</text:list-style>'


_OWN = "".join(
    [
        _style(BOLD, "text", '<style:text-properties fo:font-weight="bold"/>'),
        _style(QUIET, "text", '<style:text-properties fo:font-size="8.5pt"/>'),
        _style(CELL, "table-cell", '<style:table-cell-properties fo:border="0.5pt solid #808080" fo:padding="0.1cm"/>'),
        *(
            _style(
                f"CwHeading{level}",
                "paragraph",
                '<style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm"'
                ' fo:keep-with-next="always"/>'
                f'<style:text-properties fo:font-weight="bold" fo:font-size="{points}"/>',
            )
            for level, points in HEADING_POINTS.items()
        ),
        _list_style(
            BULLETS,
            '<text:list-level-style-bullet text:level="1" text:bullet-char="•">%s</text:list-level-style-bullet>',
        ),
        _list_style(
            NUMBERS,
            '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=".">%s'
            "</text:list-level-style-number>",
        ),
    ]
)
