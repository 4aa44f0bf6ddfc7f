"""Who runs what: claims of use, systems, contracts, suppliers, and what to look at next.

Nouns: UsageClaim (a body uses software: who says so), Proposal (a supplier asks a body), Answer (what the body said),
NamedUser (a name in usedBy), Reminder, System (what a body runs), Interface, SystemImport, DuplicateDecision, Contract,
CalendarLink, LockInAssessment, SupplierProfile, Service, Offer, OfferQuestion, Contribution, DecisionLog, RadarStart.

Records: usage.use_stated, .use_changed, .use_ended, .use_imported, .use_named, .use_proposed, .visibility_changed,
.claim_confirmed, .claim_denied, .proposal_confirmed, .proposal_denied, .names_matched, .match_corrected,
.body_reminded, .body_contacted, .system_entered, .system_changed, .system_ended, .system_resumed, .systems_joined,
.systems_kept_apart, .interface_added, .interface_changed, .interface_ended, .contract_entered, .contract_changed,
.contract_terminated, .contract_resumed, .calendar_opened, .calendar_closed, .lock_in_assessed. Follows:
catalogue.entry_published, .entry_changed, .entry_returned.
"""
