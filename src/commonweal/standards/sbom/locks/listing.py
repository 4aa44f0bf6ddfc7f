"""Gathers what a lock file says into an Sbom: the project, its packages, and who needs what."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import replace

from commonweal.standards import purl
from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import Limits, TooMuch
from commonweal.standards.sbom.model import Component, Format, Hash, Sbom, Scope
from commonweal.standards.sbom.plain import Graph

ROOT = "."
# How many packages of one name an arrow without a version may lead to; a real project has two or three.
MOST_OF_ONE_NAME = 20
_HASH_NAMES = {"sha1": "SHA-1", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512", "md5": "MD5"}


class Listing:
    """One lock file on its way into an Sbom. Refs are the lock file's own names."""

    def __init__(self, kind: str, version: str, problems: Problems, limits: Limits) -> None:
        self.kind = kind
        self.version = version
        self.problems = problems
        self.limits = limits
        self.subject: Component | None = None
        self.graph = Graph()
        self._components: dict[str, Component] = {}

    def project(self, name: str | None, version: str | None = None, purl: str | None = None) -> None:
        """Say what the lock file is of; its ref is ROOT."""
        self.subject = Component(ROOT, name or "", version, "application", purl=purl)

    def add(self, component: Component) -> None:
        """Take a package; of two with one ref the first is kept."""
        self._components.setdefault(component.ref, component)
        if len(self._components) > self.limits.components:
            raise TooMuch(f"the file has more than {self.limits.components:,} packages", "too-many-components")

    def has(self, ref: str) -> bool:
        """Say whether a package of this ref was taken."""
        return ref in self._components

    def scope_by_reach(self, required: Iterable[str], optional: Iterable[str], excluded: Iterable[str]) -> None:
        """Give each package the scope of the strongest way to it; what no way leads to keeps its own."""
        reached: dict[str, Scope] = {}
        to = {links.ref: links.to for links in self.graph.links()}
        for starts, scope in ((required, Scope.REQUIRED), (optional, Scope.OPTIONAL), (excluded, Scope.EXCLUDED)):
            waiting = [ref for ref in starts if ref not in reached]
            while waiting:
                ref = waiting.pop()
                if ref not in reached:
                    reached[ref] = scope
                    waiting.extend(each for each in to.get(ref, ()) if each not in reached)
        for ref, component in self._components.items():
            if ref in reached:
                self._components[ref] = replace(component, scope=reached[ref])

    def sbom(self) -> Sbom:
        """Give what was gathered; arrows to what is not listed are left out."""
        known = self._components.keys() | {ROOT}
        graph = Graph()
        for links in self.graph.links():
            if links.ref in known:
                graph.place(links.ref)
                for to in links.to:
                    if to in known:
                        graph.join(links.ref, to)
        return Sbom(
            format=Format.LOCK_FILE,
            version=self.version,
            encoding=self.kind,
            name=self.subject.name if self.subject else None,
            subject=self.subject,
            components=tuple(self._components.values()),
            dependencies=graph.links(),
        )


def package_url(kind: str, name: str, version: str | None, namespace: str | None = None) -> str | None:
    """Write a package URL; the parts of a namespace stand between slashes.

    >>> package_url("npm", "core", "1.0.0+x", "@babel")
    'pkg:npm/%40babel/core@1.0.0%2Bx'
    """
    found, _ = purl.build(kind, namespace, name, version)
    return str(found) if found is not None else None


def npm_url(name: str, version: str | None) -> str | None:
    """Write the package URL of an npm package, whose scope is its namespace."""
    namespace, _, bare = name.rpartition("/")
    return package_url("npm", bare, version, namespace)


def integrity(text: object) -> tuple[Hash, ...]:
    """Read subresource integrity as npm writes it (`sha512-` and base 64), and `sha256:` with hexadecimal digits."""
    found = []
    for word in text.split()[:5] if isinstance(text, str) else ():
        name, separator, value = word.partition(":" if ":" in word else "-")
        algorithm = _HASH_NAMES.get(name.lower())
        digits = _digits(value, is_base64=separator == "-")
        if algorithm and digits:
            found.append(Hash(algorithm, digits))
    return tuple(found)


def _digits(value: str, *, is_base64: bool) -> str:
    try:
        return base64.b64decode(value, validate=True).hex() if is_base64 else bytes.fromhex(value).hex()
    except (binascii.Error, ValueError):
        return ""
