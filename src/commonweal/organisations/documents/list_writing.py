"""The list of bodies as CSV and JSON: what is written can be read by `list_reading` and is then the same.

Several things of one kind (names, codes, parents, earlier counts) stand in one cell, one a line. Unknown is empty.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from commonweal.organisations.documents.columns import COLUMNS
from commonweal.organisations.models import Body, Parent
from commonweal.standards.spreadsheet import protected

KIN = ("names", "identifiers", "parents__parent", "population_counts")
OWN = frozenset(field.name for field in Body._meta.concrete_fields)
AT_ONCE = 1000
Cell = str | int | float | list[str]


def bodies_csv(bodies: QuerySet[Body]) -> Iterator[str]:
    """The list piece by piece; no cell is a formula to a spreadsheet program."""
    yield _line(COLUMNS)
    for body in _with_kin(bodies):
        facts = list_facts(body)
        yield _line(_cell(facts.get(column, "")) for column in COLUMNS)


def bodies_json(bodies: QuerySet[Body]) -> Iterator[str]:
    """The list piece by piece: one array of objects."""
    yield "["
    for number, body in enumerate(_with_kin(bodies)):
        yield ("," if number else "") + "\n" + json.dumps(list_facts(body), ensure_ascii=False)
    yield "\n]\n"


def list_facts(body: Body) -> dict[str, Cell]:
    """What is known of a body, by column; what is not known is left out."""
    counts = {count.year: count for count in body.population_counts.all()}
    newest = counts.pop(body.population_year or 0, None)
    facts: dict[str, Cell | None] = {column: getattr(body, column) for column in COLUMNS if column in OWN}
    facts |= {
        "ended_on": _day(body.ended_on),
        "population_source": newest.source if newest else "",
        "population_history": [f"{each.year}:{each.inhabitants}:{_one_line(each.source)}" for each in counts.values()],
        "other_names": [f"{name.language}:{name.kind}:{_one_line(name.name)}" for name in body.names.all()],
        "identifiers": [f"{each.scheme}:{each.value}" for each in body.identifiers.all()],
        "parents": [_parent(parent) for parent in body.parents.all()],
    }
    told = {column: _one_line(fact) if isinstance(fact, str) else fact for column, fact in facts.items()}
    return {column: fact for column in COLUMNS if (fact := told[column]) is not None and fact not in ("", [])}


def _with_kin(bodies: QuerySet[Body]) -> Iterator[Body]:
    return bodies.prefetch_related(*KIN).iterator(chunk_size=AT_ONCE)


def _parent(parent: Parent) -> str:
    period = f" {_day(parent.since)}/{_day(parent.until)}" if parent.since or parent.until else ""
    return f"{parent.relation}{period}:{parent.parent.uri}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cell(fact: Cell) -> str:
    if isinstance(fact, int | float):
        return repr(fact)
    return protected("\n".join(fact) if isinstance(fact, list) else fact)


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
