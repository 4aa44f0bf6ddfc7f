"""What an SPDX 3.0 document may look like: the elements that Commonweal reads, with what they must have.

Source: SPDX specification 3.0.1, Core, Software and Security profiles, and its JSON-LD serialisation (annex "JSON-LD
serialization": compact names by the context, one `@graph`).
"""

import re
from typing import Any

from commonweal.standards.sbom.found import Path, Problems
from commonweal.standards.sbom.moments import read_moment
from commonweal.standards.sbom.shapes import ANYTHING, TEXT, Each, Either, Rule, Shape, Text, check, vocabulary

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_ID = Text(_ADDRESS, meaning="an address (an IRI)", rule="wrong-spdx-id")
_REF = Either((TEXT, Shape("an element in place")))
_SPEC = Text(re.compile(r"3\.0(\.\d+)?"), meaning="a version 3.0 of SPDX", rule="unknown-version")
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_RELATIONSHIPS = vocabulary(
    "affects amendedBy ancestorOf availableFrom configures contains coordinatedBy copiedTo delegatedTo"
    " dependsOn descendantOf describes doesNotAffect expandsTo exploitCreatedBy fixedBy fixedIn foundBy"
    " generates hasAddedFile hasAssessmentFor hasAssociatedVulnerability hasConcludedLicense hasDataFile"
    " hasDeclaredLicense hasDeletedFile hasDependencyManifest hasDistributionArtifact hasDocumentation"
    " hasDynamicLink hasEvidence hasExample hasHost hasInput hasMetadata hasOptionalComponent"
    " hasOptionalDependency hasOutput hasPrerequisite hasProvidedDependency hasRequirement"
    " hasSpecification hasStaticLink hasTest hasTestCase hasVariant invokedBy modifiedBy other packagedBy"
    " patchedBy publishedBy reportedBy republishedBy serializedInArtifact testedOn trainedOn"
    " underInvestigationFor usesTool"
)
_ALGORITHMS = vocabulary(
    "adler32 blake2b256 blake2b384 blake2b512 blake3 crystalsDilithium crystalsKyber falcon md2 md4 md5"
    " md6 other sha1 sha224 sha256 sha384 sha3_224 sha3_256 sha3_384 sha3_512 sha512"
)
_HASH = Shape(
    "a hash",
    {"algorithm": Text(words=_ALGORITHMS, rule="wrong-hash-algorithm"), "hashValue": TEXT},
)
_PROFILES = vocabulary("core software simpleLicensing expandedLicensing security build ai dataset extension lite")
_ELEMENT: dict[str, Rule] = {"spdxId": _ID, "creationInfo": _REF, "name": TEXT, "verifiedUsing": Each(_HASH)}
_MUST = ("spdxId", "creationInfo")
_RELATION: dict[str, Rule] = {
    **_ELEMENT,
    "from": _REF,
    "to": Each(_REF),
    "relationshipType": Text(words=_RELATIONSHIPS, rule="wrong-relationship"),
}
_CREATION = Shape(
    "CreationInfo",
    {
        "specVersion": _SPEC,
        "created": Text(
            _CREATED,
            is_right=lambda text: read_moment(text) is not None,
            meaning="a date as 2026-11-21T10:00:00Z",
            rule="wrong-date",
        ),
        "createdBy": Each(_REF),
    },
    ("specVersion", "created", "createdBy"),
)
_PROFILED: dict[str, Rule] = {**_ELEMENT, "profileConformance": Each(Text(words=_PROFILES, rule="wrong-profile"))}
_SHAPES: dict[str, Shape] = {
    "CreationInfo": _CREATION,
    "SpdxDocument": Shape("SpdxDocument", _PROFILED, _MUST),
    "Sbom": Shape("an SBOM", _PROFILED, _MUST),
    "Package": Shape("a package", {**_ELEMENT, "software_packageVersion": TEXT}, (*_MUST, "name")),
    "File": Shape("a file", _ELEMENT, (*_MUST, "name")),
    "Relationship": Shape("a relationship", _RELATION, (*_MUST, "from", "to", "relationshipType")),
    "LifecycleScopedRelationship": Shape("a relationship", _RELATION, (*_MUST, "from", "to", "relationshipType")),
    "Person": Shape("a person", _ELEMENT, _MUST),
    "Organization": Shape("an organisation", _ELEMENT, _MUST),
    "Tool": Shape("a tool", _ELEMENT, _MUST),
    "LicenseExpression": Shape(
        "a licence expression",
        {**_ELEMENT, "simplelicensing_licenseExpression": TEXT},
        (*_MUST, "simplelicensing_licenseExpression"),
    ),
    "Vulnerability": Shape("a vulnerability", _ELEMENT, _MUST),
}


def check_graph(document: dict[str, Any], graph: list[Any], problems: Problems) -> None:
    """Note what is wrong with the document and its elements."""
    context = document.get("@context")
    contexts = context if isinstance(context, list) else [context]
    if not any(isinstance(each, str) and "spdx.org/rdf/3.0" in each for each in contexts):
        problems.error((None, "@context"), "the context of SPDX 3.0 is missing", "wrong-context")
    kinds = {kind_of(element) for element in graph if isinstance(element, dict)}
    if not any(isinstance(element, dict) for element in graph):
        problems.error((None, "@graph"), "the graph has no element", "missing-elements")
    elif "SpdxDocument" not in kinds:
        problems.error((None, "@graph"), "the graph has no SpdxDocument", "missing-spdx-document")
    check(graph, Each(Shape("an element", also=_check_element)), problems, (None, "@graph"))


def kind_of(element: dict[str, Any]) -> str:
    """Give the type without its profile: `Package` of `software_Package`.

    >>> kind_of({"type": "software_Package"})
    'Package'
    """
    kind = element.get("type") or element.get("@type") or ""
    return kind.rpartition("_")[2].rpartition("/")[2] if isinstance(kind, str) else ""


def _check_element(value: dict[str, Any], path: Path, problems: Problems) -> None:
    kind = kind_of(value)
    if not kind:
        problems.error((path, "type"), "an element lacks its type", "missing-type")
        return
    shape = _SHAPES.get(kind)
    if shape is None:
        return
    for key in shape.required:
        if key not in value and not (key == "spdxId" and "@id" in value):
            problems.error((path, key), f"{shape.name} lacks {key}", f"missing-{_WORDS.get(key, key.lower())}")
    for key, rule in shape.fields.items():
        if key in value and rule is not ANYTHING:
            _check_field(value[key], rule, (path, key), problems)


_WORDS = {"spdxId": "spdx-id", "creationInfo": "creation-info", "relationshipType": "relationship-type",
          "specVersion": "spec-version", "createdBy": "created-by"}  # fmt: skip


def _check_field(value: object, rule: Rule, path: Path, problems: Problems) -> None:
    check(value, rule, problems, path)
    if path is not None and path[1] == "creationInfo" and isinstance(value, dict):
        check(value, _CREATION, problems, path)
