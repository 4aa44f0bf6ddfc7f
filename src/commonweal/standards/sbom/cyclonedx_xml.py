"""CycloneDX XML brought into the shape of CycloneDX JSON, so that one reader and one set of checks do for both.

Source: CycloneDX specification, bom-1.0.xsd to bom-1.7.xsd.
"""

import re
from typing import Any

from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.sbom.parsing import Element
from commonweal.standards.sbom.shapes import vocabulary

_NAMESPACE = re.compile(r"https?://cyclonedx\.org/schema/bom(?:/|-)([0-9.]+)")
_ROOT = re.compile(r"(?:\{([^}]*)\})?bom")
# Lists: the element around them, the element of each item, and the word that JSON uses for the list.
_LISTS = {
    "components": "component",
    "services": "service",
    "hashes": "hash",
    "externalReferences": "reference",
    "properties": "property",
    "dependencies": "dependency",
    "authors": "author",
    "lifecycles": "lifecycle",
    "compositions": "composition",
    "ancestors": "component",
    "descendants": "component",
    "variants": "component",
    "patches": "patch",
    "resolves": "issue",
    "references": "url",
    "vulnerabilities": "vulnerability",
    "ratings": "rating",
    "cwes": "cwe",
    "advisories": "advisory",
    "affects": "target",
    "responses": "response",
    "versions": "version",
    "annotations": "annotation",
    "tags": "tag",
    "endpoints": "endpoint",
}
_REPEATED = frozenset({"url", "contact", "swhid", "omniborId"})  # in these wholes, siblings of one name are a list
_WHOLES_THAT_REPEAT = frozenset({"supplier", "manufacture", "manufacturer", "organization", "provider"})
_NOT_READ = vocabulary(
    "modelCard data cryptoProperties releaseNotes formulation declarations definitions signature licensing"
    " commits diff citations patentAssertions expressionDetails credits proofOfConcept distributionConstraints address"
)
_FLAGS = frozenset({"modified", "patch", "isExternal", "authenticated", "x-trust-boundary"})
_NUMBERS = frozenset({"score", "cwe", "tagVersion"})
# Every element may carry attributes of others' making; these are CycloneDX's own.
_ATTRIBUTES = vocabulary(
    "alg type bom-ref mime-type ref name tagId version tagVersion patch isExternal acknowledgement content-type"
    " encoding"
)


def version_of(root: Element) -> str | None:
    """Give the version that the namespace names, "" for a namespace of another kind; None where this is no BOM."""
    found = _ROOT.fullmatch(root.tag)
    if found is None:
        return None
    namespace = _NAMESPACE.fullmatch(found.group(1) or "")
    return namespace.group(1) if namespace else ""


def is_cyclonedx(root: Element) -> bool:
    """Say whether the element is a bill of materials by CycloneDX."""
    found = _ROOT.fullmatch(root.tag)
    return found is not None and "cyclonedx" in (found.group(1) or "cyclonedx")


def to_plain(root: Element, problems: Problems) -> dict[str, Any]:
    """Give the document as JSON would say it."""
    document = _Turning(root, problems).whole(root, None)
    document.update({"bomFormat": "CycloneDX", "specVersion": version_of(root) or ""})
    if "serialNumber" in root.attrib:
        document["serialNumber"] = root.attrib["serialNumber"]
    version = root.attrib.get("version", "1")
    document["version"] = int(version) if version.isdecimal() and len(version) < 10 else version
    return document


