"""Writes single values into a publiccode.yml, as the form of an editor does, and leaves all the rest as it is.

What no change names stays byte for byte, comments stay, a new key lands where the standard has it. A change that cannot
be proved to do only what it says is left out. Source: publiccode.yml 0.7.0 schema.core; ADR 9.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commonweal.standards.publiccode.document import parse
from commonweal.standards.publiccode.fields import BOOLEANS, KEYS
from commonweal.standards.publiccode.sheet import Change, Edit, Part, Sheet, Splice, collect
from commonweal.standards.publiccode.splicing import appended, filled, inserted, nothing_but, removed, replaced
from commonweal.standards.publiccode.writer import lines
from commonweal.standards.publiccode.written import Step, Value, pattern, place_of, steps

_MARK = "\ufeff"
_ITEM = "[]"  # marks the path of a list that an item was taken out of
_WHY = "written from the form"
_NO_CHANGE = Change("", 1, None, None, "")
# Each change reads the whole text again, so a large text gets fewer.
_READ_AGAIN_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class _Level:
    """One step into the document: the mapping or list, the step as it is written there, and what stands behind it."""

    holder: Part
    step: Step
    path: str
    part: Part | None


def edit(content: bytes, changes: Mapping[str, Value]) -> tuple[bytes, list[Change]]:
    """Give the file with each value at its path, and the list of what was changed, under the paths given.

    An empty value takes the key away; an item of a list whose last key goes, goes too. Items are counted as they stand
    before; positions behind the last add items. A path that is missing in the list of changes could not be written.
    Never raises; a file that is not UTF-8 or not a complete YAML mapping is given back as it is.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content, []
    mark = _MARK if text.startswith(_MARK) else ""
    sheet = Sheet(text.removeprefix(_MARK))
    together = _edited_together(sheet, changes)
    if together is not None:
        return (mark + together[0].text).encode("utf-8"), together[1]
    done: list[Change] = []
    budget = _READ_AGAIN_CHARACTERS // max(1, len(text))
    for path in _in_order(changes, sheet)[:budget]:
        changed = _edited(sheet, path, changes[path])
        if changed is not None:
            sheet = changed[0]
            done.append(changed[1])
    return ((mark + sheet.text).encode("utf-8") if done else content), done


def _edited_together(sheet: Sheet, changes: Mapping[str, Value]) -> tuple[Sheet, list[Change]] | None:
    """Make all changes at once, so that the text is read again only once; None where they need one another's room."""
    edits: list[Edit] = []
    for path in sorted(changes, key=_rank):
        path_steps, value = steps(path), changes[path]
        if sheet.root is None or not value or not path_steps or any(isinstance(step, int) for step in path_steps):
            return None
        change = Change(path, _line(sheet, path_steps), _text(_found(sheet, path_steps)), _shown(value), _WHY)
        attempts = ((touched, splices) for touched, splices in _writings(sheet, path_steps, value) if splices)
        touched, splices = next(attempts, ("", None))
        if splices is None:
            return None
        edits.append(Edit(change, splices, (touched,)))
    changed = sheet.with_edits(edits) if edits else None
    if changed is None or any(_reads(changed, steps(path)) != value for path, value in changes.items()):
        return None
    return changed, [edit.change for edit in edits]


def _rank(path: str) -> tuple[str, int]:
    """Sort the keys of a section as the standard does: of two at the same place the first is written first."""
    holder, _, key = pattern(steps(path)).rpartition(".")
    order = KEYS.get(holder, ())
    return path.rpartition(".")[0], order.index(key) if key in order else len(order)


def _in_order(changes: Mapping[str, Value], sheet: Sheet) -> list[str]:
    """New items first, then existing ones from the last to the first, so that positions stay right."""

    def rank(path: str) -> int:
        path_steps = steps(path)
        place = next((place for place, step in enumerate(path_steps) if isinstance(step, int)), None)
        if place is None:
            return 0
        index = path_steps[place]
        levels = _levels(sheet, path_steps[: place + 1])
        is_there = len(levels) == place + 1 and levels[-1].part is not None
        return -int(index) if is_there else int(index) - 10_000_000

    return sorted(changes, key=rank)


def _edited(sheet: Sheet, path: str, value: Value) -> tuple[Sheet, Change] | None:
    path_steps = steps(path)
    if not path_steps:
        return None
    if sheet.root is None:
        return _begun(sheet, path, _nested(path_steps, value)) if value else None
    before = _text(_found(sheet, path_steps))
    change = Change(path, _line(sheet, path_steps), before, _shown(value), _WHY)
    attempts = _writings(sheet, path_steps, value) if value else _removals(sheet, path_steps)
    for touched, splices in attempts:
        if splices is not None:
            changed = sheet.with_edits([Edit(change, splices, (touched.removesuffix(_ITEM),))])
            # Behind an item that went stands the next one; that it went is proved already.
            if changed is not None and (touched.endswith(_ITEM) or _reads(changed, path_steps) == (value or None)):
                return changed, change
    return _emptied(sheet, path_steps, change) if not value else None


# Where a path leads to


def _levels(sheet: Sheet, path_steps: tuple[Step, ...]) -> list[_Level]:
    """Walk as far as the document goes; the last level has no part where the walk ended early."""
    levels: list[_Level] = []
    holder, path = sheet.root, ""
    for place, step in enumerate(path_steps):
        if holder is None:
            break
        if isinstance(step, int):
            if holder.kind != "list":
                return []
            part = holder.items[step] if step < len(holder.items) else None
            name: Step = step if part is not None else len(holder.items)
            path = f"{path}[{name}]"
        else:
            if holder.kind != "mapping":
                return []
            names = [key.text for key, _ in holder.pairs]
            found = place_of(step, names, pattern(path_steps[:place]))
            part = None if found is None else holder.pairs[found][1]
            name = step if found is None else names[found]
            path = f"{path}.{name}" if path else name
        levels.append(_Level(holder, name, path, part))
        is_end = part is None or part.is_null
        holder = None if is_end else part
    return levels


