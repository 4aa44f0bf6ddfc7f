"""YAML text to plain values, with every size counted while reading.

Source: YAML 1.2.2 core schema, chapter 10.3; libyaml's events, because building its own tree recurses in C. Aliases
count as often as they are used, which is what stops an alias bomb.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml._yaml import CParser

from commonweal.standards.sbom.limits import Limits, TooMuch
from commonweal.standards.sbom.parsing import MOST_LEVELS

_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Events cost about 4 seconds for each 10 MB; real files stay below 3 MB.
_LONGEST = 10_000_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# Numbers with a zero in front, and all with a point, stay text: versions such as 1.10 would lose their zero.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")


def parse_yaml(text: str, limits: Limits) -> Any:
    """Give plain values of the first document. Raises TooMuch for wrong syntax and what passes a limit."""
    if len(text) > _LONGEST:
        raise TooMuch(f"a YAML file may have {_LONGEST // 1_000_000} MB", "too-large")
    building = _Building(limits)
    try:
        for event in _events(_NOT_YAML.sub("\ufffd", text)):
            if isinstance(event, yaml.DocumentEndEvent):
                break
            building.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = (mark.line + 1, mark.column + 1) if mark else None
        raise TooMuch(f"not YAML: {getattr(error, 'problem', None) or error}", "yaml-syntax", place) from error
    return building.root


def _events(text: str) -> Iterator[yaml.Event]:
    parser = CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


class _Open:
    """A list or mapping whose end has not been read yet."""

    __slots__ = ("anchor", "before", "key", "value")

    def __init__(self, value: list[Any] | dict[str, Any], anchor: str | None, before: int) -> None:
        self.value = value
        self.anchor = anchor
        self.before = before
        self.key: str | None = None

    @property
    def is_key_next(self) -> bool:
        return isinstance(self.value, dict) and self.key is None

    def take(self, item: object) -> None:
        """Put in the next item, key or value."""
        if isinstance(self.value, list):
            self.value.append(item)
        elif self.key is None:
            self.key = item if isinstance(item, str) else ""
        else:
            self.value[self.key] = item
            self.key = None


class _Building:
    """Turns events into values, counting values and levels as it goes."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.outer: list[Any] = []
        self.chain = [_Open(self.outer, None, 0)]
        self.anchors: dict[str, tuple[object, int]] = {}
        self.count = 0

    @property
    def root(self) -> object:
        return self.outer[0] if self.outer else None

    def take(self, event: yaml.Event) -> None:
        """Take the next event. Raises TooMuch when a limit is passed."""
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.add(1)
            value: list[Any] | dict[str, Any] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self.chain.append(_Open(value, event.anchor, self.count - 1))
            if len(self.chain) > MOST_LEVELS:
                raise TooMuch("values stand inside each other too deeply", "too-deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = self.chain.pop()
            self.chain[-1].take(closed.value)
            if closed.anchor:
                self.anchors[closed.anchor] = (closed.value, self.count - closed.before)
        elif isinstance(event, yaml.AliasEvent):
            anchored, size = self.anchors.get(event.anchor or "", (None, 1))
            self.add(size)
            self.chain[-1].take(anchored)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        self.add(1)
        value = _value(event, is_key=self.chain[-1].is_key_next)
        self.chain[-1].take(value)
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)

    def add(self, values: int) -> None:
        self.count += values
        if self.count > self.limits.values:
            raise TooMuch(f"the file has more than {self.limits.values:,} values", "too-many-values")


def _value(event: yaml.ScalarEvent, *, is_key: bool) -> object:
    text: str = event.value
    if is_key or event.style or event.tag == "tag:yaml.org,2002:str":
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    return int(text) if _INTEGER.fullmatch(text) else text
