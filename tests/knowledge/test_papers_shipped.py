"""The papers and courses that come with the program keep to our rules."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from commonweal.drawing.printing import Heading, Point, Points, Table, Text
from commonweal.knowledge.documents.papers import parts_of
from commonweal.knowledge.queries.packs import OutsideCourse, courses, guidance_pack, head
from commonweal.knowledge.queries.shipped import shipped, shipped_slugs
from commonweal.knowledge.rules.guides import ADDRESS, Guide, Shelf
from commonweal.knowledge.rules.papers import filled

PAPERS = list(shipped(Shelf.PAPERS).values())
LANGUAGES = {code for code, _name in settings.LANGUAGES}
MOST_WORDS = 360
by_name = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: f"{paper.language}-{paper.slug}")


@by_name
def test_a_paper_is_short_and_has_something_to_fill_in(paper: Guide) -> None:
    assert paper.words <= MOST_WORDS
    assert "body" in paper.fields
    assert not re.search(r"\d{4}/\d+", paper.body), "a law may change; papers name none"


@by_name
def test_it_says_the_same_as_the_english_one(paper: Guide) -> None:
    english = shipped(Shelf.PAPERS)[paper.slug, "en"]

    assert set(paper.fields) == set(english.fields)
    assert (paper.readers, paper.task, paper.related, paper.tools) == (
        english.readers, english.task, english.related, english.tools,
    )  # fmt: skip
    assert paper.follows == (None if paper.language == "en" else english.version)
    assert shape_of(paper) == shape_of(english)


def shape_of(paper: Guide) -> list[tuple[str, int]]:
    """What a paper is made of: kinds of parts, and how many points or rows each has."""
    return [(part.kind, len(getattr(part, "points", getattr(part, "rows", ())))) for part in parts_of(paper.body)]


@by_name
def test_all_of_it_arrives_in_print(paper: Guide) -> None:
    parts = list(parts_of(filled(paper.body, {}, {})))

    said = [word for part in parts for word in words_of(part)]
    assert not [word for word in said if re.search(r"\*\*|\[ \]|\{\{|^#|\|", word)]
    for table in (part for part in parts if isinstance(part, Table)):
        assert all(table.columns), "a column without a name says nothing to a screen reader"
        assert all(len(row) == len(table.columns) for row in table.rows)


def words_of(part: object) -> list[str]:
    """What a part says."""
    match part:
        case Heading() | Text():
            return [part.text]
        case Points():
            return [text for point in part.points for text in (point.title, point.text)]
        case Table():
            return [*part.columns, *(cell for row in part.rows for cell in row)]
    raise AssertionError(part)


@by_name
def test_what_it_leads_to_exists(paper: Guide) -> None:
    assert set(paper.related) <= shipped_slugs()
    for tool in (guidance_pack().tools[each] for each in paper.tools):
        assert reverse(tool.route, args=["borgo"] if tool.is_of_body else [])


def test_every_paper_is_there_in_every_language() -> None:
    slugs = shipped_slugs(Shelf.PAPERS)

    assert len(slugs) == 17
    assert shipped(Shelf.PAPERS).keys() == {(slug, language) for slug in slugs for language in LANGUAGES}


def test_every_field_is_named_in_every_language_and_used() -> None:
    fields = guidance_pack().fields

    assert all(set(field.names) == LANGUAGES for field in fields.values())
    assert {field for paper in PAPERS for field in paper.fields} == fields.keys()


def test_a_point_that_begins_in_bold_stands_out() -> None:
    points = "1. **Why.** We want [it](https://esempia.example).\n2. Plain\n\n"

    parts = list(parts_of(f"{points}| A | B |\n|---|---|\n| **x** | |"))

    assert parts[0] == Points(
        (Point("Why.", "We want it (https://esempia.example)."), Point("Plain")), is_numbered=True
    )
    assert parts[1] == Table(("A", "B"), (("x", ""),), (7, 7))


@pytest.mark.parametrize("course", courses().values(), ids=lambda course: course.id)
def test_a_course_is_a_fact_with_its_address(course: OutsideCourse) -> None:
    assert ADDRESS.fullmatch(course.url)
    assert set(course.about) == LANGUAGES
    assert set(course.readers) <= guidance_pack().readers.keys()
    assert course.readers
    assert set(course.guides) <= shipped_slugs()
    assert course.minutes is None or 10 <= course.minutes <= 6000


def test_every_kind_of_reader_has_a_course_and_the_pack_says_where_it_comes_from() -> None:
    assert {reader for course in courses().values() for reader in course.readers} == guidance_pack().readers.keys()
    assert head("courses").licence == "CC0-1.0"
    assert head("field-words").note
