"""What of a list is kept for asking: packages, their versions, and how near they stand to the system.

Packages are known as `standards.purl.Purl.identity` and `standards.osv.ecosystems.distribution` know them, so that
lists and advisories meet by equality. The subject of a list is left out: it is the system itself, and the names of
products built in house are often those of harmful packages of a registry.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from commonweal.standards import versions
from commonweal.standards.osv import ecosystems
from commonweal.standards.osv.matching import version_of
from commonweal.standards.purl import Purl
from commonweal.standards.sbom import Component, Sbom, Scope
from commonweal.standards.sbom.model import StatedLicence

LONGEST_TYPE, LONGEST_NAME, LONGEST_PURL, LONGEST_DISTRIBUTION, LONGEST_VERSION = 40, 500, 700, 60, 300
LONGEST_LICENCE = 10_000
_DEEPEST = 32_767  # what the column takes
# NUL and halves of characters: no database stores them.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PackageName:
    """A package of an ecosystem, in a distribution of one release of it; `purl` names it without a version."""

    type: str
    name: str
    distribution: str
    purl: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others."""
        return self.type, self.name, self.distribution


@dataclass(frozen=True, slots=True)
class LicenceWords:
    """What a list says of the licence of a part: each a text of one licence or expression a line, as it was stated.

    Declared by who made the part, concluded by who made the list, or only detected in files by a tool.
    """

    declared: str = ""
    concluded: str = ""
    detected: str = ""

    @property
    def digest(self) -> str:
        """What tells it from others, since the words are longer than an index takes."""
        return sha256("\0".join((self.declared, self.concluded, self.detected)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Part:
    """A version of a package in a list; `key` is its place in the order, None where it has none that we know.

    `licence` is None where the list says nothing of it.
    """

    package: PackageName
    version: str
    key: bytes | None
    depth: int | None = None
    is_optional: bool = False
    is_source: bool = False
    licence: LicenceWords | None = None


def parts_of(sbom: Sbom) -> list[Part]:
    """Give every version of a package that the list names by a package URL, each once, the nearest way first.

    Beside a package of a distribution stands its source package, under which advisories are published.
    """
    near = depths(sbom)
    found: dict[tuple[tuple[str, str, str], str], Part] = {}
    for component in sbom.packages:
        for part in _parts(component, near.get(component.ref)):
            place = part.package.key, part.version
            known = found.get(place)
            found[place] = part if known is None else _joined(known, part)
    return list(found.values())


def parts_of_component(component: Component) -> list[Part]:
    """Give the version of a package that a component names, and its source package; none without a package URL."""
    found = _parts(component, None)
    return [part for part in found if not any(_UNSTORABLE.search(text) for text in (*part.package.key, part.version))]


def counted(sbom: Sbom) -> dict[str, int]:
    """Count how much of a list can be read; "assessable" has a package URL and a version that has an order."""
    components = sbom.packages
    read = [(component.package_url, _stated_version(component)) for component in components]
    return {
        "components": len(components),
        "with_purl": sum(purl is not None for purl, _ in read),
        "with_version": sum(bool(version) for _, version in read),
        "with_licence": sum(bool(component.licences) for component in components),
        "assessable": sum(_has_order(purl, version) for purl, version in read),
        "licence_statements": len({licence_words(component) for component in components} - {None}),
    }


def is_assessable(component: Component) -> bool:
    """Say whether advisories can be looked up for it."""
    return _has_order(component.package_url, _stated_version(component))


def _has_order(purl: Purl | None, version: str | None) -> bool:
    package = package_name(purl) if purl else None
    return package is not None and _order(package.type, version or "") is not None


def licence_words(component: Component) -> LicenceWords | None:
    """Give what a component says of its licence; None where it says nothing."""
    if not component.licences and not component.detected_licences:
        return None
    return _licence_words(component.licences, component.detected_licences)


def depths(sbom: Sbom) -> dict[str, int]:
    """Give how many steps each part stands from the subject, 1 for what it asks for; nothing without a graph."""
    if sbom.subject is None:
        return {}
    arrows = {links.ref: links.to for links in sbom.dependencies}
    found = {sbom.subject.ref: 0}
    latest = [sbom.subject.ref]
    depth = 0
    while latest:
        depth = min(depth + 1, _DEEPEST)
        reached = dict.fromkeys(to for ref in latest for to in arrows.get(ref, ()) if to not in found)
        found.update(dict.fromkeys(reached, depth))
        latest = list(reached)
    return found


def subject_purl(sbom: Sbom) -> str:
    """Give the package that the list is about, "" where it states none that can be read."""
    purl = sbom.subject.package_url if sbom.subject else None
    package = package_name(purl) if purl else None
    return package.purl if package else ""


@lru_cache(maxsize=50_000)
def package_name(purl: Purl, name: str | None = None) -> PackageName | None:
    """Give the package of a purl, or another of the same distribution; None where it is too long to be one."""
    if name is not None:
        purl = replace(purl, name=name)
    package = PackageName(*purl.identity, ecosystems.distribution(purl), str(purl.package))
    is_short = (
        len(package.type) <= LONGEST_TYPE
        and len(package.name) <= LONGEST_NAME
        and len(package.distribution) <= LONGEST_DISTRIBUTION
        and len(package.purl) <= LONGEST_PURL
    )
    return package if is_short else None


def storable(text: str | None, longest: int) -> str:
    """Give what a column can hold of a text that others wrote.

    >>> storable("a" + chr(0) + "bcd", 3)
    'a\ufffd…'
    """
    clean = _UNSTORABLE.sub("\ufffd", text or "")
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def _parts(component: Component, depth: int | None) -> Iterator[Part]:
    purl = component.package_url
    package = package_name(purl) if purl else None
    if purl is None or package is None:
        return
    version = storable(_stated_version(component), LONGEST_VERSION)
    is_optional = component.scope in (Scope.OPTIONAL, Scope.EXCLUDED)
    yield Part(
        package, version, _order(package.type, version), depth, is_optional, licence=licence_words(component)
    )  # fmt: skip
    source = ecosystems.source(purl)
    if source is None:
        return
    name, stated = source
    origin = package_name(purl, name)
    if origin is not None and not _UNSTORABLE.search(name):
        version = storable(stated, LONGEST_VERSION) or version
        yield Part(origin, version, _order(origin.type, version), depth, is_optional, is_source=True)


def _stated_version(component: Component) -> str | None:
    """Give the version of the package URL, which has one spelling, before that in words."""
    purl = component.package_url
    return component.version if purl is None else version_of(purl) or version_of(purl, component.version)


def _joined(one: Part, other: Part) -> Part:
    """Take two mentions for one: the nearer way, and what is needed or binary in either is so."""
    stated = [part.depth for part in (one, other) if part.depth is not None]
    return replace(
        one,
        depth=min(stated, default=None),
        is_optional=one.is_optional and other.is_optional,
        is_source=one.is_source and other.is_source,
        licence=_joined_licence(one.licence, other.licence),
    )


def _joined_licence(one: LicenceWords | None, other: LicenceWords | None) -> LicenceWords | None:
    if one is None or other is None or one == other:
        return one or other
    return LicenceWords(
        declared=_lines(f"{one.declared}\n{other.declared}".splitlines()),
        concluded=_lines(f"{one.concluded}\n{other.concluded}".splitlines()),
        detected=_lines(f"{one.detected}\n{other.detected}".splitlines()),
    )


@lru_cache(maxsize=10_000)
def _licence_words(stated: tuple[StatedLicence, ...], detected: tuple[StatedLicence, ...]) -> LicenceWords:
    return LicenceWords(
        declared=_lines(each.text for each in stated if not each.is_concluded),
        concluded=_lines(each.text for each in stated if each.is_concluded),
        detected=_lines(each.text for each in detected),
    )


def _lines(texts: Iterable[str]) -> str:
    each = (" ".join(text.split()) for text in texts)
    return storable("\n".join(dict.fromkeys(text for text in each if text)), LONGEST_LICENCE)


@lru_cache(maxsize=50_000)
def _order(ecosystem: str, version: str) -> bytes | None:
    return versions.key(ecosystem, version)
