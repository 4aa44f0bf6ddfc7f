"""Frozen values to plain JSON values and back, by their type hints.

`release_date` becomes `releaseDate`; a field's metadata may name another key. Absent values (None, empty) are left
out, so a stored record only grows with what was said.
"""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def to_dict(value: Any) -> dict[str, object]:
    """Turn a frozen value into a dictionary."""
    stored: dict[str, object] = {}
    kind: Any = type(value)
    for key, name in _keys(kind).items():
        plain = _to_plain(getattr(value, name))
        if plain not in (None, [], {}):
            stored[key] = plain
    return stored


def from_dict(kind: Callable[..., Value], stored: Mapping[str, object]) -> Value:
    """Make a value of the kind from what `to_dict` gave."""
    hints = _hints(kind)
    keys = _keys(kind)
    return kind(**{keys[key]: _from_plain(hints[keys[key]], plain) for key, plain in stored.items() if key in keys})


def _to_plain(value: object) -> object:
    if is_dataclass(value):
        return to_dict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        if value and isinstance(value[0], tuple):  # pairs, such as the descriptions by language
            return {key: _to_plain(item) for key, item in value}
        return [_to_plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def _from_plain(hint: Any, plain: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if hint is date:
        return date.fromisoformat(plain)
    if is_dataclass(hint):
        return from_dict(hint, plain)  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        return _tuple_from_plain(get_args(hint)[0], plain)
    return plain


def _tuple_from_plain(item: Any, plain: Mapping[str, object] | Sequence[object]) -> tuple[object, ...]:
    if isinstance(plain, Mapping):
        return tuple((key, _from_plain(get_args(item)[1], value)) for key, value in plain.items())
    return tuple(_from_plain(item, value) for value in plain)


@cache
def _keys(kind: Any) -> dict[str, str]:
    return {key(entry): entry.name for entry in fields(kind)}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def key(entry: Field[Any]) -> str:
    """Give the key of the standard under which a field is stored."""
    first, *rest = entry.name.split("_")
    return str(entry.metadata.get("key") or first + "".join(word.capitalize() for word in rest))
