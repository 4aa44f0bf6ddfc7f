"""Lists of software parts (SBOMs): what a product or system is made of.

`read(bytes)` gives what the list says and what is wrong with it: CycloneDX 1.0 to 1.7, SPDX 2.1 to 2.3 and 3.0, and the
lock files of package managers. `write(sbom, form)` gives CycloneDX and SPDX back; `quality_reports` tell how far a list
serves its readers; `compare` tells what changed. Nouns: Sbom, Component, Links, StatedLicence, Hash, ExternalReference,
Vulnerability, QualityReport, Comparison.
"""

from commonweal.standards.sbom.diff import Change, Comparison, compare
from commonweal.standards.sbom.limits import LIMITS, Limits
from commonweal.standards.sbom.model import (
    Component,
    ExternalReference,
    Format,
    Hash,
    Links,
    Sbom,
    Scope,
    StatedLicence,
    Tool,
    Vulnerability,
)
from commonweal.standards.sbom.quality import Element, QualityReport, quality_reports
from commonweal.standards.sbom.reader import read
from commonweal.standards.sbom.writing import FORMS, write

__all__ = [
    "FORMS",
    "LIMITS",
    "Change",
    "Comparison",
    "Component",
    "Element",
    "ExternalReference",
    "Format",
    "Hash",
    "Limits",
    "Links",
    "QualityReport",
    "Sbom",
    "Scope",
    "StatedLicence",
    "Tool",
    "Vulnerability",
    "compare",
    "quality_reports",
    "read",
    "write",
]
