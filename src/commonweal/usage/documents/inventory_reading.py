"""Reading an inventory that somebody brings: what is understood, and for every other cell a sentence with its place."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _

from commonweal.catalogue.queries import read_pack
from commonweal.organisations.queries import fold
from commonweal.standards.spreadsheet import unprotected
from commonweal.standards.table import Row, Table
from commonweal.usage import queries
from commonweal.usage.rules.inventory import COLUMNS, CONTRACT_COLUMNS, Column, Shape, Unreadable, read_cell

MOST_ROWS = 2000
LANGUAGES = ("en", "it", "fr", "de")
CONTRACT = frozenset(column.id for column in CONTRACT_COLUMNS)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a row is refused: its line, the column as the file calls it ("" for the whole row), and a sentence."""

    line: int
    column: str
    sentence: str


@dataclass(slots=True)
class ReadThing:
    """A system or contract as the file has it, in one or more lines; only columns that the file has.

    `about` is what a contract is called that has no title: the software or system it first stands with.
    """

    lines: list[int]
    facts: dict[str, str]
    contracts: list[int] = field(default_factory=list)
    about: str = ""


@dataclass(slots=True)
class ReadInventory:
    """What a file says: systems, which name their contracts by place in `contracts`; what was not understood.

    `ignored` are headings that nobody knows. `language` is that of the headings, "" for our own identifiers.
    """

    language: str = ""
    columns: dict[int, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    systems: list[ReadThing] = field(default_factory=list)
    contracts: list[ReadThing] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)


def read_inventory(table: Table) -> ReadInventory:
    """Everything a table says of systems and contracts; a row with one problem is refused as a whole."""
    found = ReadInventory()
    _recognise_columns(found, table)
    if table.problem or "name" not in found.columns.values():
        found.problems.append(CellProblem(1, "", _why_unread(table)))
        return found
    if len(table.rows) > MOST_ROWS:
        sentence = _("The file has %(rows)s rows; at most %(most)s are taken at once.")
        found.problems.append(CellProblem(1, "", sentence % {"rows": len(table.rows), "most": MOST_ROWS}))
        return found
    for row in table.rows:
        before = len(found.problems)
        facts = _read_row(found, table, row)
        if len(found.problems) == before:
            _place(found, row.line, facts)
    return found


def _recognise_columns(found: ReadInventory, table: Table) -> None:
    names = _words("columns")
    for place, heading in enumerate(table.columns):
        column = heading if heading in COLUMNS else names.get(fold(heading), "")
        if column and column not in found.columns.values():
            found.columns[place] = column
        elif heading:
            found.ignored.append(heading)
    found.language = _language_of([heading for heading in table.columns if heading and heading not in COLUMNS])


def _language_of(headings: list[str]) -> str:
    """The language that knows most of the headings, English where several do; "" where there are none."""
    votes = Counter(
        language for heading in headings for language in LANGUAGES if fold(heading) in _heading_words(language)
    )
    return max(LANGUAGES, key=lambda language: (votes[language], language == "en")) if votes else ""


def _why_unread(table: Table) -> str:
    if table.problem == "empty":
        return _("The file is empty.")
    if table.problem:
        return _("This is no table: bring a CSV file, a workbook (.xlsx) or a JSON list.")
    return _("No column holds the names of the systems. Call one “name”.")


def _read_row(found: ReadInventory, table: Table, row: Row) -> dict[str, str]:
    facts: dict[str, str] = {}
    for place, name in found.columns.items():
        text = unprotected(row.cells[place]) if place < len(row.cells) else ""
        try:
            facts[name] = _read(COLUMNS[name], text, found.language)
        except Unreadable as error:
            found.problems.append(CellProblem(row.line, table.columns[place], _sentence(COLUMNS[name], error)))
    if not facts.get("name") and "name" in facts:
        found.problems.append(CellProblem(row.line, "", _("The system has no name.")))
    return facts


def _read(column: Column, text: str, language: str) -> str:
    words = _words(column.words) if column.words else {}
    if column.shape is not Shape.SEVERAL:
        return read_cell(column, text, words=words, folded=fold(text), language=language)
    single = Column(column.id, Shape.CHOICE, words=column.words)
    # A whole cell may be one value whose name has a comma in it.
    parts = (
        [text]
        if fold(text) in words
        else text.replace("\n", ";").replace(",", ";" if ";" not in text else ",").split(";")
    )
    found = [
        read_cell(single, part, words=words, folded=fold(part), language=language) for part in parts if part.strip()
    ]
    return "; ".join(dict.fromkeys(each for each in found if each))


