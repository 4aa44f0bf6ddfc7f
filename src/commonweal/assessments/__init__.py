"""Where a body, a product, a part, a purchase or a country stands, by plain questions, and what to do next.

Nouns: Assessment, Respondent, Answer, Result, SuggestionReview, Drop, Campaign, Invitation,
OfflineForm, ConflictDecision, CampaignLetter. An instrument, its questions, a score and a
recommendation are values, read from packs and worked out when asked.

Records: assessments.assessment_started, .respondent_joined, .suggestion_accepted, .suggestion_declined,
.assessment_finished, .recommendation_dropped, .recommendation_restored, .recommendation_taken, .declaration_published,
.declaration_withdrawn, .campaign_opened, .campaign_closed, .campaign_reopened, .places_invited, .invitation_withdrawn,
.form_received, .form_taken_back, .conflict_decided, .addresses_written, .places_mailed, .places_reminded,
.mail_stopped, .mail_allowed.
Follows: none.
"""
