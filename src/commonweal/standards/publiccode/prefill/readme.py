"""README in Markdown or reStructuredText: the name in its first heading, the paragraphs under it, pictures and links.

Badges, HTML and tables are passed over; text comes out plain. Source: CommonMark 0.31; docutils "reStructuredText
Markup Specification".
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from commonweal.standards.publiccode.prefill import said
from commonweal.standards.publiccode.prefill.said import Said

_MOST_CHARACTERS = 20_000  # hostile Markdown of this length is read in half a second
_LONGEST_NAME, _SHORTEST_TEXT, _MOST_SCREENSHOTS, _MOST_FEATURES = 60, 20, 5, 12
_MARKDOWN = MarkdownIt("commonmark")
_FRONT_MATTER = re.compile(r"\A---\n(?:(?!---\n).*\n){0,200}---\n")
_COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_HTML_HEADING = re.compile(r"<h1\b[^<>]{0,500}>(.{1,1000}?)</h1>", re.IGNORECASE | re.DOTALL)
_HTML_PICTURE = re.compile(r"<img\b[^<>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*[\"']([^\"'<>]{1,1000})[\"']", re.IGNORECASE)
_DOCUMENTATION = re.compile(
    r"(?:(?:full|user|online|official|read the|the|our)\s+){0,2}"
    r"(?:docs|documentation|manual|user guide|handbook|documentazione|dokumentation|handbuch|documentación)\Z",
    re.IGNORECASE,
)
_FEATURES = re.compile(
    r"\W*(?:(?:key|main|core)\s+)?(?:features|funzionalità|caratteristiche|funktionen|fonctionnalités|funcionalidades)\W*\Z",
    re.IGNORECASE,
)
_SCREENSHOT = re.compile(r"screen[-_ ]?shots?|schermata|bildschirmfoto|capture d.écran", re.IGNORECASE)
_LOGO = re.compile(r"(?:^|[/_-])logo[^/]{0,60}\.(?:svg|png)\Z|^logo\b", re.IGNORECASE)
_RST_UNDERLINE = re.compile(r"([=\-~^\"'#*+`:.])\1{2,}\s*\Z")
_RST_LINK = re.compile(r"`([^`<>]{1,300}?)\s*<([^<>`\s]{1,1000})>`__?")

Picture = tuple[str, str]


def markdown(content: bytes) -> Said:
    """Read README.md. Never raises."""
    text = _FRONT_MATTER.sub("", said.text_of(content)[:_MOST_CHARACTERS])
    tokens = _MARKDOWN.parse(_COMMENT.sub("", text))
    heading, written = _heading_and_text(tokens)
    links = dict(reversed([pair for token in tokens for pair in _links(token)]))
    pictures = [picture for token in tokens for picture in _pictures(token)]
    return Said(
        name=_name(heading),
        documentation=said.first(said.web_address(to) for words, to in links.items() if _DOCUMENTATION.match(words)),
        roadmap=said.first(said.web_address(to) for words, to in links.items() if words.lower() == "roadmap"),
        text=said.paragraphs("\n\n".join(written)),
        features=tuple(dict.fromkeys(_features(tokens)))[:_MOST_FEATURES],
        logo=next((address for address, words in pictures if _LOGO.search(address)), None),
        screenshots=tuple(dict.fromkeys(_screenshots(pictures)))[:_MOST_SCREENSHOTS],
    )


def plain_or_rst(content: bytes) -> Said:
    """Read README.rst, README.txt or README. Never raises."""
    text = said.text_of(content)[:_MOST_CHARACTERS]
    heading, written = _rst_heading_and_text(text)
    links = {said.line(words) or "": address for words, address in _RST_LINK.findall(text)}
    pictures = re.findall(r"^\.\. (?:image|figure)::[ \t]+(\S{1,1000})", text, re.MULTILINE)
    return Said(
        name=_name(heading),
        documentation=said.first(said.web_address(to) for words, to in links.items() if _DOCUMENTATION.match(words)),
        text=said.paragraphs("\n\n".join(written)),
        logo=next((address for address in pictures if _LOGO.search(address)), None),
        screenshots=tuple(each for each in pictures if _SCREENSHOT.search(each))[:_MOST_SCREENSHOTS],
    )


def _heading_and_text(tokens: Sequence[Token]) -> tuple[str | None, list[str]]:
    """Give the first heading and the paragraphs up to the heading after them."""
    heading: str | None = None
    written: list[str] = []
    for before, token in zip([Token("", "", 0), *tokens], tokens, strict=False):
        if token.type == "html_block" and heading is None and not written:
            found = _HTML_HEADING.search(token.content)
            heading = unescape(_TAG.sub(" ", found[1])) if found else None
        elif before.type == "heading_open":
            if written:
                break
            heading = heading or _words(token, with_links=True)
        elif before.type == "paragraph_open" and before.level == 0:
            words = _words(token, with_links=True)
            if _is_prose(words, _words(token, with_links=False)):
                written.append(words)
    return heading, written


def _features(tokens: Sequence[Token]) -> Iterator[str]:
    """Give the short items of the list under a heading such as "Features"."""
    is_wanted = False
    for before, token in itertools.pairwise(tokens):
        if before.type == "heading_open":
            is_wanted = bool(_FEATURES.match(_words(token, with_links=True)))
        elif is_wanted and before.type == "paragraph_open" and before.level == 2:
            words = _words(token, with_links=True).rstrip(" .;,")
            if 0 < len(words) <= said.LONGEST_FEATURE:
                yield words


def _is_prose(words: str, outside_links: str) -> bool:
    """Say whether a paragraph is one: not a row of badges or languages, nor a table."""
    return len(outside_links) >= _SHORTEST_TEXT and not words.startswith("|") and " " in outside_links


def _words(token: Token, *, with_links: bool) -> str:
    """Give the text of an inline token; pictures and HTML say nothing."""
    parts: list[str] = []
    depth = 0
    for child in token.children or ():
        depth += child.nesting if child.type.startswith("link_") else 0
        if child.type in {"text", "code_inline"} and (with_links or not depth):
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return said.line_of_any_length("".join(parts))


def _links(token: Token) -> Iterator[tuple[str, str]]:
    children = token.children or []
    for position, child in enumerate(children[:-1]):
        if child.type == "link_open":
            yield (said.line(children[position + 1].content) or ""), str(child.attrs.get("href", ""))


def _pictures(token: Token) -> Iterator[Picture]:
    for child in token.children or ():
        if child.type == "image":
            yield str(child.attrs.get("src", "")), child.content
    if token.type in {"html_block", "inline"}:
        for tag in _HTML_PICTURE.findall(token.content):
            found = {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
            yield found.get("src", ""), found.get("alt", "")


def _screenshots(pictures: Sequence[Picture]) -> Iterator[str]:
    for address, words in pictures:
        if address and (_SCREENSHOT.search(address) or _SCREENSHOT.search(words)):
            yield address


def _name(heading: str | None) -> str | None:
    """Take a heading for a name when it is as short as one."""
    name = said.line(heading)
    return name if name and len(name) <= _LONGEST_NAME and re.search(r"\w", name) else None


def _rst_heading_and_text(text: str) -> tuple[str | None, list[str]]:
    heading: str | None = None
    written: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        plain = [line for line in lines if not _RST_UNDERLINE.match(line)]
        if lines and len(plain) < len(lines) and len(plain) <= 1:
            if written:
                break
            heading = heading or (plain[0] if plain else None)
            continue
        is_markup = not plain or plain[0].startswith(("..", ":", "|", " ", "\t", "* ", "- ", ">>>", "$ "))
        words = _rst_words(" ".join(plain))
        if not is_markup and _is_prose(words, words):
            written.append(words)
    return heading, written


def _rst_words(text: str) -> str:
    text = _RST_LINK.sub(r"\1", text)
    text = re.sub(r":[a-z]{1,20}:`([^`]{1,300})`", r"\1", text)
    return said.line_of_any_length(re.sub(r"``|\*\*|`_?_?|\|[\w -]{1,60}\|_?", "", text))
