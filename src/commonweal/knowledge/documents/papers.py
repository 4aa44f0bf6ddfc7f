"""A paper as a sheet, from which PDF, DOCX and ODT are made, and as a page of HTML of its own."""

from collections.abc import Iterator

from django.utils.html import escape
from markdown_it.token import Token

from commonweal.drawing.printing import Heading, Part, Point, Points, Sheet, Table, Text
from commonweal.knowledge.rules import rendering

LONGEST_SHARE = 40  # letters of a cell that make its column wider


def sheet_of(title: str, text: str, language: str) -> Sheet:
    """A filled paper to print or to edit."""
    return Sheet(language=language, above="", title=title, lead="", parts=tuple(parts_of(text)), foot="")


def html_page(title: str, text: str, language: str) -> str:
    """A filled paper as a page that needs nothing beside it."""
    said = escape(title)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"><title>{said}</title></head>\n'
        f"<body><h1>{said}</h1>\n{rendering.html(text)}</body></html>\n"
    )


def parts_of(text: str) -> Iterator[Part]:
    """The parts of a text of CommonMark, in order; lists within lists stand in their line."""
    tokens = iter(rendering.tokens(text))
    for token in tokens:
        if token.type == "heading_open":
            yield Heading(_plain(next(tokens)), int(token.tag.removeprefix("h")))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            items = list(_until(tokens, token.type.replace("open", "close")))
            yield Points(tuple(_points(items)), is_numbered=token.type == "ordered_list_open")
        elif token.type == "table_open":
            yield _table(list(_until(tokens, "table_close")))
        elif token.type == "inline":
            yield Text(_plain(token))
        elif token.type in {"fence", "code_block"}:
            yield Text(token.content.rstrip())


def _until(tokens: Iterator[Token], end: str) -> Iterator[Token]:
    """The tokens up to the end of what was opened."""
    depth = 1
    for token in tokens:
        depth += {end: -1, end.replace("close", "open"): 1}.get(token.type, 0)
        if not depth:
            return
        yield token


def _points(tokens: list[Token]) -> Iterator[Point]:
    """Each item; the words in bold with which it begins stand out."""
    lines: list[Token] = []
    for token in [*tokens, Token("list_item_open", "", 0)]:
        if token.type == "inline":
            lines.append(token)
        elif token.type == "list_item_open" and token.level <= 1 and lines:
            yield _point(lines)
            lines = []


def _point(lines: list[Token]) -> Point:
    words = "\n".join(map(_plain, lines))
    strong = _strong_beginning(lines[0])
    more = words.removeprefix(strong).strip()
    return Point(strong, more) if strong and more else Point(words)


def _strong_beginning(line: Token) -> str:
    children = [each for each in line.children or () if each.type != "text" or each.content]
    if not children or children[0].type != "strong_open":
        return ""
    end = next(place for place, each in enumerate(children) if each.type == "strong_close")
    return _said(children[:end])


def _table(tokens: list[Token]) -> Table:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_plain(token))
    columns, *others = rows
    shares = tuple(min(max(len(row[place]) for row in rows), LONGEST_SHARE) + 6 for place in range(len(columns)))
    return Table(tuple(columns), tuple(map(tuple, others)), shares)


def _plain(line: Token) -> str:
    return _said(line.children or [])


def _said(children: list[Token]) -> str:
    """The words; behind those of a link its address."""
    words, address = "", ""
    for each in children:
        if each.type in {"text", "code_inline"}:
            words += each.content
        elif each.type in {"softbreak", "hardbreak"}:
            words += " " if each.type == "softbreak" else "\n"
        elif each.type == "link_open":
            address = str(each.attrs.get("href", ""))
        elif each.type == "link_close" and address not in words:
            words += f" ({address})"
    return words
