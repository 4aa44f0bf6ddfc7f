"""Every recommendation leads to help that is there: guidance, papers or courses, and whom to ask."""

import pytest
from django.urls import reverse

from commonweal.assessments.queries.advice_packs import ActionWords, advice_pack
from commonweal.knowledge.queries.packs import courses
from commonweal.knowledge.queries.shipped import shipped, shipped_slugs
from commonweal.knowledge.rules.guides import Shelf

WORDS = list(advice_pack().words.values())
by_rule = pytest.mark.parametrize("words", WORDS, ids=lambda words: words.rule)


@by_rule
def test_what_a_rule_names_is_there(words: ActionWords) -> None:
    tools = advice_pack().tools

    assert words.guidance in shipped_slugs()
    assert set(words.papers) <= shipped_slugs(Shelf.PAPERS)
    assert set(words.courses) <= courses().keys()
    page = advice_pack().contacts[words.ask].page
    assert not page or reverse(page, args=["borgo"] if tools[page].is_of_body else [])


@by_rule
def test_a_rule_has_a_paper_or_a_course_or_says_why_none(words: ActionWords) -> None:
    assert bool(words.papers or words.courses) != bool(words.no_paper)
    assert len(words.papers) <= 2
    assert len(words.courses) <= 3


def test_there_are_the_rules_that_there_were() -> None:
    assert len(WORDS) == 49


def test_every_paper_serves_some_advice() -> None:
    named = {paper for words in WORDS for paper in words.papers}

    assert named == shipped_slugs(Shelf.PAPERS)


def test_every_course_goes_with_guidance_that_is_there() -> None:
    for course in courses().values():
        assert course.guides
        assert set(course.guides) <= {slug for slug, _language in shipped()}
