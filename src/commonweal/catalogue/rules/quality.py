"""How well an entry describes itself and is kept, as one number that only breaks ties between equal hits.

The weights are our own judgement. It is never shown: it says which of two equally fitting entries comes first.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What is known of an entry."""

    languages: int
    has_long_description: bool
    has_features: bool
    has_screenshots: bool
    has_documentation: bool
    has_verified_publisher: bool
    is_open: bool
    is_stable: bool
    is_maintained: bool
    is_archived: bool
    is_broken: bool


def quality(signs: Signs) -> float:
    """Give a number between 0 and 1."""
    good = (
        0.15 * min(signs.languages, 2) / 2
        + 0.15 * signs.has_long_description
        + 0.10 * signs.has_features
        + 0.05 * signs.has_screenshots
        + 0.05 * signs.has_documentation
        + 0.10 * signs.has_verified_publisher
        + 0.10 * signs.is_open
        + 0.20 * signs.is_stable
        + 0.10 * signs.is_maintained
    )
    return round(good * (0.3 if signs.is_archived else 1.0) * (0.8 if signs.is_broken else 1.0), 4)
