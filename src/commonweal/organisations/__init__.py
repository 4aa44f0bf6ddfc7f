"""Public bodies, offices (OSPOs), places, people, roles, permissions.

Nouns: Body (an organisation with a URI), BodyName, Parent (a body within another), Succession (a body that became
another), Verification (that a body is public sector, by whom and when), Office (an open source programme office, under
whatever label), OfficeLink (supports, peers with), Claim (a dated, sourced number about a subject), User, Role,
Visibility (private, own body, network, public).

Records: organisations.body_registered, .body_changed, .body_verified, .body_succeeded, .verification_withdrawn,
.office_opened, .office_changed, .office_closed, .offices_linked, .offices_parted, .claim_recorded, .claim_superseded,
.account_opened, .role_granted, .role_withdrawn. Follows: nothing.
"""
