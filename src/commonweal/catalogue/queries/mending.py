"""What the rules of the publiccode.yml reader mean, and how to mend what they find."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What the commonest faults are, before the exact words of the YAML reader, which are English.
INTRODUCTIONS: Mapping[str, Promise] = {
    "yaml-syntax": _("The file cannot be read as YAML from here on."),
    "duplicate-key": _("The same key stands here twice."),
    "not-a-mapping": _("This is not a list of keys with their values."),
    "encoding": _("Some characters are not UTF-8."),
}
# With one of these nothing of the file was understood, so that a key is missing says nothing.
UNREADABLE_RULES = frozenset({"yaml-syntax", "not-a-mapping", "several-documents", "too-large", "empty"})

MENDING: Mapping[str, Promise] = {
    "yaml-syntax": _("Check the indentation of this line and the one before: spaces only, no tabs."),
    "not-a-mapping": _("The file should consist of lines such as “name: …”."),
    "encoding": _("Save the file as UTF-8."),
    "byte-order-mark": _("Save the file as UTF-8 without a byte order mark."),
    "control-character": _("Remove this character; it cannot be seen, so write the line anew."),
    "several-documents": _("Keep one document only: remove lines that consist of “---”."),
    "duplicate-key": _("Keep one of the two lines."),
    "required": _("Add this key."),
    "outdated": _('Write publiccodeYmlVersion: "0".'),
    "unknown-key": _("Remove this key, or correct its spelling."),
    "renamed-key": _("Write the key by its name of today; upgrading the file does it for you."),
    "invalid-value": _("Write one of the values that the standard lists for this key."),
    "deprecated-value": _("The value still counts; replace it when you next change the file."),
    "language": _("Write the short code of the language, such as it or pt-BR."),
    "file": _("Put the file into the repository, or correct the path."),
    "wrong-type": _("Look up in the standard whether this key takes a text, a list or a group of keys."),
    "yaml-1-1-boolean": _("Write true or false instead of yes or no."),
    "date": _("Write year, month and day, such as 2026-05-01."),
    "not-allowed": _("Remove this key, or change the one that it depends on."),
    "empty-list": _("Add an item, or remove the key."),
    "deprecated-key": _("The key still works; replace it when you next change the file."),
}


def introduction(rule: str) -> str | Promise:
    """What a fault is, in a sentence that stands before the reader's own; "" where that is enough."""
    return INTRODUCTIONS.get(rule, "")


def mending(rule: str) -> str | Promise:
    """How to mend it, "" where there is no general advice."""
    return MENDING.get(rule, "")
