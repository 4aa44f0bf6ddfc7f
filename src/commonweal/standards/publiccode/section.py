"""Takes typed values out of one mapping of the document and reports what is wrong with them.

Tolerant in what it gives, strict in what it reports: a single text where a list belongs is read as a list of one, and
reported. Of keys that stand twice the first is kept. What nobody took is unknown; `close` reports and keeps it.
"""

import json
from collections.abc import Iterator
from datetime import date

from commonweal.standards.problems import Severity
from commonweal.standards.publiccode import checks, vocabularies
from commonweal.standards.publiccode.document import Mapping, Node, Scalar, Sequence, to_json
from commonweal.standards.publiccode.outcomes import Advice, Check, Remark
from commonweal.standards.publiccode.report import LONGEST_KEY, Report

# Ten times the longest text the standard allows, in code points.
LONGEST_TEXT = 100_000

YAML_1_1_BOOLEANS = {
    "true": True, "yes": True, "on": True, "y": True, "si": True, "sì": True,
    "false": False, "no": False, "off": False, "n": False,
}  # fmt: skip
_DEPRECATED = "This key is DEPRECATED and will be removed in the future."
_NOT_EMPTY = "must contain more than 0 items"


class Section:
    """One mapping; every method takes a key out and gives its value, or None or () where there is none.

    `is_silent` sections stand for values of a wrong type: that nothing is in them has been said already.
    """

    def __init__(self, mapping: Mapping, path: str, report: Report, *, is_silent: bool = False) -> None:
        self._mapping = mapping
        self._path = path
        self.report = report
        self.is_silent = is_silent
        self._pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, node in mapping.pairs:
            if key.text in self._pairs:
                first = self._pairs[key.text][0]
                message = f'mapping key "{key.text}" already defined at [{first.line}:{first.column}]'
                report.add("", key, message, "duplicate-key")
            else:
                self._pairs[key.text] = (key, node)
        if "<<" in self._pairs:
            self._merge(self._pairs["<<"][1])
        self._rename(vocabularies.RENAMED_KEYS, "renamed-key")
        self._rename(vocabularies.MISSPELT_KEYS, "unknown-key")

    def path(self, key: str) -> str:
        """Give the dotted path of a key in this section."""
        return f"{self._path}.{key[:LONGEST_KEY]}" if self._path else key[:LONGEST_KEY]

    def names(self) -> list[str]:
        """Give the keys that nobody has taken yet."""
        return list(self._pairs)

    def has(self, key: str) -> bool:
        """Say whether the key stands there with something behind it."""
        return self._node(key) is not None

    def complain(self, key: str, message: str, rule: str, severity: Severity = Severity.ERROR) -> None:
        """Report a problem at the key, or at the section where the key is missing."""
        self.report.add(self.path(key), self.place(key), message, rule, severity)

    def deprecate(self, key: str, advice: str, *, if_text: bool = False) -> None:
        """Warn about the key if it stands there with a value, or only if the value is a text that is not empty."""
        node = self._node(key)
        if node is not None and not (if_text and not (isinstance(node, Scalar) and node.text)):
            self.complain(key, f"{_DEPRECATED} {advice}", "deprecated-key", Severity.WARNING)

    def require(self, key: str, condition: str = "") -> None:
        """Report that the key is missing."""
        if not self.is_silent:
            self.complain(key, f"is a required field{condition}", "required")

    def require_items(self, key: str) -> None:
        """Report that the list is missing or empty."""
        if not self.is_silent:
            self.complain(key, _NOT_EMPTY, "empty-list")

    def peek(self, key: str) -> str | None:
        """Give a text without taking the key out."""
        node = self._node(key)
        return node.text.strip()[:LONGEST_TEXT] or None if isinstance(node, Scalar) else None

    def is_true(self, key: str) -> bool:
        """Say whether the value means yes, without taking it out."""
        return YAML_1_1_BOOLEANS.get((self.peek(key) or "").lower(), False)

    def node(self, key: str) -> Node | None:
        """Give the value as it stands, null too."""
        return self._pairs[key][1] if key in self._pairs else None

    def place(self, key: str) -> Node:
        """Give where the key stands, or the section where it is missing."""
        return self._pairs[key][0] if key in self._pairs else self._mapping

    def text(self, key: str, *value_checks: Check, is_required: bool = False) -> str | None:
        """Take a text; null and blank count as absent."""
        node = self._node(key)
        value: str | None = None
        is_missing = is_required and (node is None or (isinstance(node, Scalar) and not node.text))
        if is_missing:
            self.require(key)
        elif isinstance(node, Scalar):
            value = self._text(node, self.path(key), self.place(key), value_checks)
        elif node is not None:
            self.report.add_type(self.path(key), node)
        self._pairs.pop(key, None)
        return value

    def texts(
        self,
        key: str,
        *item_checks: Check,
        may_be_single: bool = False,
        is_required: bool = False,
        has_items: bool = False,
    ) -> tuple[str, ...]:
        """Take a list of texts, in order and without repetitions; `has_items` demands at least one."""
        node = self._node(key)
        if has_items and (node.items == [] if isinstance(node, Sequence) else node is None and not is_required):
            self.require_items(key)
        elif is_required and node is None:
            self.require(key)
        if isinstance(node, Mapping) or (isinstance(node, Scalar) and not may_be_single):
            self.report.add_type(self.path(key), node)
        values: dict[str, None] = {}
        for path, item in self._items(key, None if isinstance(node, Mapping) else node):
            leaf = _named(item)
            if leaf is None or leaf is not item:
                self.report.add_type(path, item)
            value = self._text(leaf, path, item, item_checks) if leaf else None
            if leaf is not None and value in values and leaf.text.strip() == value:
                self.report.add(path, item, "is repeated", "repeated", Severity.INFO)
            elif value is not None:
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
                value = YAML_1_1_BOOLEANS.get(node.text.strip().lower())
                self.report.add_type(self.path(key), node, "wrong-type" if value is None else "yaml-1-1-boolean")
        elif node is not None:
            self.report.add_type(self.path(key), node)
        elif is_required:
            self.require(key)
        self._pairs.pop(key, None)
        return value

    def date(self, key: str, *, is_required: bool = False) -> date | None:
        """Take a calendar date."""
        node = self._node(key)
        value: date | None = None
        if is_required and (node is None or (isinstance(node, Scalar) and not node.text)):
            self.require(key)
        elif isinstance(node, Scalar):
            value, message = checks.calendar_date(node.text)
            if message:
                self.complain(key, message, "date")
        elif node is not None:
            self.report.add_type(self.path(key), node)
        self._pairs.pop(key, None)
        return value

    def section(self, key: str) -> "Section":
        """Take a mapping; an empty section where there is none.

        What is required inside a missing section has no place in the file; inside an empty one it has.
        """
        node = self._node(key)
        is_wrong = node is not None and not isinstance(node, Mapping)
        if node is not None and not isinstance(node, Mapping):
            self.report.add_type(self.path(key), node)
        written = self.node(key)
        self._pairs.pop(key, None)
        place = Mapping(written.line, written.column) if written is not None else Mapping(0, 0)
        mapping = node if isinstance(node, Mapping) else place
        return Section(mapping, self.path(key), self.report, is_silent=is_wrong or self.is_silent)

    def sections(self, key: str) -> Iterator["Section"]:
        """Take a list of mappings; a text in its place is read as the mapping's name."""
        node = self._node(key)
        if isinstance(node, Scalar | Mapping):
            self.report.add_type(self.path(key), node)
        for path, item in self._items(key, node):
            if isinstance(item, Mapping):
                yield Section(item, path, self.report)
            elif isinstance(item, Scalar) and item.is_null:
                yield Section(Mapping(item.line, item.column), path, self.report)
            else:
                if isinstance(node, Sequence):
                    self.report.add_type(path, item)
                name = Scalar("name", is_plain=True, line=item.line, column=item.column)
                pairs: list[tuple[Scalar, Node]] = [(name, item)] if isinstance(item, Scalar) else []
                yield Section(Mapping(item.line, item.column, pairs), path, self.report, is_silent=True)
        self._pairs.pop(key, None)

    def remember(self, key: str) -> None:
        """Copy a value as it stands among the unknown ones, without a report."""
        if key in self._pairs:
            # A key with a dot in it would look like a path, so it is quoted.
            step = json.dumps(key[:LONGEST_KEY]) if any(sign in key for sign in '."[') else key[:LONGEST_KEY]
            path = f"{self._path}.{step}" if self._path else step
            self.report.unknown[path] = to_json(self._pairs[key][1])

    def keep(self, key: str) -> None:
        """Take a key out and keep its value among the unknown ones, without a report."""
        self.remember(key)
        self._pairs.pop(key, None)

    def close(self) -> None:
        """Report every key that nobody took, and keep its value."""
        for key in self.names():
            if key != "<<":
                self.report.add_key(self.path(key), self.place(key), key)
            self.keep(key)

    def _merge(self, node: Node) -> None:
        """Take in the keys of YAML's merge key, which stand behind the section's own."""
        for source in node.items if isinstance(node, Sequence) else [node]:
            for key, value in source.pairs if isinstance(source, Mapping) else []:
                self._pairs.setdefault(key.text, (key, value))

    def _rename(self, names: dict[str, str], rule: str) -> None:
        for old, new in names.items():
            if old in self._pairs and new not in self._pairs:
                self.report.add_key(self.path(old), self.place(old), old, rule)
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
            yield f"{self.path(key)}[{index}]", item

    def _text(self, node: Scalar, path: str, place: Node, value_checks: tuple[Check, ...]) -> str | None:
        """Give the text without blanks around it; whether it is right is judged as it stands."""
        written = "" if node.is_null else node.text
        value: str | None = written.strip()
        if len(written) > LONGEST_TEXT:
            self.report.add(path, place, f"must be a maximum of {LONGEST_TEXT} characters in length", "length")
            written = value = written[:LONGEST_TEXT].strip()
        elif not value and not value_checks and not self.is_silent:
            self.report.add(path, place, "is blank", "blank", Severity.INFO)
        for check in value_checks:
            value, message = check(value or "")
            if value != written and value is not None and written.strip() != written:
                message = check(written)[1]
            if message:
                self.report.add(path, place, message, *_judged(message, path))
            if not value:
                return None
        return value or None


def _judged(message: str, path: str) -> tuple[str, Severity]:
    if isinstance(message, Remark):
        return "remark", Severity.INFO
    if isinstance(message, Advice):
        return "outdated" if path == "publiccodeYmlVersion" else "deprecated-value", Severity.WARNING
    return "invalid-value", Severity.ERROR


def _named(item: Node) -> Scalar | None:
    """Give the text of a list item, or of its name where somebody wrote a mapping."""
    if isinstance(item, Mapping):
        return next((value for key, value in item.pairs if key.text == "name" and isinstance(value, Scalar)), None)
    return item if isinstance(item, Scalar) else None