def _sentence(column: Column, error: Unreadable) -> str:
    sentences = {
        "long": _("This is longer than %(part)s letters."),
        "number": _("“%(part)s” is no whole number."),
        "day": _("“%(part)s” is no day. Write 2026-12-31."),
        "unclear-day": _("“%(part)s” may be two days. Write 2026-12-31: year, month, day."),
        "money": _("“%(part)s” is no sum of money. Write 12345.67."),
        "unclear-money": _("“%(part)s” may be two sums. Write it with its cents: 12345.00."),
        "choice": _("“%(part)s” is not known here. Known are: %(choices)s."),
        "code": _("“%(part)s” is no code of %(most)s letters, such as %(example)s."),
    }
    choices = sorted(set(_words(column.words).values())) if column.words else []
    shown = ", ".join(choices[:8]) + (", …" if len(choices) > 8 else "")
    example = "EUR" if column.most == 3 else "IT"
    return sentences[error.why] % {"part": error.part[:80], "choices": shown, "most": column.most, "example": example}


def _place(found: ReadInventory, line: int, facts: dict[str, str]) -> None:
    """Put a row to the system and the contract it speaks of; a row may repeat either, but not say otherwise."""
    system = {name: text for name, text in facts.items() if name not in CONTRACT}
    contract = {name: text for name, text in facts.items() if name in CONTRACT}
    has_contract = any(text for name, text in contract.items() if name not in {"contract_visibility", "currency"})
    if has_contract and "contract_supplier" not in contract and system.get("supplier"):
        contract["contract_supplier"] = system["supplier"]
    if has_contract and not contract.get("contract") and not contract.get("contract_title"):
        contract["contract_title"] = system.get("product") or system["name"]
    own = _known(found.systems, system, system.get("reference", ""), "reference")
    covering = _known_contract(found, contract) if has_contract else None
    for thing, said in ((own, system), (covering, contract)):
        if thing and (column := _otherwise(thing.facts, said)):
            sentence = _("Line %(line)s says something else of the same system or contract.")
            found.problems.append(CellProblem(line, column, sentence % {"line": thing.lines[0]}))
            return
    own = _add(found.systems, own, line, system)
    if has_contract:
        covering = _add(found.contracts, covering, line, contract)
        covering.about = covering.about or system.get("product") or system["name"]
        own.contracts.append(found.contracts.index(covering))


def _known(things: list[ReadThing], said: dict[str, str], reference: str, column: str) -> ReadThing | None:
    if not reference:
        return None
    return next((thing for thing in things if thing.facts.get(column) == reference), None)


def _known_contract(found: ReadInventory, said: dict[str, str]) -> ReadThing | None:
    if said.get("contract"):
        return _known(found.contracts, said, said["contract"], "contract")
    same = (thing for thing in found.contracts if not thing.facts.get("contract"))
    # Without a reference, the title and supplier together tell contracts apart.
    keys = ("contract_title", "contract_supplier")
    return next((thing for thing in same if all(thing.facts.get(key) == said.get(key) for key in keys)), None)


def _otherwise(known: Mapping[str, str], said: Mapping[str, str]) -> str:
    """The first column in which two rows disagree; an empty cell disagrees with nothing."""
    return next((name for name, text in said.items() if text and known.get(name) and known[name] != text), "")


def _add(things: list[ReadThing], thing: ReadThing | None, line: int, said: dict[str, str]) -> ReadThing:
    if thing is None:
        things.append(ReadThing([line], dict(said)))
        return things[-1]
    thing.lines.append(line)
    thing.facts |= {name: text for name, text in said.items() if text}
    return thing


@cache
def _words(name: str) -> dict[str, str]:
    """Identifiers by folded name, in every language, of a list of values or of the columns."""
    pack = queries.read_usage_pack("inventory-words")
    if name == "functions":
        rows = [(row["id"], row["label"].values()) for row in read_pack("categories")["categories"]]
    elif name in ("clauses", "data_classes"):
        listed = queries.choices(name.replace("_", "-"))
        rows = [(choice.id, choice.labels.values()) for choice in listed.values()]
    else:
        listed_rows = pack["columns"] if name == "columns" else pack["values"][name]
        rows = [(row["id"], [word for words in row["words"].values() for word in words]) for row in listed_rows]
    found = {fold(identifier): identifier for identifier, _names in rows}
    for identifier, words in rows:
        for word in words:
            found.setdefault(fold(word), identifier)
    return found


@cache
def _heading_words(language: str) -> frozenset[str]:
    rows = queries.read_usage_pack("inventory-words")["columns"]
    return frozenset(fold(word) for row in rows for word in row["words"][language])


def table_json(table: Table) -> str:
    """A table as text that `table_of_json` gives back: for a page that asks before anything is done."""
    rows = [[row.line, *row.cells] for row in table.rows]
    return json.dumps({"columns": table.columns, "rows": rows, "problem": table.problem}, ensure_ascii=False)


def table_of_json(text: str) -> Table:
    """The table that a page held; an empty one for any other text."""
    try:
        held = json.loads(text)
        rows = tuple(Row(int(line), tuple(map(str, cells))) for line, *cells in held["rows"])
        return Table(tuple(map(str, held["columns"])), rows, str(held["problem"]))
    except (ValueError, KeyError, TypeError):
        return Table(problem="empty")
