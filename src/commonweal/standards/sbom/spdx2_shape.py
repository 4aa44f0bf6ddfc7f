"""What an SPDX 2 document may look like, in its JSON form (the others are brought into it).

Source: SPDX specification 2.1 to 2.3, clauses 6 (document), 7 (packages), 8 (files), 11 (relationships); the JSON names
are those of the 2.3 schema.
"""

import re
from functools import cache, lru_cache
from typing import Any

from commonweal.standards import licences
from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.sbom.moments import read_moment
from commonweal.standards.sbom.shapes import ANYTHING, FLAG, TEXT, Each, Rule, Shape, Text, vocabulary

VERSIONS = ("SPDX-2.1", "SPDX-2.2", "SPDX-2.3")

_ID = re.compile(r"(DocumentRef-[A-Za-z0-9.+-]+:)?SPDXRef-[A-Za-z0-9.-]+|NONE|NOASSERTION")
_OWN_ID = Text(
    re.compile(r"SPDXRef-[A-Za-z0-9.-]+"),
    meaning="SPDXRef- with letters, digits, dots and dashes",
    rule="wrong-spdx-id",
)
_ANY_ID = Text(_ID, meaning="the SPDX identifier of an element", rule="wrong-spdx-id")
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CREATOR = re.compile(r"(Person|Organization|Tool): ?\S.*", re.DOTALL)
_AGENT = re.compile(r"(Person|Organization): ?\S.*|NOASSERTION", re.DOTALL)
_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^#\s]+")
_ALGORITHMS = vocabulary(
    "SHA1 SHA224 SHA256 SHA384 SHA512 MD2 MD4 MD5 MD6 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384"
    " BLAKE2b-512 BLAKE3 ADLER32"
)
_PURPOSES = vocabulary(
    "APPLICATION FRAMEWORK LIBRARY CONTAINER OPERATING-SYSTEM OPERATING_SYSTEM DEVICE FIRMWARE SOURCE"
    " ARCHIVE FILE INSTALL OTHER"
)
_CATEGORIES = vocabulary("SECURITY PACKAGE-MANAGER PACKAGE_MANAGER PERSISTENT-ID PERSISTENT_ID OTHER")
RELATIONSHIPS = vocabulary(
    "AMENDS ANCESTOR_OF BUILD_DEPENDENCY_OF BUILD_TOOL_OF CONTAINED_BY CONTAINS COPY_OF DATA_FILE_OF"
    " DEPENDENCY_MANIFEST_OF DEPENDENCY_OF DEPENDS_ON DESCENDANT_OF DESCRIBED_BY DESCRIBES"
    " DEV_DEPENDENCY_OF DEV_TOOL_OF DISTRIBUTION_ARTIFACT DOCUMENTATION_OF DYNAMIC_LINK EXAMPLE_OF"
    " EXPANDED_FROM_ARCHIVE FILE_ADDED FILE_DELETED FILE_MODIFIED GENERATED_FROM GENERATES"
    " HAS_PREREQUISITE METAFILE_OF OPTIONAL_COMPONENT_OF OPTIONAL_DEPENDENCY_OF OTHER PACKAGE_OF"
    " PATCH_APPLIED PATCH_FOR PREREQUISITE_FOR PROVIDED_DEPENDENCY_OF REQUIREMENT_DESCRIPTION_FOR"
    " RUNTIME_DEPENDENCY_OF SPECIFICATION_FOR STATIC_LINK TEST_CASE_OF TEST_DEPENDENCY_OF TEST_OF"
    " TEST_TOOL_OF VARIANT_OF"
)


