"""The pages, paths and words that come with the program keep to our rules."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from commonweal.knowledge.queries.packs import FieldWord, LearningPath, field_words, guidance_pack, paths
from commonweal.knowledge.queries.shipped import FOLDER, shipped, shipped_slugs
from commonweal.knowledge.rules.guides import Guide, Shelf
from commonweal.knowledge.rules.rendering import plain

GUIDES = list(shipped().values())
LANGUAGES = {code for code, _name in settings.LANGUAGES}
MOST_WORDS, MOST_WORDS_IN_A_SENTENCE = 500, 30
by_name = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: f"{guide.language}-{guide.slug}")


@by_name
def test_a_page_is_short_and_says_what_to_do(guide: Guide) -> None:
    headings = re.findall(r"^## .+$", guide.body, re.MULTILINE)

    assert guide.words <= MOST_WORDS
    assert len(headings) >= 3
    assert re.search(r"^1\. ", guide.body, re.MULTILINE)
    assert guide.sources


@by_name
def test_its_sentences_are_short(guide: Guide) -> None:
    lines = [plain(line) for line in guide.body.splitlines() if not line.startswith("|")]
    sentences = [each for line in lines for each in re.split(r"(?<=[.:?!;])\s", line)]
    lengths = [len(each.split()) for each in sentences if each]

    assert max(lengths) <= MOST_WORDS_IN_A_SENTENCE
    assert sum(lengths) / len(lengths) <= 14


@by_name
def test_what_it_leads_to_exists(guide: Guide) -> None:
    pack = guidance_pack()

    assert set(guide.related) <= shipped_slugs() - {guide.slug}
    for tool in (pack.tools[each] for each in guide.tools):
        assert reverse(tool.route, args=["borgo"] if tool.is_of_body else [])


@by_name
def test_a_translation_says_which_english_page_it_follows(guide: Guide) -> None:
    english = shipped()[guide.slug, "en"]

    if guide.language == "en":
        assert guide.follows is None
    else:
        assert guide.follows == english.version
        assert (guide.readers, guide.task, guide.tools) == (english.readers, english.task, english.tools)
        assert (guide.related, guide.days, len(guide.sources)) == (english.related, english.days, len(english.sources))


def test_every_page_has_a_file_of_a_language_we_speak() -> None:
    assert {folder.name for folder in (FOLDER / Shelf.GUIDANCE).iterdir()} <= LANGUAGES
    assert len(shipped_slugs()) >= 25


@pytest.mark.parametrize("path", paths().values(), ids=lambda path: path.reader)
def test_a_path_leads_over_pages_that_are_meant_for_its_reader(path: LearningPath) -> None:
    slugs = [step.slug for step in path.steps]

    assert len(set(slugs)) == len(slugs) >= 4
    assert all(path.reader in shipped()[slug, "en"].readers for slug in slugs)
    assert all(set(step.why) == LANGUAGES for step in path.steps)


def test_every_reader_has_a_path_and_no_two_are_alike() -> None:
    found = {path.reader: tuple(step.slug for step in path.steps) for path in paths().values()}

    assert found.keys() == guidance_pack().readers.keys()
    assert len(set(found.values())) == len(found)
    assert len(set(found["clerk"]) & set(found["developer"])) <= 1


@pytest.mark.parametrize("word", field_words(), ids=lambda word: word.id)
def test_a_word_is_explained_in_every_language(word: FieldWord) -> None:
    assert set(word.names) == set(word.meanings) == LANGUAGES
    assert set(word.guides) <= shipped_slugs()
    assert max(len(meaning.split()) for meaning in word.meanings.values()) <= 45


def test_every_task_and_reader_has_a_page() -> None:
    english = [guide for guide in GUIDES if guide.language == "en"]

    assert {guide.task for guide in english} == guidance_pack().tasks.keys()
    assert {reader for guide in english for reader in guide.readers} == guidance_pack().readers.keys()
