"""A YAML document as a small tree with positions, built from libyaml's events.

YAML 1.2 core schema (yaml.org/spec/1.2.2, chapter 10.3): `no` is a string, dates are strings. The tree is built from
events and not with PyYAML's `compose`, because `compose` recurses in C and 100 kB of "[" end the process; events cost
the same time and let every limit be kept while reading. Duplicate keys are not judged here: pairs keep their order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml._yaml import CParser

from commonweal.standards.problems import Problem, Severity

# The largest real file seen is under 200 kB (5,202 names in usedBy); the rest are below 20 kB.
MAXIMUM_SIZE_BYTES = 1024 * 1024
# Aliases count each time they are used, which is what stops an alias bomb. Real files stay below 6,000.
MAXIMUM_NODES = 50_000
# The standard needs 6 levels.
MAXIMUM_DEPTH = 32

_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIMPLE_KEY = "while scanning a simple key"  # libyaml's words for a line that lacks its colon
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?\Z")


@dataclass(slots=True)
class Scalar:
    """A leaf: its text, and whether it was written plain (unquoted, so it may mean null, a number or a boolean)."""

    text: str
    is_plain: bool
    line: int
    column: int

    @property
    def is_null(self) -> bool:
        return self.is_plain and self.text in _NULLS

    @property
    def boolean(self) -> bool | None:
        return _BOOLEANS.get(self.text) if self.is_plain else None

    @property
    def is_number(self) -> bool:
        return self.is_plain and _FLOAT.match(self.text) is not None


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    column: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Pairs in the order written; a key that is not a scalar is kept out and reported."""

    line: int
    column: int
    pairs: list[tuple[Scalar, "Node"]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """What could be read, and whether reading reached the end of the document."""

    root: Node | None
    is_complete: bool
    problems: tuple[Problem, ...]


def parse(content: bytes) -> Document:
    """Read the first document of the bytes; after a syntax error, what stood before it is kept.

    Never raises. Bounded: content over MAXIMUM_SIZE_BYTES is not looked at.
    """
    if len(content) > MAXIMUM_SIZE_BYTES:
        message = f"the file is larger than {MAXIMUM_SIZE_BYTES} bytes"
        return Document(None, is_complete=False, problems=(_problem(message, "too-large"),))
    text, problems = _decode(content)
    builder = _Builder(problems)
    is_complete = builder.run(text)
    if builder.root is None and is_complete:
        problems.append(_problem("the file is empty", "empty"))
    return Document(builder.root, is_complete, tuple(problems))


def to_json(node: Node) -> object:
    """Turn a node into plain JSON values by the core schema; of duplicate keys the first is kept."""
    if isinstance(node, Sequence):
        return [to_json(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: to_json(value) for key, value in reversed(node.pairs)}
    if node.is_null:
        return None
    if node.boolean is not None:
        return node.boolean
    if node.is_number:
        return int(node.text) if _INTEGER.match(node.text) else _finite(node.text)
    return node.text


def _finite(text: str) -> float | str:
    number = float(text)
    # Longer numbers lose digits as floats (versions, identifiers), so they stay text.
    return number if len(text) <= 17 else text


def _decode(content: bytes) -> tuple[str, list[Problem]]:
    """Bytes to text that libyaml accepts, and what had to be mended."""
    problems: list[Problem] = []
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
        problems.append(_problem("Invalid UTF-8", "encoding"))
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
            problems.append(_problem("Invalid UTF-8", "encoding"))
    if text.startswith("\ufeff"):
        text = text[1:]
        problems.append(_problem("the file starts with a byte order mark", "byte-order-mark"))
    refused = _NOT_ALLOWED.search(text)
    if refused:
        line = text.count("\n", 0, refused.start()) + 1
        message = f"control character U+{ord(refused.group()):04X} is not allowed"
        problems.append(Problem("", line, None, Severity.ERROR, message, "control-character"))
        text = _NOT_ALLOWED.sub("\ufffd", text)
    return text, problems


class _LimitError(Exception):
    """A limit was passed; the problem says which."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been read yet."""

    node: Sequence | Mapping
    anchor: str | None
    nodes_before: int
    height: int = 1
    key: Scalar | None = None
    is_value_next: bool = False


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A finished node that aliases may repeat, with what each repetition costs."""

    node: Node
    size: int
    height: int


class _Builder:
    """Turns events into the tree, counting nodes and levels as it goes."""

    def __init__(self, problems: list[Problem]) -> None:
        self.root: Node | None = None
        self._problems = problems
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0

    def run(self, text: str) -> bool:
        """Build the first document; say whether it was read to its end."""
        is_ended = False
        try:
            for event in _events(text):
                if isinstance(event, yaml.ScalarEvent):  # two of three events
                    self._take_scalar(event)
                elif isinstance(event, yaml.DocumentEndEvent):
                    is_ended = True
                elif is_ended and isinstance(event, yaml.DocumentStartEvent):
                    self._report(event, "multiple YAML documents in one file are not supported", "several-documents")
                    return True
                else:
                    self._take(event)
        except _LimitError as limit:
            self._problems.append(limit.problem)
            return False
        except yaml.YAMLError as error:
            self._problems.append(_syntax_problem(error, text))
            return is_ended
        return True

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        self._count(1, event)
        text, style = event.value, event.style
        # Only an escape can bring one in here: "\0" passes libyaml, PostgreSQL refuses it.
        if style == '"' and _NOT_ALLOWED.search(text):
            self._report(event, "a control character is not allowed", "control-character")
            text = _NOT_ALLOWED.sub("\ufffd", text)
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        scalar = Scalar(text, not style and event.tag != "tag:yaml.org,2002:str", line, column)
        self._place(scalar)
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(scalar, 1, 0)

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.CollectionStartEvent):
            self._count(1, event)
            node = (Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping)(*_position(event))
            self._place(node)
            self._check_depth(1, event)
            self._open.append(_Open(node, event.anchor, self._nodes - 1))
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)

    def _alias(self, event: yaml.AliasEvent) -> None:
        anchored = self._anchors.get(event.anchor or "")
        if anchored is None:
            self._report(event, f'could not find alias "{(event.anchor or "")[:100]}"', "unknown-alias")
            nothing = Scalar("", True, *_position(event))  # noqa: FBT003
            anchored = _Anchored(nothing, 1, 0)
        self._count(anchored.size, event)
        self._check_depth(anchored.height, event)
        self._place(anchored.node)
        if self._open:
            self._open[-1].height = max(self._open[-1].height, anchored.height + 1)

    def _place(self, node: Node) -> None:
        """Hang the node under the innermost open list or mapping."""
        if not self._open:
            self.root = self.root or node
            return
        parent = self._open[-1]
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif not parent.is_value_next:
            parent.key = node if isinstance(node, Scalar) else None
            parent.is_value_next = True
            if parent.key is None:
                message = "a key must be text"
                self._problems.append(Problem("", node.line, node.column, Severity.ERROR, message, "key-not-text"))
        else:
            parent.is_value_next = False
            if parent.key is not None:
                parent.node.pairs.append((parent.key, node))

    def _close(self) -> None:
        # An anchor is known only once it is complete, so nothing can contain itself.
        closed = self._open.pop()
        if self._open:
            self._open[-1].height = max(self._open[-1].height, closed.height + 1)
        if closed.anchor:
            self._anchors[closed.anchor] = _Anchored(closed.node, self._nodes - closed.nodes_before, closed.height)

    def _check_depth(self, levels: int, event: yaml.Event) -> None:
        if len(self._open) + levels > MAXIMUM_DEPTH:
            raise _LimitError(_at(event, f"more than {MAXIMUM_DEPTH} levels", "too-deep"))

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self._nodes += nodes
        if self._nodes > MAXIMUM_NODES:
            raise _LimitError(_at(event, f"more than {MAXIMUM_NODES} values, aliases counted", "too-many-values"))

    def _report(self, event: yaml.Event, message: str, rule: str) -> None:
        self._problems.append(_at(event, message, rule))


def _events(text: str) -> Iterator[yaml.Event]:
    parser = CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


def _at(event: yaml.Event, message: str, rule: str) -> Problem:
    return Problem("", *_position(event), Severity.ERROR, message, rule)


def _position(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _syntax_problem(error: yaml.YAMLError, text: str) -> Problem:
    """Say where to look: what is never closed, and a line without its colon, are noticed only further down."""
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    is_noticed_late = mark and (mark.index >= len(text.rstrip()) or getattr(error, "context", "") == _SIMPLE_KEY)
    if begun and is_noticed_late:
        mark = begun
    message = str(getattr(error, "problem", None) or "the file is not valid YAML")
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    return Problem("", line, column, Severity.ERROR, message, "yaml-syntax")


def _problem(message: str, rule: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem("", None, None, severity, message, rule)
