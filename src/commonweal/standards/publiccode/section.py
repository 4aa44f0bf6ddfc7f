"""Takes typed values out of one mapping of the document and reports what is wrong with them.

Tolerant in what it gives, strict in what it reports: a single text where a list belongs is read as a list of one, and
reported. Of keys that stand twice the first is kept. What nobody took is unknown; `close` reports and keeps it.
"""

from collections.abc import Iterator
from datetime import date

from commonweal.standards.problems import Problem, Severity
from commonweal.standards.publiccode import checks, vocabularies
from commonweal.standards.publiccode.document import Mapping, Node, Scalar, Sequence, to_json

# Nobody mends more at a time, and a hostile file must not fill the database with reports.
MAXIMUM_PROBLEMS = 500
# Ten times the longest text the standard allows, in code points.
LONGEST_TEXT = 100_000
# Keys and values of others stand in paths and messages.
LONGEST_KEY = 200
LONGEST_MESSAGE = 500

_YAML_1_1_BOOLEANS = {
    "true": True, "yes": True, "on": True, "y": True, "si": True, "sì": True,
    "false": False, "no": False, "off": False, "n": False,
}  # fmt: skip
_WRONG_TYPE = "wrong type for this field"
_DEPRECATED = "This key is DEPRECATED and will be removed in the future."


class Report:
    """Collects problems and unknown keys of one document."""

    def __init__(self, problems: tuple[Problem, ...], *, is_complete: bool) -> None:
        self.problems = list(problems[:MAXIMUM_PROBLEMS])
        self.unknown: dict[str, object] = {}
        self._is_complete = is_complete

    def add(self, path: str, node: Node, message: str, rule: str, severity: Severity = Severity.ERROR) -> None:
        """Note a problem at a place; a message that speaks of "must" or "is" gets the key's name in front."""
        if rule == "required" and not self._is_complete:
            return  # what is missing may stand behind the syntax error
        if len(self.problems) < MAXIMUM_PROBLEMS:
            if message.startswith(("must ", "is ", "contains ")):
                message = f"{path.rpartition('.')[2]} {message}"
            message = message[:LONGEST_MESSAGE]
            self.problems.append(Problem(path, node.line, node.column, severity, message, rule))


