"""composer.lock.

Source: getcomposer.org, "Basic usage" and the lock file's own schema. A list of licences means a choice.
"""

from typing import Any

from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.locks.listing import Listing, integrity, package_url
from commonweal.standards.sbom.model import Component, Sbom, Scope, StatedLicence
from commonweal.standards.sbom.plain import mapping, mappings, text, texts


def is_composer(document: dict[str, Any]) -> bool:
    """Say whether this is a lock file of Composer."""
    return isinstance(document.get("packages"), list) and ("content-hash" in document or "packages-dev" in document)


def read_composer(document: dict[str, Any], problems: Problems, limits: Limits) -> Sbom:
    """Give the packages by their names."""
    listing = Listing("composer.lock", text(document.get("plugin-api-version")) or "", problems, limits)
    for key, scope in (("packages", Scope.REQUIRED), ("packages-dev", Scope.EXCLUDED)):
        for entry in mappings(document.get(key)):
            name = text(entry.get("name"))
            if not name:
                continue
            listing.add(_component(name, entry, scope))
            for needed in mapping(entry.get("require")):
                listing.graph.join(name.lower(), needed.lower())
    return listing.sbom()


def _component(name: str, entry: dict[str, Any], scope: Scope) -> Component:
    vendor, _, bare = name.rpartition("/")
    version = text(entry.get("version"))
    licences = texts(entry.get("license") or [])
    expression = " OR ".join(licences)
    checksum = text(mapping(entry.get("dist")).get("shasum"))
    return Component(
        ref=name.lower(),
        name=bare,
        group=vendor or None,
        version=version,
        purl=package_url("composer", bare.lower(), version, vendor.lower()),
        licences=(StatedLicence(expression),) if expression else (),
        hashes=integrity(f"sha1:{checksum}") if checksum else (),
        description=text(entry.get("description")),
        scope=scope,
    )
