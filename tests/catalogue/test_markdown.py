"""Long descriptions: what is read as marks, and that nothing becomes HTML."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.catalogue.rules.markdown import Block, Span, blocks, spans


def words(block: Block) -> list[str]:
    return ["".join(span.text for span in line) for line in block.lines]


def test_a_list_between_paragraphs_is_a_list() -> None:
    found = blocks("It can:\n\n- book rooms\n- send\n  letters\n\nAnd more.")

    assert [block.kind for block in found] == ["paragraph", "list", "paragraph"]
    assert words(found[1]) == ["book rooms", "send letters"]


def test_a_code_block_keeps_its_lines() -> None:
    assert words(blocks("```sh\na\n  b\n```")[0]) == ["a\n  b"]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("**all**", Span("strong", "all")),
        ("*all*", Span("emphasis", "all")),
        ("`all`", Span("code", "all")),
        ("[all](https://x.example/a)", Span("link", "all", "https://x.example/a")),
        ("![](https://x.example/a.png)", Span("link", "https://x.example/a.png", "https://x.example/a.png")),
        ("[all](javascript:alert(1))", Span("text", "[all](javascript:alert(1))")),
        ("<b>all</b>", Span("text", "<b>all</b>")),
        ("2 * 3 * 4", Span("text", "2 * 3 * 4")),
        ("snake_case_name", Span("text", "snake_case_name")),
    ],
)
def test_marks_inside_a_line(text: str, span: Span) -> None:
    assert spans(text) == (span,)


@given(st.text(alphabet="ab *_`[]()<>#-\n!:/htps.1~>", max_size=400))
def test_any_text_is_read_and_links_lead_to_the_web(text: str) -> None:
    for block in blocks(text):
        for line in block.lines:
            assert all(span.address.startswith(("http://", "https://")) for span in line if span.kind == "link")


@pytest.mark.parametrize("evil", ["[" * 50_000, "*a" * 25_000, "`" * 50_001, "![](https://" * 4_000, "- " * 25_000])
def test_hostile_text_takes_no_time(evil: str) -> None:
    begin = time.perf_counter()

    blocks(evil)

    assert time.perf_counter() - begin < 2
