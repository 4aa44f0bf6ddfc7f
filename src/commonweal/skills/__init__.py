"""What people can do with open source, what their body needs, and what a training changed.

Nouns: SkillStatement, StatedLevel, SkillCount, SkillNeed, SkillFigures, Cohort, Participant, CohortAnswer,
AnsweredLevel. People speak for themselves and may take it back at once: what they said is then erased, that they said
something stays. Others read figures in sizes, never people. Nothing else is deleted.

Records: skills.skills_stated, .statement_withdrawn, .count_entered, .count_ended, .need_added, .need_ended,
.figures_published, .figures_taken_back, .cohort_planned, .cohort_changed, .cohort_closed, .codes_made, .answered,
.answers_withdrawn.
Follows: none.
"""
