"""The splices that write, fill, replace and take out one value of a publiccode.yml, in the style that stands there.

Each function gives one way or several, the most fitting first; who asks proves which one does what it should, and only
that. Source: YAML 1.2.2, chapters 7 (flow style) and 8 (block style).
"""

import re
from collections.abc import Iterator, Mapping

from commonweal.standards.publiccode.fields import KEYS
from commonweal.standards.publiccode.sheet import Part, Sheet, Splice, literal
from commonweal.standards.publiccode.writer import item_lines, lines

Splices = tuple[Splice, ...]

_BLOCK_HEADER = re.compile(r"([|>])([0-9+-]*)([^\r\n]*)")
_COMMENT_LINE = re.compile(r"([ \t]*)(#[^\r\n]*)?(\r\n|\r|\n|\Z)")
_FOLD_AT = 78
_MAY_BE_A_BLOCK = re.compile(r"[^\s\x00-\x1f\x7f-\x9f][^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*\Z")


def nothing_but(text: str, sheet: Sheet | None = None) -> str | None:
    """Give the comments of a text, of which only they and blank lines (or the parts of the sheet) make it up."""
    if sheet is not None:
        return "".join(f"{comment}{sheet.newline}" for comment in sheet.comments())
    is_nothing = all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())
    return text if is_nothing else None


# A value that is there


def replaced(sheet: Sheet, holder: Part, part: Part, content: object) -> Iterator[Splices | None]:
    """Write another value in the place of one."""
    if isinstance(content, list) and part.kind == "list":
        yield _items_changed(sheet, part, content)
        yield _list_rewritten(sheet, holder, part, content)
    if isinstance(content, str) and part.kind == "scalar":
        if "\n" in content or _is_block(sheet, part):
            yield from _as_block(sheet, holder, part, content)
        if not _is_block(sheet, part):
            yield (Splice(part.start, part.end, _quoted_alike(sheet.text[part.start : part.end], content)),)
    if part.kind in {"scalar", "alias"}:
        if _is_block(sheet, part):
            kept = _blank_tail(sheet.text[part.start : part.end])
            yield (Splice(part.start, part.end, f"{flow(content)}{kept or sheet.newline}"),)
        yield (Splice(part.start, part.end, flow(content)),)


def filled(sheet: Sheet, holder: Part, part: Part, content: object) -> Splices | None:
    """Write a value where a key stands without one."""
    is_collection = isinstance(content, dict | list)
    if part.text or holder.is_flow or not is_collection:
        space = "" if part.text else " "
        return (Splice(part.start, part.end, f"{space}{flow(content)}"),)
    if not holder.pairs:
        return None
    indent = " " * (sheet.column(holder.pairs[0][0].start) + 2)
    end = sheet.line_end(part.end)
    new = list(lines(content, indent)) if isinstance(content, dict) else _items(content, indent)
    return (sheet.lines_at(end, new),)


def _quoted_alike(before: str, text: str) -> str:
    """Keep the quotes that stand there, where they can hold the text; around nothing they mean nothing."""
    before = "" if before in {"''", '""'} else before
    if before[:1] == "'" and "\n" not in text and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    plain = text if before[:1] not in {"'", '"'} and _is_a_date(text) else literal(text)
    return f'"{plain}"' if before[:1] == '"' and plain[:1] != '"' else plain


def _is_block(sheet: Sheet, part: Part) -> bool:
    return part.kind == "scalar" and sheet.text[part.start : part.start + 1] in {"|", ">"} and not part.is_plain


def _as_block(sheet: Sheet, holder: Part, part: Part, text: str) -> Iterator[Splices | None]:
    """Write a text as lines below its key, folded where it was folded."""
    body = text.rstrip("\n")
    tail = text[len(body) :]
    if holder.is_flow or holder.kind != "mapping" or not holder.pairs or not _MAY_BE_A_BLOCK.match(body):
        return
    indent = " " * (sheet.column(holder.pairs[0][0].start) + 2)
    was = _BLOCK_HEADER.match(sheet.text, part.start) if _is_block(sheet, part) else None
    chomping = {"": "-", "\n": ""}.get(tail, "+")
    comment = was[3] if was else ""
    for style in [">", "|"] if was and was[1] == ">" else ["|"]:
        written = _folded(body) if style == ">" else body.split("\n")
        block = [f"{indent}{line}" if line else "" for line in written] + [""] * (len(tail) - 1)
        if was:
            kept = _blank_tail(sheet.text[part.start : part.end])
            new = sheet.newline.join([f"{style}{chomping}{comment}", *block])
            yield (Splice(part.start, part.end, new + (kept if len(tail) < 2 else sheet.newline)),)
        else:
            end = sheet.line_end(part.end)
            yield (Splice(part.start, part.end, f"{style}{chomping}"), sheet.lines_at(end, block))


