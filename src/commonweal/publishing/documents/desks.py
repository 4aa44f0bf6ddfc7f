"""The editor's page as finished values: the form's fields with what is wrong beside them, and the YAML."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from commonweal.publishing.documents.choices import Choice, Shelves, choices, shelves
from commonweal.publishing.documents.drafts import packed, shown
from commonweal.publishing.documents.fields import SECTIONS, Field, Group, Kind, Section
from commonweal.publishing.documents.verdicts import Remark, Verdict, verdict
from commonweal.standards import language
from commonweal.standards.publiccode.written import Value, languages, written

# Together below the 1,000 values that Django takes from a form.
MOST_ITEMS = 20
MOST_LANGUAGES = 12
MOST_ENTRIES = 50
MOST_NUMBERED_LINES = 3_000
_NO_LETTERS = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A field on the page: where its value stands in the file."""

    path: str
    field: Field


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field with its value; `unlisted` are values that the vocabulary does not have, and stay."""

    path: str
    anchor: str
    field: Field
    value: str
    values: tuple[str, ...]
    choices: tuple[Choice, ...]
    shelves: Shelves
    unlisted: tuple[str, ...]
    remarks: tuple[Remark, ...]
    origin: str
    is_unwritten: bool
    is_too_long: bool

    @property
    def described_by(self) -> str:
        """The ids of what explains the field to those who hear it."""
        parts = []
        parts += [f"{self.anchor}-help"] if self.field.help else []
        parts += [f"{self.anchor}-says"] if self.remarks or self.is_unwritten else []
        return " ".join(parts)

    @property
    def is_wrong(self) -> bool:
        """Whether an error stands beside it."""
        return any(remark.severity == "error" for remark in self.remarks)

    @property
    def suggested(self) -> str:
        """The id of the list of suggestions that it takes its words from."""
        return f"list-{self.field.vocabulary}" if self.field.vocabulary else ""


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of a group; the last one is empty, to be filled in."""

    number: int
    is_new: bool
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A list of items that have several fields; `hidden` counts those that only the YAML shows."""

    anchor: str
    group: Group
    items: tuple[ShownItem, ...]
    hidden: int
    remarks: tuple[Remark, ...]
    has_items: bool

    @property
    def is_open(self) -> bool:
        """Whether there is something to see or to mend in it."""
        return self.has_items or bool(self.remarks)


@dataclass(frozen=True, slots=True)
class ShownLanguage:
    """The description in one language."""

    tag: str
    name: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of the form, with the number of its errors."""

    anchor: str
    section: Section
    fields: tuple[ShownField, ...]
    languages: tuple[ShownLanguage, ...]
    groups: tuple[ShownGroup, ...]
    remarks: tuple[Remark, ...]
    errors: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that lies on the editor's desk."""

    sections: tuple[ShownSection, ...]
    paths: str
    verdict: Verdict
    text: str
    base: str
    before: str
    numbered: tuple[tuple[int, str, bool], ...]
    lists: tuple[tuple[str, tuple[Choice, ...]], ...]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and could not be taken in yet; it is shown again as it was."""

    text: str | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)
    unwritten: frozenset[str] = frozenset()


def anchor(path: str) -> str:
    """The id of a field on the page."""
    return "f-" + _NO_LETTERS.sub("-", path).strip("-")


def desk(content: bytes, tongue: str, *, before: bytes | None = None, origins: Mapping[str, str], typed: Typed) -> Desk:
    """Lay a file out: what it says, or what was typed instead, with the judgement of it."""
    values = written(content)
    tags = languages(content)[:MOST_LANGUAGES]
    places = list(_places(values, tags))
    targets = {place.path: anchor(place.path) for place in places}
    targets |= {group.path: anchor(group.path) for section in SECTIONS for group in section.groups}
    targets["description"] = "s-description"
    judged = verdict(content, targets)
    maker = _Maker(values | dict(typed.fields), judged, origins, typed, tongue)
    text = shown(content) if typed.text is None else typed.text
    wrong = {remark.line for remark in judged.remarks}
    lines = shown(content).split("\n")[:MOST_NUMBERED_LINES]
    return Desk(
        sections=tuple(maker.section(section, tags) for section in SECTIONS),
        paths=" ".join(place.path for place in places),
        verdict=judged,
        text=text,
        base=packed(content),
        before="" if before is None else packed(before),
        numbered=tuple((number, line, number in wrong) for number, line in enumerate(lines, 1)),
        lists=tuple((name, choices(name, tongue)) for name in ("licence", "country", "language", "support")),
        is_empty=not content.strip(),
    )


def _places(values: Mapping[str, Value], tags: tuple[str, ...]) -> Iterator[Place]:
    for section in SECTIONS:
        if section.is_by_language:
            for tag in tags:
                yield from (Place(f"description.{tag}.{each.key}", each) for each in section.fields)
        else:
            yield from (
                Place(each.key, each) for each in section.fields if not _is_too_long(each, values.get(each.key))
            )
        for group in section.groups:
            for index in range(min(_length(values, group.path) + 1, MOST_ITEMS)):
                yield from (Place(f"{group.path}[{index}].{each.key}", each) for each in group.fields)


def _is_too_long(each: Field, value: Value | None) -> bool:
    """Whether a list has more items than people can look through one by one."""
    return each.kind in {Kind.ENTRIES, Kind.CHECKS} and isinstance(value, tuple) and len(value) > MOST_ENTRIES


def _length(values: Mapping[str, Value], path: str) -> int:
    """How many items a list has, as far as they say anything."""
    found = re.compile(rf"{re.escape(path)}\[([0-9]+)\]")
    return max((int(match[1]) + 1 for match in map(found.match, values) if match), default=0)


class _Maker:
    """Makes the fields of one page."""

    def __init__(
        self,
        values: Mapping[str, Value],
        judged: Verdict,
        origins: Mapping[str, str],
        typed: Typed,
        tongue: str,
    ) -> None:
        self._values = values
        self._remarks: dict[str, list[Remark]] = {}
        for remark in judged.remarks:
            self._remarks.setdefault(remark.target, []).append(remark)
        self._origins = origins
        self._typed = typed
        self._tongue = tongue

    def section(self, section: Section, tags: tuple[str, ...]) -> ShownSection:
        """Make a section with its fields, languages and groups."""
        fields = () if section.is_by_language else self._fields(section.fields, "")
        by_language = tuple(
            ShownLanguage(tag, language.name(tag, self._tongue), self._fields(section.fields, f"description.{tag}."))
            for tag in (tags if section.is_by_language else ())
        )
        groups = tuple(self._group(group) for group in section.groups)
        inside = [*fields, *(each for block in by_language for each in block.fields)]
        inside += [each for group in groups for item in group.items for each in item.fields]
        own = self._remarks_at(f"s-{section.id}")
        remarks = [*own, *(remark for each in inside for remark in each.remarks)]
        remarks += [remark for group in groups for remark in group.remarks]
        errors = sum(remark.severity == "error" for remark in remarks)
        return ShownSection(f"s-{section.id}", section, fields, by_language, groups, own, errors)

    def _fields(self, fields: tuple[Field, ...], before: str) -> tuple[ShownField, ...]:
        return tuple(self._field(each, f"{before}{each.key}") for each in fields)

    def _field(self, each: Field, path: str) -> ShownField:
        value = self._values.get(path, "")
        values = value if isinstance(value, tuple) else ((value,) if isinstance(value, str) and value else ())
        offered = choices(each.vocabulary, self._tongue) if each.kind in {Kind.CHOICE, Kind.CHECKS} else ()
        known = {choice.value for choice in offered}
        unlisted = tuple(text for text in values if text not in known) if offered else ()
        return ShownField(
            path=path,
            anchor=anchor(path),
            field=each,
            value="\n".join(" ".join(text.split()) for text in values) if each.kind is Kind.LINES else _text(value),
            values=values,
            choices=offered,
            shelves=shelves(self._tongue) if each.vocabulary == "category" else (),
            unlisted=tuple(dict.fromkeys(unlisted)),
            remarks=self._remarks_at(anchor(path)),
            origin=self._origins.get(path, ""),
            is_unwritten=path in self._typed.unwritten,
            is_too_long=_is_too_long(each, value),
        )

    def _group(self, group: Group) -> ShownGroup:
        count = _length(self._values, group.path)
        length = min(count + 1, MOST_ITEMS)
        items = tuple(
            ShownItem(index + 1, index >= count, self._fields(group.fields, f"{group.path}[{index}]."))
            for index in range(length)
        )
        remarks = self._remarks_at(anchor(group.path))
        return ShownGroup(anchor(group.path), group, items, max(0, count - MOST_ITEMS), remarks, count > 0)

    def _remarks_at(self, target: str) -> tuple[Remark, ...]:
        return tuple(self._remarks.get(target, ()))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)
