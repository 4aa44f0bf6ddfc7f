"""Any catalogue that is JSON or JSON Lines, read by a declared mapping into publiccode.yml.

The mapping is data, kept with the source:

    list    where the entries are ("software.items"), "" for the document itself
    url     where an entry's repository address is
    next    where the address of the next page is, for catalogues in pages
    fields  keys of publiccode.yml ← a path, or an object with `path` or `constant`, `values` to translate, `default`

A path is dotted, `[0]` counts and `[*]` is every one; a leading `$.` may stand. What an entry does not hold is absent
from the file made of it, and the one reader of publiccode.yml says what that means.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import yaml

from commonweal.connectors.answers import parts_of
from commonweal.connectors.documents import content_of
from commonweal.connectors.failures import HostUnavailable
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import (
    MetadataFile,
    MetadataFiles,
    Page,
    Repository,
    Target,
    odd,
    preloaded,
)
from commonweal.standards.problems import Problem, Severity

_PAGE_SIZE = 200
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+|\*)\]")


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Walk the entries; the cursor is the address of the next page, or how many entries are done.

    Raises what fetching the document raises.
    """
    url = after if after and not after.isdigit() else target.url
    start = int(after) if after and after.isdigit() else 0
    while True:
        document = _document(content_of(client, url))
        found = value_at(document, str(target.mapping.get("list", "")))
        if not isinstance(found, list):
            raise HostUnavailable(f"{url} holds no list where the mapping looks for one.")
        next_path = target.mapping.get("next")
        onward = _onward(url, value_at(document, str(next_path))) if next_path else None
        if next_path:
            yield _page(target, found, 0, onward)
        else:
            for position in range(start, max(len(found), 1), _PAGE_SIZE):
                last = position + _PAGE_SIZE
                part = found[position:last]
                yield _page(target, part, position, str(last) if last < len(found) else None)
        if onward is None or onward == url:
            return
        url = onward


def metadata_files(client: Client, repository: Repository, known: Mapping[str, str]) -> MetadataFiles:
    """Return what came with the list; such a catalogue has no other address to ask."""
    del client
    return preloaded(repository, known)


def value_at(document: object, path: str) -> Any:
    """Return what lies at a path, None where nothing does; `[*]` gives a list.

    >>> value_at({"tags": [{"name": "a"}, {"name": "b"}]}, "$.tags[*].name")
    ['a', 'b']
    """
    return _walk(document, [key or f"[{index}]" for key, index in _STEP.findall(path.removeprefix("$").lstrip("."))])


def mapped(entry: object, fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the publiccode.yml of an entry, and what of the mapping cannot be followed."""
    made: dict[str, Any] = {}
    problems = []
    for key, rule in fields.items():
        value = _value(entry, rule)
        if value in (None, "", [], {}):
            continue
        place = made
        *outer, last = key.split(".")
        for name in outer:
            inner = place.setdefault(name, {})
            if not isinstance(inner, dict):
                problems.append(odd(key, f"The mapping fills {name} twice.", "contradictory-mapping", Severity.ERROR))
                break
            place = inner
        else:
            place[last] = value
    return made, problems


def _onward(url: str, link: object) -> str | None:
    """Return the address of the next page; a document must not lead on to the files of this machine."""
    try:
        address = urljoin(url, link) if isinstance(link, str) and link else ""
    except ValueError:
        return None
    return address if address.startswith(("https://", "http://")) else None


def _walk(value: Any, steps: list[str]) -> Any:
    for position, step in enumerate(steps):
        if step == "[*]":
            each = value if isinstance(value, list) else []
            found = [_walk(one, steps[position + 1 :]) for one in each]
            return [one for one in found if one is not None]
        if step.startswith("["):
            index = int(step[1:-1])
            value = value[index] if isinstance(value, list) and index < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _value(entry: object, rule: object) -> Any:
    if isinstance(rule, str):
        return value_at(entry, rule)
    if not isinstance(rule, Mapping):
        return rule
    value = rule["constant"] if "constant" in rule else value_at(entry, str(rule.get("path", "")))
    table = rule.get("values")
    if isinstance(table, Mapping):
        value = [table.get(each) for each in value] if isinstance(value, list) else table.get(value)
        value = [each for each in value if each is not None] if isinstance(value, list) else value
    return rule.get("default") if value in (None, "", []) else value


def _document(content: bytes) -> Any:
    """Read JSON, else JSON Lines as a list. Raises HostUnavailable when it is neither."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        lines = [line for line in content.splitlines() if line.strip()]
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError) as error:
        raise HostUnavailable("The document is neither JSON nor JSON Lines.") from error


def _page(target: Target, entries: list[Any], start: int, onward: str | None) -> Page:
    repositories, problems = [], []
    for position, entry in enumerate(entries, start):
        url = value_at(entry, str(target.mapping.get("url", "url")))
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            problems.append(odd(f"[{position}]", "This entry has no address where the mapping looks.", "no-address"))
            continue
        made, wrong = mapped(entry, target.mapping.get("fields", {}))
        problems += wrong
        content = yaml.safe_dump({"url": url, **made}, allow_unicode=True, sort_keys=False).encode()
        revision = hashlib.sha256(content).hexdigest()
        repositories.append(
            Repository(
                url=url,
                name=parts_of(url).path.strip("/").rpartition("/")[2],
                driver="foreign_json",
                revision=revision,
                files=(MetadataFile("", content, revision, target.url),),
            )
        )
    return Page(tuple(repositories), onward, tuple(problems))
