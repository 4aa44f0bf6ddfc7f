"""A publiccode.yml as text that can be changed at one place without touching the rest.

Comments, order, quoting, line ends and unknown keys stay because nothing is written anew: a change is a few splices
of the text, found by the positions that libyaml gives (YAML 1.2, yaml.org/spec/1.2.2). Every change is proved before
it is kept: the new text is read again, what was not to be touched must read the same, and no comment may be gone.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml
from yaml._yaml import CParser

from commonweal.standards.publiccode.document import parse

_COMMENT = re.compile(r"(?:^|(?<=[ \t\n\r]))#[^\r\n]*")
_HEADER = re.compile(r"[|>][^\r\n]*")
_PLAIN = re.compile(r"(?:https?://)?[A-Za-z_](?:[A-Za-z0-9_./+()' -]*[A-Za-z0-9_./+()'-])?\Z")
_BREAKS_A_LINE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed: where (line of the text before), from what to what, and why."""

    path: str
    line: int
    before: str | None
    after: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Splice:
    """Replaces text[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A change with its splices; the paths named by `touches`, and what is below them, may read differently."""

    change: Change
    splices: tuple[Splice, ...]
    touches: tuple[str, ...]


@dataclass(slots=True)
class Part:
    """A value of the document with its place in the text; `pairs` of a mapping, `items` of a list."""

    kind: str
    start: int
    end: int
    line: int
    text: str = ""
    is_plain: bool = False
    is_flow: bool = False
    pairs: list[tuple["Part", "Part"]] = field(default_factory=list)
    items: list["Part"] = field(default_factory=list)

    def value(self, key: str) -> "Part | None":
        """Give the value of a key of a mapping."""
        return next((value for name, value in self.pairs if name.text == key), None)

    @property
    def is_null(self) -> bool:
        """Whether YAML reads it as nothing."""
        return self.kind == "scalar" and self.is_plain and self.text in {"", "~", "null", "Null", "NULL"}


