"""yarn.lock: version 1 of its own syntax, and the YAML of Yarn 2 and later ("berry").

Source: the documentation of Yarn 1 and of Yarn 4, "yarn.lock". Neither says what is needed for development only.
"""

import re
from typing import Any

from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.locks.listing import Listing, integrity, npm_url
from commonweal.standards.sbom.model import Component, Sbom
from commonweal.standards.sbom.plain import mapping, text

_FIELD = re.compile(r'\s+"?([^"\s]+)"?:? "?([^"]*)"?')
_SPECIFIERS = re.compile(r'"?([^",]+)"?(?:, |$)')


def read_classic(content: str, problems: Problems, limits: Limits) -> Sbom:
    """Read version 1: a block for each package, headed by what others ask for."""
    listing = Listing("yarn.lock", "1", problems, limits)
    by_specifier: dict[str, str] = {}
    needs: list[tuple[str, str]] = []
    for header, lines in _blocks(content):
        specifiers = [each.strip() for each in _SPECIFIERS.findall(header) if each.strip()]
        fields, needed = _fields(lines)
        if not specifiers or "version" not in fields:
            continue
        name = specifiers[0][: specifiers[0].rfind("@")] if "@" in specifiers[0][1:] else specifiers[0]
        name = _real_name(name, specifiers[0])
        component = _component(name, fields["version"], fields.get("integrity"))
        listing.add(component)
        by_specifier.update(dict.fromkeys(specifiers, component.ref))
        needs += [(component.ref, each) for each in needed]
    for ref, specifier in needs:
        if specifier in by_specifier:
            listing.graph.join(ref, by_specifier[specifier])
    return listing.sbom()


def _blocks(content: str) -> list[tuple[str, list[str]]]:
    blocks: list[tuple[str, list[str]]] = []
    for line in content.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            blocks.append((line.rstrip().removesuffix(":"), []))
        elif blocks:
            blocks[-1][1].append(line)
    return blocks


def _fields(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Give the plain fields, and what is needed as `name@range`."""
    fields: dict[str, str] = {}
    needed: list[str] = []
    is_needs = False
    for line in lines:
        if line.rstrip().endswith(":"):
            is_needs = line.strip() in ("dependencies:", "optionalDependencies:")
            continue
        found = _FIELD.fullmatch(line.rstrip())
        if found is None:
            continue
        key, value = found.groups()
        if not line.startswith("    "):
            fields[key] = value
        elif is_needs:
            needed.append(f"{key}@{value}")
    return fields, needed


def _real_name(name: str, specifier: str) -> str:
    """Give the package's own name where it goes by another (`other@npm:real@^1`)."""
    aliased = specifier.partition("@npm:")[2]
    if not aliased:
        return name
    at = aliased.rfind("@")
    return aliased[:at] if at > 0 else name


def _component(name: str, version: str, checksum: str | None) -> Component:
    return Component(f"{name}@{version}", name, version, purl=npm_url(name, version), hashes=integrity(checksum))


def read_berry(document: dict[str, Any], problems: Problems, limits: Limits) -> Sbom:
    """Read the YAML of Yarn 2 and later; workspaces are the project itself and have no package URL."""
    version = text(mapping(document.get("__metadata")).get("version")) or ""
    listing = Listing("yarn.lock", version, problems, limits)
    by_specifier: dict[str, str] = {}
    for key, value in document.items():
        entry = mapping(value)
        resolution = text(entry.get("resolution"))
        if key == "__metadata" or not resolution:
            continue
        listing.add(_of_resolution(resolution, entry))
        by_specifier.update(dict.fromkeys((each.strip() for each in key.split(",")), resolution))
    for value in document.values():
        entry = mapping(value)
        for name, wanted in mapping(entry.get("dependencies")).items():
            specifier = f"{name}@{wanted}"
            target = by_specifier.get(specifier) or by_specifier.get(f"{name}@npm:{wanted}")
            if target and text(entry.get("resolution")):
                listing.graph.join(text(entry.get("resolution")) or "", target)
    return listing.sbom()


def _of_resolution(resolution: str, entry: dict[str, Any]) -> Component:
    name, _, found = resolution.rpartition("@")
    version = text(entry.get("version"))
    is_registered = found.startswith("npm:")
    return Component(
        ref=resolution,
        name=name,
        version=version,
        type="application" if entry.get("linkType") == "soft" else "library",
        purl=npm_url(name, version) if is_registered else None,
    )
