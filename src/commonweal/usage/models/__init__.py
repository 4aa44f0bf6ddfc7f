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
from commonweal.usage.models.suppliers import Contribution, Offer, Service, ServiceKind, SupplierProfile
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
    "DuplicateDecision",
    "EndReason",
    "Hosting",
    "Interface",
    "Known",
    "LockInAssessment",
    "NamedUser",
    "Offer",
    "Proposal",
    "Reminder",
    "Renewal",
    "Service",
    "ServiceKind",
    "Status",
    "SupplierProfile",
    "System",
    "SystemImport",
    "UsageClaim",
]
