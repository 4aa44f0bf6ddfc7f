"""Where a body, a product, a part, a purchase or a country stands, by plain questions, and what to do next.

Nouns: Assessment, Respondent, Answer, Result, SuggestionReview, Drop. An instrument, its questions, a score and a
recommendation are values, read from packs and worked out when asked.

Records: assessments.assessment_started, .respondent_joined, .suggestion_accepted, .suggestion_declined,
.assessment_finished, .recommendation_dropped, .recommendation_restored, .recommendation_taken.
Follows: none.
"""