class Section:
    """One mapping; every method takes a key out and gives its value, or None or () where there is none."""

    def __init__(self, mapping: Mapping, path: str, report: Report) -> None:
        self._mapping = mapping
        self._path = path
        self.report = report
        self._pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, node in mapping.pairs:
            if key.text in self._pairs:
                first = self._pairs[key.text][0]
                message = f'mapping key "{key.text}" already defined at [{first.line}:{first.column}]'
                report.add(self.path(key.text), key, message, "duplicate-key")
            else:
                self._pairs[key.text] = (key, node)
        self._rename(vocabularies.RENAMED_KEYS, is_once_right=True)
        self._rename(vocabularies.MISSPELT_KEYS, is_once_right=False)

    def path(self, key: str) -> str:
        """Give the dotted path of a key in this section."""
        return f"{self._path}.{key[:LONGEST_KEY]}" if self._path else key[:LONGEST_KEY]

    def names(self) -> list[str]:
        """Give the keys that nobody has taken yet."""
        return list(self._pairs)

    def has(self, key: str) -> bool:
        """Say whether the key stands there, even with nothing behind it."""
        return key in self._pairs

    def complain(self, key: str, message: str, rule: str, severity: Severity = Severity.ERROR) -> None:
        """Report a problem at the key, or at the section where the key is missing."""
        self.report.add(self.path(key), self.place(key), message, rule, severity)

    def deprecate(self, key: str, advice: str) -> None:
        """Warn about the key if it stands there."""
        if key in self._pairs:
            self.complain(key, f"{_DEPRECATED} {advice}", "deprecated-key", Severity.WARNING)

    def require(self, key: str, condition: str = "") -> None:
        """Report that the key is missing."""
        self.complain(key, f"is a required field{condition}", "required")

    def peek(self, key: str) -> str | None:
        """Give a text without taking the key out."""
        node = self._node(key)
        return node.text.strip()[:LONGEST_TEXT] or None if isinstance(node, Scalar) else None

    def is_number(self, key: str) -> bool:
        """Say whether YAML reads the value as a number."""
        node = self._node(key)
        return isinstance(node, Scalar) and node.is_number

    def place(self, key: str) -> Node:
        """Give where the key stands, or the section where it is missing."""
        return self._pairs[key][0] if key in self._pairs else self._mapping

    def text(self, key: str, *value_checks: checks.Check, is_required: bool = False) -> str | None:
        """Take a text; null and blank count as absent."""
        node = self._node(key)
        value: str | None = None
        if isinstance(node, Scalar):
            value = self._text(node, self.path(key), self.place(key), value_checks)
        elif node is not None:
            self.complain(key, _WRONG_TYPE, "wrong-type")
        if is_required and (node is None or (isinstance(node, Scalar) and not node.text.strip())):
            self.require(key)
        self._pairs.pop(key, None)
        return value

    def texts(
        self, key: str, *item_checks: checks.Check, may_be_single: bool = False, is_required: bool = False
    ) -> tuple[str, ...]:
        """Take a list of texts, in order and without repetitions; a required one has at least one."""
        node = self._node(key)
        if is_required and node is None:
            self.require(key)
        if is_required and isinstance(node, Sequence) and not node.items:
            self.complain(key, "must contain more than 0 items", "empty-list")
        if isinstance(node, Mapping) or (isinstance(node, Scalar) and not may_be_single):
            self.complain(key, _WRONG_TYPE, "wrong-type")
        values: dict[str, None] = {}
        for path, item in self._items(key, None if isinstance(node, Mapping) else node):
            leaf = _named(item)
            if leaf is None or leaf is not item:
                self.report.add(path, item, _WRONG_TYPE, "wrong-type")
            value = self._text(leaf, path, item, item_checks) if leaf else None
            if value is not None:
                values[value] = None
        self._pairs.pop(key, None)
        return tuple(values)

    def boolean(self, key: str, *, is_required: bool = False) -> bool | None:
        """Take true or false; yes, no, on and off are understood and reported."""
        node = self._node(key)
        value: bool | None = None
        if isinstance(node, Scalar):
            value = node.boolean
            if value is None:
                value = _YAML_1_1_BOOLEANS.get(node.text.strip().lower())
                self.complain(key, _WRONG_TYPE, "wrong-type" if value is None else "yaml-1-1-boolean")
        elif node is not None:
            self.complain(key, _WRONG_TYPE, "wrong-type")
        elif is_required:
            self.require(key)
        self._pairs.pop(key, None)
        return value

    def date(self, key: str, *, is_required: bool = False) -> date | None:
        """Take a calendar date."""
        node = self._node(key)
        value: date | None = None
        if isinstance(node, Scalar):
            value, message = checks.calendar_date(node.text.strip())
            if message:
                self.complain(key, message, "date")
        elif node is not None:
            self.complain(key, _WRONG_TYPE, "wrong-type")
        elif is_required:
            self.require(key)
        self._pairs.pop(key, None)
        return value

    def section(self, key: str, *, is_required: bool = False) -> "Section":
        """Take a mapping; an empty section where there is none."""
        node = self._node(key)
        if node is None and is_required:
            self.require(key)
        elif node is not None and not isinstance(node, Mapping):
            self.complain(key, _WRONG_TYPE, "wrong-type")
        place = self.place(key)
        self._pairs.pop(key, None)
        mapping = node if isinstance(node, Mapping) else Mapping(place.line, place.column)
        return Section(mapping, self.path(key), self.report)

    def sections(self, key: str) -> Iterator["Section"]:
        """Take a list of mappings; a text in its place is read as the mapping's name."""
        node = self._node(key)
        if isinstance(node, Scalar | Mapping):
            self.complain(key, _WRONG_TYPE, "wrong-type")
        for path, item in self._items(key, node):
            if isinstance(item, Mapping):
                yield Section(item, path, self.report)
            else:
                self.report.add(path, item, _WRONG_TYPE, "wrong-type")
            if isinstance(item, Scalar) and not item.is_null:
                name = Scalar("name", is_plain=True, line=item.line, column=item.column)
                yield Section(Mapping(item.line, item.column, [(name, item)]), path, self.report)
        self._pairs.pop(key, None)

    def remember(self, key: str) -> None:
        """Copy a value as it stands among the unknown ones, without a report."""
        if key in self._pairs:
            self.report.unknown[self.path(key)] = to_json(self._pairs[key][1])

    def keep(self, key: str) -> None:
        """Take a key out and keep its value among the unknown ones, without a report."""
        self.remember(key)
        self._pairs.pop(key, None)

    def close(self) -> None:
        """Report every key that nobody took, and keep its value."""
        for key in self.names():
            self.complain(key, f'unknown field "{key}"', "unknown-key")
            self.keep(key)

    def _rename(self, names: dict[str, str], *, is_once_right: bool) -> None:
        for old, new in names.items():
            if old not in self._pairs or new in self._pairs:
                continue
            if is_once_right:
                self.deprecate(old, f"Use '{new}' instead")
            else:
                self.complain(old, f'unknown field "{old}"', "unknown-key")
            self._pairs[new] = self._pairs.pop(old)

    def _node(self, key: str) -> Node | None:
        """Give the value; null is none."""
        node = self._pairs[key][1] if key in self._pairs else None
        return None if isinstance(node, Scalar) and node.is_null else node

    def _items(self, key: str, node: Node | None) -> Iterator[tuple[str, Node]]:
        if node is None:
            return
        items = node.items if isinstance(node, Sequence) else [node]
        for index, item in enumerate(items):
            if not (isinstance(item, Scalar) and item.is_null):
                yield f"{self.path(key)}[{index}]", item

    def _text(self, node: Scalar, path: str, place: Node, all_checks: tuple[checks.Check, ...]) -> str | None:
        value: str | None = node.text.strip()
        if not value or node.is_null:
            return None
        if len(value) > LONGEST_TEXT:
            self.report.add(path, place, f"must be a maximum of {LONGEST_TEXT} characters in length", "length")
            value = value[:LONGEST_TEXT]
        for check in all_checks:
            value, message = check(value)
            if message:
                is_advice = isinstance(message, checks.Advice)
                severity, rule = (Severity.WARNING, "outdated") if is_advice else (Severity.ERROR, "invalid-value")
                self.report.add(path, place, message, rule, severity)
            if value is None:
                return None
        return value


def _named(item: Node) -> Scalar | None:
    """Give the text of a list item, or of its name where somebody wrote a mapping."""
    if isinstance(item, Mapping):
        return next((value for key, value in item.pairs if key.text == "name" and isinstance(value, Scalar)), None)
    return item if isinstance(item, Scalar) else None
