"""Every sentence of the pages stands in every language."""

import re
from pathlib import Path

import polib
import pytest

from tests.architecture.source import PACKAGE
from tests.server.messages import Message, messages

LANGUAGES = ("it", "fr", "de")
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


def po_file(language: str) -> Path:
    return PACKAGE / "server" / "locale" / language / "LC_MESSAGES" / "django.po"


def entries(language: str) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(po_file(language))) if not entry.obsolete]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    translated = {
        Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt)
        for entry in entries(language)
        if entry.translated()
    }

    missing = [f"{place}: {message.text!r}" for message, place in messages().items() if message not in translated]
    assert not missing, (
        f"{len(missing)} sentences lack {language}. Run `python -m tests.server.refresh_messages`, then translate:\n"
        + "\n".join(missing[:40])
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(language: str) -> None:
    broken = []
    for entry in entries(language):
        if entry.msgid_plural:  # "one file" may leave its number out, "many" may not
            many = set(PLACEHOLDERS.findall(entry.msgid_plural))
            kept = set(PLACEHOLDERS.findall(entry.msgstr_plural[1])) == many
            kept = kept and set(PLACEHOLDERS.findall(entry.msgstr_plural[0])) <= many
        else:
            kept = sorted(PLACEHOLDERS.findall(entry.msgid)) == sorted(PLACEHOLDERS.findall(entry.msgstr))
        if not kept:
            broken.append(entry.msgid)

    assert not broken


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_that_nothing_uses(language: str) -> None:
    used = messages()

    assert not [
        entry.msgid
        for entry in entries(language)
        if Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt) not in used
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_like_its_sentence(language: str) -> None:
    def ends(text: str) -> tuple[bool, bool, bool]:
        return text.endswith("."), text.startswith(" "), text.endswith(" ")

    assert not [entry.msgid for entry in entries(language) if entry.msgstr and ends(entry.msgid) != ends(entry.msgstr)]
