"""Mends what has exactly one obvious mend, and lists what it changed and why.

Everything else is left to people: a missing text, an unknown category, a key that nobody knows. Like `upgrade` it
keeps comments, order and unknown keys, and makes only changes that were proved.
"""

import re
from collections.abc import Iterator

from commonweal.standards import licences
from commonweal.standards.publiccode import checks, vocabularies
from commonweal.standards.publiccode.fields import BOOLEANS, DATES, KEYS, LISTS, TEXTS
from commonweal.standards.publiccode.outcomes import Advice, Check, Remark
from commonweal.standards.publiccode.section import YAML_1_1_BOOLEANS
from commonweal.standards.publiccode.sheet import Change, Edit, Part, Sheet, literal
from commonweal.standards.publiccode.upgrading import Rule, apply_rules, edit, rename

_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WHY_UTF_8 = "the standard asks for UTF-8"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")
_OPERATOR = re.compile(r"\s+(and|or|with)\s+", re.IGNORECASE)


def repair(content: bytes) -> tuple[bytes, list[Change]]:
    """Give the mended file with the list of changes; the same bytes where nothing can be mended. Idempotent."""
    mended, changes = _encoding(content)
    mended, more = apply_rules(mended, RULES)
    return (mended if changes or more else content), changes + more


def _encoding(content: bytes) -> tuple[bytes, list[Change]]:
    """Write the file in UTF-8 without a byte order mark."""
    changes = []
    if content.startswith(_UTF_16_MARKS):
        content = content.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
        changes.append(Change("", 1, "UTF-16", "UTF-8", _WHY_UTF_8))
    marks = len(content)
    while content.startswith(_MARK):
        content = content[len(_MARK) :]
    if len(content) < marks:
        changes.append(Change("", 1, "byte order mark", None, "many readers stumble over the mark"))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        content = content.decode("cp1252", errors="replace").encode("utf-8")
        changes.append(Change("", 1, "Windows-1252", "UTF-8", _WHY_UTF_8))
    return content, changes


def _version(sheet: Sheet) -> Iterator[Edit]:
    """Quote the version, so that it is a text and 0.10 does not become 0.1."""
    for path, _, part in sheet.find("publiccodeYmlVersion"):
        if part.kind == "scalar" and part.is_plain and _NUMBER.match(part.text):
            change = Change(path, part.line, part.text, f'"{part.text}"', "the version is a text")
            yield from edit(change, [sheet.set_text(part, f'"{part.text}"')])


def _misspelt_keys(sheet: Sheet) -> Iterator[Edit]:
    """Rename keys that differ from one of the standard by case only, or are a known slip."""
    for pattern, keys in KEYS.items():
        by_lower_case = {key.lower(): key for key in keys}
        slips = {old: new for old, new in vocabularies.MISSPELT_KEYS.items() if new in keys}
        for path, holder in _mappings(sheet, pattern):
            for name, _ in holder.pairs:
                meant = slips.get(name.text) or by_lower_case.get(name.text.lower())
                if meant and meant != name.text and "." not in name.text:
                    full = f"{path}.{name.text}".lstrip(".")
                    yield from rename(sheet, holder, full, meant, "the standard spells the key so")


def _mappings(sheet: Sheet, pattern: str) -> Iterator[tuple[str, Part]]:
    if not pattern and sheet.root:
        yield "", sheet.root
    for path, _, part in sheet.find(pattern) if pattern else []:
        if part.kind == "mapping":
            yield path, part
        for index, item in enumerate(part.items):
            yield f"{path}[{index}]", item


def _booleans(sheet: Sheet) -> Iterator[Edit]:
    for pattern in BOOLEANS:
        for path, _, part in sheet.find(pattern):
            value = YAML_1_1_BOOLEANS.get(part.text.strip().lower()) if part.kind == "scalar" else None
            if value is not None and not (part.is_plain and part.text.lower() in {"true", "false"}):
                meant = str(value).lower()
                change = Change(path, part.line, part.text, meant, "YAML 1.2 knows true and false only")
                yield from edit(change, [sheet.set_text(part, meant)])


def _lists(sheet: Sheet) -> Iterator[Edit]:
    """Put brackets around a single text where a list belongs."""
    for pattern in LISTS:
        for path, _, part in sheet.find(pattern):
            # Several lines that begin with "-" and no blank were meant as a list, but are one text to YAML.
            if part.kind == "scalar" and not part.is_null and part.text.strip() and part.text.lstrip()[0] != "-":
                item = literal(part.text.strip())
                change = Change(path, part.line, part.text, f"[{item}]", "the standard asks for a list")
                yield from edit(change, [sheet.set_text(part, f"[{item}]")])


def _texts(sheet: Sheet) -> Iterator[Edit]:
    """Write a text as the check understood it, where only the spelling was wrong."""
    for pattern, check in TEXTS.items():
        for path, _, part in sheet.find(pattern):
            yield from _spelling(sheet, path, part, check)
    for pattern, item_check in LISTS.items():
        for path, _, part in sheet.find(pattern) if item_check else []:
            for index, item in enumerate(part.items):
                if item_check:
                    yield from _spelling(sheet, f"{path}[{index}]", item, item_check)
    for path, _, part in sheet.find("legal.license"):
        yield from _spelling(sheet, path, part, _licence)


def _spelling(sheet: Sheet, path: str, part: Part, check: Check) -> Iterator[Edit]:
    if part.kind != "scalar" or part.is_null:
        return
    kept, message = check(part.text.strip())
    _, as_written = check(part.text)
    if not kept or kept == part.text or not as_written or isinstance(as_written, Remark | Advice):
        return
    if not message or not check(kept)[1]:
        why = str(message or "must have no blanks around it")
        yield from edit(Change(path, part.line, part.text, kept, why), [sheet.set_text(part, literal(kept))])


def _licence(text: str) -> tuple[str | None, str | None]:
    """Understand operators in lower case."""
    meant = licences.canonical(_OPERATOR.sub(lambda word: word[0].upper(), text))
    if licences.is_valid(text) or meant is None or not licences.is_valid(meant):
        return checks.licence(text)
    return meant, "operators are upper case"


def _dates(sheet: Sheet) -> Iterator[Edit]:
    for pattern in DATES:
        for path, _, part in sheet.find(pattern):
            value, message = checks.calendar_date(part.text) if part.kind == "scalar" else (None, None)
            if value and message:
                change = Change(path, part.line, part.text, value.isoformat(), message)
                yield from edit(change, [sheet.set_text(part, value.isoformat())])


RULES: tuple[Rule, ...] = (_misspelt_keys, _version, _booleans, _lists, _texts, _dates)
