"""SPDX 2 as RDF/XML brought into the shape of SPDX JSON.

Source: SPDX specification 2.3, annex C (RDF object model); RDF 1.1 XML Syntax, as far as SPDX tools write it. It is not
a reader for RDF: elements stand where they are first named, and are found again by rdf:about, rdf:resource, rdf:nodeID.
"""

from typing import Any

from commonweal.standards.sbom.parsing import Element
from commonweal.standards.sbom.shapes import vocabulary

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_SPDX = "{http://spdx.org/rdf/terms#}"
_ABOUT, _RESOURCE, _NODE = f"{_RDF}about", f"{_RDF}resource", f"{_RDF}nodeID"
_LICENCES = "http://spdx.org/licenses/"
_MOST_LEVELS = 20
_DOCUMENT = {"specVersion": "spdxVersion", "dataLicense": "dataLicense", "name": "name"}
_PACKAGE = vocabulary(
    "name versionInfo supplier originator downloadLocation sourceInfo copyrightText summary description homepage"
    " primaryPackagePurpose"
)


def is_spdx(root: Element) -> bool:
    """Say whether the RDF holds an SPDX document."""
    return root.tag == f"{_RDF}RDF" and root.find(f".//{_SPDX}SpdxDocument") is not None


def to_plain(root: Element) -> dict[str, Any]:
    """Give the document as JSON would say it."""
    return _Turning(root).document(root)


