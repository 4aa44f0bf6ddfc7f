"""Holds a JSON-like value against a small description of its shape, in one pass without recursion.

A description is data: a `Shape` names fields, each with a rule; `Text` is a string that may follow a pattern or a
vocabulary; `Each` is a list. It does what the formats' JSON Schemas say of the parts that we read, at a cost of well
under a microsecond for each value and without their traps (string formats that take seconds).
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from commonweal.standards.sbom.found import Path, Problems, listed, quoted


@dataclass(slots=True)
class Text:
    """A string; `words` is its vocabulary, `pattern` must match all of it, `is_right` is asked last."""

    pattern: re.Pattern[str] | None = None
    words: Mapping[str, object] | None = None
    is_right: Callable[[str], bool] | None = None
    meaning: str = "text of another form"
    rule: str = "wrong-text"
    severity_is_error: bool = True
    fits: Callable[[str], object] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        asked: list[Callable[[str], object]] = []
        asked += [self.words.__contains__] if self.words is not None else []
        asked += [self.pattern.fullmatch] if self.pattern is not None else []
        asked += [self.is_right] if self.is_right is not None else []
        # Mostly one question is asked, and asking it directly halves the cost of checking.
        self.fits = asked[0] if len(asked) == 1 else lambda text: all(ask(text) for ask in asked)


@dataclass(slots=True)
class Plain:
    """A number or a yes/no."""

    types: tuple[type, ...]
    meaning: str
    least: int | None = None


@dataclass(slots=True)
class Each:
    """A list whose items follow one rule."""

    rule: "Rule"
    is_unique: bool = False
    also: Callable[[list[Any], Path, Problems], None] | None = None


@dataclass(slots=True)
class Either:
    """The first form whose JSON type fits."""

    forms: "tuple[Rule, ...]"


@dataclass(slots=True)
class Shape:
    """An object: its fields, those it must have, and whether others are refused."""

    name: str
    fields: dict[str, "Rule"] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    is_closed: bool = False
    also: Callable[[dict[str, Any], Path, Problems], None] | None = None


Rule = Text | Plain | Each | Either | Shape | None

TEXT = Text()
FLAG = Plain((bool,), "true or false")
NUMBER = Plain((int, float), "a number")
ANYTHING: Rule = None


def vocabulary(words: str) -> dict[str, None]:
    """Give the words of a text, in their order."""
    return dict.fromkeys(words.split())


def check(value: object, rule: Rule, problems: Problems, path: Path = None) -> None:
    """Note everything that does not fit the rule; the path is where the value stands in the document."""
    waiting: list[tuple[Path, object, Rule]] = [(path, value, rule)]
    while waiting and not problems.is_enough:
        path, value, rule = waiting.pop()
        if isinstance(rule, Either):
            rule = next((form for form in rule.forms if _fits(value, form)), rule.forms[0])
        if isinstance(rule, Shape):
            _check_object(path, value, rule, waiting, problems)
        elif isinstance(rule, Each):
            _check_list(path, value, rule, waiting, problems)
        elif isinstance(rule, Text):
            _check_text(path, value, rule, problems)
        elif isinstance(rule, Plain):
            _check_plain(path, value, rule, problems)


def _fits(value: object, form: Rule) -> bool:
    wanted = {Shape: dict, Each: list, Text: str}.get(type(form))
    return wanted is not None and isinstance(value, wanted)


def _check_object(
    path: Path, value: object, shape: Shape, waiting: list[tuple[Path, object, Rule]], problems: Problems
) -> None:
    if not isinstance(value, dict):
        problems.error(path, f"{shape.name} should be an object, not {quoted(value)}", "wrong-type")
        return
    for key in shape.required:
        if key not in value:
            problems.error((path, key), f"{shape.name} lacks {key}", f"missing-{_kebab(key)}")
    fields = shape.fields
    later = []
    for key, item in value.items():
        rule = fields.get(key)
        if rule is None:
            if shape.is_closed and key not in fields:
                problems.error((path, key), f"{shape.name} has no field {quoted(key)}", "unknown-field")
        elif item.__class__ is str and rule.__class__ is Text:
            if rule is not TEXT and not rule.fits(item):
                _check_text((path, key), item, rule, problems)
        else:
            later.append(((path, key), item, rule))
    waiting.extend(reversed(later))
    if shape.also is not None:
        shape.also(value, path, problems)


def _check_list(
    path: Path, value: object, rule: Each, waiting: list[tuple[Path, object, Rule]], problems: Problems
) -> None:
    if not isinstance(value, list):
        problems.error(path, f"a list should stand here, not {quoted(value)}", "wrong-type")
        return
    if rule.is_unique:
        _check_unique(path, value, problems)
    if rule.also is not None:
        rule.also(value, path, problems)
    if rule.rule is not None:
        waiting.extend(((path, place), value[place], rule.rule) for place in range(len(value) - 1, -1, -1))


def _check_unique(path: Path, value: list[Any], problems: Problems) -> None:
    if len(value) < 2:  # as most lists are: a licence, a hash, an address
        return
    if isinstance(value[0], str):  # as what a part needs; other kinds of items cannot be compared so quickly
        with suppress(TypeError):
            if len(set(value)) == len(value):
                return
    seen: dict[object, list[Any]] = {}
    for place, item in enumerate(value):
        alike = seen.setdefault(_likeness(item), [])
        # At most a few are compared, so that a thousand alike are no million comparisons.
        if item in alike[:3]:
            problems.error((path, place), "this stands in the list twice", "repeated-item")
        alike.append(item)


def _likeness(item: Any) -> object:
    """Give what equal items share, cheaply: text itself, of an object the size and the texts that tell it apart."""
    if not isinstance(item, dict):
        return item if isinstance(item, str) else type(item)
    telling = (item.get("bom-ref"), item.get("ref"), item.get("name"), item.get("version"), item.get("id"))
    return (len(item), *(each for each in telling if isinstance(each, str)))


def _check_text(path: Path, value: object, rule: Text, problems: Problems) -> None:
    if not isinstance(value, str):
        problems.error(path, f"text should stand here, not {quoted(value)}", "wrong-type")
        return
    if not rule.fits(value):
        among = (
            f": one of {listed(list(rule.words))}" if rule.words is not None and rule.meaning == TEXT.meaning else ""
        )
        meaning = f" should be {rule.meaning}" if rule.meaning != TEXT.meaning else " is not allowed here"
        note = problems.error if rule.severity_is_error else problems.warning
        note(path, f"{quoted(value)}{meaning}{among}", rule.rule)


def _check_plain(path: Path, value: object, rule: Plain, problems: Problems) -> None:
    is_wrong = not isinstance(value, rule.types) or (isinstance(value, bool) and bool not in rule.types)
    if is_wrong or (rule.least is not None and isinstance(value, int) and value < rule.least):
        problems.error(path, f"{quoted(value)} should be {rule.meaning}", "wrong-type")


def _kebab(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"-\1", key).replace("_", "-").lower()
