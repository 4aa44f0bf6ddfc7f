"""The shapes that the editor's pages and the check of files have."""

from commonweal.publishing.documents.desks import Desk, Typed, anchor, desk
from commonweal.publishing.documents.differences import Proposal, proposal
from commonweal.publishing.documents.drafts import MOST_BYTES, decoded, packed, retyped, shown, unpacked
from commonweal.publishing.documents.fields import SECTIONS, Field, Kind, Section
from commonweal.publishing.documents.merging import Clash, Merged, merged

__all__ = [
    "MOST_BYTES",
    "SECTIONS",
    "Clash",
    "Desk",
    "Field",
    "Kind",
    "Merged",
    "Proposal",
    "Section",
    "Typed",
    "anchor",
    "decoded",
    "desk",
    "merged",
    "packed",
    "proposal",
    "retyped",
    "shown",
    "unpacked",
]