def _found(sheet: Sheet, path_steps: tuple[Step, ...]) -> Part | None:
    levels = _levels(sheet, path_steps)
    return levels[-1].part if len(levels) == len(path_steps) else None


def _reads(sheet: Sheet, path_steps: tuple[Step, ...]) -> Value | None:
    """Give the value at the path as the text now has it."""
    return _value(_found(sheet, path_steps))


def _value(part: Part | None) -> Value | None:
    if part is None or part.is_null or part.kind == "alias":
        return None
    if part.kind == "list":
        return tuple(item.text for item in part.items)
    if part.kind == "mapping":
        return {key.text: _value(value) or "" for key, value in part.pairs}
    return part.text


def _text(part: Part | None) -> str | None:
    value = _value(part)
    return None if value is None else _shown(value)


def _shown(value: Value) -> str | None:
    if isinstance(value, str):
        return value or None
    return ", ".join(value) or None


def _line(sheet: Sheet, path_steps: tuple[Step, ...]) -> int:
    """The line of the value, or of the mapping that will hold it."""
    levels = _levels(sheet, path_steps)
    level = levels[-1] if levels else None
    return (level.part or level.holder).line if level else 1


# What to do there


def _writings(
    sheet: Sheet, path_steps: tuple[Step, ...], value: Value
) -> Iterator[tuple[str, tuple[Splice, ...] | None]]:
    levels = _levels(sheet, path_steps)
    if not levels:
        return
    level = levels[-1]
    rest = path_steps[len(levels) :]
    content = _typed(path_steps, value) if not rest else _nested(rest, _typed(path_steps, value))
    if level.part is not None and not level.part.is_null:
        for splices in replaced(sheet, level.holder, level.part, content):
            yield level.path, splices
    elif level.part is not None:
        yield level.path, filled(sheet, level.holder, level.part, content)
    elif isinstance(level.step, int):
        list_path = level.path.rpartition("[")[0]
        yield (level.path if level.holder.items else list_path), appended(sheet, level.holder, content)
    else:
        where = pattern(path_steps[: len(levels) - 1])
        holder_path = level.path[: -len(level.step)].rstrip(".")
        for splices in inserted(sheet, level.holder, where, level.step, content):
            yield (level.path if level.holder.pairs else holder_path), splices


def _typed(path_steps: tuple[Step, ...], value: Value) -> object:
    """Write a boolean as one; every other value is a text."""
    if pattern(path_steps) in BOOLEANS and value in ("true", "false"):
        return value == "true"
    return list(value) if isinstance(value, tuple) else value


def _nested(path_steps: tuple[Step, ...], value: object) -> object:
    content: object = list(value) if isinstance(value, tuple) else value
    for step in reversed(path_steps):
        content = {step: content} if isinstance(step, str) else [content]
    return content


def _removals(sheet: Sheet, path_steps: tuple[Step, ...]) -> Iterator[tuple[str, tuple[Splice, ...] | None]]:
    """Take the value out, and with it what would be left empty."""
    levels = _levels(sheet, path_steps)
    if len(levels) < len(path_steps) or levels[-1].part is None:
        return
    for level in reversed(levels):
        if isinstance(level.step, str) and len(level.holder.pairs) > 1:
            for splices in removed(sheet, level.holder, level.step):
                yield level.path, splices
            return
        if isinstance(level.step, int) and len(level.holder.items) > 1:
            list_path = level.path.rpartition("[")[0]
            kept = [item for place, item in enumerate(level.holder.items) if place != level.step]
            for each in removed(sheet, level.holder, level.step):
                changed = sheet.with_edits([Edit(_NO_CHANGE, each, (list_path,))]) if each else None
                found = _found(changed, steps(list_path)) if changed else None
                if found is not None and _leaves(found.items) == _leaves(kept):
                    yield f"{list_path}{_ITEM}", each
            return


def _leaves(items: list[Part]) -> list[list[tuple[str, str, bool]]]:
    found = []
    for item in items:
        leaves: list[tuple[str, str, bool]] = []
        collect(item, "", frozenset(), leaves)
        found.append(leaves)
    return found


# The first key and the last


def _begun(sheet: Sheet, path: str, content: object) -> tuple[Sheet, Change] | None:
    """Write the first key of a file that has none; what stands there are comments."""
    if nothing_but(sheet.text) is None or not isinstance(content, dict):
        return None
    newline = "" if not sheet.text or sheet.text.endswith("\n") else sheet.newline
    text = sheet.text + newline + sheet.newline.join(lines(content, "")) + sheet.newline
    begun = Sheet(text)
    if begun.root is None or _reads(begun, steps(path)) is None:
        return None
    return begun, Change(path, 1, None, _shown(_reads(begun, steps(path)) or ""), _WHY)


def _emptied(sheet: Sheet, path_steps: tuple[Step, ...], change: Change) -> tuple[Sheet, Change] | None:
    """Take the only key of the file out; comments stay."""
    if sheet.root is None or len(sheet.root.pairs) != 1 or _found(sheet, path_steps) is None:
        return None
    if any(len(level.holder.pairs) + len(level.holder.items) > 1 for level in _levels(sheet, path_steps)):
        return None
    kept = nothing_but(sheet.text, sheet)
    if kept is None or parse(kept.encode("utf-8")).root is not None:
        return None
    return Sheet(kept), change
