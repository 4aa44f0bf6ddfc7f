"""Who runs what: claims of use, systems, contracts, suppliers, and what to look at next.

Nouns: UsageClaim, Proposal, Answer, NamedUser (a name in usedBy), Reminder, System, Interface, SystemImport, Contract,
DuplicateDecision, CalendarLink, LockInAssessment, SupplierProfile, Service, Offer, OfferQuestion, Contribution,
DecisionLog, RadarStart, Tenancy.

Records: usage.use_stated, .use_changed, .use_ended, .use_imported, .use_named, .use_proposed, .visibility_changed,
.claim_confirmed, .claim_denied, .proposal_confirmed, .proposal_denied, .names_matched, .match_corrected,
.body_reminded, .body_contacted, .system_entered, .system_changed, .system_ended, .system_resumed, .systems_joined,
.systems_kept_apart, .interface_added, .interface_changed, .interface_ended, .contract_entered, .contract_changed,
.contract_terminated, .contract_resumed, .calendar_opened, .calendar_closed, .lock_in_assessed, .inventory_imported,
.import_undone, .supplier_opened, .supplier_changed, .supplier_closed, .service_listed, .service_ended, .offer_made,
.offer_withdrawn, .offer_asked_about, .offer_taken_up, .offer_left, .tenancy_changed, .contribution_stated,
.contribution_checked, .contribution_refused, .decision_log_stated, .decision_log_ended, .replacement_begun,
.replacement_undone. Follows: catalogue.entry_published, .entry_changed, .entry_returned.
"""
