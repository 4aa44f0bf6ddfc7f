"""uv.lock, poetry.lock, Pipfile.lock and requirements.txt.

Sources: docs.astral.sh/uv (lockfile version 1), python-poetry.org (lock-version 1 and 2), pipenv.pypa.io, pip's
requirements file format, PEP 503 (normalised names), PEP 508 (requirements).
"""

import re
from collections.abc import Iterator
from typing import Any

from commonweal.standards.sbom.found import Problems, quoted
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.locks.listing import MOST_OF_ONE_NAME, ROOT, Listing, integrity, package_url
from commonweal.standards.sbom.model import Component, Hash, Sbom, Scope
from commonweal.standards.sbom.plain import mapping, mappings, text, texts

_SEPARATORS = re.compile(r"[-_.]+")
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)")
_PINNED = re.compile(r"\(?\s*={2,3}\s*([^\s;,)*]+)\s*\)?\s*(?:$|[;\s])")
_VIA = re.compile(r"#\s+(?:via\s+)?([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*")


def normalised(name: str) -> str:
    """Give a name as the index compares it.

    >>> normalised("Ruamel.YAML")
    'ruamel-yaml'
    """
    return _SEPARATORS.sub("-", name).lower()


def _component(name: str, version: str | None, hashes: tuple[Hash, ...] = (), scope: Scope | None = None) -> Component:
    ref = f"{normalised(name)}@{version}" if version else normalised(name)
    purl = package_url("pypi", normalised(name), version)
    return Component(ref, name, version, purl=purl, hashes=hashes, scope=scope)


def read_uv(document: dict[str, Any], problems: Problems, limits: Limits) -> Sbom:
    """Read uv.lock: the project is the package that is no registry's; scopes follow from who needs what."""
    listing = Listing("uv.lock", text(document.get("version")) or "", problems, limits)
    packages = list(mappings(document.get("package")))
    own = [each for each in packages if _is_own(each)]
    by_name: dict[str, list[str]] = {}
    for entry in packages:
        name, version = text(entry.get("name")), text(entry.get("version"))
        if name and not _is_own(entry):
            component = _component(name, version, integrity(mapping(entry.get("sdist")).get("hash")))
            listing.add(component)
            _note(by_name, component)
    if own:
        listing.project(text(own[0].get("name")), text(own[0].get("version")))
    roots: dict[Scope, list[str]] = {scope: [] for scope in Scope}
    for entry in packages:
        is_own = _is_own(entry)
        name, version = text(entry.get("name")) or "", text(entry.get("version"))
        ref = ROOT if is_own else _component(name, version).ref
        for scope, needed in _uv_needs(entry, is_own=is_own):
            targets = _targets(needed, by_name)
            for target in targets:
                listing.graph.join(ref, target)
            if is_own:
                roots[scope] += targets
    listing.scope_by_reach(roots[Scope.REQUIRED], roots[Scope.OPTIONAL], roots[Scope.EXCLUDED])
    return listing.sbom()


def _is_own(entry: dict[str, Any]) -> bool:
    return not {"editable", "virtual"}.isdisjoint(mapping(entry.get("source")))


def _note(by_name: dict[str, list[str]], component: Component) -> None:
    refs = by_name.setdefault(normalised(component.name), [])
    if len(refs) < MOST_OF_ONE_NAME:
        refs.append(component.ref)


def _uv_needs(entry: dict[str, Any], *, is_own: bool) -> Iterator[tuple[Scope, dict[str, Any]]]:
    for needed in mappings(entry.get("dependencies")):
        yield Scope.REQUIRED, needed
    for extra in mapping(entry.get("optional-dependencies")).values():
        for needed in mappings(extra):
            yield Scope.OPTIONAL, needed
    for group in mapping(entry.get("dev-dependencies")).values() if is_own else ():
        for needed in mappings(group):
            yield Scope.EXCLUDED, needed


def _targets(needed: dict[str, Any], by_name: dict[str, list[str]]) -> list[str]:
    name, version = normalised(text(needed.get("name")) or ""), text(needed.get("version"))
    refs = by_name.get(name, [])
    return [f"{name}@{version}"] if version and f"{name}@{version}" in refs else refs


