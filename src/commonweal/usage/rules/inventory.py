"""The flat inventory: a row for each system and contract, each fact as text in one form that is read again unchanged.

Columns that people bring carry many names and ways of writing; here they become the one form: identifiers for choices,
ISO 8601 days, sums with a point, lists parted by "; ". The words come with the pack `inventory-words`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonweal.usage.rules.money import NotMoney, UnclearMoney, read_cents, written_cents

DAY_FIRST = frozenset({"it", "fr", "de"})  # these languages write the day first and a comma before the cents


class Shape(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MONEY = "money"
    CHOICE = "choice"
    SEVERAL = "several"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, at most so many letters; `words` names the list of its values."""

    id: str
    shape: Shape = Shape.TEXT
    most: int = 300
    words: str = ""


SYSTEM_COLUMNS = (
    Column("reference", most=100),
    Column("name"),
    Column("purpose", most=500),
    Column("functions", Shape.SEVERAL, words="functions"),
    Column("product"),
    Column("catalogue"),
    Column("open_source", Shape.CHOICE, words="yes_no"),
    Column("version", most=100),
    Column("supplier"),
    Column("unit", most=200),
    Column("users", Shape.NUMBER),
    Column("criticality", Shape.CHOICE, words="criticality"),
    Column("hosting", Shape.CHOICE, words="hosting"),
    Column("country", Shape.CODE, most=2),
    Column("data_classes", Shape.SEVERAL, words="data_classes"),
    Column("open_export", Shape.CHOICE, words="yes_no"),
    Column("since", Shape.DAY),
    Column("ended", Shape.DAY),
    Column("visibility", Shape.CHOICE, words="visibility"),
)
CONTRACT_COLUMNS = (
    Column("contract", most=100),
    Column("contract_title"),
    Column("contract_supplier"),
    Column("yearly_cost", Shape.MONEY),
    Column("currency", Shape.CODE, most=3),
    Column("starts", Shape.DAY),
    Column("ends", Shape.DAY),
    Column("notice", Shape.DAY),
    Column("renewal", Shape.CHOICE, words="renewal"),
    Column("renewal_months", Shape.NUMBER),
    Column("exit_cost", Shape.MONEY),
    Column("exit_months", Shape.NUMBER),
    Column("clauses", Shape.SEVERAL, words="clauses"),
    Column("terminated", Shape.DAY),
    Column("contract_visibility", Shape.CHOICE, words="visibility"),
)
COLUMNS = {column.id: column for column in (*SYSTEM_COLUMNS, *CONTRACT_COLUMNS)}
UNKNOWN_WORDS = frozenset(
    {"", "unknown", "not known", "?", "n d", "nd", "n a", "na", "sconosciuto", "inconnu", "unbekannt"}
)


class Unreadable(ValueError):
    """A cell is not understood; `why` says so in a word and `part` is what stands in the way."""

    def __init__(self, why: str, part: str) -> None:
        super().__init__(f"{why}: {part}")
        self.why = why
        self.part = part


def read_cell(column: Column, text: str, *, words: Mapping[str, str], folded: str, language: str) -> str:
    """The one form of a cell; "" for not known. `words` are the values by folded name, `folded` is the text folded.

    Raises Unreadable: "long", "number", "day", "unclear-day", "money", "unclear-money", "choice" or "code".
    """
    if folded in UNKNOWN_WORDS and column.shape not in (Shape.TEXT, Shape.SEVERAL):
        return ""
    if column.shape is Shape.TEXT:
        return _text(text, column.most)
    if column.shape is Shape.NUMBER:
        return _number(text)
    if column.shape is Shape.DAY:
        return _day(text, language)
    if column.shape is Shape.MONEY:
        return _money(text, language)
    if column.shape is Shape.CODE:
        return _code(text, column.most)
    if folded not in words:
        raise Unreadable("choice", text)
    return words[folded]


def _text(text: str, most: int) -> str:
    plain = " ".join(text.split())
    if len(plain) > most:
        raise Unreadable("long", str(most))
    return plain


def _number(text: str) -> str:
    digits = re.sub(r"[\s.,'’]", "", text)
    grouped = re.fullmatch(r"\d{1,3}(?:[\s.,'’]\d{3})+|\d+", text.strip())
    if not grouped or len(digits) > 9:
        raise Unreadable("number", text)
    return str(int(digits))


def _day(text: str, language: str) -> str:
    """ISO 8601, or day, month and year with points or strokes; which comes first must be clear."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text.strip())
    other = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", text.strip())
    if iso:
        year, month, day = map(int, iso.groups())
    elif other:
        first, second, year = int(other[1]), int(other[3]), int(other[4])
        is_day_first = other[2] == "." or language in DAY_FIRST or first > 12 or first == second
        if not is_day_first and second <= 12:
            raise Unreadable("unclear-day", text)
        day, month = (first, second) if is_day_first else (second, first)
    else:
        raise Unreadable("day", text)
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise Unreadable("day", text) from error


def _money(text: str, language: str) -> str:
    try:
        return written_cents(read_cents(text, "," if language in DAY_FIRST else "." if language == "en" else ""))
    except UnclearMoney as error:
        raise Unreadable("unclear-money", text) from error
    except NotMoney as error:
        raise Unreadable("money", text) from error


def _code(text: str, length: int) -> str:
    code = text.strip().upper()
    if not re.fullmatch(f"[A-Z]{{{length}}}", code):
        raise Unreadable("code", text)
    return code


def values_of(facts: Mapping[str, str]) -> dict[str, object]:
    """The facts of a row as values: whole numbers, days, cents, lists; "" where a choice or text is not known."""
    return {name: _value(COLUMNS[name], text) for name, text in facts.items()}


def _value(column: Column, text: str) -> object:
    if column.shape is Shape.SEVERAL:
        return text.split("; ") if text else []
    if column.shape in (Shape.TEXT, Shape.CHOICE, Shape.CODE):
        return text
    if not text:
        return None
    if column.shape is Shape.DAY:
        return date.fromisoformat(text)
    return read_cents(text) if column.shape is Shape.MONEY else int(text)
