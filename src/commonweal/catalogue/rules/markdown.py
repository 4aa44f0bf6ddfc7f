"""Long descriptions as HTML: CommonMark without its raw HTML, so that a stranger's text stays a text.

Source: publiccode.yml 0.7.0, `longDescription` ("may contain Markdown"); CommonMark 0.31, https://spec.commonmark.org.
Images become links, links lead to the web only, and every heading is one below the page's own.
"""

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

MOST_CHARACTERS = 20_000  # twice what the standard allows; hostile text of this length is read in half a second
HEADING = "h3"
OUTSIDE = {"rel": "nofollow noopener"}


class _Renderer(RendererHTML):
    """Writes what we show otherwise than CommonMark does; everything else it escapes and writes as ever."""

    def image(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """A picture would tell its host who reads us, so it is a link with the picture's words."""
        address = str(tokens[place].attrs["src"])
        link = Token("link_open", "a", 1, attrs={"href": address, **OUTSIDE})
        words = self.renderInlineAsText(tokens[place].children, options, env) or address
        named = Token("text", "", 0, content=words)
        if sum(token.nesting for token in tokens[:place] if token.type.startswith("link_")):
            return self.render([named], options, env)
        return self.render([link, named, Token("link_close", "a", -1)], options, env)


def html(text: str) -> str:
    """Give a description as HTML that is safe to show, whatever it holds.

    >>> html("# Aim" + chr(10) + "Serves **all** <b>")
    '<h3>Aim</h3>\\n<p>Serves <strong>all</strong> &lt;b&gt;</p>\\n'
    """
    env: dict[str, Any] = {}
    tokens = _READER.parse(text[:MOST_CHARACTERS], env)
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = HEADING
        for inner in token.children or ():
            if inner.type == "link_open":
                inner.attrs.update(OUTSIDE)
    written: str = _READER.renderer.render(tokens, _READER.options, env)
    return written.replace("<pre>", '<pre tabindex="0">')  # what scrolls must be reached by keyboard


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    reader.validateLink = lambda url: url.startswith(("https://", "http://"))  # type: ignore[method-assign]
    return reader


_READER = _reader()
