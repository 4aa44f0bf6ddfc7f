"""Everything a person can do here, one function each."""

from commonweal.organisations.actions.bodies import (
    BodyDraft,
    CircularSuccession,
    change_body,
    register_body,
    register_many,
    succeed_body,
    verify_body,
    withdraw_verification,
)
from commonweal.organisations.actions.claims import ClaimDraft, record_claim, supersede_claim
from commonweal.organisations.actions.directory import import_directory, load_cases
from commonweal.organisations.actions.office_links import part_offices
from commonweal.organisations.actions.offices import (
    CircularSupport,
    OfficeDraft,
    close_office,
    link_offices,
    open_office,
)
from commonweal.organisations.actions.people import (
    LastAdministrator,
    grant_role,
    open_account,
    record_sign_up,
    withdraw_role,
)

__all__ = [
    "BodyDraft",
    "CircularSuccession",
    "CircularSupport",
    "ClaimDraft",
    "LastAdministrator",
    "OfficeDraft",
    "change_body",
    "close_office",
    "grant_role",
    "import_directory",
    "link_offices",
    "load_cases",
    "open_account",
    "open_office",
    "part_offices",
    "record_claim",
    "record_sign_up",
    "register_body",
    "register_many",
    "succeed_body",
    "supersede_claim",
    "verify_body",
    "withdraw_role",
    "withdraw_verification",
]
