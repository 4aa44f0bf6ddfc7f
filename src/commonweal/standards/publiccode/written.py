"""What a publiccode.yml says as it is written: every value that the standard has a place for, by its path.

Unlike `read` it judges nothing and drops nothing: a wrong word, a lower-case country or `yes` stays what it is, so that
people can see and change it. Source: publiccode.yml 0.7.0 schema.core; keys of older versions stand under today's name.
"""

import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence

from commonweal.standards import language
from commonweal.standards.publiccode import vocabularies
from commonweal.standards.publiccode.document import Mapping, Node, Scalar, Sequence, parse
from commonweal.standards.publiccode.fields import KEYS, LISTS

# A text, a list of texts, or (for `edit`) a whole section with its keys.
Value = str | tuple[str, ...] | AnyMapping[str, "Value"]
Step = str | int

LISTS_OF_TEXTS = frozenset(LISTS) | {"isBasedOn"}
LISTS_OF_SECTIONS = frozenset(
    {"fundedBy", "supports", "maintenance.contractors", "maintenance.contacts"}
    | {f"dependsOn.{kind}" for kind in ("open", "proprietary", "hardware")}
)
_STEP = re.compile(r"([^.\[\]]+)|\[([0-9]{1,6})\]")
_OLDER: dict[str, tuple[str, ...]] = {}
for _old, _new in (vocabularies.RENAMED_KEYS | vocabularies.MISSPELT_KEYS).items():
    _OLDER[_new] = (*_OLDER.get(_new, ()), _old)


def written(content: bytes) -> dict[str, Value]:
    """Give every value by its path, such as "maintenance.contacts[0].name"; never raises.

    >>> written(b"licence: MIT\\nname: Desk\\nplatforms: [web]\\n")
    {'name': 'Desk', 'platforms': ('web',)}
    """
    found: dict[str, Value] = {}
    root = parse(content).root
    if isinstance(root, Mapping):
        _take(root, "", "", found)
    return found


def steps(path: str) -> tuple[Step, ...]:
    """Give the keys and positions that a path consists of."""
    return tuple(int(index) if index else key for key, index in _STEP.findall(path))


def pattern(path_steps: AnySequence[Step]) -> str:
    """Give the pattern of a path as the tables of `fields` have it: "*" for a language, no positions."""
    keys = [step for step in path_steps if isinstance(step, str)]
    if len(keys) > 1 and keys[0] == "description":
        keys[1] = "*"
    return ".".join(keys)


def place_of(key: str, names: AnySequence[str], holder: str) -> int | None:
    """Find a key among the names of a mapping, by itself, by an older name, or by another tag of the language."""
    if key in names:
        return names.index(key)
    if holder == "description":
        return next((place for place, name in enumerate(names) if language.canonical(name) == key), None)
    older = _OLDER.get(key, ())
    return next((place for place, name in enumerate(names) if name in older), None) if older else None


def _take(mapping: Mapping, holder: str, path: str, found: dict[str, Value]) -> None:
    names = [key.text for key, _ in mapping.pairs]
    places = (
        _languages(names) if holder == "description" else {key: place_of(key, names, holder) for key in KEYS[holder]}
    )
    for key, place in places.items():
        if place is not None:
            below = f"{path}.{key}" if path else key
            _value(mapping.pairs[place][1], pattern(steps(below)), below, found)


def _languages(names: AnySequence[str]) -> dict[str, int | None]:
    """Find where each language stands; a tag in its right spelling goes before others of the same language."""
    spelt = {name: place for place, name in reversed(list(enumerate(names)))}
    places: dict[str, int | None] = {}
    for place, name in enumerate(names):
        tag = language.canonical(name)
        if tag is not None:
            places.setdefault(tag, spelt.get(tag, place))
    return places


def _value(node: Node, where: str, path: str, found: dict[str, Value]) -> None:
    if where in LISTS_OF_SECTIONS:
        for index, item in enumerate(node.items if isinstance(node, Sequence) else []):
            if isinstance(item, Mapping):
                _take(item, where, f"{path}[{index}]", found)
    elif where in KEYS or where == "description":
        if isinstance(node, Mapping):
            _take(node, where, path, found)
    elif where in LISTS_OF_TEXTS:
        items = node.items if isinstance(node, Sequence) else [node]
        texts = tuple(item.text for item in items if isinstance(item, Scalar) and not item.is_null)
        if texts:
            found[path] = texts
    elif isinstance(node, Scalar) and not node.is_null and node.text:
        found[path] = node.text


def languages(content: bytes) -> tuple[str, ...]:
    """Give the languages that the file describes the software in, in its order; empty blocks too."""
    root = parse(content).root
    pairs = root.pairs if isinstance(root, Mapping) else []
    blocks = next((node for key, node in pairs if key.text == "description"), None)
    found = [language.canonical(key.text) for key, _ in blocks.pairs] if isinstance(blocks, Mapping) else []
    return tuple(dict.fromkeys(tag for tag in found if tag))