def _blank_tail(text: str) -> str:
    """The line's end of a block text with the blank lines below it, which libyaml counts to the text."""
    return text[len(text.rstrip(" \t\r\n")) :]


def _folded(text: str) -> list[str]:
    """Break lines at blanks as YAML's ">" does; a line of the text becomes a paragraph."""
    folded: list[str] = []
    for place, line in enumerate(text.split("\n")):
        if place:
            folded.append("")
        current = ""
        for word in line.split(" "):
            if current and len(current) + 1 + len(word) > _FOLD_AT and word and not current.endswith(" "):
                folded.append(current)
                current = word
            else:
                current = f"{current} {word}" if current else word
        folded.append(current)
    return folded


# Lists of texts


def _items_changed(sheet: Sheet, part: Part, texts: list[object]) -> Splices | None:
    """Take out the items that go and add those that come; those that stay keep their lines and comments."""
    if part.is_flow or not part.items or any(item.kind != "scalar" for item in part.items):
        return None
    wanted = list(texts)
    stays = [item.text in wanted for item in part.items]
    kept = [item.text for item, is_kept in zip(part.items, stays, strict=True) if is_kept]
    if not kept or wanted[: len(kept)] != kept:
        return None
    splices: list[Splice] = []
    for item, is_kept in zip(part.items, stays, strict=True):
        if not is_kept:
            dash = sheet.text.rfind("-", 0, item.start + 1)
            start, end = sheet.line_start(dash), sheet.line_end(item.end)
            if sheet.text[start:dash].strip(" "):
                return None
            splices.append(Splice(start, end, _comment_lines(sheet, start, end)))
    indent = " " * sheet.column(sheet.text.rfind("-", 0, part.items[0].start + 1))
    new = [line for text in wanted[len(kept) :] for line in item_lines(text, indent)]
    if new:
        splices.append(sheet.lines_at(sheet.line_end(part.items[-1].end), new))
    return tuple(splices)


def _list_rewritten(sheet: Sheet, holder: Part, part: Part, texts: list[object]) -> Splices | None:
    if part.is_flow or not part.items:
        return (Splice(part.start, part.end, flow(texts)),)
    if any(item.kind != "scalar" for item in part.items):
        return None
    dash = sheet.text.rfind("-", 0, part.items[0].start + 1)
    start, end = sheet.line_start(dash), sheet.line_end(part.items[-1].end)
    if sheet.text[start:dash].strip(" "):
        return None
    indent = " " * sheet.column(dash)
    new = _items(texts, indent)
    is_cut = not sheet.text[start:end].endswith(("\n", "\r"))
    text = _comment_lines(sheet, start, end) + sheet.newline.join(new) + ("" if is_cut else sheet.newline)
    return (Splice(start, end, text),)


def _items(values: object, indent: str) -> list[str]:
    return [line for value in values for line in item_lines(value, indent)] if isinstance(values, list) else []


def appended(sheet: Sheet, items: Part, content: object) -> Splices | None:
    """Add an item at the end of a list."""
    if not items.items:
        return (Splice(items.start, items.end, flow([content])),) if items.is_flow else None
    last = items.items[-1]
    if items.is_flow:
        comma = "" if "," in sheet.text[last.end : items.end] else ","
        return (Splice(items.end - 1, items.end - 1, f"{comma} {flow(content)}"),)
    dash = _dash(sheet, last)
    if dash is None:
        return None
    indent = " " * sheet.column(dash)
    return (sheet.lines_at(sheet.last_line_end(last), list(item_lines(content, indent))),)


def _dash(sheet: Sheet, item: Part) -> int | None:
    start = item.pairs[0][0].start if item.pairs else item.start
    dash = sheet.text.rfind("-", 0, start + 1 if item.kind == "scalar" else start)
    return None if dash < 0 or sheet.text[sheet.line_start(dash) : dash].strip(" ") else dash


# Keys that come and go


