"""Cargo.lock, versions 1 to 4.

Source: doc.rust-lang.org/cargo, "Cargo.toml vs Cargo.lock". It does not tell development from production.
"""

from typing import Any

from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.locks.listing import MOST_OF_ONE_NAME, ROOT, Listing, integrity, package_url
from commonweal.standards.sbom.model import Component, Sbom
from commonweal.standards.sbom.plain import mapping, mappings, text, texts


def read_cargo(document: dict[str, Any], problems: Problems, limits: Limits) -> Sbom:
    """Give the crates as `name version`; the only one without a source is the project."""
    listing = Listing("Cargo.lock", text(document.get("version")) or "1", problems, limits)
    packages = [each for each in mappings(document.get("package")) if text(each.get("name"))]
    own = [each for each in packages if not each.get("source")]
    subject = own[0] if len(own) == 1 else None
    checksums = mapping(document.get("metadata"))
    by_name: dict[str, list[str]] = {}
    for entry in packages:
        ref = ROOT if entry is subject else _ref(entry)
        refs = by_name.setdefault(text(entry.get("name")) or "", [])
        if len(refs) < MOST_OF_ONE_NAME:
            refs.append(ref)
        if entry is subject:
            listing.project(text(entry.get("name")), text(entry.get("version")))
        else:
            listing.add(_component(entry, checksums))
    for entry in packages:
        for needed in texts(entry.get("dependencies") or []):
            name, _, version = needed.partition(" ")
            refs = by_name.get(name, [])
            wanted = f"{name} {version.partition(' ')[0]}"
            target = wanted if wanted in refs else refs[0] if refs else None
            if target:
                listing.graph.join(ROOT if entry is subject else _ref(entry), target)
    return listing.sbom()


def _ref(entry: dict[str, Any]) -> str:
    return f"{text(entry.get('name'))} {text(entry.get('version')) or ''}"


def _component(entry: dict[str, Any], checksums: dict[str, Any]) -> Component:
    name, version, source = text(entry.get("name")) or "", text(entry.get("version")), text(entry.get("source"))
    checksum = text(entry.get("checksum")) or text(checksums.get(f"checksum {name} {version} ({source})"))
    return Component(
        ref=_ref(entry),
        name=name,
        version=version,
        purl=package_url("cargo", name, version) if source and source.startswith(("registry", "sparse")) else None,
        hashes=integrity(f"sha256:{checksum}") if checksum else (),
    )