class _Turning:
    """One document on its way from RDF to plain values."""

    def __init__(self, root: Element) -> None:
        self.nodes: dict[str, Element] = {}
        for element in root.iter():
            name = element.attrib.get(_ABOUT) or element.attrib.get(_NODE)
            if name and len(element):
                self.nodes.setdefault(name, element)

    def document(self, root: Element) -> dict[str, Any]:
        found: dict[str, Any] = {"packages": [], "files": [], "relationships": [], "hasExtractedLicensingInfos": []}
        seen: set[str] = set()
        waiting: list[tuple[Element, str]] = [(root, "")]
        while waiting:
            element, owner = waiting.pop()
            kind = _name(element)
            identifier = _fragment(element.attrib.get(_ABOUT, ""))
            if kind == "SpdxDocument":
                found.update(self.head(element))
            elif kind in ("Package", "File") and identifier not in seen and len(element):
                seen.add(identifier)
                turn = self.package if kind == "Package" else self.file
                found["packages" if kind == "Package" else "files"].append(turn(element, identifier))
            elif kind == "Relationship":
                found["relationships"].append(self.relationship(element, owner))
            elif kind == "ExtractedLicensingInfo" and len(element):
                found["hasExtractedLicensingInfos"].append(self.licence_text(element, identifier))
            mine = identifier if kind in ("SpdxDocument", "Package", "File", "Snippet") else owner
            waiting.extend((child, mine) for child in reversed(element))
        return found

    def head(self, element: Element) -> dict[str, Any]:
        about = element.attrib.get(_ABOUT, "")
        head: dict[str, Any] = {"SPDXID": _fragment(about), "documentNamespace": about.partition("#")[0]}
        head.update(self.scalars(element, _DOCUMENT))
        head["dataLicense"] = str(head.get("dataLicense", "")).removeprefix(_LICENCES)
        creation = element.find(f"{_SPDX}creationInfo/{_SPDX}CreationInfo")
        if creation is not None:
            creators = [(each.text or "").strip() for each in creation.findall(f"{_SPDX}creator")]
            head["creationInfo"] = {"creators": creators, **self.scalars(creation, {"created": "created"})}
        described = [self.target(each) for each in element.findall(f"{_SPDX}describesPackage")]
        head["documentDescribes"] = [ref for ref in described if ref]
        return head

    def package(self, element: Element, identifier: str) -> dict[str, Any]:
        package = {
            "SPDXID": identifier,
            **self.scalars(element, {name: name for name in _PACKAGE}),
            **self.licences(element),
        }
        purpose = package.get("primaryPackagePurpose")
        if isinstance(purpose, str):
            package["primaryPackagePurpose"] = purpose.removeprefix("purpose_").upper()
        package["checksums"] = self.checksums(element)
        package["externalRefs"] = [
            self.external(each) for each in element.findall(f"{_SPDX}externalRef/{_SPDX}ExternalRef")
        ]
        detected = [self.licence(each, 0) for each in element.findall(f"{_SPDX}licenseInfoFromFiles")]
        package["licenseInfoFromFiles"] = [each for each in detected if each]
        files = [self.target(each) for each in element.findall(f"{_SPDX}hasFile")]
        return {**package, "hasFiles": [ref for ref in files if ref]}

    def file(self, element: Element, identifier: str) -> dict[str, Any]:
        named = self.scalars(element, {"fileName": "fileName", "copyrightText": "copyrightText"})
        return {"SPDXID": identifier, **named, **self.licences(element), "checksums": self.checksums(element)}

    def relationship(self, element: Element, owner: str) -> dict[str, Any]:
        kind = self.scalars(element, {"relationshipType": "kind"}).get("kind", "")
        related = element.find(f"{_SPDX}relatedSpdxElement")
        return {
            "spdxElementId": owner,
            "relationshipType": _snake(str(kind).removeprefix("relationshipType_")),
            "relatedSpdxElement": self.target(related) if related is not None else "",
        }

    def external(self, element: Element) -> dict[str, Any]:
        keys = ("referenceCategory", "referenceType", "referenceLocator")
        values = self.scalars(element, {key: key for key in keys})
        category = str(values.get("referenceCategory", "")).removeprefix("referenceCategory_")
        return {**values, "referenceCategory": _snake(category).replace("_", "-")}

    def checksums(self, element: Element) -> list[dict[str, Any]]:
        found = []
        for each in element.findall(f"{_SPDX}checksum/{_SPDX}Checksum"):
            values = self.scalars(each, {"algorithm": "algorithm", "checksumValue": "checksumValue"})
            algorithm = str(values.get("algorithm", "")).removeprefix("checksumAlgorithm_").upper().replace("_", "-")
            found.append({**values, "algorithm": algorithm.replace("BLAKE2B", "BLAKE2b")})
        return found

    def licence_text(self, element: Element, identifier: str) -> dict[str, Any]:
        named = self.scalars(element, {"licenseId": "licenseId", "name": "name"})
        return {"licenseId": identifier, **named}

    def scalars(self, element: Element, names: dict[str, str]) -> dict[str, Any]:
        """Give the plain values among the children; a resource gives the end of its address."""
        found: dict[str, Any] = {}
        for child in element:
            name = _name(child)
            if name in names and names[name] not in found:
                found[names[name]] = self.scalar(child)
        return found

    def scalar(self, element: Element) -> str:
        resource = element.attrib.get(_RESOURCE)
        if resource is None and len(element):
            resource = element[0].attrib.get(_ABOUT, "")
        if resource is None:
            return (element.text or "").strip()
        ending = _fragment(resource) if "spdx.org/rdf/terms#" in resource else resource
        return ending.upper() if ending in ("noassertion", "none") else ending

    def target(self, element: Element) -> str:
        resource = element.attrib.get(_RESOURCE) or (element[0].attrib.get(_ABOUT, "") if len(element) else "")
        ending = _fragment(resource)
        return ending.upper() if ending in ("noassertion", "none") else ending

    def licences(self, element: Element) -> dict[str, str]:
        found = {}
        for name in ("licenseConcluded", "licenseDeclared"):
            child = element.find(f"{_SPDX}{name}")
            expression = self.licence(child, 0) if child is not None else None
            if expression:
                found[name] = expression
        return found

    def licence(self, element: Element, level: int) -> str:
        """Write the expression of what stands in an element (a set, a single licence, or a reference to one)."""
        resource = element.attrib.get(_RESOURCE)
        if resource is not None:
            return self.licence_of(resource)
        if not len(element) or level > _MOST_LEVELS:
            return ""
        inner = element[0]
        kind = _name(inner)
        if kind in ("ConjunctiveLicenseSet", "DisjunctiveLicenseSet"):
            members = sorted(self.licence(member, level + 1) for member in inner.findall(f"{_SPDX}member"))
            joined = (" AND " if kind.startswith("C") else " OR ").join(member for member in members if member)
            return f"({joined})" if level else joined
        if kind in ("WithExceptionOperator", "OrLaterOperator"):
            return self.operator(inner, kind, level)
        return self.licence_of(inner.attrib.get(_ABOUT, ""))

    def operator(self, element: Element, kind: str, level: int) -> str:
        member = element.find(f"{_SPDX}member")
        base = self.licence(member, level + 1) if member is not None else ""
        if kind == "OrLaterOperator":
            return f"{base}+"
        exception = element.find(f".//{_SPDX}licenseExceptionId")
        return f"{base} WITH {(exception.text or '').strip()}" if exception is not None else base

    @staticmethod
    def licence_of(address: str) -> str:
        ending = _fragment(address) if "#" in address else address.rpartition("/")[2]
        return ending.upper() if ending in ("noassertion", "none") else ending


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _fragment(address: str) -> str:
    return address.rpartition("#")[2]


def _snake(word: str) -> str:
    """Write `dependencyOf` and `packageManager` as the JSON form does."""
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in word).upper()
