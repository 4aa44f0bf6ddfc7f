"""A PublicCode as a new publiccode.yml: keys in the order of the standard, texts of several lines as blocks.

Reading what was written gives the same value. To change a file that exists use `upgrade`, which keeps its comments.
Source: publiccode.yml 0.7.0 schema.core; YAML 1.2.2 chapters 7 and 8.
"""

import json
import re
from collections.abc import Iterator, Mapping

from commonweal.standards import language
from commonweal.standards.publiccode.fields import KEYS
from commonweal.standards.publiccode.model import PublicCode
from commonweal.standards.publiccode.sheet import literal

_IS_A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_BLOCK = re.compile(r"[^\s\x00-\x1f\x7f-\x9f][^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*\Z")
_STEP = re.compile(r"(?P<key>.*?)(?:\[(?P<index>[0-9]+)\])?\Z", re.DOTALL)
_DATES = frozenset({"releaseDate", "until"})
_LONGEST_SIMPLE_KEY = 120
_LONGEST_NUMBER = 17


def write(publiccode: PublicCode) -> bytes:
    """Give the file in UTF-8; what the model has no place for goes where it was found."""
    plain = publiccode.to_dict()
    unknown = plain.pop("unknown", {})
    document: dict[str, object] = {key: plain[key] for key in KEYS[""] if key in plain}
    document |= {key: value for key, value in plain.items() if key not in document}
    if publiccode.supports:
        document["supports"] = [{"id": identifier} for identifier in publiccode.supports]
    for path, value in unknown.items() if isinstance(unknown, Mapping) else []:
        _put(document, str(path), value)
    return ("\n".join(lines(document, "")) + "\n").encode("utf-8") if document else b"{}\n"


def _put(document: dict[str, object], path: str, value: object) -> None:
    """Put an unknown value where it was found: at the root, or in the section that its path begins with."""
    holder, key = document, path
    section, quote, quoted = path.partition('"')
    whole = section + quote if quote else path
    for pattern in sorted(KEYS, key=len, reverse=True):
        rest = _rest(pattern, whole)
        if pattern and rest is not None:
            holder, key = _section(document, whole[: len(whole) - len(rest) - 1]), rest
            break
    if quote:  # a key with a dot in it
        key = json.loads(quote + quoted)
    if not path.startswith(("IT.", "it.")):  # the section is kept as a whole
        holder.setdefault(key, value)


def _rest(pattern: str, path: str) -> str | None:
    """Give what follows the section in a path, or None where the path is not of this section."""
    expression = re.escape(pattern).replace(r"\*", r"[^.]+").replace(r"\.", r"(?:\[[0-9]+\])?\.")
    found = re.match(rf"{expression}(?:\[[0-9]+\])?\.", path)
    return path[found.end() :] if found and path[found.end() :] else None


def _section(document: dict[str, object], path: str) -> dict[str, object]:
    holder = document
    for step in path.split("."):
        found = _STEP.match(step)
        key, index = (found["key"], found["index"]) if found else (step, None)
        if holder is document.get("description"):
            key = language.canonical(key) or key
        empty: object = {} if index is None else []
        below = holder.setdefault(key, empty)
        if isinstance(below, list):
            position = min(int(index or 0), len(below))
            below += [{}] if position == len(below) else []
            below = below[position]
        if not isinstance(below, dict):
            return document
        holder = below
    return holder


def lines(values: Mapping[str, object], indent: str) -> Iterator[str]:
    """Give the lines of a mapping."""
    for key, value in values.items():
        written = literal(str(key))
        if len(written) > _LONGEST_SIMPLE_KEY:  # YAML looks only so far ahead for the colon
            yield f"{indent}? {written}"
            written = ""
        yield from _entry(f"{indent}{written}:", key, value, indent)


def _entry(head: str, key: str, value: object, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield head
        yield from lines(value, indent + "  ")
    elif isinstance(value, list) and value:
        yield head
        for item in value:
            yield from item_lines(item, indent + "  ")
    elif isinstance(value, str) and "\n" in value and _BLOCK.match(value) and value == value.strip():
        yield f"{head} |-"
        for line in value.split("\n"):
            yield f"{indent}  {line}" if line else ""
    else:
        yield f"{head} {value if key in _DATES and _IS_A_DATE.match(str(value)) else _scalar(value)}"


def item_lines(item: object, indent: str) -> Iterator[str]:
    """Give the lines of an item of a list."""
    if isinstance(item, Mapping) and item:
        first, *rest = lines(item, indent + "  ")
        yield f"{indent}- {first.removeprefix(indent + '  ')}"
        yield from rest
    elif isinstance(item, list) and item:
        yield f"{indent}-"
        for inner in item:
            yield from item_lines(inner, indent + "  ")
    else:
        yield f"{indent}- {_scalar(item)}"


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value)


def _number(value: float) -> str:
    """Write a number in so few digits that it is read as a number again."""
    for written in (repr(value), f"{value:.17g}", f"{value:.15g}"):
        if len(written) <= _LONGEST_NUMBER and float(written) == value:
            return written
    return json.dumps(repr(value))
