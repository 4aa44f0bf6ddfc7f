"""Collects the problems of one document, under the keys and lines that the reference parser gives.

Source of keys and lines: publiccode-parser-go 5. What cannot be decoded (a wrong type, an unknown key) is put down to
the first key that begins on the line of the value, so that "- name: []" is a problem of the list item.
"""

from commonweal.standards.problems import Problem, Severity
from commonweal.standards.publiccode.document import Mapping, Node, Sequence

# Nobody mends more at a time, and a hostile file must not fill the database with reports.
MAXIMUM_PROBLEMS = 500
# Keys and values of others stand in paths and messages.
LONGEST_KEY = 200
LONGEST_MESSAGE = 500

_ABOUT_A_KEY = ("must ", "is ", "contains ", "has ")
# The reference says these two without naming the key.
_STANDS_ALONE = ("is an absolute path", "is a file:")
_WRONG_TYPE = "wrong type for this field"


class Report:
    """Problems and unknown keys of one document."""

    def __init__(self, problems: tuple[Problem, ...], root: Node | None, *, is_complete: bool) -> None:
        self.problems = list(problems[:MAXIMUM_PROBLEMS])
        self.unknown: dict[str, object] = {}
        self._root = root
        self._is_complete = is_complete
        self._keys: dict[int, str] | None = None

    def add(self, path: str, node: Node | None, message: str, rule: str, severity: Severity = Severity.ERROR) -> None:
        """Note a problem at a place; a message that speaks of "must" or "is" gets the key's name in front."""
        if rule in {"required", "empty-list"} and not self._is_complete:
            return  # what is missing may stand behind the syntax error
        if len(self.problems) < MAXIMUM_PROBLEMS:
            if message.startswith(_ABOUT_A_KEY) and not message.startswith(_STANDS_ALONE):
                message = f"{path.rpartition('.')[2]} {message}"
            message = message[:LONGEST_MESSAGE]
            line, column = (node.line, node.column) if node is not None and node.line else (None, None)
            self.problems.append(Problem(path, line, column, severity, message, rule))

    def add_type(self, path: str, node: Node, rule: str = "wrong-type") -> None:
        """Note that a value has the wrong type."""
        self.add(self._decoded(path, node), node, _WRONG_TYPE, rule)

    def add_key(self, path: str, key: Node, name: str, rule: str = "unknown-key") -> None:
        """Note that the standard does not know a key."""
        self.add(self._decoded(path, key), key, f'unknown field "{name}"', rule)

    def sort(self) -> None:
        """Put the problems into the order of the file; what has no place stands first."""
        self.problems.sort(key=lambda problem: (problem.line or 0, problem.column or 0))

    def _decoded(self, path: str, node: Node) -> str:
        """Give the reference's key for the line where it is the path, a part of it, or one below it."""
        if self._keys is None:
            self._keys = {}
            if self._root is not None:
                _index(self._root, "", self._keys)
        key = self._keys.get(node.line, path)
        return key if _is_within(key, path) or _is_within(path, key) else path


def _is_within(inner: str, outer: str) -> bool:
    return inner.startswith(outer) and (len(inner) == len(outer) or inner[len(outer)] in ".[")


def _index(node: Node, path: str, keys: dict[int, str]) -> None:
    """Note for every line the first key or list item that begins on it."""
    if isinstance(node, Sequence):
        for position, item in enumerate(node.items):
            keys.setdefault(item.line, f"{path}[{position}]")
            _index(item, f"{path}[{position}]", keys)
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            inner = f"{path}.{key.text[:LONGEST_KEY]}" if path else key.text[:LONGEST_KEY]
            keys.setdefault(key.line, inner)
            _index(value, inner, keys)
