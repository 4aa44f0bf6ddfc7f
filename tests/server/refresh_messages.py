"""Bring the translation files up to date, without gettext's tools.

./commonweal manage shell --command "from tests.server.refresh_messages import main; main()"

New sentences come in empty, those that nothing uses any more go, and all stand in the order of the files they are
from, so that a change of one page changes one place.
"""

from datetime import UTC, datetime

import polib

from tests.server.messages import Message, messages
from tests.server.test_translations import LANGUAGES, po_file

PLURAL_FORMS = {
    "it": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "de": "nplurals=2; plural=(n != 1);",
}


def refresh(language: str) -> list[str]:
    """Rewrite the file of a language; return the sentences it lacks."""
    path = po_file(language)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {message_of(entry): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.header = "The words of Commonweal's pages. Licence: EUPL-1.2."
    for message, place in sorted(messages().items(), key=lambda item: item[1]):
        entry = known.get(message) or empty_entry(message)
        entry.occurrences = [(place, "")]
        new.append(entry)
    missing = [entry.msgid for entry in new if not entry.translated()]
    same = [str(entry) for entry in old] == [str(entry) for entry in new]
    revised = old.metadata.get("PO-Revision-Date") if same else None
    new.metadata = {
        "Project-Id-Version": "Commonweal",
        "PO-Revision-Date": revised or datetime.now(UTC).strftime("%Y-%m-%d %H:%M+0000"),
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return missing


def message_of(entry: polib.POEntry) -> Message:
    """What an entry translates."""
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt)


def empty_entry(message: Message) -> polib.POEntry:
    """An entry that waits for its translation."""
    if message.plural:
        forms = {0: "", 1: ""}
        return polib.POEntry(
            msgid=message.text, msgid_plural=message.plural, msgctxt=message.context, msgstr_plural=forms
        )
    return polib.POEntry(msgid=message.text, msgctxt=message.context, msgstr="")


def main() -> None:
    """Refresh every language and print what waits for a translation."""
    for each in LANGUAGES:
        for sentence in refresh(each):
            print(f"{each}: {sentence!r}")
