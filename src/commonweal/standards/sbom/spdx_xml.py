"""SPDX 2 as XML brought into the shape of SPDX JSON.

Source: SPDX specification 2.3, clause 4.2: the XML form has the names of the JSON form, an element for each value.
"""

from typing import Any

from commonweal.standards.sbom.parsing import Element

_LISTS = frozenset(
    {"packages", "files", "snippets", "relationships", "creators", "checksums", "externalRefs", "licenseInfoFromFiles",
     "licenseInfoInFiles", "licenseInfoInSnippets", "fileTypes", "annotations", "hasExtractedLicensingInfos",
     "externalDocumentRefs", "documentDescribes", "hasFiles", "attributionTexts", "crossRefs", "seeAlsos", "ranges",
     "fileContributors", "fileDependencies", "revieweds", "packageVerificationCodeExcludedFiles"}
)  # fmt: skip
_FLAGS = frozenset({"filesAnalyzed"})


def is_spdx(root: Element) -> bool:
    """Say whether the element is an SPDX document."""
    return _name(root) in ("Document", "SpdxDocument") and any(_name(child) == "spdxVersion" for child in root)


def to_plain(root: Element) -> dict[str, Any]:
    """Give the document as JSON would say it. Depth is bounded by the parser."""
    found: dict[str, Any] = {}
    for child in root:
        name = _name(child)
        value: Any = to_plain(child) if len(child) else (child.text or "").strip()
        if name in _FLAGS:
            value = value != "false"
        if name in _LISTS:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
