"""The nouns of the context."""

from commonweal.usage.models.claims import (
    Answer,
    AnswerKind,
    ClaimSource,
    EndReason,
    NamedUser,
    Proposal,
    Reminder,
    Status,
    UsageClaim,
)
from commonweal.usage.models.contracts import CalendarLink, Contract, LockInAssessment, Renewal
from commonweal.usage.models.radar import RadarStart
from commonweal.usage.models.suppliers import (
    Contribution,
    DecisionLog,
    Offer,
    OfferQuestion,
    PriceModel,
    Service,
    ServiceKind,
    SupplierProfile,
    Tenancy,
)
from commonweal.usage.models.systems import (
    Criticality,
    DuplicateDecision,
    Hosting,
    Interface,
    Known,
    System,
    SystemImport,
)

__all__ = [
    "Answer",
    "AnswerKind",
    "CalendarLink",
    "ClaimSource",
    "Contract",
    "Contribution",
    "Criticality",
    "DecisionLog",
    "DuplicateDecision",
    "EndReason",
    "Hosting",
    "Interface",
    "Known",
    "LockInAssessment",
    "NamedUser",
    "Offer",
    "OfferQuestion",
    "PriceModel",
    "Proposal",
    "RadarStart",
    "Reminder",
    "Renewal",
    "Service",
    "ServiceKind",
    "Status",
    "SupplierProfile",
    "System",
    "SystemImport",
    "Tenancy",
    "UsageClaim",
]
