"""SPDX 2 tag-value files brought into the shape of SPDX JSON.

Source: SPDX specification 2.3, clause 4.2 and the tag names of clauses 6 to 13.
"""

import re
from typing import Any

from commonweal.standards.sbom.found import Problems, quoted

_LINE = re.compile(r"([A-Za-z][A-Za-z0-9]*):[ \t]*(.*)")
_CHECKSUM = re.compile(r"([A-Za-z0-9-]+):\s*(\S+)")
_OPEN, _CLOSE = "<text>", "</text>"
_MARK = re.compile(r"^SPDXVersion:", re.MULTILINE)

_DOCUMENT = {"SPDXVersion": "spdxVersion", "DataLicense": "dataLicense", "DocumentName": "name",
             "DocumentNamespace": "documentNamespace", "DocumentComment": "comment"}  # fmt: skip
_CREATION = {"Created": "created", "LicenseListVersion": "licenseListVersion", "CreatorComment": "comment"}
_PACKAGE = {
    "PackageVersion": "versionInfo",
    "PackageFileName": "packageFileName",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageDownloadLocation": "downloadLocation",
    "PackageHomePage": "homepage",
    "PackageSourceInfo": "sourceInfo",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageLicenseComments": "licenseComments",
    "PackageCopyrightText": "copyrightText",
    "PackageSummary": "summary",
    "PackageDescription": "description",
    "PackageComment": "comment",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}
_FILE = {"LicenseConcluded": "licenseConcluded", "FileCopyrightText": "copyrightText", "FileComment": "comment",
         "LicenseComments": "licenseComments"}  # fmt: skip
_LICENCE = {"LicenseName": "name", "ExtractedText": "extractedText", "LicenseComment": "comment"}
_BEGINS = ("PackageName", "FileName", "SnippetSPDXID", "LicenseID")
_IGNORED = re.compile(
    r"(Snippet|Annotat|Review|Package|File|License|Artifact|ExternalDocumentRef|ExternalRef|SPDXREF|Relationship|"
    r"BuiltDate|ReleaseDate|ValidUntilDate)\w*"
)


def is_tag_value(text: str) -> bool:
    """Say whether a line names the version of SPDX."""
    return _MARK.search(text, 0, 20_000) is not None


def to_plain(text: str, problems: Problems) -> dict[str, Any]:
    """Give the document as JSON would say it; lines that are no tag are reported."""
    return _Turning(problems).document(text)


class _Turning:
    """One document on its way from lines to plain values."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.found: dict[str, Any] = {"creationInfo": {"creators": []}}
        self.whole = self.found
        self.kind = "document"
        self.package: dict[str, Any] | None = None
        self.joined: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def document(self, text: str) -> dict[str, Any]:
        lines = iter(enumerate(text.splitlines(), start=1))
        for number, line in lines:
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            matched = _LINE.match(line)
            if matched is None:
                message = f"this line is no tag with a value: {quoted(line)}"
                self.problems.error(None, message, "tag-value-syntax", (number, 1))
                continue
            tag, value = matched.groups()
            if value.startswith(_OPEN):
                value = self.long_text(value.removeprefix(_OPEN), lines)
            self.take(tag, value.strip(), number)
        for whole, file in self.joined:
            if "SPDXID" in whole and "SPDXID" in file:
                self.relate(whole["SPDXID"], "CONTAINS", file["SPDXID"])
        return self.found

    @staticmethod
    def long_text(first: str, lines: Any) -> str:
        """Read on until the end mark, or to the end of the file."""
        parts = [first]
        while _CLOSE not in parts[-1]:
            number_and_line = next(lines, None)
            if number_and_line is None:
                break
            parts.append(number_and_line[1])
        return "\n".join(parts).partition(_CLOSE)[0]

    def take(self, tag: str, value: str, number: int) -> None:
        if tag in _BEGINS:
            self.begin(tag, value)
        elif tag == "SPDXID":
            self.whole["SPDXID"] = value
        elif tag == "Relationship":
            self.relationship(value, number)
        elif tag == "Creator":
            self.found["creationInfo"]["creators"].append(value)
        elif tag in _CREATION:
            self.found["creationInfo"][_CREATION[tag]] = value
        elif tag in _DOCUMENT:
            self.found[_DOCUMENT[tag]] = value
        elif not self.take_part(tag, value) and not _IGNORED.fullmatch(tag):
            self.problems.warning(None, f"line {number}: SPDX has no tag {quoted(tag)}", "unknown-field")

    def take_part(self, tag: str, value: str) -> bool:
        """Take a tag of a package, a file or a licence; say whether it was one."""
        if tag in ("PackageChecksum", "FileChecksum"):
            self.checksum(value)
        elif tag == "ExternalRef":
            self.external(value)
        elif tag == "FilesAnalyzed":
            self.whole["filesAnalyzed"] = value.lower() != "false"
        elif self.kind == "package" and tag == "PackageLicenseInfoFromFiles":
            self.whole.setdefault("licenseInfoFromFiles", []).append(value)
        elif self.kind == "package" and tag in _PACKAGE:
            self.whole[_PACKAGE[tag]] = value
        elif self.kind == "file" and tag in _FILE:
            self.whole[_FILE[tag]] = value
        elif self.kind == "licence" and tag in _LICENCE:
            self.whole[_LICENCE[tag]] = value
        else:
            return False
        return True

    def begin(self, tag: str, value: str) -> None:
        """Begin a package, a file, a snippet or a licence."""
        kind, listed, first = {
            "PackageName": ("package", "packages", "name"),
            "FileName": ("file", "files", "fileName"),
            "SnippetSPDXID": ("snippet", "snippets", "SPDXID"),
            "LicenseID": ("licence", "hasExtractedLicensingInfos", "licenseId"),
        }[tag]
        self.kind = kind
        self.whole = {first: value}
        self.found.setdefault(listed, []).append(self.whole)
        if kind == "package":
            self.package = self.whole
        elif kind == "file" and self.package is not None:
            self.joined.append((self.package, self.whole))

    def relationship(self, value: str, number: int) -> None:
        words = value.split()
        if len(words) < 3:
            self.problems.error(None, "a relationship has three words", "tag-value-syntax", (number, 1))
            return
        self.relate(*words[:3])

    def relate(self, first: str, kind: str, second: str) -> None:
        entry = {"spdxElementId": first, "relationshipType": kind, "relatedSpdxElement": second}
        self.found.setdefault("relationships", []).append(entry)

    def checksum(self, value: str) -> None:
        matched = _CHECKSUM.match(value)
        algorithm, content = matched.groups() if matched else (value, "")
        self.whole.setdefault("checksums", []).append({"algorithm": algorithm, "checksumValue": content})

    def external(self, value: str) -> None:
        words = value.split(maxsplit=2)
        keys = ("referenceCategory", "referenceType", "referenceLocator")
        self.whole.setdefault("externalRefs", []).append(dict(zip(keys, words, strict=False)))
