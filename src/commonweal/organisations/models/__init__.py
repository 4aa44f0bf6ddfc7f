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
from commonweal.organisations.models.claim import Claim, Qualifier
from commonweal.organisations.models.importing import ImportBatch, ImportedBody
from commonweal.organisations.models.letterhead import Letterhead
from commonweal.organisations.models.office import (
    Archetype,
    BudgetKind,
    DatePrecision,
    Host,
    HostRole,
    LinkKind,
    Office,
    OfficeLevel,
    OfficeLink,
    OfficeName,
    OfficeSource,
    Service,
)
from commonweal.organisations.models.people import RoleAssignment, User
from commonweal.organisations.models.register import Identifier, PopulationCount
from commonweal.organisations.models.visibility import Visibility, Visible

__all__ = [
    "Archetype",
    "Body",
    "BodyKind",
    "BodyName",
    "BudgetKind",
    "Claim",
    "DatePrecision",
    "Host",
    "HostRole",
    "Identifier",
    "ImportBatch",
    "ImportedBody",
    "Letterhead",
    "LinkKind",
    "NameKind",
    "Office",
    "OfficeLevel",
    "OfficeLink",
    "OfficeName",
    "OfficeSource",
    "Parent",
    "PopulationCount",
    "Qualifier",
    "RoleAssignment",
    "Service",
    "Succession",
    "Tier",
    "User",
    "Verification",
    "Visibility",
    "Visible",
]
