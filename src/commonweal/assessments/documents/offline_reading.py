"""Reading forms that were filled in without a network: lines of JSON from the form in a browser, or a table.

What can be read is kept, also of a file that was cut off; the rest is told with its line. It never raises.
A file of the browser has a JSON object a line, each complete in itself (see `templates/assessments/offline.js`).
"""

import hashlib
import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.assessments.rules.instrument import Instrument, Scale, ScaleKind, State
from commonweal.assessments.rules.merging import Claim, Said
from commonweal.assessments.rules.sayings import Problem
from commonweal.standards.spreadsheet import unprotected
from commonweal.standards.table import Row, Table, decoded, read_table
from commonweal.standards.workbook import is_workbook, read_workbook

LONGEST = 1_000  # characters of a text, as answers keep them
MOST_PROBLEMS = 200  # that are told of a file; after them only that there are more
UNKEPT = re.compile("[\x00\ud800-\udfff]")  # what no database keeps: nul and halves of characters
END = "end"
FILLED = ("answer", "reason", "evidence_url", "evidence_note")
UNKNOWN_WORDS = frozenset({"unknown", "?", "non lo sappiamo", "nous ne savons pas", "wissen wir nicht"})
INAPPLICABLE_WORDS = frozenset(
    {"does not apply", "n/a", "inapplicable", "non si applica", "ne s'applique pas", "trifft nicht zu"}
)
YES_WORDS = frozenset({"yes", "sì", "si", "oui", "ja"})
NO_WORDS = frozenset({"no", "non", "nein"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What a campaign asks: its key, the codes of its places, the instrument and its questions."""

    campaign: str
    places: Collection[str]
    instrument: Instrument
    is_short: bool


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What a file says, and what of it could not be read."""

    said: tuple[Said, ...]
    problems: tuple[Problem, ...]


def read_form(content: bytes, expected: Expected) -> ReadForm:
    """Every answer of a file that can be read."""
    reader = _Reader(expected, hashlib.sha256(content).hexdigest()[:12])
    if is_workbook(content):
        reader.table(read_workbook(content))
    else:
        text = UNKEPT.sub("", decoded(content))
        start = text.lstrip()[:200].lower()
        if start.startswith(("<!doctype", "<html")):
            reader.fail(0, "empty_form")
        elif start.startswith("{"):
            reader.lines(text)
        else:
            reader.table(read_table(content), is_cut_possible=True)
    return ReadForm(tuple(reader.said), tuple(reader.problems))


def number_in(text: str) -> float | None:
    """A number as people write it; None for anything else.

    >>> number_in("12,5 %"), number_in("1 200"), number_in("about 5"), number_in("1e999")
    (12.5, 1200.0, None, None)
    """
    bare = text.strip().removesuffix("%").replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "")
    try:
        number = float(bare.replace(",", ".")) if bare.count(",") <= 1 else float(bare.replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


class _Reader:
    """Gathers what one file says."""

    def __init__(self, expected: Expected, file: str) -> None:
        self.expected = expected
        self.file = file
        self.questions = {each.id: each for each in expected.instrument.of_form(short=expected.is_short)}
        self.said: list[Said] = []
        self.problems: list[Problem] = []

    def fail(self, line: int, code: str, question: str = "", text: str = "") -> None:
        """Write down what could not be read."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, code, question[:40], text[:LONGEST]))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(Problem(line, "more"))

    def lines(self, text: str) -> None:
        """The lines of a file from the browser."""
        is_whole = False
        lines = text.strip().split("\n")
        for number, line in enumerate(lines, start=1):
            found = _object(line) if line.strip() else {}
            if found is None:
                self.fail(number, "cut" if number == len(lines) else "unreadable", text=line.strip())
            elif END in found:
                is_whole = True
            elif "question" in found:
                self._answer(number, {key: _text(value) for key, value in found.items()})
        if not is_whole:
            self.fail(0, "no_end")

    def table(self, table: Table, *, is_cut_possible: bool = False) -> None:
        """The rows of a table; the last cell of a row that stops early may be half of what was written."""
        columns = [column.strip().lower() for column in table.columns]
        if not {"question", "answer"} <= set(columns):
            self.fail(0, "no_columns")
            return
        for row in table.rows:
            cells = row.cells
            if is_cut_possible and len(cells) < len(columns):
                asked = dict(zip(columns, cells[:-1], strict=False)).get("question", "")
                self.fail(row.line, "cut", asked, cells[-1])
                cells = cells[:-1]
            self._row(row, dict(zip(columns, map(unprotected, cells), strict=False)))

    def _row(self, row: Row, cells: Mapping[str, str]) -> None:
        if cells.get("question") and any(cells.get(name) for name in FILLED):
            self._answer(row.line, {**cells, "hand": f"file-{self.file}", "turn": "0"})

    def _answer(self, line: int, cells: Mapping[str, str]) -> None:
        question = self.questions.get(cells["question"])
        place = cells.get("place", "")
        if cells.get("campaign") != self.expected.campaign:
            self.fail(line, "other_campaign", cells["question"], cells.get("campaign", ""))
        elif place not in self.expected.places:
            self.fail(line, "other_place", cells["question"], place)
        elif question is None:
            self.fail(line, "other_question", cells["question"], cells.get("answer", ""))
        else:
            claim = _claim(cells, self.expected.instrument.scale_of(question))
            if claim is None:
                self.fail(line, "no_value", question.id, cells.get("answer", ""))
            else:
                self.said.append(_said(cells, claim))


def _said(cells: Mapping[str, str], claim: Claim) -> Said:
    turn = cells.get("turn", "")
    return Said(
        place=cells["place"],
        question=cells["question"],
        hand=cells.get("hand", "")[:60],
        turn=int(turn) if turn.isdecimal() and len(turn) < 10 else 0,
        claim=claim,
        by=cells.get("by", "")[:200],
        reason=cells.get("reason", "")[:LONGEST],
        evidence_url=_address(cells.get("evidence_url", "")),
        evidence_note=_note(cells),
    )


def _claim(cells: Mapping[str, str], scale: Scale) -> Claim | None:
    """What is answered; None for what the scale does not know."""
    text = cells.get("answer", "").strip()
    word = text.lower()
    if word in UNKNOWN_WORDS or not word:
        return Claim(State.UNKNOWN)
    if word in INAPPLICABLE_WORDS:
        return Claim(State.INAPPLICABLE)
    value = _value(word, scale)
    return Claim(State.ANSWERED, value) if value is not None and scale.allows(value) else None


def _value(word: str, scale: Scale) -> float | None:
    if scale.kind is ScaleKind.YESNO and word in YES_WORDS | NO_WORDS:
        return 1.0 if word in YES_WORDS else 0.0
    named = (choice.value for choice in scale.values if word in {name.lower() for name in choice.name.values()})
    return next(named, None) if scale.values and number_in(word) is None else number_in(word)


def _address(text: str) -> str:
    return text[:500] if text.startswith(("https://", "http://")) else ""


def _note(cells: Mapping[str, str]) -> str:
    """The note, with what stands in the field of the address and is none."""
    address = cells.get("evidence_url", "")
    kept = [cells.get("evidence_note", ""), "" if _address(address) else address]
    return "; ".join(text for text in kept if text)[:LONGEST]


def _object(line: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: Any) -> str:
    return UNKEPT.sub("", value) if isinstance(value, str) else "" if value is None else json.dumps(value)
