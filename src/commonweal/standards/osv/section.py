"""One object of a record: values of the right type, and problems for those of another.

Source: OSV schema, "Field Details"; the same for what native databases write.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from commonweal.standards.problems import Problem, Severity

MOST_OTHERS = 10_000

Value = TypeVar("Value")

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z\Z")


class Section:
    """One object of the record: takes values of the right type, and reports those of another."""

    def __init__(self, record: Mapping[str, object], path: str, problems: list[Problem]) -> None:
        self._record = record
        self._path = path
        self.problems = problems

    def report(self, key: str, message: str, rule: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(problem(".".join(filter(None, (self._path, key))), message, rule, severity))

    def text(self, key: str) -> str:
        found = self._record.get(key)
        if found is None and key not in self._record:
            return ""
        if not isinstance(found, str):
            self.report(key, "This is a text", "osv-type")
            return ""
        return storable(found)

    def time(self, key: str) -> datetime | None:
        text = self.text(key)
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
            # Old records have no zone; the schema asks for UTC.
            found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            found = None
        if found is None or not _TIME.match(text):
            self.report(key, "A time is written as 2026-01-31T12:00:00Z", "osv-time")
        # Go's vulndb writes its language's zero time where nothing is stated.
        return None if found is None or found.year == 1 else found

    def texts(self, key: str, most: int = MOST_OTHERS) -> tuple[str, ...]:
        found = self._items(key, most)
        texts = tuple(storable(each) for each in found if isinstance(each, str))
        if len(texts) < len(found):
            self.report(key, "This is a list of texts", "osv-type")
        return texts

    def each(self, key: str, make: "Callable[[Section], Value]", most: int = MOST_OTHERS) -> tuple[Value, ...]:
        made = []
        for place, item in enumerate(self._items(key, most)):
            path = f"{self._path}.{key}[{place}]".lstrip(".")
            if isinstance(item, Mapping):
                made.append(make(Section(item, path, self.problems)))
            else:
                self.problems.append(problem(path, "This is a JSON object", "osv-type"))
        return tuple(made)

    def inner(self, key: str) -> "Section | None":
        found = self._record.get(key)
        if found is None:
            return None
        if not isinstance(found, Mapping):
            self.report(key, "This is a JSON object", "osv-type")
            return None
        return Section(found, f"{self._path}.{key}".lstrip("."), self.problems)

    def as_json(self, key: str) -> str:
        found = self._record.get(key)
        if found is None:
            return ""
        if not isinstance(found, Mapping):
            self.report(key, "This is a JSON object", "osv-type")
            return ""
        try:
            return json.dumps(found, separators=(",", ":"))
        except RecursionError:
            self.report(key, "This is nested too deeply", "osv-too-deep")
            return ""

    def _items(self, key: str, most: int) -> list[object]:
        found = self._record.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            self.report(key, "This is a list", "osv-type")
            return []
        if len(found) > most:
            self.report(key, f"Only the first {most:,} are read", "osv-too-many")
        return found[:most]


def storable(text: str) -> str:
    """Put a sign of replacement for what JSON can write and no database stores: NUL, and halves of characters."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode() if not text.isprintable() else text


def problem(path: str, message: str, rule: str, severity: Severity = Severity.ERROR) -> Problem:
    """Make a problem that has a path and no line."""
    return Problem(path=path, line=None, column=None, severity=severity, message=message, rule=rule)
