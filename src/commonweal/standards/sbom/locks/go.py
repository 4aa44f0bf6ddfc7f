"""go.mod and go.sum.

Source: go.dev/ref/mod. go.mod lists what is built, since Go 1.17 with everything needed further on; go.sum lists more:
also versions that were only looked at.
"""

import re

from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.locks.listing import ROOT, Listing, package_url
from commonweal.standards.sbom.model import Component, Sbom

_MODULE = re.compile(r'^module\s+"?([^\s"]+)"?', re.MULTILINE)
_REQUIRED = re.compile(r'"?([^\s"]+)"?\s+(v[^\s]+)(\s*//\s*indirect)?')
_REPLACED = re.compile(r'"?([^\s"]+)"?(?:\s+(v\S+))?\s+=>\s+"?([^\s"]+)"?(?:\s+(v\S+))?')
_SUM = re.compile(r"(\S+) (v[^\s/]+)(/go\.mod)? h1:\S+")


def is_go_mod(content: str) -> bool:
    """Say whether this is a go.mod."""
    return _MODULE.search(content) is not None


def is_go_sum(content: str) -> bool:
    """Say whether this is a go.sum, by its first line."""
    return _SUM.fullmatch(content.strip().partition("\n")[0].strip()) is not None


def read_go_mod(content: str, problems: Problems, limits: Limits) -> Sbom:
    """Give the modules by path and version; those needed directly hang on the module itself."""
    listing = Listing("go.mod", "", problems, limits)
    named = _MODULE.search(content)
    listing.project(named.group(1) if named else None)
    required: list[tuple[str, str, bool]] = []
    replaced: dict[tuple[str, str | None], tuple[str, str | None]] = {}
    for word, line in _directives(content):
        if word == "require" and (found := _REQUIRED.match(line)):
            required.append((found.group(1), found.group(2), bool(found.group(3))))
        elif word == "replace" and (swap := _REPLACED.match(line)):
            replaced[swap.group(1), swap.group(2)] = (swap.group(3), swap.group(4))
    for path, version, is_indirect in required:
        swapped = replaced.get((path, version)) or replaced.get((path, None))
        component = _component(*(swapped or (path, version)))
        listing.add(component)
        if not is_indirect:
            listing.graph.join(ROOT, component.ref)
    return listing.sbom()


def _directives(content: str) -> list[tuple[str, str]]:
    """Give each line with its word, also inside brackets."""
    found: list[tuple[str, str]] = []
    block = ""
    for line in content.splitlines():
        stripped = line.strip()
        if block and stripped.startswith(")"):
            block = ""
        elif block:
            found.append((block, stripped))
        else:
            word, _, rest = stripped.partition(" ")
            if rest.strip().startswith("("):
                block = word
            elif rest:
                found.append((word, rest.strip()))
    return found


def _component(path: str, version: str | None) -> Component:
    is_local = path.startswith((".", "/"))
    namespace, _, name = path.rpartition("/")
    purl = None if is_local else package_url("golang", name, version, namespace)
    return Component(f"{path}@{version}" if version else path, path, version, purl=purl)


def read_go_sum(content: str, problems: Problems, limits: Limits) -> Sbom:
    """Give every module whose content has a checksum."""
    listing = Listing("go.sum", "", problems, limits)
    problems.remark(
        None, "go.sum also lists versions that are not built; go.mod is closer to the truth", "lists-too-much"
    )
    for line in content.splitlines():
        found = _SUM.fullmatch(line.strip())
        if found and not found.group(3):
            listing.add(_component(found.group(1), found.group(2)))
    return listing.sbom()
