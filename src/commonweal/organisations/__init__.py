"""Public bodies, offices (OSPOs), places, people, roles, permissions.

Nouns: Body (an organisation with a URI), BodyName, Identifier (its code in another register), PopulationCount, Parent
(a body within another), Succession (a body that became another), Verification (that it is public sector), ImportBatch
(a list brought in at once), ImportedBody, Neighbour (near, as large, in the same association, with like software),
Office (an open source programme office), OfficeLink, Letterhead (in which a body sends its papers), Claim (a
dated, sourced number), User, Role, Visibility.

Records: organisations.body_registered, .body_changed, .body_verified, .body_succeeded, .succession_undone,
.body_removed, .verification_withdrawn, .import_opened, .import_asked_for, .import_taken, .import_undo_asked_for,
.import_undone, .office_opened, .office_changed, .office_closed, .offices_linked, .offices_parted, .claim_recorded,
.claim_superseded, .letterhead_kept, .letterhead_ended, .account_opened, .role_granted, .role_withdrawn.
Follows: nothing.
"""
