"""pnpm-lock.yaml, versions 5 to 9.

Source: pnpm.io and its lockfile specification (github.com/pnpm/spec, lockfile/5 to 9).
"""

from collections.abc import Iterator
from typing import Any

from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.locks.listing import ROOT, Listing, integrity, npm_url
from commonweal.standards.sbom.model import Component, Sbom, Scope
from commonweal.standards.sbom.plain import mapping, text

_GROUPS = {"dependencies": Scope.REQUIRED, "optionalDependencies": Scope.OPTIONAL, "devDependencies": Scope.EXCLUDED}


def is_pnpm(document: dict[str, Any]) -> bool:
    """Say whether this is a lock file of pnpm."""
    return "lockfileVersion" in document and not {
        "packages",
        "importers",
        "dependencies",
        "devDependencies",
    }.isdisjoint(document)


def read_pnpm(document: dict[str, Any], problems: Problems, limits: Limits) -> Sbom:
    """Give the packages as name@version; those that differ only in their peers are one."""
    version = text(document.get("lockfileVersion")) or ""
    listing = Listing("pnpm-lock.yaml", version, problems, limits)
    listing.project(None)
    is_slashed = version.startswith("5")
    packages = mapping(document.get("packages"))
    for key, value in packages.items():
        listing.add(_component(_ref(key, is_slashed=is_slashed), mapping(value)))
    for key, value in (mapping(document.get("snapshots")) or packages).items():
        for name, wanted in _needed(mapping(value)):
            listing.graph.join(_ref(key, is_slashed=is_slashed), _target(name, wanted, is_slashed=is_slashed))
    roots: dict[Scope, list[str]] = {scope: [] for scope in Scope}
    for importer in mapping(document.get("importers")).values() or [document]:
        for group, scope in _GROUPS.items():
            for name, wanted in mapping(mapping(importer).get(group)).items():
                stated = text(mapping(wanted).get("version")) if isinstance(wanted, dict) else text(wanted)
                ref = _target(name, stated or "", is_slashed=is_slashed)
                listing.graph.join(ROOT, ref)
                roots[scope].append(ref)
    listing.scope_by_reach(roots[Scope.REQUIRED], roots[Scope.OPTIONAL], roots[Scope.EXCLUDED])
    return listing.sbom()


def _component(ref: str, entry: dict[str, Any]) -> Component:
    name, _, version = ref.rpartition("@")
    is_registered = bool(version) and version[:1].isdigit()
    return Component(
        ref=ref,
        name=name or ref,
        version=text(entry.get("version")) or version or None,
        purl=npm_url(name, version) if is_registered else None,
        hashes=integrity(mapping(entry.get("resolution")).get("integrity")),
    )


def _needed(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for kind in ("dependencies", "optionalDependencies"):
        for name, wanted in mapping(entry.get(kind)).items():
            stated = text(wanted)
            if stated:
                yield name, stated


def _ref(key: str, *, is_slashed: bool) -> str:
    """Give name@version of a package's key: `/name/1.0.0_peer` in version 5, `/name@1.0.0(peer)` later."""
    bare = key.partition("(")[0].removeprefix("/")
    if not is_slashed:
        return bare
    name, _, version = bare.rpartition("/")
    return f"{name}@{version.partition('_')[0]}" if name else bare


def _target(name: str, wanted: str, *, is_slashed: bool) -> str:
    """Give the ref of what is needed: a version, or the whole key of a package under another name."""
    is_key = wanted.startswith("/") or (not is_slashed and "@" in wanted.partition("(")[0])
    if is_key:
        return _ref(wanted, is_slashed=is_slashed)
    return _ref(f"{name}/{wanted}" if is_slashed else f"{name}@{wanted}", is_slashed=is_slashed)