class Sheet:
    """The text and its parts. `root` is None where the text is no complete mapping; then nothing can be changed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        document = parse(text.encode("utf-8", "surrogatepass"))
        is_read = document.is_complete and not document.problems
        root = _compose(text) if is_read else None
        self.root = root if root is not None and root.kind == "mapping" else None

    def find(self, pattern: str) -> list[tuple[str, Part, Part]]:
        """Give (path, mapping that holds it, value) for every place that a pattern of keys leads to."""
        return list(_find(self.root, pattern, "")) if self.root else []

    def with_edits(self, edits: Sequence[Edit]) -> "Sheet | None":
        """Give the changed sheet, or None where the change would do anything else than it says."""
        splices = sorted((splice for edit in edits for splice in edit.splices), key=lambda splice: splice.start)
        pieces, position = [], 0
        for splice in splices:
            if splice.start < position:
                return None
            pieces += [self.text[position : splice.start], splice.text]
            position = splice.end
        changed = Sheet("".join([*pieces, self.text[position:]]))
        if changed.root is None:
            return None
        touched = frozenset(path for edit in edits for path in edit.touches)
        is_same = _untouched(self, touched) == _untouched(changed, touched)
        return changed if is_same and not _lost_comments(self, changed) else None

    # Splices: each gives what has to be done, or None where the way it is written is too unusual.

    def set_text(self, part: Part, literal: str) -> Splice | None:
        """Write another value in the place of a text."""
        is_block = self.text[part.start : part.start + 1] in {"|", ">"}
        return None if part.kind != "scalar" or is_block or part.is_null else Splice(part.start, part.end, literal)

    def insert(self, mapping: Part, key: str, lines: Sequence[str], flow: str) -> Splice | None:
        """Add a key at the end of a mapping: as lines below it, or inside the braces as `flow`."""
        if not mapping.pairs:
            return None
        if mapping.is_flow:
            last = mapping.pairs[-1][1].end
            comma = "" if "," in self.text[last : mapping.end] else ","
            return Splice(mapping.end - 1, mapping.end - 1, f"{comma} {key}: {flow}")
        indent = " " * self.column(mapping.pairs[0][0].start)
        end = self.line_end(mapping.pairs[-1][1].end)
        return self.lines_at(end, [f"{indent}{key}:{'' if not lines else lines[0]}", *(indent + x for x in lines[1:])])

    def append(self, items: Part, line: str, flow: str) -> Splice | None:
        """Add an item at the end of a list."""
        if not items.items:
            return None
        last = items.items[-1]
        if items.is_flow:
            comma = "" if "," in self.text[last.end : items.end] else ","
            return Splice(items.end - 1, items.end - 1, f"{comma} {flow}")
        dash = self.text.rfind("-", 0, last.start + 1)
        return self.lines_at(self.line_end(last.end), [f"{' ' * self.column(dash)}- {line}"])

    def remove(self, mapping: Part, key: str) -> Splice | None:
        """Take a key with its value out; the comments in it stay."""
        index = next((i for i, (name, _) in enumerate(mapping.pairs) if name.text == key), None)
        if index is None or len(mapping.pairs) == 1:
            return None
        name, value = mapping.pairs[index]
        if mapping.is_flow:
            if index + 1 < len(mapping.pairs):
                return Splice(name.start, mapping.pairs[index + 1][0].start, "")
            return Splice(mapping.pairs[index - 1][1].end, value.end, "")
        start = self.line_start(name.start)
        if self.text[start : name.start].strip(" "):
            return None
        end = self.line_end(max(value.end, name.end))
        indent = self.text[start : name.start]
        kept = [f"{indent}{comment}{self.newline}" for comment in self.comments(start, end)]
        return Splice(start, end, "".join(kept))

    # Places in the text.

    def lines_at(self, end: int, lines: Sequence[str]) -> Splice:
        """Put lines in where a line ends, or behind a last one that has no end."""
        before = "" if end == 0 or self.text[end - 1] in "\r\n" else self.newline
        after = self.newline if not before else ""
        return Splice(end, end, before + self.newline.join(lines) + after)

    def comments(self, start: int = 0, end: int | None = None) -> list[str]:
        """Give the comments between two positions."""
        end = len(self.text) if end is None else end
        return [found for position, found in _comments(self) if start <= position < end]

    def column(self, position: int) -> int:
        """Give how far in on its line a position is."""
        return position - self.line_start(position)

    def line_start(self, position: int) -> int:
        """Give where the line of a position begins."""
        return max(self.text.rfind("\n", 0, position), self.text.rfind("\r", 0, position)) + 1

    def line_end(self, position: int) -> int:
        """Give the position behind the line's end, or the position itself where a line has just ended."""
        if position > 0 and self.text[position - 1] in "\r\n" and position <= len(self.text):
            return position
        found = re.compile(r"\r\n|\r|\n").search(self.text, position)
        return found.end() if found else len(self.text)

    def last_line_end(self, part: Part) -> int:
        """Give the end of a value's last line; blank lines below a block text are not counted to it."""
        end = self.line_end(part.end)
        while end > part.start and not self.text[(start := self.line_start(self._before_break(end))) : end].strip():
            end = start
        return end

    def _before_break(self, end: int) -> int:
        return end - 2 if self.text[end - 2 : end] == "\r\n" else end - 1


