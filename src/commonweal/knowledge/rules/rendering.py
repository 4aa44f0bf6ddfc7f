"""The text of a page as HTML: CommonMark with tables, without raw HTML and pictures, links to the web only.

Source: CommonMark 0.31, https://spec.commonmark.org, as markdown-it-py reads it. Whatever a text holds, what is written
is safe to show; `flaws` tells beforehand what would not be shown as meant.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

OUTSIDE = {"rel": "noopener"}
WEB = ("https://", "http://")


class Flaw(StrEnum):
    """What a text may not hold."""

    HTML = "html"
    IMAGE = "image"
    HEADING = "heading"
    ADDRESS = "address"


def html(text: str) -> str:
    r"""Give a text as HTML that is safe to show.

    >>> html("## Aim\n\nServes **all** <b>")
    '<h2>Aim</h2>\n<p>Serves <strong>all</strong> &lt;b&gt;</p>\n'
    >>> html("[here](https://esempia.example) [there](javascript:x)")
    '<p><a href="https://esempia.example" rel="noopener">here</a> [there](javascript:x)</p>\n'
    """
    tokens = _SAFE.parse(text)
    for token in tokens:
        for inner in token.children or ():
            if inner.type == "link_open":
                inner.attrs.update(OUTSIDE)
    written: str = _SAFE.renderer.render(tokens, _SAFE.options, {})
    written = written.replace("<table>", '<div class="table-scroll" tabindex="0"><table>')
    return written.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')


def tokens(text: str) -> list[Token]:
    """What a text consists of, as `html` shows it."""
    return _SAFE.parse(text)


@lru_cache(maxsize=500)
def plain(text: str) -> str:
    r"""The words of a text, for searching.

    >>> plain("## Aim\n\nServes **all**")
    'Aim Serves all'
    """
    inner = (child for token in _SAFE.parse(text) for child in (token.children or ()))
    return re.sub(r"\s+", " ", " ".join(each.content for each in inner if each.content)).strip()


def flaws(text: str) -> Iterator[tuple[Flaw, str]]:
    """What a page may not hold, each with the place or the words."""
    for token in _READING.parse(text):
        if token.type == "html_block":
            yield Flaw.HTML, token.content.strip()[:60]
        if token.type == "heading_open" and token.tag not in {"h2", "h3"}:
            yield Flaw.HEADING, str((token.map or [0])[0] + 1)
        yield from _inside(token.children or ())


def _inside(tokens: Iterable[Token]) -> Iterator[tuple[Flaw, str]]:
    for token in tokens:
        if token.type == "html_inline":
            yield Flaw.HTML, token.content[:60]
        if token.type == "image":
            yield Flaw.IMAGE, token.content[:60]
        if token.type == "link_open" and not _leads_to_the_web(str(token.attrs.get("href", ""))):
            yield Flaw.ADDRESS, str(token.attrs.get("href", ""))[:60]


def _leads_to_the_web(address: str) -> bool:
    return address.startswith(WEB)


def _safe() -> MarkdownIt:
    """Writes: it leaves out what a page may not hold."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.validateLink = lambda url: url.startswith(WEB)  # type: ignore[method-assign]
    return reader


def _strict() -> MarkdownIt:
    """Meets what the safe one leaves out, so that it can be told; never writes."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  the name is the library's
    return reader


_SAFE, _READING = _safe(), _strict()
