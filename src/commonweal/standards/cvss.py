"""Scores of vulnerabilities by CVSS 2.0, 3.0, 3.1 and 4.0, and the words for them.

Sources: FIRST, CVSS 4.0 specification, section 6, and CVSS 3.1, section 5 (qualitative severity rating scale); NVD's
scale for version 2, which has no "critical". The score is that of everything the vector says: environmental over
temporal over base.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

import cvss
from cvss.exceptions import CVSSError

LONGEST_VECTOR = 500
_VERSIONS = {"CVSS:4.": cvss.CVSS4, "CVSS:3.": cvss.CVSS3}


class Band(StrEnum):
    """How severe in one word; UNKNOWN is its own value."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


_LEAST_SCORES = ((Decimal(9), Band.CRITICAL), (Decimal(7), Band.HIGH), (Decimal(4), Band.MEDIUM))
_WORDS = {
    **{band.value: band for band in Band},
    "moderate": Band.MEDIUM,
    "important": Band.HIGH,
    "negligible": Band.LOW,
    "untriaged": Band.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Rating:
    """What a vector comes to: its version of CVSS, its score from 0.0 to 10.0, and the band."""

    version: str
    vector: str
    score: Decimal
    band: Band


@lru_cache(maxsize=10_000)
def rate(vector: str) -> Rating | None:
    """Score a vector of any version; None where it is none.

    >>> rating = rate("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H")
    >>> rating.version, str(rating.score), rating.band
    ('3.1', '10.0', <Band.CRITICAL: 'critical'>)
    """
    vector = vector.strip().strip("()")
    if not vector or len(vector) > LONGEST_VECTOR:
        return None
    try:
        scored = _VERSIONS.get(vector[:7], cvss.CVSS2)(vector)
    except CVSSError:
        return None
    score = Decimal(str([each for each in scored.scores() if each is not None][-1]))
    version = vector[5:8] if vector.startswith("CVSS:") else "2.0"
    return Rating(version, vector, score, band_of(score, version))


def band_of(score: Decimal, version: str = "3.1") -> Band:
    """Give the word for a score."""
    if score <= 0:
        return Band.NONE if version != "2.0" else Band.LOW
    band = next((band for least, band in _LEAST_SCORES if score >= least), Band.LOW)
    return Band.HIGH if version == "2.0" and band is Band.CRITICAL else band


def band_in_words(word: str) -> Band:
    """Understand the words of databases and distributions: "MODERATE", "important", "negligible"."""
    return _WORDS.get(word.strip().lower(), Band.UNKNOWN)
