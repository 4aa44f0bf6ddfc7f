"""What several advisories of one vulnerability come to: how severe, since when, and whether it still stands.

Source: FIRST, CVSS user guides: scores of different versions are not compared, so the newest version counts; of several
scores of that version the highest, since sources that rate higher have seen more. Words count where no score does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from commonweal.standards import cvss
from commonweal.standards.cvss import Band

_WORST_FIRST = (Band.CRITICAL, Band.HIGH, Band.MEDIUM, Band.LOW, Band.NONE)


@dataclass(frozen=True, slots=True)
class Said:
    """What one advisory says: its severities as they are written (vectors or words), and when."""

    identifier: str
    summary: str = ""
    severities: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What they come to; `withdrawn` only once every one is."""

    summary: str
    band: str
    score: Decimal | None
    vector: str
    is_malicious: bool
    published: datetime | None
    modified: datetime | None
    withdrawn: datetime | None


def worked_out(said: Sequence[Said]) -> WorkedOut:
    """Join what the advisories say, eldest first; those withdrawn count only where all are."""
    standing = [each for each in said if each.withdrawn is None]
    counted = standing or said
    texts = [text for each in counted for text in each.severities]
    ratings = [rating for text in texts if (rating := cvss.rate(text))]
    best = max(ratings, key=lambda rating: (rating.version, rating.score), default=None)
    return WorkedOut(
        summary=next((each.summary for each in counted if each.summary), ""),
        band=(best.band if best else _worst(cvss.band_in_words(text) for text in texts)).value,
        score=best.score if best else None,
        vector=best.vector if best else "",
        is_malicious=any(each.identifier.upper().startswith("MAL-") for each in standing),
        published=min((each.published for each in counted if each.published), default=None),
        modified=max((each.modified for each in said if each.modified), default=None),
        withdrawn=None if standing else max((each.withdrawn for each in said if each.withdrawn), default=None),
    )


def _worst(bands: Iterable[Band]) -> Band:
    found = set(bands)
    return next((band for band in _WORST_FIRST if band in found), Band.UNKNOWN)
