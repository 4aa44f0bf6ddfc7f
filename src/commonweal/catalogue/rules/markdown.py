"""Long descriptions as blocks of text: the part of CommonMark that descriptions use, and nothing that is HTML.

Source: publiccode.yml 0.7.0, `longDescription` ("may contain Markdown"); CommonMark 0.31, https://spec.commonmark.org.
Headings, lists, quotes, code blocks, links, strong, emphasis and code are read; images become links; raw HTML stays
the text it is. Whoever shows the result escapes it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"#{1,6}\s+([^#\s].*?)[\s#]*\Z")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+(.*)\Z")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}\Z")
_SPAN = re.compile(
    r"`(?P<code>[^`\n]{1,500})`"
    r"|!?\[(?P<name>[^\]\n]{0,500})\]\((?P<address>https?://[^\s()\[\]]{1,1000})(?:\s[^()\n]{0,200})?\)"
    r"|<(?P<bare>https?://[^\s<>]{1,1000})>"
    r"|\*\*(?P<strong>[^*\n]{1,500})\*\*|__(?P<strong_>[^_\n]{1,500})__"
    r"|(?<![\w*])\*(?P<emphasis>[^*\s][^*\n]{0,500})\*(?![\w*])"
)
MOST_CHARACTERS = 50_000


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text: kind is "text", "code", "strong", "emphasis" or "link" (then with its http address)."""

    kind: str
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list or code block; a list has several lines, code one, the others one."""

    kind: str
    lines: tuple[tuple[Span, ...], ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Read a description; nothing is lost but the marks themselves.

    >>> [(block.kind, block.lines[0][0].text) for block in blocks("# Aim" + chr(10) + "Serves **all**.")]
    [('heading', 'Aim'), ('paragraph', 'Serves ')]
    """
    return tuple(_blocks(text[:MOST_CHARACTERS].splitlines()))


def spans(text: str) -> tuple[Span, ...]:
    """Read the marks inside a line.

    >>> [span.kind for span in spans("see [the site](https://x.example) now")]
    ['text', 'link', 'text']
    """
    found, start = [], 0
    for match in _SPAN.finditer(text):
        if match.start() > start:
            found.append(Span("text", text[start : match.start()]))
        found.append(_span(match))
        start = match.end()
    if start < len(text):
        found.append(Span("text", text[start:]))
    return tuple(found)


def _span(match: re.Match[str]) -> Span:
    if match["code"]:
        return Span("code", match["code"])
    if match["address"]:
        return Span("link", match["name"] or match["address"], match["address"])
    if match["bare"]:
        return Span("link", match["bare"], match["bare"])
    if strong := match["strong"] or match["strong_"]:
        return Span("strong", strong)
    return Span("emphasis", match["emphasis"])


def _blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    items: list[str] = []
    code: list[str] | None = None
    for line in lines:
        if code is not None or _FENCE.match(line):
            yield from _flushed(paragraph, items)
            if code is None:
                code = []
            elif _FENCE.match(line):
                yield Block("code", ((Span("text", "\n".join(code)),),))
                code = None
            else:
                code.append(line)
        elif not line.strip() or _RULE.match(line):
            yield from _flushed(paragraph, items)
        elif heading := _HEADING.match(line):
            yield from _flushed(paragraph, items)
            yield Block("heading", (spans(heading[1]),))
        elif item := _ITEM.match(line):
            yield from _flushed(paragraph, [])
            items.append(item[1])
        elif items and line[:1].isspace():
            items[-1] += f" {line.strip()}"
        else:
            yield from _flushed([], items)
            paragraph.append(line.strip().removeprefix("> "))
    yield from _flushed(paragraph, items)
    if code:
        yield Block("code", ((Span("text", "\n".join(code)),),))


def _flushed(paragraph: list[str], items: list[str]) -> Iterator[Block]:
    """What has been gathered, as blocks; the lists are empty afterwards."""
    if paragraph:
        yield Block("paragraph", (spans(" ".join(paragraph)),))
        paragraph.clear()
    if items:
        yield Block("list", tuple(spans(item) for item in items))
        items.clear()
