"""Pages of guidance and papers as text: a front matter in YAML between two lines of three hyphens, then CommonMark.

Source: YAML 1.1 as PyYAML's safe loader reads it; CommonMark 0.31, https://spec.commonmark.org. The reader is strict;
it never raises, and gives either a page or all that is wrong with it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import yaml

from commonweal.knowledge.rules.rendering import Flaw, flaws

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")  # of a paper, to be filled in

FENCE = "---\n"
LONGEST, LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_NAME, LONGEST_SLUG = 20_000, 90, 200, 200, 80
RESERVED = frozenset({"new", "paths", "editions", "courses"})  # addresses below /guidance and /papers that are no pages
MOST_LISTED = 12
WORDS_PER_MINUTE = 180  # slow enough for a text that asks to do things
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
NEEDED = ("title", "summary", "for", "task", "version", "dated")
ALLOWED = {*NEEDED, "days", "follows", "related", "tools", "sources"}


class Shelf(StrEnum):
    """Where a page stands: guidance is read, papers are filled in and used."""

    GUIDANCE = "guidance"
    PAPERS = "papers"


class Wrong(StrEnum):
    """What may be wrong with a page; `documents.sentences` has the words."""

    NO_FRONT_MATTER = "no-front-matter"
    NOT_YAML = "not-yaml"
    TWICE = "twice"
    UNKNOWN = "unknown"
    MISSING = "missing"
    KIND = "kind"
    TOO_LONG = "too-long"
    NOT_LISTED = "not-listed"
    ADDRESS = "address"
    HTML = "html"
    IMAGE = "image"
    HEADING = "heading"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: at which key ("" is the text itself), and the value or place where it helps."""

    path: str
    wrong: Wrong
    value: str = ""


