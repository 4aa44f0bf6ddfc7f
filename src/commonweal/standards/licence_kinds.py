"""What kind of licence a licence is: how much it asks of those who pass the software on.

Source: categories of ScanCode LicenseDB (CC-BY-4.0, nexB and others) as the package license-expression 30.4 ships them,
with the corrections below, each from the text of the licence.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import license_expression

from commonweal.standards.licences import Expression, Licence, read_expression

_INDEX = Path(license_expression.__file__).parent / "data" / "scancode-licensedb-index.json"


class Kind(StrEnum):
    """From asking nothing to allowing little; UNKNOWN is not the last of them, it is outside."""

    PUBLIC_DOMAIN = "public-domain"
    PERMISSIVE = "permissive"
    WEAK_COPYLEFT = "weak-copyleft"
    STRONG_COPYLEFT = "strong-copyleft"
    NETWORK_COPYLEFT = "network-copyleft"
    RESTRICTED = "restricted"
    PROPRIETARY = "proprietary"
    UNKNOWN = "unknown"


_OF_CATEGORY = {
    "Public Domain": Kind.PUBLIC_DOMAIN,
    "Permissive": Kind.PERMISSIVE,
    "Copyleft Limited": Kind.WEAK_COPYLEFT,
    "Copyleft": Kind.STRONG_COPYLEFT,
    "Source-available": Kind.RESTRICTED,
    "Free Restricted": Kind.RESTRICTED,
    "Proprietary Free": Kind.PROPRIETARY,
    "Commercial": Kind.PROPRIETARY,
}
# Where the text says otherwise than the category: letting others use it over a network counts as passing it on (AGPL
# 13; EUPL 1, "Communication"; OSL 5, "External Deployment"; CPAL 15; RPL 1.4; RPSL 1.4; APSL 1.4; CAL 4.1; Watcom 1.4).
_CORRECTED: dict[Kind, tuple[str, ...]] = {
    Kind.NETWORK_COPYLEFT: (
        "AGPL-1.0", "AGPL-1.0-only", "AGPL-1.0-or-later", "AGPL-3.0", "AGPL-3.0-only", "AGPL-3.0-or-later",
        "EUPL-1.0", "EUPL-1.1", "EUPL-1.2", "OSL-1.0", "OSL-1.1", "OSL-2.0", "OSL-2.1", "OSL-3.0", "NPOSL-3.0",
        "CPAL-1.0", "RPL-1.1", "RPL-1.5", "RPSL-1.0", "APSL-1.0", "APSL-1.1", "APSL-1.2", "APSL-2.0",
        "CAL-1.0", "CAL-1.0-Combined-Work-Exception", "Watcom-1.0",
    ),
    # CeCILL 5.3.4: the whole is passed on under CeCILL; CeCILL-C 5.3 and SISSL 3.1: the part only.
    Kind.STRONG_COPYLEFT: ("CECILL-1.0", "CECILL-1.1", "CECILL-2.0", "CECILL-2.1", "ESA-PL-strong-copyleft-2.4"),
    Kind.WEAK_COPYLEFT: ("CECILL-C", "SISSL", "SISSL-1.2", "ESA-PL-weak-copyleft-2.4"),
    # LiLiQ-P asks for notices only, Intel's licence is BSD's with a word on export.
    Kind.PERMISSIVE: ("LiLiQ-P-1.1", "Intel", "ESA-PL-permissive-2.4"),
    # "shall be used for Good, not Evil": a limit of use.
    Kind.RESTRICTED: ("JSON", "CC-BY-NC-3.0-IGO", "Hippocratic-3.0-core"),
}  # fmt: skip
# These say how a breach is healed, or what else may be linked in one case; the copyleft stays whole.
_EXCEPTIONS_THAT_LEAVE_COPYLEFT = frozenset({"GPL-CC-1.0", "389-exception", "mif-exception"})
_COPYLEFT = (Kind.WEAK_COPYLEFT, Kind.STRONG_COPYLEFT, Kind.NETWORK_COPYLEFT)
_ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True)
class _Entry:
    spdx: str
    kind: Kind


@lru_cache(maxsize=20_000)
def kind_of(licence: Licence) -> Kind:
    """Say what kind a licence is; an exception can make a copyleft weaker, never stronger.

    >>> kind_of(Licence("GPL-2.0-only", exception="Classpath-exception-2.0")).value
    'weak-copyleft'
    """
    kind = _kind(licence.identifier)
    if licence.exception is None or kind not in _COPYLEFT or licence.exception in _EXCEPTIONS_THAT_LEAVE_COPYLEFT:
        return kind
    entry = _entries().get(licence.exception.lower())
    # What nobody lists gives no permission that could be relied on.
    return kind if entry is None or entry.kind == Kind.UNKNOWN else min(kind, Kind.WEAK_COPYLEFT, key=_ORDER.index)


@lru_cache(maxsize=50_000)
def kind_of_expression(text: str) -> Kind:
    """Say what kind an expression comes to: of a choice (OR) the one that asks least, of a sum (AND) the one that asks
    most. Unknown parts make a sum unknown.
    """
    expression = read_expression(text)
    return Kind.UNKNOWN if expression is None else _of(expression)


def licences_in(expression: Expression) -> tuple[Licence, ...]:
    """Give every licence once, in the order written."""
    if isinstance(expression, Licence):
        return (expression,)
    return tuple(dict.fromkeys(each for part in expression.parts for each in licences_in(part)))


def scancode_entries() -> dict[str, str]:
    """Give SPDX's (or a LicenseRef-) identifier for every key and former identifier of the index, in small letters."""
    return {name: entry.spdx for name, entry in _entries().items() if entry.spdx}


def _of(expression: Expression) -> Kind:
    if isinstance(expression, Licence):
        return kind_of(expression)
    kinds = {_of(part) for part in expression.parts}
    if expression.operator == "AND":
        return Kind.UNKNOWN if Kind.UNKNOWN in kinds else max(kinds, key=_ORDER.index)
    return min(kinds, key=_ORDER.index)


def _kind(identifier: str) -> Kind:
    corrected = _corrections().get(identifier.lower())
    if corrected is not None:
        return corrected
    entry = _entries().get(identifier.rpartition(":")[2].lower())
    return Kind.UNKNOWN if entry is None else entry.kind


@cache
def _corrections() -> dict[str, Kind]:
    return {name.lower(): kind for kind, names in _CORRECTED.items() for name in names}


@cache
def _entries() -> dict[str, _Entry]:
    """Every entry by each of its names; the current one where an old entry has the same name."""
    entries: dict[str, _Entry] = {}
    for row in sorted(json.loads(_INDEX.read_text()), key=lambda row: bool(row["is_deprecated"])):
        entry = _Entry(row["spdx_license_key"] or "", _OF_CATEGORY.get(row["category"], Kind.UNKNOWN))
        for name in (row["spdx_license_key"], *row["other_spdx_license_keys"], row["license_key"]):
            if name:
                entries.setdefault(name.lower(), entry)
    return entries
