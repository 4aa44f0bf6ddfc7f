"""Brings a publiccode.yml of any version to version "0", and lists what it changed and why.

Comments, order, unknown keys and everything else stay as they are; a change that could not be proved to do only what
it says is left out. Source: changelog of publiccode.yml 0.1 to 0.7.0; advice of publiccode-parser-go 5.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from commonweal.standards import countries, language
from commonweal.standards.publiccode import addresses, vocabularies
from commonweal.standards.publiccode.sheet import Change, Edit, Part, Sheet, Splice, literal

Rule = Callable[[Sheet], Iterable[Edit]]

_VERSION = "publiccodeYmlVersion"
_OLD_VERSION = re.compile(r"(?:https?://w3id\.org/publiccode/version/)?0(?:\.[0-9]+)*/?\Z")
_RENAMED_AT = {"tags": "", "onlyFor": "intendedAudience.", "featureList": "description.*."}
_GIVEN_UP = (
    "inputTypes", "outputTypes", "monochromeLogo", "description.*.genericName", "description.*.freeTags",
    "legal.authorsFile",
)  # fmt: skip
_ITALIAN = ("IT", "it")
# Every key of the section in 0.1 to 0.7; what else stands there is not ours to drop.
_ITALIAN_KEYS = frozenset(
    {
        "countryExtensionVersion", "conforme", "piattaforme", "riuso", "ecosistemi", "designKit",
        "conforme.accessibile", "conforme.interoperabile", "conforme.sicuro", "conforme.privacy", "conforme.gdpr",
        "conforme.lineeGuidaDesign", "conforme.modelloInteroperabilita", "conforme.modelloInteroperatibilita",
        "conforme.misureMinimeSicurezza", "piattaforme.spid", "piattaforme.cie", "piattaforme.anpr",
        "piattaforme.pagopa", "piattaforme.io", "riuso.codiceIPA",
        "designKit.seo", "designKit.ui", "designKit.web", "designKit.content",
    }
)  # fmt: skip
_YES = frozenset({"true", "yes", "on", "y", "si", "sì"})
_MOST_ROUNDS = 15
# Each single edit reads the whole text again, so a large text gets fewer.
_MOST_SINGLE_EDITS = 100
_READ_AGAIN_CHARACTERS = 3_000_000


def upgrade(content: bytes) -> tuple[bytes, list[Change]]:
    """Give the file as version "0" with the list of changes; the same bytes where nothing has to change.

    Idempotent. A file that is not UTF-8 or not a complete YAML mapping is given back as it is (see `repair`).
    """
    return apply_rules(content, RULES)


def apply_rules(content: bytes, rules: Sequence[Rule]) -> tuple[bytes, list[Change]]:
    """Apply rule after rule; lines are those of the content given."""
    try:
        sheet = Sheet(content.decode("utf-8"))
    except UnicodeDecodeError:
        return content, []
    if sheet.root is None:
        return content, []
    lines = _lines(sheet)
    done: list[Change] = []
    for _ in range(_MOST_ROUNDS):  # one change may make room for another
        before = len(done)
        for rule in rules:
            sheet, changes = _apply(sheet, rule)
            done += [replace(change, line=lines.get(change.path, change.line)) for change in changes]
        if len(done) == before:
            break
    return (sheet.text.encode("utf-8") if done else content), done


def _apply(sheet: Sheet, rule: Rule) -> tuple[Sheet, list[Change]]:
    """Apply a rule's edits together; where that cannot be proved, one after the other."""
    edits = list(rule(sheet))
    if not edits:
        return sheet, []
    together = sheet.with_edits(edits)
    if together is not None:
        return together, [edit.change for edit in edits]
    done: list[Change] = []
    refused: set[str] = set()
    for _ in range(min(_MOST_SINGLE_EDITS, _READ_AGAIN_CHARACTERS // len(sheet.text))):
        edit = next((edit for edit in rule(sheet) if edit.change.path not in refused), None)
        if edit is None:
            break
        refused.add(edit.change.path)
        changed = sheet.with_edits([edit])
        if changed is not None:
            sheet, done = changed, [*done, edit.change]
    return sheet, done


def _lines(sheet: Sheet) -> dict[str, int]:
    found: dict[str, int] = {}

    def note(part: Part, path: str) -> None:
        for key, value in part.pairs:
            below = f"{path}.{key.text}" if path else key.text
            found[below] = key.line
            note(value, below)
        for index, item in enumerate(part.items):
            found[f"{path}[{index}]"] = item.line
            note(item, f"{path}[{index}]")

    if sheet.root:
        note(sheet.root, "")
    return found


def edit(change: Change, splices: Iterable[Splice | None], *touches: str) -> Iterator[Edit]:
    """Give the edit if every splice could be made."""
    made = tuple(splices)
    if made and None not in made:
        yield Edit(change, tuple(splice for splice in made if splice), touches or (change.path,))


def rename(sheet: Sheet, holder: Part, path: str, new: str, why: str) -> Iterator[Edit]:
    """Give the edit that renames a key, unless the new name is taken."""
    old = path.rpartition(".")[2]
    key = next(name for name, _ in holder.pairs if name.text == old)
    if holder.value(new) is None:
        touches = (path, f"{path.rpartition('.')[0]}.{new}".lstrip("."))
        yield from edit(Change(path, key.line, old, new, why), [sheet.set_text(key, literal(new))], *touches)


def _version_key(sheet: Sheet) -> Iterator[Edit]:
    for path, holder, _ in sheet.find("publiccode-yaml-version"):
        yield from rename(sheet, holder, path, _VERSION, "the key has had this name since 0.2")


def _version(sheet: Sheet) -> Iterator[Edit]:
    for path, _, part in sheet.find(_VERSION):
        if part.kind == "scalar" and _OLD_VERSION.match(part.text) and (part.text != "0" or part.is_plain):
            change = Change(path, part.line, part.text, "0", "the standard asks for the major version, in quotes")
            yield from edit(change, [sheet.set_text(part, '"0"')])


def _renamed_keys(sheet: Sheet) -> Iterator[Edit]:
    for old, parent in _RENAMED_AT.items():
        new = vocabularies.RENAMED_KEYS[old]
        for path, holder, _ in sheet.find(parent + old):
            yield from rename(sheet, holder, path, new, "the key has had this name since 0.2")


def _languages(sheet: Sheet) -> Iterator[Edit]:
    why = "the standard has asked for the shortest BCP 47 tag since 0.2"
    for path, holder, _ in sheet.find("description.*"):
        tag = path.removeprefix("description.")
        today = _tag_of_today(tag)
        if today and "." not in tag:
            yield from rename(sheet, holder, path, today, why)
    for path, _, part in sheet.find("localisation.availableLanguages"):
        for index, item in enumerate(part.items):
            today = _tag_of_today(item.text) if item.kind == "scalar" else None
            if today:
                change = Change(f"{path}[{index}]", item.line, item.text, today, why)
                yield from edit(change, [sheet.set_text(item, literal(today))])


def _tag_of_today(tag: str) -> str | None:
    return language.canonical(tag) if not language.is_valid(tag) else None


def _upper_case_countries(sheet: Sheet) -> Iterator[Edit]:
    for key in ("countries", "unsupportedCountries"):
        for path, _, part in sheet.find(f"intendedAudience.{key}"):
            for index, item in enumerate(part.items):
                upper = item.text.upper()
                if item.kind == "scalar" and item.text == item.text.lower() != upper and upper in countries.codes():
                    change = Change(f"{path}[{index}]", item.line, item.text, upper, "country codes are upper case")
                    quoted = upper if upper != "NO" else '"NO"'  # YAML 1.1 reads a bare NO as false
                    yield from edit(change, [sheet.set_text(item, quoted)])


def _only_logo(sheet: Sheet) -> Iterator[Edit]:
    for path, holder, part in sheet.find("monochromeLogo"):
        if part.kind == "scalar" and part.text:
            yield from rename(sheet, holder, path, "logo", "monochromeLogo was given up in 0.3 in favour of logo")


def _given_up(sheet: Sheet) -> Iterator[Edit]:
    for pattern in _GIVEN_UP:
        for path, holder, part in sheet.find(pattern):
            yield from removal(sheet, holder, path, part, "the standard gave this key up")


def removal(sheet: Sheet, holder: Part, path: str, part: Part, why: str) -> Iterator[Edit]:
    """Give the edit that takes a key out; what it held is in the change."""
    before = part.text if part.kind == "scalar" else sheet.text[part.start : part.end]
    yield from edit(
        Change(path, part.line, before, None, why), [sheet.remove(holder, path[path.rfind(".") + 1 :])], path
    )


def _organisation(sheet: Sheet) -> Iterator[Edit]:
    """Write what the Italian section and legal.repoOwner say as organisation, which needs a URI."""
    if sheet.root is None:
        return
    code = next((part for name in _ITALIAN for _, _, part in sheet.find(f"{name}.riuso.codiceIPA")), None)
    owner = next((part for _, _, part in sheet.find("legal.repoOwner")), None)
    uri = addresses.uri(f"urn:x-italian-pa:{code.text}")[0] if code is not None and code.text else None
    name = owner.text.strip() if owner is not None and owner.kind == "scalar" and not owner.is_null else ""
    written = sheet.root.value("organisation")
    why = "organisation replaces the Italian code and legal.repoOwner since 0.5"
    if written is None and uri:
        parts = {"uri": uri, **({"name": name} if name else {})}
        yield from _insertion(sheet, sheet.root, "organisation", parts, why)
    elif written is not None and written.kind == "mapping":
        said = {key.text for key, value in written.pairs if not value.is_null}
        missing = {"uri": uri, "name": name if "uri" in said or uri else ""}
        for key, text in missing.items():
            if text and not any(name.text == key for name, _ in written.pairs):
                splice = sheet.insert(written, key, [f" {literal(text)}"], literal(text))
                yield from edit(Change(f"organisation.{key}", written.line, None, text, why), [splice])


def _insertion(sheet: Sheet, holder: Part, key: str, parts: dict[str, str], why: str) -> Iterator[Edit]:
    lines = ["", *(f"  {name}: {literal(text)}" for name, text in parts.items())]
    flow = "{" + ", ".join(f"{name}: {literal(text)}" for name, text in parts.items()) + "}"
    change = Change(key, holder.pairs[-1][0].line if holder.pairs else 1, None, flow, why)
    yield from edit(change, [sheet.insert(holder, key, lines, flow)])


def _owner(sheet: Sheet) -> Iterator[Edit]:
    organisation = sheet.root.value("organisation") if sheet.root else None
    said = {key.text: value.text for key, value in organisation.pairs} if organisation else {}
    for path, holder, part in sheet.find("legal.repoOwner"):
        if said.get("uri") and said.get("name", "").strip() == part.text.strip():
            yield from removal(sheet, holder, path, part, "organisation.name says it since 0.5")


def _supports(sheet: Sheet) -> Iterator[Edit]:
    """Write what the Italian section affirms as supports."""
    if sheet.root is None:
        return
    written = sheet.root.value("supports")
    said = {value.text for item in (written.items if written else []) for _, value in item.pairs}
    why = "supports replaces the Italian section since 0.7"
    aliases = list(dict.fromkeys(alias for alias in _affirmed(sheet) if alias not in said))
    if written is None and aliases:
        lines = ["", *(f"  - id: {literal(alias)}" for alias in aliases)]
        flow = "[" + ", ".join(f"{{id: {literal(alias)}}}" for alias in aliases) + "]"
        change = Change("supports", sheet.root.pairs[-1][0].line, None, ", ".join(aliases), why)
        yield from edit(change, [sheet.insert(sheet.root, "supports", lines, flow)])
    for alias in aliases[:1] if written and written.kind == "list" else []:
        text = f"id: {literal(alias)}"
        change = Change(
            f"supports[{len(written.items) if written else 0}]", written.line if written else 1, None, alias, why
        )
        yield from edit(change, [sheet.append(written, text, f"{{{text}}}") if written else None])


def _affirmed(sheet: Sheet) -> Iterator[str]:
    for name in _ITALIAN:
        for part, keys in vocabularies.ITALIAN_SUPPORTS.items():
            for path, _, value in sheet.find(f"{name}.{part}.*"):
                key = path.rpartition(".")[2]
                if key in keys and value.text.strip().lower() in _YES:
                    yield f"alias:{keys[key]}"


def _italian_section(sheet: Sheet) -> Iterator[Edit]:
    """Take the section out once organisation and supports say what it said; unknown keys keep it where it is."""
    said = {value.text for _, _, item in sheet.find("supports") for part in item.items for _, value in part.pairs}
    uri = next((part.text for _, _, part in sheet.find("organisation.uri")), "")
    for name in _ITALIAN:
        for path, holder, part in sheet.find(name):
            codes = [code.text for _, _, code in sheet.find(f"{name}.riuso.codiceIPA") if code.text]
            is_said = set(_affirmed(sheet)) <= said and all(
                uri.lower() == f"urn:x-italian-pa:{c}".lower() for c in codes
            )
            if is_said and set(_keys_below(part, "")) <= _ITALIAN_KEYS:
                yield from removal(sheet, holder, path, part, "country sections were given up in 0.7")


def _keys_below(part: Part, path: str) -> Iterator[str]:
    for key, value in part.pairs:
        below = f"{path}.{key.text}".lstrip(".")
        yield below
        yield from _keys_below(value, below)


RULES: tuple[Rule, ...] = (
    _version_key, _version, _renamed_keys, _languages, _upper_case_countries, _only_logo, _given_up, _organisation,
    _owner, _supports, _italian_section,
)  # fmt: skip
