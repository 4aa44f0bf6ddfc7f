"""The nouns of the context, a file each."""

from commonweal.organisations.models.body import (
    Body,
    BodyKind,
    BodyName,
    NameKind,
    Parent,
    Succession,
    Tier,
    Verification,
)
from commonweal.organisations.models.claim import Claim
from commonweal.organisations.models.office import (
    Archetype,
    BudgetKind,
    Host,
    LinkKind,
    Office,
    OfficeLevel,
    OfficeLink,
    OfficeName,
    OfficeSource,
    Service,
)
from commonweal.organisations.models.people import RoleAssignment, User
from commonweal.organisations.models.visibility import Visibility, Visible

__all__ = [
    "Archetype",
    "Body",
    "BodyKind",
    "BodyName",
    "BudgetKind",
    "Claim",
    "Host",
    "LinkKind",
    "NameKind",
    "Office",
    "OfficeLevel",
    "OfficeLink",
    "OfficeName",
    "OfficeSource",
    "Parent",
    "RoleAssignment",
    "Service",
    "Succession",
    "Tier",
    "User",
    "Verification",
    "Visibility",
    "Visible",
]
