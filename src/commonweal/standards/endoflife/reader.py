"""One product, read from the API's JSON or from the front matter of its page, and written in one form. Never raises.

Sources: endoflife.date API v1, schema ProductDetails; front matter as CONTRIBUTING.md of endoflife-date/endoflife.date
describes it (`eol: true | false | date`, `eoas`, `eoes`, `lts`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from commonweal.standards.endoflife.model import NOTHING_SAID, Cycle, Ending, Identifier, Product, Scheme
from commonweal.standards.problems import Problem, Severity
from commonweal.standards.sbom.limits import Limits, TooMuch
from commonweal.standards.sbom.parsing_yaml import parse_yaml

LARGEST_PAGE_BYTES = 2_000_000
# Samsung's phones are 437 lines; Python has 70 identifiers.
MOST_CYCLES, MOST_IDENTIFIERS, MOST_ALIASES = 2_000, 500, 100
LONGEST_TEXT, LONGEST_NAME, LONGEST_IDENTIFIER = 300, 120, 700

_SCHEMES = frozenset(each.value for each in Scheme)
_LIMITS = Limits(values=200_000)
_NAME = re.compile(r"[a-z0-9][a-z0-9._+-]{0,119}\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_UNSTORABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

Read = tuple[Product | None, list[Problem]]


def read(record: object, path: str = "") -> Read:
    """Read a product in the form of the API, or of a page's front matter as JSON; None where it has no name."""
    if not isinstance(record, Mapping):
        return None, [_problem(path, "A product is a mapping of names to values", "eol-not-a-product")]
    reading = _Reading(path)
    name = reading.text(record, "name") or reading.text(record, "permalink").strip("/")
    if not _NAME.match(name):
        return None, [*reading.problems, _problem(path, f"{name[:80]!r} is no name of a product", "eol-no-name")]
    aliases = [*reading.items(record, "aliases"), *reading.items(record, "alternate_urls")]
    cycles = tuple(reading.cycles(record))
    if not cycles:
        reading.report("releases", "A product has at least one cycle", "eol-no-cycle")
    links = record.get("links")
    policy = reading.text(links, "releasePolicy") if isinstance(links, Mapping) else ""
    product = Product(
        name=name,
        label=reading.text(record, "label") or reading.text(record, "title") or name,
        category=reading.text(record, "category"),
        aliases=tuple(dict.fromkeys(_clean(each).strip("/") for each in aliases if isinstance(each, str)))[
            :MOST_ALIASES
        ],
        identifiers=tuple(sorted(set(reading.identifiers(record)))),
        cycles=cycles,
        policy_url=_web(policy or reading.text(record, "releasePolicyLink")),
    )
    return product, reading.problems


def read_front_matter(content: bytes, path: str = "") -> Read:
    """Read the page of a product: Markdown that begins with YAML between two lines of three hyphens."""
    if len(content) > LARGEST_PAGE_BYTES:
        return None, [_problem(path, "A page has at most 2 MB", "eol-too-large")]
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if not text.startswith("---\n"):
        return None, [_problem(path, "A page begins with YAML between two lines of ---", "eol-no-front-matter")]
    try:
        record = parse_yaml(text[4:].partition("\n---")[0], _LIMITS)
    except TooMuch as mistake:
        return None, [_problem(path, f"This is no YAML: {mistake.message}", "eol-yaml")]
    return read(record, path)


def written(product: Product) -> dict[str, Any]:
    """Write a product in the form of the API, so that `read` gives the same again."""
    return {
        "name": product.name,
        "label": product.label,
        "category": product.category,
        "aliases": list(product.aliases),
        "identifiers": [{"type": each.scheme.value, "id": each.id} for each in product.identifiers],
        "links": {"releasePolicy": product.policy_url or None},
        "releases": [_written_cycle(each) for each in product.cycles],
    }