def literal(text: str) -> str:
    """Write a text so that every YAML reader gives the text back."""
    if _PLAIN.match(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _BREAKS_A_LINE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", quoted)


def _find(part: Part, pattern: str, path: str) -> Iterator[tuple[str, Part, Part]]:
    head, _, rest = pattern.partition(".")
    for key, value in part.pairs:
        if head in ("*", key.text):
            below = f"{path}.{key.text}" if path else key.text
            if not rest:
                yield below, part, value
            elif value.kind == "list":
                for index, item in enumerate(value.items):
                    yield from _find(item, rest, f"{below}[{index}]")
            else:
                yield from _find(value, rest, below)


def _untouched(sheet: Sheet, touched: frozenset[str]) -> list[tuple[str, str, bool]]:
    """Give every leaf and every empty collection that no change names, in order."""
    found: list[tuple[str, str, bool]] = []
    if sheet.root:
        collect(sheet.root, "", touched, found)
    return found


def collect(part: Part, path: str, touched: frozenset[str], found: list[tuple[str, str, bool]]) -> None:
    """Add every leaf and every empty collection below a part, in order, without those that are touched."""
    if path in touched:
        return
    for key, value in part.pairs:
        collect(value, f"{path}.{key.text}" if path else key.text, touched, found)
    for index, item in enumerate(part.items):
        collect(item, f"{path}[{index}]", touched, found)
    if not part.pairs and not part.items:
        found.append((path, part.kind + part.text, part.is_plain))


def _lost_comments(before: Sheet, after: Sheet) -> bool:
    kept = Counter(comment for _, comment in _comments(after))
    return bool(Counter(comment for _, comment in _comments(before)) - kept)


def _comments(sheet: Sheet) -> list[tuple[int, str]]:
    """Give every comment with its position: what looks like one and stands in no text."""
    texts: list[tuple[int, int]] = []
    if sheet.root:
        _texts(sheet.root, sheet.text, texts)
    texts.sort()
    found, index = [], 0
    for match in _COMMENT.finditer(sheet.text):
        while index < len(texts) and texts[index][1] <= match.start():
            index += 1
        if index == len(texts) or match.start() < texts[index][0]:
            found.append((match.start(), match[0].rstrip()))
    return found


def _texts(part: Part, text: str, found: list[tuple[int, int]]) -> None:
    if part.kind == "scalar":
        is_block = text[part.start : part.start + 1] in {"|", ">"}
        # Behind the sign of a block text a comment may stand.
        header = _HEADER.match(text, part.start) if is_block else None
        found.append((header.end() if header else part.start, part.end))
    for key, value in part.pairs:
        _texts(key, text, found)
        _texts(value, text, found)
    for item in part.items:
        _texts(item, text, found)


def _compose(text: str) -> Part | None:
    """Build the parts of the first document from libyaml's events; the limits were kept by `parse` before."""
    parser = CParser(text)
    root: Part | None = None
    open_parts: list[tuple[Part, list[Part]]] = []
    while (event := parser.get_event()) is not None:
        if isinstance(event, yaml.CollectionEndEvent):
            part, children = open_parts.pop()
            _finish(part, children, event)
        elif isinstance(event, yaml.NodeEvent):
            part = _part(event)
            root = root or part
            if open_parts:
                open_parts[-1][1].append(part)
            if isinstance(event, yaml.CollectionStartEvent):
                open_parts.append((part, []))
        elif isinstance(event, yaml.DocumentEndEvent):
            break
    return root


def _part(event: yaml.NodeEvent) -> Part:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        raise AssertionError("libyaml gives every event its marks")
    if isinstance(event, yaml.ScalarEvent):
        is_plain = not event.style and not event.tag
        return Part("scalar", start.index, end.index, start.line + 1, event.value, is_plain)
    if isinstance(event, yaml.AliasEvent):
        return Part("alias", start.index, end.index, start.line + 1, event.anchor or "")
    kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
    return Part(kind, start.index, end.index, start.line + 1, is_flow=bool(getattr(event, "flow_style", False)))


def _finish(part: Part, children: list[Part], event: yaml.Event) -> None:
    if part.kind == "list":
        part.items = children
    else:
        part.pairs = list(zip(children[::2], children[1::2], strict=True))
    if part.is_flow and event.end_mark is not None:
        part.end = event.end_mark.index
    elif children:  # a block collection ends where its last value does, not where the next one begins
        part.end = children[-1].end
