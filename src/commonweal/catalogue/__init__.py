"""Which software (and later data, standards, models, hardware) there is.

Nouns: Entry (one asset and its public page), Record (what one source says of an entry, with licence and date),
Revision (an earlier content of a record), Alias (another address of an entry), Retirement (that and why it is gone),
Relation (fork, variant, based on), Product (most often closed), Alternative (what could stand in for it), SavedSearch,
Category (a function, from a pack).

Facts of several sources stay side by side in records; the entry's columns are their merge by visible precedence.

Records: catalogue.entry_published, .entry_changed, .entry_broken, .entry_retired, .entry_returned, .entry_moved,
.search_saved, .search_removed, .product_named, .alternative_stated, .alternative_withdrawn. Follows:
organisations.body_changed, .body_verified, .verification_withdrawn.
"""
