"""package-lock.json and npm-shrinkwrap.json, versions 1 to 3.

Source: the documentation of npm, "package-lock.json"; where a package finds another follows Node's search for
node_modules.
"""

from collections.abc import Iterator
from typing import Any

from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.locks.listing import ROOT, Listing, integrity, npm_url
from commonweal.standards.sbom.model import Component, Sbom, Scope, StatedLicence
from commonweal.standards.sbom.plain import mapping, text

_FOLDER = "node_modules/"
_MOST_LEVELS = 100
_NEEDS = ("dependencies", "optionalDependencies", "peerDependencies", "requires")


def is_npm(document: dict[str, Any]) -> bool:
    """Say whether this is a lock file of npm."""
    return "lockfileVersion" in document and ("packages" in document or "dependencies" in document)


def read_npm(document: dict[str, Any], problems: Problems, limits: Limits) -> Sbom:
    """Give the packages with their places in node_modules as refs."""
    listing = Listing("package-lock.json", text(document.get("lockfileVersion")) or "", problems, limits)
    packages = mapping(document.get("packages")) or dict(_of_version_1(mapping(document.get("dependencies"))))
    listing.project(text(document.get("name")), text(document.get("version")))
    links = {path: text(entry.get("resolved")) or "" for path, entry in packages.items() if mapping(entry).get("link")}
    for path, value in packages.items():
        entry = mapping(value)
        if path and path not in links:
            listing.add(_component(path, entry))
    for path, value in packages.items():
        for name in _needed(mapping(value), is_root=not path):
            target = _place(path, name, packages)
            if target is not None:
                listing.graph.join(path or ROOT, links.get(target, target))
    return listing.sbom()


def _component(path: str, entry: dict[str, Any]) -> Component:
    is_installed = _FOLDER in path
    name = text(entry.get("name")) or (path.rpartition(_FOLDER)[2] if is_installed else path.rpartition("/")[2])
    version = text(entry.get("version"))
    # Packages of version 1 from elsewhere have their address in the version's place.
    is_address = version is not None and (":" in version or "/" in version)
    licence = text(entry.get("license"))
    return Component(
        ref=path,
        name=name,
        version=version,
        purl=npm_url(name, None if is_address else version) if is_installed else None,
        licences=(StatedLicence(licence),) if licence else (),
        hashes=integrity(entry.get("integrity")),
        scope=_scope(entry) if is_installed else None,
    )


def _scope(entry: dict[str, Any]) -> Scope:
    if entry.get("dev") is True:
        return Scope.EXCLUDED
    is_optional = entry.get("optional") is True or entry.get("devOptional") is True
    return Scope.OPTIONAL if is_optional else Scope.REQUIRED


def _needed(entry: dict[str, Any], *, is_root: bool) -> Iterator[str]:
    for kind in (*_NEEDS, "devDependencies") if is_root else _NEEDS:
        yield from mapping(entry.get(kind))


def _place(path: str, name: str, packages: dict[str, Any]) -> str | None:
    """Find the package where Node would: beside the needing one, then in each folder above."""
    place = path
    for _ in range(_MOST_LEVELS):
        target = f"{place}/{_FOLDER}{name}" if place else _FOLDER + name
        if target in packages:
            return target
        if not place:
            return None
        place = place.rpartition(_FOLDER)[0].rstrip("/") if _FOLDER in place else ""
    return None


def _of_version_1(dependencies: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the tree of version 1 by the places that versions 2 and 3 name."""
    waiting = [("", dependencies)]
    while waiting:
        place, inside = waiting.pop()
        for name, value in inside.items():
            entry = mapping(value)
            path = f"{place}/{_FOLDER}{name}" if place else _FOLDER + name
            yield path, {key: item for key, item in entry.items() if key != "dependencies"}
            if entry.get("dependencies") and path.count(_FOLDER) < _MOST_LEVELS:
                waiting.append((path, mapping(entry["dependencies"])))
