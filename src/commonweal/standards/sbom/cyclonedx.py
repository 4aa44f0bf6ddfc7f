"""CycloneDX 1.0 to 1.7 as plain values (from JSON, or from XML by `cyclonedx_xml`) into an Sbom.

Source: CycloneDX specification 1.7 (ECMA-424), bom-1.7.schema.json.
"""

from typing import Any

from commonweal.standards.sbom import cyclonedx_words as words
from commonweal.standards.sbom.cyclonedx_shape import document_shape
from commonweal.standards.sbom.found import Path, Problems, listed, quoted
from commonweal.standards.sbom.limits import Limits, TooMuch
from commonweal.standards.sbom.model import (
    Component,
    ExternalReference,
    Format,
    Hash,
    Sbom,
    Scope,
    StatedLicence,
    Tool,
    Vulnerability,
)
from commonweal.standards.sbom.moments import read_moment
from commonweal.standards.sbom.plain import (
    MOST_PROPERTIES,
    Graph,
    items,
    mapping,
    mappings,
    text,
    texts,
    web_reference,
)
from commonweal.standards.sbom.shapes import check

_ORIGINATORS = frozenset({"authors", "manufacturer", "author", "publisher"})
_SCOPES = {scope.value: scope for scope in Scope}
_NEWEST = words.VERSIONS[-1]


def read_document(document: dict[str, Any], encoding: str, problems: Problems, limits: Limits) -> Sbom:
    """Give what the document says; what is wrong with it goes to the problems."""
    stated = text(document.get("specVersion"))
    version = stated if stated in words.VERSIONS else _NEWEST
    if stated not in words.VERSIONS:
        known = f"{quoted(stated)} is no version of CycloneDX" if stated else "the document says no version"
        problems.error((None, "specVersion"), f"{known}: {listed(words.VERSIONS)}", "unknown-version")
    _check_count(document, limits)
    check(document, document_shape(version), problems)
    return _Reading(document, problems, limits).sbom(stated or "", encoding)


def _check_count(document: dict[str, Any], limits: Limits) -> None:
    """Refuse before anything is checked one by one."""
    if len(items(document.get("components"))) > limits.components:
        raise TooMuch(f"the document has more than {limits.components:,} components", "too-many-components")


class _Reading:
    """One document on its way into an Sbom."""

    def __init__(self, document: dict[str, Any], problems: Problems, limits: Limits) -> None:
        self.document = document
        self.problems = problems
        self.limits = limits
        self.refs: set[str] = set()
        self.contains = Graph()
        self.unnamed = 0

    def sbom(self, version: str, encoding: str) -> Sbom:
        document = self.document
        metadata = mapping(document.get("metadata"))
        subject, parts = self.subject(metadata.get("component"))
        components = (*parts, *self.components(document.get("components"), (None, "components"), None))
        dependencies = self.dependencies()
        revision = document.get("version")
        makers = [_contact(author) for author in mappings(metadata.get("authors"))]
        maker = _reachable(metadata.get("manufacturer")) or _reachable(metadata.get("manufacture"))
        return Sbom(
            format=Format.CYCLONEDX,
            version=version,
            encoding=encoding,
            serial=text(document.get("serialNumber")),
            revision=revision if isinstance(revision, int) and not isinstance(revision, bool) else None,
            created=read_moment(metadata.get("timestamp")),
            authors=tuple(dict.fromkeys(author for author in [*makers, maker] if author)),
            supplier=_reachable(metadata.get("supplier")),
            tools=_tools(metadata.get("tools")),
            subject=subject,
            components=components,
            dependencies=dependencies.links(),
            contains=self.contains.links(),
            vulnerabilities=tuple(_vulnerability(each) for each in mappings(document.get("vulnerabilities"))),
        )

    def subject(self, value: object) -> tuple[Component | None, tuple[Component, ...]]:
        if not isinstance(value, dict):
            return None, ()
        subject = self.component(value, ((None, "metadata"), "component"))
        path: Path = (((None, "metadata"), "component"), "components")
        return subject, self.components(value.get("components"), path, subject.ref)

    def components(self, value: object, path: Path, whole: str | None) -> tuple[Component, ...]:
        """Flatten what stands inside each other, without recursion; `contains` keeps what stood in what."""
        found: list[Component] = []
        waiting: list[tuple[Path, object, str | None]] = [(path, value, whole)]
        while waiting:
            path, value, whole = waiting.pop()
            inner = []
            for place, item in enumerate(items(value)):
                if not isinstance(item, dict):
                    continue
                component = self.component(item, (path, place))
                found.append(component)
                if whole is not None:
                    self.contains.join(whole, component.ref)
                if item.get("components"):
                    inner.append((((path, place), "components"), item["components"], component.ref))
            waiting.extend(reversed(inner))
            if len(found) > self.limits.components:
                raise TooMuch(
                    f"the document has more than {self.limits.components:,} components", "too-many-components"
                )
        return tuple(found)

    def component(self, value: dict[str, Any], path: Path) -> Component:
        get = value.get
        return Component(
            ref=self.ref(get("bom-ref"), path),
            name=text(get("name")) or "",
            version=text(get("version")) or text(get("versionRange")),
            type=text(get("type")) or "library",
            group=text(get("group")),
            purl=text(get("purl")),
            cpe=text(get("cpe")),
            licences=_licences(get("licenses")) if "licenses" in value else (),
            detected_licences=_licences(mapping(get("evidence")).get("licenses")) if "evidence" in value else (),
            copyright=text(get("copyright")),
            hashes=_component_hashes(value),
            supplier=_organisation(get("supplier")),
            originator=_originator(value),
            contact=_address(get("supplier") or get("manufacturer"))
            if "supplier" in value or "manufacturer" in value
            else None,
            description=text(get("description")),
            scope=_SCOPES.get(get("scope") or "") if isinstance(get("scope"), str) else None,
            external_references=_references(get("externalReferences")) if "externalReferences" in value else (),
            properties=_properties(get("properties")) if "properties" in value else (),
        )

    def ref(self, value: object, path: Path) -> str:
        """Give the ref; a component without one gets one that no document has."""
        ref = text(value)
        if ref is None:
            self.unnamed += 1
            return f"#{self.unnamed}"
        if ref in self.refs:
            self.problems.error((path, "bom-ref"), f"the reference {quoted(ref)} is used twice", "repeated-reference")
        self.refs.add(ref)
        return ref

    def dependencies(self) -> Graph:
        graph = Graph()
        known = self.refs | {
            ref for each in mappings(self.document.get("services")) if (ref := text(each.get("bom-ref")))
        }
        for place, item in enumerate(items(self.document.get("dependencies"))):
            entry = mapping(item)
            ref = text(entry.get("ref"))
            if ref is None:
                continue
            path: Path = ((None, "dependencies"), place)
            graph.place(ref)
            self.know(ref, known, (path, "ref"))
            for to in texts(entry.get("dependsOn")):
                graph.join(ref, to)
                self.know(to, known, (path, "dependsOn"))
        return graph

    def know(self, ref: str, known: set[str], path: Path) -> None:
        """Warn once about a reference to nothing in this document."""
        if ref not in known:
            known.add(ref)
            self.problems.warning(path, f"no component has the reference {quoted(ref)}", "dangling-reference")


