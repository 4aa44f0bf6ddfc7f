"""Everything a person can do here, one function each."""

from commonweal.organisations.actions.bodies import (
    BodyDraft,
    register_body,
    succeed_body,
    verify_body,
    withdraw_verification,
)
from commonweal.organisations.actions.claims import ClaimDraft, record_claim
from commonweal.organisations.actions.offices import (
    CircularSupport,
    OfficeDraft,
    close_office,
    link_offices,
    open_office,
)
from commonweal.organisations.actions.people import grant_role, open_account, withdraw_role

__all__ = [
    "BodyDraft",
    "CircularSupport",
    "ClaimDraft",
    "OfficeDraft",
    "close_office",
    "grant_role",
    "link_offices",
    "open_account",
    "open_office",
    "record_claim",
    "register_body",
    "succeed_body",
    "verify_body",
    "withdraw_role",
    "withdraw_verification",
]
