"""What people can do with open source, what their body needs, what a training changed, and who helps whom.

Nouns: SkillStatement, StatedLevel, SkillCount, SkillNeed, SkillFigures, Cohort, Participant, CohortAnswer,
AnsweredLevel, HelpOffer, HelpWanted, Mentorship, HourEntry. What people said of themselves and take back is erased at
once, that they said something stays; others read figures in sizes, never people. Nothing else is deleted.

Records: skills.skills_stated, .statement_withdrawn, .count_entered, .count_ended, .need_added, .need_ended,
.figures_published, .figures_taken_back, .cohort_planned, .cohort_changed, .cohort_closed, .codes_made, .answered,
.answers_withdrawn, .help_offered, .help_renewed, .help_ended, .help_wanted, .want_ended, .mentorship_proposed,
.mentorship_accepted, .mentorship_declined, .mentorship_ended, .hours_given, .hours_confirmed, .hours_taken_back.
Follows: none.
"""
