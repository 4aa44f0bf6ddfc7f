"""What a body wants and does about it: aims, actions, owners; what may stop early, and who is told in time.

Nouns: Strategy, Goal, PlannedAction, Evidence, StrategyReview, Clause, ClauseSupport, Concern, Initiative, Milestone,
Participation, TeamMember, Stakeholder, Alert. Versions: renewing copies open actions once. Nothing is deleted.

Records: strategy.strategy_begun, .strategy_changed, .strategy_renewed, .strategy_reviewed, .goal_set, .goal_changed,
.goal_ended, .action_planned, .action_changed, .action_finished, .action_dropped, .action_reopened, .evidence_added,
.evidence_withdrawn, .clause_added, .clause_ended, .clause_supported, .support_ended, .concern_raised,
.concern_answered, .concern_closed, .concern_reopened, .initiative_registered, .initiative_changed, .initiative_closed,
.milestone_planned, .milestone_reached, .part_taken, .part_ended, .member_added, .member_changed, .member_withdrawn,
.stakeholder_added, .stakeholder_withdrawn, .body_alerted.
Follows: none.
"""
