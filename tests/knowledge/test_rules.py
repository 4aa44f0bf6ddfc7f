"""Reading pages strictly, writing them, rendering them safely, finding them, telling what changed."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.knowledge.rules.differences import Change, differences
from commonweal.knowledge.rules.finding import GuideWish, rank
from commonweal.knowledge.rules.guides import Fault, Guide, GuideSource, Vocabulary, Wrong, read_guide, written
from commonweal.knowledge.rules.rendering import html

VOCABULARY = Vocabulary(frozenset({"clerk", "mayor"}), frozenset({"buying", "people"}), frozenset({"software"}))
HEAD = {
    "title": "Look first",
    "summary": "Half an hour.",
    "for": "[clerk]",
    "task": "buying",
    "version": "1",
    "dated": "2026-11-22",
}


def page(body: str = "Do it.", **head: str | None) -> str:
    """A page as text; None leaves a key out."""
    lines = [f"{key}: {value}" for key, value in (HEAD | head).items() if value is not None]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"


def faults(text: str, slug: str = "look-first") -> tuple[Fault, ...]:
    """What is wrong with a page."""
    return read_guide(text, slug, "en", VOCABULARY)[1]


def test_a_good_page_is_read() -> None:
    guide, found = read_guide(page(days="0.5", tools="[software]"), "look-first", "en", VOCABULARY)

    assert found == ()
    assert guide is not None
    assert (guide.title, guide.readers, guide.dated) == ("Look first", ("clerk",), date(2026, 11, 22))
    assert (guide.days, guide.tools, guide.body) == (0.5, ("software",), "Do it.")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Only words", Fault("", Wrong.NO_FRONT_MATTER)),
        (page(title=None), Fault("title", Wrong.MISSING)),
        (page(colour="red"), Fault("colour", Wrong.UNKNOWN)),
        (page(task="sleeping"), Fault("task", Wrong.NOT_LISTED, "sleeping")),
        (page(**{"for": "[clerk, clerk]"}), Fault("for", Wrong.TWICE, "clerk")),
        (page(version='"1"'), Fault("version", Wrong.KIND, "1")),
        (page(version="yes"), Fault("version", Wrong.KIND, "True")),
        (page(dated='"2026-11-22"'), Fault("dated", Wrong.KIND, "2026-11-22")),
        (page(days="0"), Fault("days", Wrong.KIND, "0")),
        (page(summary="x" * 201), Fault("summary", Wrong.TOO_LONG, "200")),
        (page(related="[Über]"), Fault("related", Wrong.NOT_LISTED, "Über")),
        (
            page(sources="[{title: A, url: 'ftp://x.example/y'}]"),
            Fault("sources[0].url", Wrong.ADDRESS, "ftp://x.example/y"),
        ),
        (page("[x](javascript:alert(1))"), Fault("", Wrong.ADDRESS, "javascript:alert(1)")),
        (page("[x](/inside)"), Fault("", Wrong.ADDRESS, "/inside")),
        (page("# One"), Fault("", Wrong.HEADING, "1")),
        (page("<script>x</script>"), Fault("", Wrong.HTML, "<script>x</script>")),
        (page("a <b>c</b>"), Fault("", Wrong.HTML, "<b>")),
        (page("![Map](https://x.example/map.png)"), Fault("", Wrong.IMAGE, "Map")),
        (page(""), Fault("", Wrong.EMPTY)),
        (page("x" * 20_001), Fault("", Wrong.TOO_LONG, "20000")),
        (page(title="Look\ntitle: Again"), Fault("title", Wrong.TWICE)),
        (page(title="[open"), Fault("", Wrong.NOT_YAML, "3")),
    ],
    ids=lambda value: "" if isinstance(value, str) else f"{value.wrong}-{value.path}",
)
def test_what_is_wrong_is_told_with_its_place(text: str, fault: Fault) -> None:
    assert fault in faults(text)


@pytest.mark.parametrize("slug", ["Look First", "new", "x" * 81])
def test_a_name_that_is_no_address_is_refused(slug: str) -> None:
    assert Fault("slug", Wrong.KIND, slug[:80]) in faults(page(), slug=slug)


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split()) or "x"
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    title=words,
    summary=words,
    readers=st.lists(st.sampled_from(["clerk", "mayor"]), min_size=1, unique=True),
    days=st.none() | st.floats(0.1, 250),
    follows=st.none() | st.integers(1, 99),
    sources=st.lists(words, max_size=3),
)
def test_what_is_written_reads_as_the_same(
    title: str, summary: str, readers: list[str], days: float | None, follows: int | None, sources: list[str]
) -> None:
    guide = Guide(
        slug="a-page",
        language="it",
        title=title,
        summary=summary,
        readers=tuple(readers),
        task="buying",
        version=3,
        dated=date(2026, 11, 22),
        body="## One\n\n- two\n\n---\n\nthree",
        days=days,
        follows=follows,
        related=("other",),
        tools=("software",),
        sources=tuple(GuideSource(each, "https://esempia.example/a") for each in sources),
    )

    assert read_guide(written(guide), "a-page", "it", VOCABULARY) == (guide, ())


@given(text=st.text(max_size=300))
def test_reading_never_raises(text: str) -> None:
    guide, found = read_guide(f"---\n{text}", "a", "en", VOCABULARY)

    assert (guide is None) == bool(found)


@given(text=st.text(st.sampled_from("<>[]()!#*`\"'&javascript:onerror= \n"), max_size=120))
def test_no_text_becomes_a_tag_of_its_own(text: str) -> None:
    shown = html(text)

    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown


def test_what_is_dangerous_is_shown_as_text() -> None:
    shown = html(
        '<img src=x onerror=alert(1)> [a](javascript:x) ![b](https://x.example/b.png) [c](https://x.example "t")'
    )

    assert "&lt;img" in shown
    assert "<img" not in shown
    assert shown.count("<a ") == 2
    assert 'rel="noopener"' in shown


@given(before=st.lists(st.sampled_from("abc"), max_size=12), after=st.lists(st.sampled_from("abc"), max_size=12))
def test_differences_hold_both_texts(before: list[str], after: list[str]) -> None:
    lines = differences("\n".join(before), "\n".join(after))

    assert [line.text for line in lines if line.change is not Change.ADDED] == before
    assert [line.text for line in lines if line.change is not Change.REMOVED] == after


def test_reading_time_leaves_addresses_out_and_rounds_up() -> None:
    guide, _found = read_guide(page("[word](https://esempia.example/a/b/c) " * 181), "a", "en", VOCABULARY)

    assert guide is not None
    assert (guide.words, guide.minutes) == (181, 2)


def test_a_title_is_nearer_than_a_text() -> None:
    guide, _found = read_guide(page("Prüfen Sie."), "a", "en", VOCABULARY)

    assert guide is not None
    assert rank(guide, GuideWish("LOOK")) == 0
    assert rank(guide, GuideWish("hour look")) == 1
    assert rank(guide, GuideWish("prufen")) == 2
    assert rank(guide, GuideWish("elsewhere")) is None
    assert rank(guide, GuideWish(task="people")) is None
