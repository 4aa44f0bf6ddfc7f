"""The pages of the demo world in every language: whatever is shown is said in the reader's language."""

import re
from datetime import date
from html import unescape

import polib
import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from commonweal.organisations.models import User
from tests.architecture.source import PACKAGE
from tests.server.budgets import BUDGETS
from tests.server.test_query_budgets import path_of
from tests.server.test_translations import LANGUAGES, po_file

pytestmark = pytest.mark.django_db

ABOUT = {"it": "Informazioni su questo sito", "fr": "À propos de ce site", "de": "Über diese Website"}
SAME_EVERYWHERE = {"(Atom)", "(OpenAPI)", "CSV", "CodeMeta", "JSON", "YAML", "publiccode.yml"}
SAME_EVERYWHERE |= {"DOCX", "HTML", "Markdown", "ODT", "PDF"}
SAME_EVERYWHERE |= {"CVSS", "FSF", "OSI", "spdx.org", "· CC0-1.0"}
SAME_EVERYWHERE |= {"software.csv", "software.jsonl", "usage.csv", "usage.jsonl", "yml.publiccode.tools", "Wikidata"}
PARTS_OF_A_TAG = {"attributes.html"}  # say nothing themselves: they stand within a tag
OUTSIDE = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%\s*blocktranslate.*?endblocktranslate\s*%}|<script.*?</script>"
    r"|<code\b[^>]*>.*?</code>",  # commands, as they are typed everywhere
    re.DOTALL,
)
SPOKEN_ATTRIBUTES = re.compile(r'\b(?:title|aria-label|placeholder|alt)="([^"]*)"')


@pytest.fixture
def bruno(world: list[str], client: Client) -> Client:
    client.force_login(User.objects.get(username="bruno"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def english_only(language: str) -> list[str]:
    """Sentences that read otherwise in a language, and are too long to stand in a page by chance."""
    entries = polib.pofile(str(po_file(language)))
    return [each.msgid for each in entries if len(each.msgid) > 20 and each.msgstr not in ("", each.msgid)]


def words_of(page: str) -> str:
    """What a page says, in tags' attributes too, without what it shows in a declared other language."""
    page = re.sub(r'<(\w+)[^>]*\slang="en"[^>]*>.*?</\1>', " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_shows_an_english_sentence_that_is_translated(bruno: Client, language: str) -> None:
    sentences = english_only(language)

    leaks = []
    for budget in BUDGETS.values():
        path = path_of(budget)
        answer = bruno.get(path, headers={"accept-language": language})
        if answer.headers["Content-Type"].startswith("text/html") and b"<html" in answer.content:
            page = answer.content.decode()
            assert f'<html lang="{language}"' in page, path
            words = words_of(page)
            leaks += [f"{path}: {sentence}" for sentence in sentences if sentence in words]

    assert not leaks


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_switched_by_a_plain_form(language: str) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    page = client.get("/about").content.decode()
    assert f'action="{reverse("set_language")}"' in page
    assert f'name="language" value="{language}"' in page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    client.post(reverse("set_language"), hidden | {"language": language})

    page = client.get(hidden["next"]).content.decode()
    assert f'<html lang="{language}"' in page
    assert f"<h1>{ABOUT[language]}</h1>" in page


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [
        ("en", "1,234", "1 March 2026"),
        ("it", "1.234", "1 marzo 2026"),
        ("fr", "1\N{NO-BREAK SPACE}234", "1 mars 2026"),
        ("de", "1.234", "1. März 2026"),
    ],
)
def test_numbers_and_days_are_written_as_the_language_does(language: str, number: str, day: str) -> None:
    template = Template('{{ number|floatformat:"0g" }}; {{ day|date }}')

    with translation.override(language):
        shown = template.render(Context({"number": 1234, "day": date(2026, 3, 1)}))

    assert shown == f"{number}; {day}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_and_many_are_told_apart(language: str) -> None:
    with translation.override(language):
        one, many = (
            translation.ngettext("%(number)s result", "%(number)s results", number) % {"number": number}
            for number in (1, 2)
        )

    assert one.startswith("1 ")
    assert one.removeprefix("1") != many.removeprefix("2")


def test_templates_say_nothing_outside_translation() -> None:
    bare = []
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        if path.name in PARTS_OF_A_TAG:
            continue
        text = re.sub(r"{%.*?%}|{{.*?}}", "\0", OUTSIDE.sub("", path.read_text()), flags=re.DOTALL)
        said = [*SPOKEN_ATTRIBUTES.findall(text), *re.split(r"<[^>]*>", text)]
        words = [part.strip() for each in said for part in each.split("\0")]
        bare += [f"{path.name}: {each}" for each in words if re.search("[A-Za-z]{2}", each)]

    assert [each for each in bare if each.split(": ", 1)[1] not in SAME_EVERYWHERE] == []