def inserted(sheet: Sheet, mapping: Part, where: str, key: str, content: object) -> Iterator[Splices | None]:
    """Add a key where the standard has it: behind the nearest key before it, or before the nearest one behind it."""
    order = KEYS.get(where, ())
    place = order.index(key) if key in order else len(order)
    before = [pair for pair in mapping.pairs if pair[0].text in order[:place]]
    behind = [pair for pair in mapping.pairs if pair[0].text in order[place:]]
    previous = max(before, key=lambda pair: order.index(pair[0].text), default=None)
    previous = previous or (None if behind else (mapping.pairs[-1] if mapping.pairs else None))
    if mapping.is_flow or not mapping.pairs:
        yield _inserted_in_braces(sheet, mapping, previous, f"{literal(key)}: {flow(content)}")
        return
    first = mapping.pairs[0][0]
    indent = " " * sheet.column(first.start)
    new = list(lines({key: content}, indent))
    is_beside_a_dash = bool(sheet.text[sheet.line_start(first.start) : first.start].strip(" "))
    if previous is None and not is_beside_a_dash:
        yield (sheet.lines_at(_above(sheet, first.start, is_root=not where), new),)
    previous = previous or mapping.pairs[0]
    end = sheet.last_line_end(previous[1] if previous[1].end > previous[0].end else previous[0])
    yield (sheet.lines_at(_below_comments(sheet, end, len(indent)), new),)
    yield (sheet.lines_at(end, new),)
    yield (sheet.lines_at(sheet.line_end(mapping.pairs[-1][1].end), new),)


def _inserted_in_braces(sheet: Sheet, mapping: Part, previous: tuple[Part, Part] | None, text: str) -> Splices | None:
    if not mapping.is_flow:
        return None
    if not mapping.pairs:
        return (Splice(mapping.start, mapping.end, f"{{{text}}}"),)
    if previous is None:
        start = mapping.pairs[0][0].start
        return (Splice(start, start, f"{text}, "),)
    end = max(previous[1].end, previous[0].end)
    return (Splice(end, end, f", {text}"),)


def _above(sheet: Sheet, position: int, *, is_root: bool) -> int:
    """The start of the key's line; inside a section above the comments that belong to the key."""
    start = sheet.line_start(position)
    while not is_root and start > 0:
        above = sheet.line_start(start - 1)
        if not sheet.text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start


def _below_comments(sheet: Sheet, end: int, column: int) -> int:
    """Pass the comments that stand deeper than the section's keys: they belong to what is above them."""
    while (found := _COMMENT_LINE.match(sheet.text, end)) and found[2] and len(found[1]) > column:
        end = found.end()
    return end


def removed(sheet: Sheet, holder: Part, step: str | int) -> Iterator[Splices | None]:
    """Take a key or an item out; comments in it stay."""
    if isinstance(step, str):
        whole = sheet.remove(holder, step)
        yield (whole,) if whole else None
        place = next((place for place, (key, _) in enumerate(holder.pairs) if key.text == step), None)
        if place is not None and place + 1 < len(holder.pairs):  # the key on the line of a dash
            yield (Splice(holder.pairs[place][0].start, holder.pairs[place + 1][0].start, ""),)
    elif holder.is_flow:
        items = holder.items
        if step + 1 < len(items):
            yield (Splice(items[step].start, items[step + 1].start, ""),)
        else:
            yield (Splice(items[step - 1].end, items[step].end, ""),)
    else:
        item = holder.items[step]
        dash = _dash(sheet, item)
        if dash is not None:
            start, end = sheet.line_start(dash), sheet.last_line_end(item)
            yield (Splice(start, end, _comment_lines(sheet, start, end)),)


def _comment_lines(sheet: Sheet, start: int, end: int) -> str:
    indent = " " * (len(sheet.text[start:]) - len(sheet.text[start:].lstrip(" ")))
    return "".join(f"{indent}{comment}{sheet.newline}" for comment in sheet.comments(start, end))


def flow(content: object) -> str:
    """Write a value on one line."""
    if isinstance(content, Mapping):
        return "{" + ", ".join(f"{literal(str(key))}: {flow(value)}" for key, value in content.items()) + "}"
    if isinstance(content, list | tuple):
        return "[" + ", ".join(flow(item) for item in content) + "]"
    if isinstance(content, bool):
        return "true" if content else "false"
    text = str(content)
    return text if _is_a_date(text) else literal(text)


def _is_a_date(text: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None
