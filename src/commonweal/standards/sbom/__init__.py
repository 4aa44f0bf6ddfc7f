"""Lists of software parts (SBOMs): what a product or system is made of.

`read(bytes)` gives what the list says and what is wrong with it: CycloneDX 1.0 to 1.7, SPDX 2.1 to 2.3 and 3.0, and the
lock files of package managers. Nouns: Sbom, Component, Links, StatedLicence, Hash, ExternalReference, Vulnerability.
"""

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
from commonweal.standards.sbom.reader import read

__all__ = [
    "LIMITS",
    "Component",
    "ExternalReference",
    "Format",
    "Hash",
    "Limits",
    "Links",
    "Sbom",
    "Scope",
    "StatedLicence",
    "Tool",
    "Vulnerability",
    "read",
]
