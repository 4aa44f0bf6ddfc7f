"""A sheet as WordprocessingML in a letterhead.

Source: ECMA-376 part 1, 17.3 (paragraphs), 17.4 (tables), 17.9 (numbering). Styles are found by their English names,
which files of every language carry; where one is missing, the look is given to the paragraph itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from commonweal.drawing.letters.package import TYPES, packed
from commonweal.drawing.letters.places import Edit, Element, Shape, edited, escaped, scan
from commonweal.drawing.letters.reading import LINKS, MEDIA, Letterhead, W, filled, texts_of
from commonweal.drawing.printing import Beside, Drawing, Heading, Part, Point, Points, Sheet, Table, Text

NUMBERING = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
NUMBERING_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
HEADING_SIZES = {1: 32, 2: 26, 3: 23}  # half points, where the file has no such style
QUIET_SIZE = 17
SPACE_BELOW = 120  # twentieths of a point


@dataclass(slots=True)
class _Look:
    """The styles of the file by their names, the style of the text, and the lists that were begun."""

    styles: Mapping[str, str]
    text_style: str
    first_list: int
    numbered: int = 0

    @property
    def bullets(self) -> int:
        """The list of all bullets."""
        return self.first_list

    def next_number(self) -> int:
        """Begin a numbered list, which counts from 1."""
        self.numbered += 1
        return self.first_list + self.numbered


def written(sheet: Sheet, letterhead: Letterhead, values: Mapping[str, str]) -> bytes:
    """The sheet as a file."""
    parts = dict(letterhead.parts)
    numbering = _part_of_type(letterhead, NUMBERING)
    known = scan(parts[numbering], _LISTS).noted if numbering else ()
    look = _Look(_styles(letterhead), _style_of_place(letterhead), _next(known, "numId"))
    body = "".join(_blocks(sheet, look, has_title=not letterhead.has("title"))).encode()
    for path in texts_of(letterhead):
        parts[path] = edited(parts[path], filled(letterhead, path, values, body))
    return packed({**parts, **_with_lists(letterhead, look, numbering, known)})


def _blocks(sheet: Sheet, look: _Look, *, has_title: bool) -> Iterator[str]:
    if has_title:
        yield _heading(sheet.title, 1, look)
    if sheet.above:
        yield _paragraph([(sheet.above, False)], look, is_quiet=True)
    if sheet.lead:
        yield _paragraph([(sheet.lead, False)], look)
    for part in sheet.parts:
        yield from _block(part, look)
    if sheet.foot:
        yield _paragraph([(sheet.foot, False)], look, is_quiet=True)


def _block(part: Part | Beside, look: _Look) -> Iterator[str]:
    match part:
        case Heading():
            yield _heading(part.text, part.level, look)
        case Text():
            yield _paragraph([(part.text, False)], look, is_quiet=part.is_quiet)
        case Points():
            number = look.next_number() if part.is_numbered else look.bullets
            yield from (_paragraph(list(_spans(each)), look, number=number) for each in part.points)
        case Table():
            yield _table(part, look)
        case Drawing():
            yield _paragraph([(part.words, False)], look, is_quiet=True)
        case Beside():
            for each in (*part.left, *part.right):
                yield from _block(each, look)


def _spans(point: Point) -> Iterator[tuple[str, bool]]:
    """The words of a point, and which of them stand out."""
    yield point.title, bool(point.text)
    for more in (point.text, point.address):
        if more:
            yield f" {more}", False


def _heading(text: str, level: int, look: _Look) -> str:
    style = look.styles.get(f"heading {level}")
    if style:
        return _p(f'<w:pStyle w:val="{escaped(style)}"/>', _run(text))
    space = f'<w:keepNext/><w:spacing w:before="{2 * SPACE_BELOW}" w:after="{SPACE_BELOW}"/>'
    return _p(f'{space}<w:outlineLvl w:val="{level - 1}"/>', _run(text, is_bold=True, size=HEADING_SIZES[level]))


def _paragraph(
    spans: Iterable[tuple[str, bool]], look: _Look, *, is_quiet: bool = False, number: int | None = None
) -> str:
    style = f'<w:pStyle w:val="{escaped(look.text_style)}"/>' if look.text_style else ""
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number is not None else ""
    size = QUIET_SIZE if is_quiet else None
    runs = "".join(_run(text, is_bold=is_bold, size=size) for text, is_bold in spans)
    return _p(f'{style}{listed}<w:spacing w:after="{SPACE_BELOW}"/>', runs)


def _table(table: Table, look: _Look) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    look_of = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr>'
    widths = [5000 * share // sum(table.shares) for share in table.shares]
    grid = "".join(f'<w:gridCol w:w="{9000 * share // sum(table.shares)}"/>' for share in table.shares)
    head = _row(table.columns, widths, look, is_head=True)
    rows = "".join(_row(each, widths, look) for each in table.rows)
    # What follows a table may be the end of a cell of the letterhead, which has to be a paragraph.
    return f'<w:tbl xmlns:w="{W}">{look_of}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>{_p("", "")}'


def _row(cells: Iterable[str], widths: list[int], look: _Look, *, is_head: bool = False) -> str:
    style = f'<w:pStyle w:val="{escaped(look.text_style)}"/>' if look.text_style else ""
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else "<w:trPr><w:cantSplit/></w:trPr>"
    written_cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/></w:tcPr>{_p(style, _run(cell, is_bold=is_head))}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{head}{written_cells}</w:tr>"


def _p(properties: str, runs: str) -> str:
    return f'<w:p xmlns:w="{W}"><w:pPr>{properties}</w:pPr>{runs}</w:p>'


def _run(text: str, *, is_bold: bool = False, size: int | None = None) -> str:
    look = ("<w:b/>" if is_bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{look}</w:rPr>{lines}</w:r>"


_STYLES = Shape(noted=frozenset({f"{W} style", f"{W} name"}))
_LISTS = Shape(noted=frozenset({f"{W} abstractNum", f"{W} num"}))


def _styles(letterhead: Letterhead) -> dict[str, str]:
    """The identifiers of the paragraph styles by their names."""
    path = f"{letterhead.main.rpartition('/')[0]}/styles.xml"
    found: dict[str, str] = {}
    style = ""
    for each in scan(letterhead.parts[path], _STYLES).noted if path in letterhead.parts else ():
        if each.name == f"{W} style":
            is_paragraph = each.attributes.get(f"{W} type") == "paragraph"
            style = each.attributes.get(f"{W} styleId", "") if is_paragraph else ""
        elif style:
            found[each.attributes.get(f"{W} val", "").casefold()] = style
    return found


def _style_of_place(letterhead: Letterhead) -> str:
    noted = letterhead.place().noted
    return noted[0].attributes.get(f"{W} val", "") if noted else ""


def _next(lists: Iterable[Element], name: str) -> int:
    numbers = (each.attributes.get(f"{W} {name}", "") for each in lists)
    return max((int(each) for each in numbers if re.fullmatch(r"[0-9]{1,9}", each)), default=0) + 1


def _with_lists(letterhead: Letterhead, look: _Look, numbering: str, known: tuple[Element, ...]) -> dict[str, bytes]:
    """The parts that say how lists look, with the bullets and numbers of this sheet."""
    abstract = _next(known, "abstractNumId")
    looks = (_list_look(abstract, "bullet", "•") + _list_look(abstract + 1, "decimal", "%1.")).encode()
    numbers = _list_number(look.bullets, abstract) + "".join(
        _list_number(look.bullets + place, abstract + 1, restarts=True) for place in range(1, look.numbered + 1)
    )
    parts = letterhead.parts
    if numbering and known:
        root = scan(parts[numbering], _LISTS).root
        first = next((each.start for each in known if each.name == f"{W} num"), root.inner_end)
        last = max([each.end for each in known if each.name == f"{W} num"], default=first)
        edits = [Edit(first, first, looks), Edit(last, last, numbers.encode())]
        if first == last:
            edits = [Edit(first, first, looks + numbers.encode())]
        return {numbering: edited(parts[numbering], edits)}
    made = f'<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="{W}">'.encode()
    made += looks + numbers.encode() + b"</w:numbering>"
    if numbering:
        return {numbering: made}
    return {_beside(letterhead, "numbering.xml"): made, **_announced(letterhead)}


def _list_look(number: int, kind: str, sign: str) -> str:
    return (
        f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>'
    )


def _list_number(number: int, abstract: int, *, restarts: bool = False) -> str:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restarts else ""
    return f'<w:num xmlns:w="{W}" w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{start}</w:num>'


def _announced(letterhead: Letterhead) -> dict[str, bytes]:
    """The parts that name all others, with the new one."""
    path = _beside(letterhead, "numbering.xml")
    override = f'<Override xmlns="{MEDIA}" PartName="/{path}" ContentType="{NUMBERING}"/>'.encode()
    link = f'<Relationship xmlns="{LINKS}" Id="rIdCommonwealLists" Type="{NUMBERING_LINK}" Target="numbering.xml"/>'
    folder, _slash, name = letterhead.main.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    known = letterhead.parts.get(links, b"<none/>")
    if scan(known, Shape()).root.is_empty:
        known = f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{LINKS}"></Relationships>'.encode()
    return {TYPES: _appended(letterhead.parts[TYPES], override), links: _appended(known, link.encode())}


def _appended(xml: bytes, element: bytes) -> bytes:
    root = scan(xml, Shape()).root
    return edited(xml, [Edit(root.inner_end, root.inner_end, element)])


def _beside(letterhead: Letterhead, name: str) -> str:
    return f"{letterhead.main.rpartition('/')[0]}/{name}"


def _part_of_type(letterhead: Letterhead, media_type: str) -> str:
    overrides = scan(letterhead.parts[TYPES], Shape(noted=frozenset({f"{MEDIA} Override"}))).noted
    paths = (each.attributes for each in overrides)
    found = (each.get("PartName", "").lstrip("/") for each in paths if each.get("ContentType") == media_type)
    return next((each for each in found if each in letterhead.parts), "")
