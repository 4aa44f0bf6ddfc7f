"""The instrument for organisations: complete, in four languages, and short enough to be read over a coffee."""

from collections import Counter

import pytest

from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.rules.instrument import Question, Words

PACK = instrument("organisation")
LANGUAGES = ("en", "it", "fr", "de")
SIZES = {"A": 5, "B": 5, "C": 5, "D": 5, "E": 4, "F": 4, "G": 3, "H": 3, "I": 4, "J": 3, "K": 3, "L": 3, "M": 4}
WORDS_A_MINUTE = 120  # slow reading, on a telephone, in a language of administration
SECONDS_TO_ANSWER = 15


def _texts(question: Question) -> list[Words]:
    said = (question.exempt,) if question.exempt else ()
    return [question.ask, question.help, *(choice.name for choice in PACK.scale_of(question).values), *said]


def test_it_asks_51_questions_in_13_dimensions() -> None:
    assert Counter(question.dimension for question in PACK.questions) == SIZES
    assert len(PACK.questions) == 51
    assert [question.id for question in PACK.questions] == [
        f"Q{dimension}{number}" for dimension, size in SIZES.items() for number in range(1, size + 1)
    ]


def test_the_short_form_asks_one_question_of_each_dimension_and_it_holds_the_level() -> None:
    short = PACK.of_form(short=True)

    assert [question.dimension for question in short] == list(SIZES)
    assert all(question.is_gate for question in short)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_form_is_read_and_answered_within_ten_minutes(language: str) -> None:
    short = PACK.of_form(short=True)

    words = sum(len(text[language].split()) for question in short for text in _texts(question))

    assert words / WORDS_A_MINUTE + len(short) * SECONDS_TO_ANSWER / 60 <= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_and_short(language: str) -> None:
    for question in PACK.questions:
        for text in _texts(question):
            assert text[language]
            assert len(text[language].split()) <= 30, (question.id, text[language])


def test_no_question_needs_a_word_that_only_specialists_know() -> None:
    """What must be said by its name (SBOM, DOI, …) stands in the help, where it is explained."""
    special = {"SBOM", "CRA", "CMDB", "OSV", "DOI", "SPDX", "publiccode.yml", "upstream", "repository", "API"}

    for question in PACK.questions:
        assert not special & set(question.ask["en"].replace("?", " ").replace(",", " ").split()), question.id


def test_every_question_leads_to_guidance_and_names_its_source() -> None:
    assert all(question.guidance and question.source for question in PACK.questions)