def _licences(value: object) -> tuple[StatedLicence, ...]:
    found = []
    for choice in mappings(value):
        licence = mapping(choice.get("license"))
        is_concluded = "concluded" in (licence.get("acknowledgement"), choice.get("acknowledgement"))
        expression, identifier, name = (
            text(choice.get("expression")),
            text(licence.get("id")),
            text(licence.get("name")),
        )
        stated = expression or identifier or name
        if stated:
            found.append(StatedLicence(stated, not (expression or identifier), is_concluded))
    return tuple(found)


def _component_hashes(value: dict[str, Any]) -> tuple[Hash, ...]:
    """Give the component's hashes, and those of its deployable form, where BSI TR-03183-2 wants them."""
    found = _hashes(value.get("hashes")) if "hashes" in value else ()
    for reference in mappings(value.get("externalReferences")):
        if reference.get("type") in ("distribution", "distribution-intake") and "hashes" in reference:
            found = tuple(dict.fromkeys((*found, *_hashes(reference["hashes"]))))
    return found


def _hashes(value: object) -> tuple[Hash, ...]:
    pairs = ((text(item.get("alg")), text(item.get("content"))) for item in mappings(value))
    return tuple(Hash(algorithm, content.lower()) for algorithm, content in pairs if algorithm and content)


def _references(value: object) -> tuple[ExternalReference, ...]:
    found = (web_reference(item.get("type"), item.get("url")) for item in mappings(value))
    return tuple(reference for reference in found if reference is not None)


def _properties(value: object) -> tuple[tuple[str, str], ...]:
    pairs = (
        (text(item.get("name")), text(item.get("value")))
        for item in items(value)[:MOST_PROPERTIES]
        if isinstance(item, dict)
    )
    return tuple((name, content or "") for name, content in pairs if name)


def _organisation(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return text(value)
    organisation = mapping(value)
    contacts = (_contact(contact) for contact in mappings(organisation.get("contact")))
    return text(organisation.get("name")) or next((contact for contact in contacts if contact), None)


def _reachable(value: object) -> str | None:
    """Give an organisation with an address: `Acme <mail@acme.example>`."""
    name, address = _organisation(value), _address(value)
    return f"{name} <{address}>" if name and address and address not in name else name or address


def _address(value: object) -> str | None:
    """Give an e-mail address, else a web address, of an organisation."""
    organisation = mapping(value)
    mails = (text(contact.get("email")) for contact in mappings(organisation.get("contact")))
    return next((mail for mail in mails if mail), None) or next(iter(texts(organisation.get("url") or [])), None)


def _contact(value: dict[str, Any]) -> str | None:
    name, email = text(value.get("name")), text(value.get("email"))
    return f"{name} <{email}>" if name and email else name or email


def _originator(value: dict[str, Any]) -> str | None:
    if _ORIGINATORS.isdisjoint(value):
        return None
    authors = (_contact(author) for author in mappings(value.get("authors")))
    first = next((author for author in authors if author), None)
    return (
        first or _organisation(value.get("manufacturer")) or text(value.get("author")) or text(value.get("publisher"))
    )


def _tools(value: object) -> tuple[Tool, ...]:
    parts = mapping(value)
    every = [*mappings(value), *mappings(parts.get("components")), *mappings(parts.get("services"))]
    found = ((text(tool.get("name")), text(tool.get("version")), text(tool.get("vendor")), tool) for tool in every)
    return tuple(
        Tool(
            name or vendor or "",
            version,
            vendor or text(tool.get("group")) or text(tool.get("publisher")) or text(tool.get("author")),
        )
        for name, version, vendor, tool in found
        if name or vendor
    )


def _vulnerability(value: dict[str, Any]) -> Vulnerability:
    affects = tuple(ref for item in mappings(value.get("affects")) if (ref := text(item.get("ref"))))
    return Vulnerability(text(value.get("id")) or "", affects, value)
