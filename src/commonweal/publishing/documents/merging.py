"""What people typed into the form and into the YAML beside it, brought together so that neither is lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from commonweal.publishing.documents.drafts import retyped
from commonweal.standards.publiccode.editing import edit
from commonweal.standards.publiccode.written import Value, languages, written

_ITEM = re.compile(r"\[[0-9]+\].*")


@dataclass(frozen=True, slots=True)
class Clash:
    """A value that was changed differently in the form and in the YAML; "" stands for none."""

    path: str
    in_form: Value
    in_yaml: Value


@dataclass(frozen=True, slots=True)
class Merged:
    """The file with both taken in.

    Where there are clashes nothing was taken from the form yet. `unwritten` holds what could not be put into the YAML.
    """

    content: bytes
    clashes: tuple[Clash, ...] = ()
    unwritten: Mapping[str, Value] = field(default_factory=dict)
    took_both: bool = False


def merged(base: bytes, text: str, changes: Mapping[str, Value], prefer: str = "") -> Merged:
    """Take in what was typed; `prefer` ("form" or "yaml") says which of them counts where they clash."""
    content = retyped(base, text)
    if not changes:
        return Merged(content)
    clashes = _clashes(base, content, changes) if content != base else ()
    if clashes and not prefer:
        return Merged(content, clashes)
    if prefer == "yaml":
        dropped = {clash.path for clash in clashes}
        changes = {path: value for path, value in changes.items() if path not in dropped}
    edited, done = edit(content, changes)
    named = {change.path for change in done}
    unwritten = {path: value for path, value in changes.items() if path not in named and _lacks(edited, path, value)}
    return Merged(edited, clashes, unwritten, took_both=content != base and bool(done))


def _clashes(base: bytes, content: bytes, changes: Mapping[str, Value]) -> tuple[Clash, ...]:
    was, now = written(base), written(content)
    moved = {_list(path) for path in was.keys() | now.keys() if "[" in path and was.get(path) != now.get(path)}
    gone = {f"description.{tag}" for tag in set(languages(base)) - set(languages(content))}
    return tuple(
        Clash(path, value, now.get(path, ""))
        for path, value in changes.items()
        if ("[" in path and _list(path) in moved)  # the items may no longer be the same ones
        or path.rpartition(".")[0] in gone
        or (was.get(path) != now.get(path) and now.get(path, "") != value)
    )


def _list(path: str) -> str:
    return _ITEM.sub("", path)


def _lacks(content: bytes, path: str, value: Value) -> bool:
    return written(content).get(path, "") != (value or "")
