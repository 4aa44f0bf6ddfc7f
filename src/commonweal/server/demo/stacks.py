"""What the products of Esempia are made of, written as their makers and lock files write it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import yaml

from commonweal.server.demo.landscape import lot
from commonweal.server.demo.repositories import PACKS
from commonweal.standards import purl, sbom
from commonweal.standards.licences import read_expression
from commonweal.standards.sbom import Component, Format, Links, Sbom, Tool
from commonweal.standards.sbom.model import StatedLicence

FORMS = ("cyclonedx-1.6", "spdx-2.3", "cyclonedx-1.7", "spdx-3.0.1")
# So many parts come in through one that the system itself asks for.
_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a product; `parts` is a tuple of the name of each part and its packages, as package URLs.

    The list was made `days` ago; with `lock` the first part comes as a lock file of this name instead.
    """

    product: str
    version: str
    days: int
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    lock: str = ""


@cache
def releases_of(product: str) -> tuple[Release, ...]:
    """The releases of a closed product, or of a system that Borgo built; oldest first, none where nothing is known."""
    pack = _pack()
    own = pack["own"].get(product)
    return tuple(_release(product, row) for row in pack["products"].get(product, [own] if own else []))


@cache
def list_of(release: Release, part: str, today: date) -> tuple[str, bytes]:
    """The name and content of the list of one part; whoever runs the release is handed the same file."""
    if release.lock and not part:
        return release.lock, _lock(release.lock, dict(release.parts)[part])
    form = FORMS[lot(release.product, release.version, of=len(FORMS))]
    made = datetime.combine(today - timedelta(days=release.days), time(8), UTC)
    name = (
        f"{release.product.lower().replace(' ', '-')}-{part or 'app'}.{'cdx' if 'cyclonedx' in form else 'spdx'}.json"
    )
    return name, sbom.write(_sbom(release, part), form, made=made)


def _release(product: str, row: Mapping[str, Any]) -> Release:
    parts = tuple((part, tuple(_packages(words))) for part, words in row["parts"].items())
    return Release(product, row["version"], row["days"], parts, row.get("lock", ""))


def _packages(words: str) -> Iterator[str]:
    """The package URLs that names of stacks stand for, and those that are written out."""
    for word in words.split():
        yield from [word] if word.startswith("pkg:") else _pack()["stacks"][word].split()


def _sbom(release: Release, part: str) -> Sbom:
    subject = Component(ref="subject", name=f"{release.product} {part}".strip(), version=release.version)
    components = tuple(_component(text) for text in dict(release.parts)[part])
    refs = [component.ref for component in components]
    arrows = [Links("subject", tuple(refs[::_TOGETHER]))]
    arrows += [Links(refs[at], tuple(refs[at + 1 : at + _TOGETHER])) for at in range(0, len(refs), _TOGETHER)]
    return Sbom(
        format=Format.CYCLONEDX,
        version="",
        encoding="JSON",
        name=f"{subject.name} {release.version}",
        supplier=release.product.partition(" ")[0],
        tools=(Tool("Demo of Commonweal"),),
        subject=subject,
        components=components,
        dependencies=tuple(arrows),
    )


def _component(text: str) -> Component:
    named, _problems = purl.read(text)
    if named is None or named.version is None:
        raise ValueError(text)
    licences = tuple(_licences().get(str(named.package), ()))
    return Component(
        ref=text, name=named.name, group=named.namespace or None, version=named.version, purl=text, licences=licences
    )


def _lock(name: str, packages: tuple[str, ...]) -> bytes:
    """A lock file of Composer, or the pinned requirements of a Python program."""
    named = list(map(_component, packages))
    if name != "composer.lock":
        return "".join(f"{each.name}=={each.version}\n" for each in named).encode()
    rows = [
        {"name": f"{each.group}/{each.name}", "version": each.version, "license": [one.text for one in each.licences]}
        for each in named
    ]
    return json.dumps({"content-hash": "demo", "packages": rows, "packages-dev": []}, indent=2).encode()


@cache
def _licences() -> dict[str, list[StatedLicence]]:
    """What the makers of packages state, by package URL; of some nobody states anything."""
    return {
        package: [StatedLicence(licence, is_name=read_expression(licence) is None)]
        for licence, packages in _pack()["licences"].items()
        for package in packages.split()
    }


@cache
def _pack() -> dict[str, Any]:
    pack: dict[str, Any] = yaml.safe_load((PACKS / "security" / "stacks.yaml").read_text())
    return pack