@cache
def document_shape(version: str) -> Shape:
    """Describe the whole document of one version."""
    relationship = Shape(
        "a relationship",
        {
            "spdxElementId": _ANY_ID,
            "relatedSpdxElement": _ANY_ID,
            "relationshipType": Text(words=RELATIONSHIPS, rule="wrong-relationship"),
        },
        ("spdxElementId", "relatedSpdxElement", "relationshipType"),
    )
    creation = Shape(
        "creationInfo",
        {
            "created": Text(_CREATED, is_right=_is_moment, meaning="a date as 2026-11-21T10:00:00Z", rule="wrong-date"),
            "creators": Each(
                Text(_CREATOR, meaning="Person:, Organization: or Tool: and a name", rule="wrong-creator")
            ),
        },
        ("created", "creators"),
    )
    return Shape(
        "the document",
        {
            "spdxVersion": TEXT,
            "dataLicense": Text(words={"CC0-1.0": None}, rule="wrong-data-licence"),
            "SPDXID": Text(words={"SPDXRef-DOCUMENT": None}, rule="wrong-spdx-id"),
            "name": TEXT,
            "documentNamespace": Text(_NAMESPACE, meaning="an address without #", rule="wrong-namespace"),
            "creationInfo": creation,
            "packages": Each(_package(version)),
            "files": Each(_file()),
            "relationships": Each(relationship),
            "documentDescribes": Each(TEXT),
            "hasExtractedLicensingInfos": Each(Shape("a licence text", {"licenseId": TEXT}, ("licenseId",))),
            "snippets": ANYTHING,
        },
        ("spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo"),
    )


def _package(version: str) -> Shape:
    agent = Text(_AGENT, meaning="Person: or Organization: and a name, or NOASSERTION", rule="wrong-agent")
    reference = Shape(
        "an external reference",
        {
            "referenceCategory": Text(words=_CATEGORIES, rule="wrong-reference-category"),
            "referenceType": TEXT,
            "referenceLocator": TEXT,
        },
        ("referenceCategory", "referenceType", "referenceLocator"),
    )
    fields: dict[str, Rule] = {
        "SPDXID": _OWN_ID,
        "name": TEXT,
        "versionInfo": TEXT,
        "supplier": agent,
        "originator": agent,
        "downloadLocation": TEXT,
        "filesAnalyzed": FLAG,
        "checksums": Each(_checksum()),
        "homepage": TEXT,
        "licenseConcluded": _licence(),
        "licenseDeclared": _licence(),
        "copyrightText": TEXT,
        "description": TEXT,
        "externalRefs": Each(reference),
        "primaryPackagePurpose": Text(words=_PURPOSES, rule="wrong-purpose"),
        "hasFiles": Each(TEXT),
    }
    licences_required = ("licenseConcluded", "licenseDeclared", "copyrightText") if version < "SPDX-2.3" else ()
    return Shape("a package", fields, ("name", "SPDXID", "downloadLocation", *licences_required))


def _file() -> Shape:
    return Shape(
        "a file",
        {"SPDXID": _OWN_ID, "fileName": TEXT, "checksums": Each(_checksum()), "licenseConcluded": _licence()},
        ("fileName", "SPDXID", "checksums"),
    )


def _licence() -> Text:
    return Text(
        is_right=_is_licence,
        meaning="a licence expression, NONE or NOASSERTION",
        rule="wrong-licence-expression",
        severity_is_error=False,
    )


def _checksum() -> Shape:
    return Shape(
        "a checksum",
        {"algorithm": Text(words=_ALGORITHMS, rule="wrong-hash-algorithm"), "checksumValue": TEXT},
        ("algorithm", "checksumValue"),
        also=_check_digits,
    )


DIGITS = {"SHA1": 40, "SHA224": 56, "SHA256": 64, "SHA384": 96, "SHA512": 128, "MD5": 32}
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+")


def _check_digits(value: dict[str, Any], path: Path, problems: Problems) -> None:
    digits, content = DIGITS.get(str(value.get("algorithm"))), value.get("checksumValue")
    if digits and isinstance(content, str) and (len(content) != digits or not _HEXADECIMAL.fullmatch(content)):
        message = f"{value['algorithm']} has {digits} hexadecimal digits: {quoted(content)}"
        problems.error((path, "checksumValue"), message, "wrong-hash")


def _is_moment(text: str) -> bool:
    return read_moment(text) is not None


@lru_cache(maxsize=10_000)
def _is_licence(text: str) -> bool:
    # Lists of all licences of a distribution's package have thousands of characters; they are taken as they are.
    return text in ("NONE", "NOASSERTION") or len(text) > 1_000 or licences.read_expression(text) is not None