class _Reading:
    """The reading of one product: values of the right type, and problems for those of another."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def report(self, key: str, message: str, rule: str) -> None:
        self.problems.append(_problem(f"{self.path} {key}".strip(), message, rule, Severity.WARNING))

    def text(self, record: Mapping[str, Any], key: str) -> str:
        found = record.get(key)
        if found is None or isinstance(found, bool | list | dict):
            return ""
        return _clean(str(found))

    def items(self, record: Mapping[str, Any], key: str) -> list[Any]:
        found = record.get(key)
        return found if isinstance(found, list) else []

    def cycles(self, record: Mapping[str, Any]) -> Iterator[Cycle]:
        seen: set[str] = set()
        for place, item in enumerate(self.items(record, "releases")[:MOST_CYCLES]):
            key = f"releases[{place}]"
            name = (self.text(item, "name") or self.text(item, "releaseCycle")) if isinstance(item, Mapping) else ""
            if not name or len(name) > LONGEST_NAME:
                self.report(key, "A cycle has a name", "eol-cycle-name")
            elif name in seen:
                self.report(key, f"{name!r} is named twice; the first counts", "eol-cycle-twice")
            else:
                seen.add(name)
                yield self.cycle(item, name, key)

    def cycle(self, item: Mapping[str, Any], name: str, key: str) -> Cycle:
        latest = item.get("latest")
        named = latest if isinstance(latest, Mapping) else {"name": latest, "date": item.get("latestReleaseDate")}
        lts = item.get("lts", item.get("isLts"))
        lts_from = self.day(item, "ltsFrom", key) or (self.day(item, "lts", key) if isinstance(lts, str) else None)
        return Cycle(
            name=name,
            codename=self.text(item, "codename"),
            label=self.text(item, "label"),
            released=self.day(item, "releaseDate", key),
            support=self.ending(item, ("eoas", "support"), "isEoas", "eoasFrom", key),
            eol=self.ending(item, ("eol",), "isEol", "eolFrom", key),
            extended=self.ending(item, ("eoes", "extendedSupport"), "isEoes", "eoesFrom", key),
            is_lts=lts is True or lts_from is not None,
            lts_from=lts_from,
            latest=self.text(named, "name")[:LONGEST_NAME],
            latest_on=self.day(named, "date", key),
            link=_web(self.text(item, "link") or self.text(named, "link")),
        )

    def ending(self, item: Mapping[str, Any], names: tuple[str, ...], flag: str, day: str, key: str) -> Ending:
        stated = next((item[name] for name in names if item.get(name) is not None), None)
        if isinstance(stated, bool):
            return Ending(has_ended=stated)
        if stated is not None:
            return Ending(day=self.day(item, next(name for name in names if item.get(name) is not None), key))
        found = self.day(item, day, key)
        over = item.get(flag)
        if found is not None:
            return Ending(day=found)
        return Ending(has_ended=over) if isinstance(over, bool) else NOTHING_SAID

    def day(self, item: Mapping[str, Any], name: str, key: str) -> date | None:
        text = self.text(item, name)
        try:
            found = date.fromisoformat(text) if _DAY.match(text) else None
        except ValueError:
            found = None
        if text and found is None:
            self.report(f"{key}.{name}", f"{text[:40]!r} is no day written as 2026-01-31", "eol-day")
        return found

    def identifiers(self, record: Mapping[str, Any]) -> Iterator[Identifier]:
        for place, item in enumerate(self.items(record, "identifiers")[:MOST_IDENTIFIERS]):
            pairs = item if isinstance(item, Mapping) else {}
            if "id" in pairs and "type" in pairs:
                pairs = {str(pairs["type"]): pairs["id"]}
            for scheme, text in pairs.items():
                found = _clean(str(text), LONGEST_IDENTIFIER + 1)
                if scheme in _SCHEMES and found and len(found) <= LONGEST_IDENTIFIER:
                    yield Identifier(Scheme(scheme), found)
                else:
                    self.report(f"identifiers[{place}]", "This scheme of names is not read", "eol-identifier")


def _written_cycle(cycle: Cycle) -> dict[str, Any]:
    return {
        "name": cycle.name,
        "codename": cycle.codename or None,
        "label": cycle.label,
        "releaseDate": _iso(cycle.released),
        "isLts": cycle.is_lts,
        "ltsFrom": _iso(cycle.lts_from),
        **_written_ending("Eoas", cycle.support),
        **_written_ending("Eol", cycle.eol),
        **_written_ending("Eoes", cycle.extended),
        "latest": {"name": cycle.latest, "date": _iso(cycle.latest_on)} if cycle.latest else None,
        "link": cycle.link or None,
    }


def _written_ending(name: str, ending: Ending) -> dict[str, Any]:
    return {f"is{name}": ending.has_ended, f"{name.lower()}From": _iso(ending.day)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _web(text: str) -> str:
    return text if text.startswith(("https://", "http://")) else ""


def _clean(text: str, most: int = LONGEST_TEXT) -> str:
    return _UNSTORABLE.sub("", text).strip()[:most]


def _problem(path: str, message: str, rule: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(path=path, line=None, column=None, severity=severity, message=message, rule=rule)


def parsed(content: bytes) -> object:
    """Give the values of a JSON text, None where it is none; it may be nested too deeply to be anything here."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