@dataclass(frozen=True, slots=True)
class GuideSource:
    """Where a page's facts come from."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A page in one language, or a paper, whose text holds fields such as {{ body }}.

    `version` counts from 1 and grows when the page says something else; `follows` is the version of the English page
    that a translation was made from. `days` is the work it asks for, None where that is not to be said.
    """

    slug: str
    language: str
    title: str
    summary: str
    readers: tuple[str, ...]
    task: str
    version: int
    dated: date
    body: str
    days: float | None = None
    follows: int | None = None
    related: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    sources: tuple[GuideSource, ...] = ()
    shelf: Shelf = Shelf.GUIDANCE

    @property
    def fields(self) -> tuple[str, ...]:
        """What there is to fill in, each once, in the order of the text."""
        return tuple(dict.fromkeys(FIELD.findall(self.body)))

    @property
    def words(self) -> int:
        """How many words there are to read, without addresses."""
        return len(re.findall(r"[^\W_][\w’'-]*", re.sub(r"\]\([^)]*\)", "]", self.body)))

    @property
    def minutes(self) -> int:
        """How long it takes to read, rounded up."""
        return max(1, -(-self.words // WORDS_PER_MINUTE))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tasks, readers and tools that a page may name, and the fields that a paper may have."""

    readers: frozenset[str]
    tasks: frozenset[str]
    tools: frozenset[str]
    fields: frozenset[str] = frozenset()


def read_guide(
    text: str, slug: str, language: str, vocabulary: Vocabulary, *, shelf: Shelf = Shelf.GUIDANCE
) -> tuple[Guide | None, tuple[Fault, ...]]:
    """Read a page: the page and no fault, or None and every fault found."""
    if len(text) > LONGEST:
        return None, (Fault("", Wrong.TOO_LONG, str(LONGEST)),)
    parts = text.replace("\r\n", "\n").removeprefix("\ufeff").split(FENCE, 2)
    if len(parts) != 3 or parts[0]:
        return None, (Fault("", Wrong.NO_FRONT_MATTER),)
    head, body = parts[1], parts[2].strip()
    said, faults = _mapping(head)
    faults += list(_of_head(said, vocabulary)) if said else []
    faults += list(_of_body(body))
    if shelf is Shelf.PAPERS:
        named = sorted(set(FIELD.findall(body)) - vocabulary.fields)
        faults += [Fault("", Wrong.NOT_LISTED, each[:80]) for each in named]
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG or slug in RESERVED:
        faults.append(Fault("slug", Wrong.KIND, slug[:80]))
    if faults or said is None:
        return None, tuple(faults)
    return replace(_guide(said, body, slug, language), shelf=shelf), ()


def written(guide: Guide) -> str:
    """A page as text; reading it gives the same page."""
    said: dict[str, Any] = {"title": guide.title, "summary": guide.summary, "for": list(guide.readers)}
    said |= {"task": guide.task, "version": guide.version, "dated": guide.dated}
    optional: dict[str, Any] = {"follows": guide.follows, "days": guide.days, "related": list(guide.related)}
    optional["tools"] = list(guide.tools)
    optional["sources"] = [{"title": each.title, "url": each.url} for each in guide.sources]
    said |= {key: value for key, value in optional.items() if value not in (None, [])}
    head = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)
    return f"{FENCE}{head}{FENCE}\n{guide.body.strip()}\n"


def _guide(said: Mapping[str, Any], body: str, slug: str, language: str) -> Guide:
    sources = tuple(GuideSource(each["title"].strip(), each["url"].strip()) for each in said.get("sources", ()))
    return Guide(
        slug=slug,
        language=language,
        title=said["title"].strip(),
        summary=said["summary"].strip(),
        readers=tuple(said["for"]),
        task=said["task"],
        version=said["version"],
        dated=said["dated"],
        body=body,
        days=None if said.get("days") is None else float(said["days"]),
        follows=said.get("follows"),
        related=tuple(said.get("related", ())),
        tools=tuple(said.get("tools", ())),
        sources=sources,
    )


def _mapping(head: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The front matter, where it is a mapping that names nothing twice."""
    try:
        node = yaml.compose(head, Loader=yaml.SafeLoader)
        said = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        return None, [Fault("", Wrong.NOT_YAML, str(mark.line + 2) if mark else "")]
    if not isinstance(said, dict) or not isinstance(node, yaml.MappingNode):
        return None, [Fault("", Wrong.NO_FRONT_MATTER)]
    keys = [str(key.value) for key, _value in node.value]
    return said, [Fault(key, Wrong.TWICE) for key in sorted({key for key in keys if keys.count(key) > 1})]


def _of_head(said: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Fault]:
    yield from (Fault(str(key)[:80], Wrong.UNKNOWN) for key in said if key not in ALLOWED)
    yield from (Fault(key, Wrong.MISSING) for key in NEEDED if said.get(key) in (None, "", []))
    for key, check in _checks(vocabulary).items():
        if said.get(key) not in (None, "", []):
            yield from check(key, said[key])


def _checks(vocabulary: Vocabulary) -> dict[str, Callable[[str, Any], Iterator[Fault]]]:
    return {
        "title": lambda key, value: _words(key, value, LONGEST_TITLE),
        "summary": lambda key, value: _words(key, value, LONGEST_SUMMARY),
        "for": lambda key, value: _listed(key, value, vocabulary.readers),
        "task": lambda key, value: _listed(key, [value], vocabulary.tasks),
        "version": lambda key, value: _kind(key, value, is_right=_is_count(value)),
        "follows": lambda key, value: _kind(key, value, is_right=_is_count(value)),
        "dated": lambda key, value: _kind(key, value, is_right=type(value) is date),
        "days": lambda key, value: _kind(key, value, is_right=type(value) in (int, float) and 0 < value <= 250),
        "related": lambda key, value: _listed(key, value, None),
        "tools": lambda key, value: _listed(key, value, vocabulary.tools),
        "sources": _sources,
    }


def _is_count(value: object) -> bool:
    return type(value) is int and 1 <= value <= 10_000


def _kind(key: str, value: object, *, is_right: bool) -> Iterator[Fault]:
    if not is_right:
        yield Fault(key, Wrong.KIND, str(value)[:80])


def _words(key: str, value: object, longest: int) -> Iterator[Fault]:
    if not isinstance(value, str) or "\n" in value.strip() or not value.strip():
        yield Fault(key, Wrong.KIND, str(value)[:80])
    elif len(value) > longest:
        yield Fault(key, Wrong.TOO_LONG, str(longest))


def _listed(key: str, value: object, allowed: frozenset[str] | None) -> Iterator[Fault]:
    """A list of words of the vocabulary, none twice; with None any slug will do."""
    if not isinstance(value, list) or len(value) > MOST_LISTED or not all(isinstance(each, str) for each in value):
        yield Fault(key, Wrong.KIND, str(value)[:80])
        return
    yield from (Fault(key, Wrong.TWICE, each) for each in sorted({each for each in value if value.count(each) > 1}))
    for each in value:
        if not (each in allowed if allowed is not None else SLUG.fullmatch(each)):
            yield Fault(key, Wrong.NOT_LISTED, each[:80])


def _sources(key: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, list) or len(value) > MOST_LISTED:
        yield Fault(key, Wrong.KIND, str(value)[:80])
        return
    for number, each in enumerate(value):
        path = f"{key}[{number}]"
        if not isinstance(each, dict) or set(each) != {"title", "url"}:
            yield Fault(path, Wrong.KIND, str(each)[:80])
            continue
        yield from _words(f"{path}.title", each["title"], LONGEST_NAME)
        if not isinstance(each["url"], str) or not ADDRESS.fullmatch(each["url"].strip()):
            yield Fault(f"{path}.url", Wrong.ADDRESS, str(each["url"])[:80])


_OF_FLAW = {
    Flaw.HTML: Wrong.HTML,
    Flaw.IMAGE: Wrong.IMAGE,
    Flaw.HEADING: Wrong.HEADING,
    Flaw.ADDRESS: Wrong.ADDRESS,
}


def _of_body(body: str) -> Iterator[Fault]:
    if not body:
        yield Fault("", Wrong.EMPTY)
    yield from (Fault("", _OF_FLAW[flaw], what) for flaw, what in flaws(body))
