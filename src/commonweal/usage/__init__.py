"""Who runs what: claims of use, systems, contracts, suppliers, and what to look at next.

Nouns: UsageClaim (a body uses software: who says so), Proposal (a supplier asks a body), Answer (what the body said),
NamedUser (a name in usedBy), Reminder, System (what a body runs), Interface, SystemImport, Contract, LockInAssessment,
SupplierProfile, Service, Offer, Contribution.

Records: nothing yet. Follows: nothing.
"""
