"""Long descriptions: what is read as marks, and that nothing of a stranger becomes HTML."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.catalogue.rules.markdown import html

REL = 'rel="nofollow noopener"'
ALLOWED = {
    "a": {"href", "rel", "title"}, "code": {"class"}, "pre": {"tabindex"}, "ol": {"start"},
    **dict.fromkeys(("p", "h3", "strong", "em", "ul", "li", "blockquote", "hr", "br"), frozenset()),
}  # fmt: skip


class Inspected(HTMLParser):
    """The elements of some HTML, with everything that must not be there."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[object] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ALLOWED or given.keys() - ALLOWED[tag]:
            self.faults.append((tag, attrs))
        if tag == "a" and not (given["href"] or "").startswith(("http://", "https://")):
            self.faults.append(given["href"])
        if tag == "a" and given["rel"] != "nofollow noopener":
            self.faults.append("rel")

    def handle_comment(self, data: str) -> None:
        self.faults.append(data)


def test_a_list_between_paragraphs_is_a_list() -> None:
    found = html("It can:\n\n- book rooms\n- send\n  letters\n\nAnd more.")

    assert found == "<p>It can:</p>\n<ul>\n<li>book rooms</li>\n<li>send\nletters</li>\n</ul>\n<p>And more.</p>\n"


def test_a_code_block_keeps_its_lines_and_is_reached_by_keyboard() -> None:
    assert html("```\na\n  <pre>\n```") == '<pre tabindex="0"><code>a\n  &lt;pre&gt;\n</code></pre>\n'


@pytest.mark.parametrize("marks", ["# Aim", "#### Aim", "Aim\n==="])
def test_headings_are_below_those_of_the_page(marks: str) -> None:
    assert html(marks) == "<h3>Aim</h3>\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**all**", "<strong>all</strong>"),
        ("[all](https://x.example/a)", f'<a href="https://x.example/a" {REL}>all</a>'),
        ("![a](https://x.example/a)", '<a href="https://x.example/a" rel="nofollow noopener">a</a>'),
        ("![](http://x.example)", '<a href="http://x.example" rel="nofollow noopener">http://x.example</a>'),
        ("[![<b>](https://x.example/a)](http://x.example)", f'<a href="http://x.example" {REL}>&lt;b&gt;</a>'),
        ("[all](javascript:alert(1))", "[all](javascript:alert(1))"),
        ("![all](data:text/html,x)", "![all](data:text/html,x)"),
        ("<b>all</b>", "&lt;b&gt;all&lt;/b&gt;"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("snake_case_name", "snake_case_name"),
    ],
)  # fmt: skip
def test_marks_inside_a_line(text: str, shown: str) -> None:
    assert html(text) == f"<p>{shown}</p>\n"


@given(st.text(alphabet="ab *_`[]()<>#-\n!:/htps.1~>\"'=&;", max_size=400))
def test_any_text_becomes_elements_of_ours_only(text: str) -> None:
    assert not Inspected(html(text)).faults


@pytest.mark.parametrize("evil", ["[", "*a", "`", "![](https://", "- ", "![[", "*_", "> ", "* a\n ", "[](x"])
def test_hostile_text_is_cut_and_shown(evil: str) -> None:
    shown = html(evil * (100_000 // len(evil)))

    assert not Inspected(shown).faults
    assert len(shown) < 500_000
