"""Bars: one under the other, with name and value in words."""

from commonweal.drawing.bars import WIDTH, Bar, draw_bars


def test_a_bar_is_as_long_as_its_share_and_says_its_value() -> None:
    drawing = draw_bars([Bar("Acme & <Sons>", 0.25, "25 %"), Bar("x" * 60, 2, "all")], label="Shares")

    assert "Acme &amp; &lt;Sons&gt;" in drawing
    assert f'width="{WIDTH // 4}"' in drawing
    assert f'class="bar" x="0" y="64" width="{WIDTH}"' in drawing
    assert "…" in drawing
    assert drawing.count("25 %") == 1


def test_nothing_draws_nothing() -> None:
    assert draw_bars([], label="Shares") == ""