class _Turning:
    """One document on its way from elements to plain values. Depth is bounded by the parser."""

    def __init__(self, root: Element, problems: Problems) -> None:
        self.prefix = root.tag.removesuffix("bom")
        self.problems = problems

    def name(self, element: Element) -> str | None:
        """Give the name without the namespace; None for elements of other namespaces, which are extensions."""
        tag = element.tag
        return tag[len(self.prefix) :] if isinstance(tag, str) and tag.startswith(self.prefix) else None

    def whole(self, element: Element, path: Path) -> dict[str, Any]:
        """Turn an element with children into an object."""
        found = _attributes(element)
        own = self.name(element)
        for child in element:
            name = self.name(child)
            if name is None or name in _NOT_READ:
                continue
            here: Path = (path, name)
            value = self.value(child, name, own, here)
            if name in _REPEATED and (own in _WHOLES_THAT_REPEAT or name in ("swhid", "omniborId")):
                found.setdefault(name, []).append(value)
            elif name == "responses":
                found["response"] = value
            elif name in found and name not in element.attrib:
                self.problems.error(here, f"{quoted(name)} stands here twice", "repeated-element")
            else:
                found[name] = value
        return found

    def value(self, element: Element, name: str, whole: str | None, path: Path) -> Any:
        """Turn an element into what JSON has in its place."""
        if name == "licenses":
            return [self.licence(child, (path, place)) for place, child in enumerate(element)]
        if name == "tools":
            return self.tools(element, path)
        if name == "assemblies" or (name in ("dependencies", "vulnerabilities") and whole == "composition"):
            return [child.attrib.get("ref", "") for child in element]
        if name == "evidence":
            found = next((child for child in element if self.name(child) == "licenses"), None)
            return {} if found is None else {"licenses": self.value(found, "licenses", name, path)}
        if name in _LISTS:
            return self.listed(element, _LISTS[name], path)
        if name == "dependency":
            return self.dependency(element)
        if name in ("text", "content") and whole != "property":
            return self.attachment(element)
        if len(element) or name in ("component", "metadata", "pedigree", "supplier", "swid"):
            return self.whole(element, path)
        return _leaf(name, element.text or "")

    def listed(self, element: Element, item: str, path: Path) -> list[Any]:
        found: list[Any] = []
        for child in element:
            name = self.name(child)
            if name is None:
                continue
            here: Path = (path, len(found))
            if name == "property":
                found.append({**_attributes(child), "value": child.text or ""})
            elif name == "hash":
                found.append({**_attributes(child), "content": (child.text or "").strip()})
            elif name == "dependency":
                found.append(self.dependency(child))
            elif len(child) or child.attrib or name in ("component", "author", "service", "composition"):
                found.append(self.whole(child, here))
            elif name == item or item == "url":
                found.append(_leaf(name, child.text or ""))
        return found

    def dependency(self, element: Element) -> dict[str, Any]:
        found = _attributes(element)
        if len(element):
            to = [child for child in element if self.name(child) == "dependency"]
            found["dependsOn"] = [child.attrib.get("ref", "") for child in to]
        return found

    def licence(self, element: Element, path: Path) -> dict[str, Any]:
        name = self.name(element)
        if name == "expression":
            return {"expression": (element.text or "").strip(), **_attributes(element)}
        if name == "expression-detailed":
            return {"expression": element.attrib.get("expression", "")}
        return {name or "license": self.whole(element, (path, "license"))}

    def tools(self, element: Element, path: Path) -> Any:
        if any(self.name(child) in ("components", "services") for child in element):
            return self.whole(element, path)
        return [self.whole(child, (path, place)) for place, child in enumerate(element)]

    def attachment(self, element: Element) -> Any:
        """Turn a text with its type; without attributes it is a plain text in most places."""
        kinds = {"content-type": "contentType"}
        attributes = {kinds.get(key, key): value for key, value in _attributes(element).items()}
        return {**attributes, "content": element.text or ""}


def _attributes(element: Element) -> dict[str, Any]:
    return {key: _leaf(key, value) for key, value in element.attrib.items() if key in _ATTRIBUTES}


def _leaf(name: str, written: str) -> Any:
    text = written.strip()
    if name in _FLAGS and text in ("true", "false", "1", "0"):
        return text in ("true", "1")
    if name in _NUMBERS:
        try:
            return int(text) if text.lstrip("-").isdecimal() and len(text) < 10 else float(text)
        except ValueError:
            return text
    return text
