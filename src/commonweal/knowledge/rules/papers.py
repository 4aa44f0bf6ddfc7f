"""Papers filled in: what is known stands in their fields, what is not stays a line to write on, with its name."""

import re
from collections.abc import Mapping

from commonweal.knowledge.rules.guides import FIELD

BLANK, BOX = "……", "☐"
# What would mean something in CommonMark within a line.
MARKS = re.compile(r"[\\`*_\[\]<>#|~&]")
# A town is often called as its place is: then its name alone is enough.
AFTER_BODY = re.compile(r"(\{\{ body \}\}(?:\*\*)?), \{\{ place \}\}")
TASK = re.compile(r"^(\s*(?:[-*+]|\d+[.)]) )\[ \] ", re.MULTILINE)


def filled(text: str, values: Mapping[str, str], names: Mapping[str, str]) -> str:
    r"""The text with its fields filled in, and boxes to tick.

    >>> filled("{{ body }} names {{ person }}.", {"body": "Bor*go"}, {"person": "a name"})
    'Bor\\*go names …… (a name).'
    >>> filled("{{ body }}, {{ place }}, {{ date }}", {"body": "Borgo", "place": "Borgo", "date": "May"}, {})
    'Borgo, May'
    >>> filled("- [ ] Asked", {}, {})
    '- ☐ Asked'
    """
    if values.get("place") and values.get("place") == values.get("body"):
        text = AFTER_BODY.sub(r"\1", text)
    return TASK.sub(rf"\1{BOX} ", FIELD.sub(lambda found: _said(found[1], values, names), text))


def _said(field: str, values: Mapping[str, str], names: Mapping[str, str]) -> str:
    value = " ".join(values.get(field, "").split())
    return MARKS.sub(r"\\\g<0>", value) if value else f"{BLANK} ({names.get(field, field)})"
