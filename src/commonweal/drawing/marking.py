"""Sheets as Markdown, for those who work on with the text; nothing that people wrote is taken for marks.

Source: CommonMark 0.31.2, backslash escapes (section 2.4); tables as GitHub writes them.
"""

from collections.abc import Iterator

from commonweal.drawing.printing import Beside, Heading, Part, Point, Points, Sheet, Table, Text


def as_markdown(sheet: Sheet) -> str:
    """Give the sheet as Markdown; drawings are left out, since a table stands beside each."""
    lines = [_marked(sheet.above), "", f"# {_marked(sheet.title)}", "", _marked(sheet.lead), ""]
    for part in sheet.parts:
        lines += [*_lines(part), ""]
    return "\n".join([*lines, "---", "", _marked(sheet.foot), ""])


def _lines(part: Part | Beside) -> Iterator[str]:
    if isinstance(part, Beside):
        for side in (*part.left, *part.right):
            yield from (*_lines(side), "")
    elif isinstance(part, Heading):
        yield f"{'#' * part.level} {_marked(part.text)}"
    elif isinstance(part, Text):
        yield _marked(part.text)
    elif isinstance(part, Points):
        for place, each in enumerate(part.points, 1):
            yield f"{place}. {_point(each)}" if part.is_numbered else f"- {_point(each)}"
    elif isinstance(part, Table):
        yield _row(part.columns)
        yield f"|{' --- |' * len(part.columns)}"
        yield from map(_row, part.rows)


def _point(point: Point) -> str:
    address = f" <{point.address}>" if point.address else ""
    title = f"**{_marked(point.title)}** {_marked(point.text)}" if point.text else _marked(point.title)
    return title + address


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_marked, cells))} |"


def _marked(text: str) -> str:
    """Text of people on one line, of which nothing is taken for Markdown or HTML."""
    plain = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in plain)
