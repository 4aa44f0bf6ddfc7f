"""Who runs what: claims of use, systems, contracts, suppliers, and what to look at next.

Nouns: UsageClaim (a body uses software: who says so), Proposal (a supplier asks a body), Answer (what the body said),
NamedUser (a name in usedBy), Reminder, System (what a body runs), Interface, SystemImport, DuplicateDecision, Contract,
CalendarLink, LockInAssessment, SupplierProfile, Service, Offer, OfferQuestion, Contribution, DecisionLog, RadarStart.

Records: usage.system_entered, .system_changed, .system_ended, .system_resumed, .systems_joined, .systems_kept_apart,
.interface_added, .interface_changed, .interface_ended, .contract_entered, .contract_changed, .contract_terminated,
.contract_resumed, .calendar_opened, .calendar_closed, .lock_in_assessed. Follows: nothing.
"""
