"""How a publiccode.yml relates to the repository it was found in.

Source: publiccode.yml 0.7.0, "Forks and variants": a catalogue lists variants and leaves out technical forks.
"""

from enum import StrEnum

from commonweal.standards import repository_url
from commonweal.standards.publiccode.model import PublicCode


class Relation(StrEnum):
    """What the repository is to the software that its file describes."""

    ORIGINAL = "original"
    VARIANT = "variant"
    TECHNICAL_FORK = "technical-fork"
    UNKNOWN = "unknown"


def relation(publiccode: PublicCode, repository: str) -> Relation:
    """Say what the repository at this address is; unknown where one of the two addresses cannot be read.

    A technical fork holds a file whose `url` is another repository; a variant says that it is based on another one.
    """
    declared = repository_url.comparison_key(publiccode.url or "")
    found_at = repository_url.comparison_key(repository)
    if declared is None or found_at is None:
        return Relation.UNKNOWN
    if declared != found_at:
        return Relation.TECHNICAL_FORK
    is_variant = any(repository_url.comparison_key(origin) not in {declared, None} for origin in publiccode.is_based_on)
    return Relation.VARIANT if is_variant else Relation.ORIGINAL