def read_poetry(document: dict[str, Any], problems: Problems, limits: Limits) -> Sbom:
    """Read poetry.lock; it does not name the project."""
    metadata = mapping(document.get("metadata"))
    listing = Listing("poetry.lock", text(metadata.get("lock-version")) or "", problems, limits)
    by_name: dict[str, list[str]] = {}
    packages = [each for each in mappings(document.get("package")) if text(each.get("name"))]
    for entry in packages:
        name, version = text(entry.get("name")) or "", text(entry.get("version"))
        files = entry.get("files") or mapping(metadata.get("files")).get(name)
        source = next((each for each in mappings(files) if str(each.get("file")).endswith((".tar.gz", ".zip"))), {})
        component = _component(name, version, integrity(source.get("hash")), _poetry_scope(entry))
        listing.add(component)
        _note(by_name, component)
    for entry in packages:
        ref = _component(text(entry.get("name")) or "", text(entry.get("version"))).ref
        for needed in mapping(entry.get("dependencies")):
            for target in by_name.get(normalised(needed), ()):
                listing.graph.join(ref, target)
    return listing.sbom()


def _poetry_scope(entry: dict[str, Any]) -> Scope:
    groups = texts(entry.get("groups") or entry.get("category") or [])
    if groups and "main" not in groups:
        return Scope.EXCLUDED
    return Scope.OPTIONAL if entry.get("optional") is True else Scope.REQUIRED


def is_pipfile(document: dict[str, Any]) -> bool:
    """Say whether this is a Pipfile.lock."""
    return "pipfile-spec" in mapping(document.get("_meta")) and ("default" in document or "develop" in document)


def read_pipfile(document: dict[str, Any], problems: Problems, limits: Limits) -> Sbom:
    """Read Pipfile.lock; it says nothing of who needs what."""
    spec = text(mapping(document.get("_meta")).get("pipfile-spec")) or ""
    listing = Listing("Pipfile.lock", spec, problems, limits)
    for key, scope in (("default", Scope.REQUIRED), ("develop", Scope.EXCLUDED)):
        for name, value in mapping(document.get(key)).items():
            version = (text(mapping(value).get("version")) or "").lstrip("=") or None
            listing.add(_component(name, version, scope=scope))
    return listing.sbom()


def read_requirements(content: str, problems: Problems, limits: Limits) -> Sbom:
    """Read requirements.txt: what is pinned has a version; `# via` of the tools that pin gives the arrows."""
    listing = Listing("requirements.txt", "", problems, limits)
    arrows: list[tuple[str, str]] = []
    current: str | None = None
    for number, line in enumerate(content.replace("\\\n", " ").splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("#"):
            via = _VIA.fullmatch(stripped)
            if via and current and line[0].isspace():
                arrows.append((normalised(via.group(1)), current))
        elif stripped.startswith(("-r", "-c", "--requirement", "--constraint")):
            problems.remark(
                None, f"line {number} names another file, which is not read: {quoted(stripped)}", "other-file"
            )
        elif stripped and not stripped.startswith("-"):
            current = _requirement(stripped, number, listing)
    refs = {component.purl: component.ref for component in listing.sbom().components}
    by_name = {(purl or "").partition("/")[2].partition("@")[0]: ref for purl, ref in refs.items()}
    for needing, needed in arrows:
        if needing in by_name:
            listing.graph.join(by_name[needing], needed)
    return listing.sbom()


def _requirement(line: str, number: int, listing: Listing) -> str | None:
    found = _REQUIREMENT.match(line.partition(" #")[0])
    if found is None or "://" in line.partition("@")[0]:
        listing.problems.warning(None, f"line {number} names no package: {quoted(line)}", "unnamed-package")
        return None
    name, rest = found.groups()
    pinned = _PINNED.match(rest)
    if pinned is None:
        listing.problems.warning(None, f"line {number} pins no version: {quoted(line)}", "not-pinned")
    hashes = tuple(hash_ for each in re.findall(r"--hash[= ](\S+)", line)[:1] for hash_ in integrity(each))
    component = _component(name, pinned.group(1) if pinned else None, hashes)
    listing.add(component)
    return component.ref
