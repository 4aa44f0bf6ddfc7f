"""Is it maintained: what the history of a repository tells, counted by published rules, and said in four words.

Nouns: Project (a repository looked at), Examination, MaintenanceConfirmation, StageDeclaration, Importance,
ManualCheck, HealthDecision, Course, LifecycleProduct, ReleaseCycle, ForgeLook, Ticket, ForgeFacts, PackageFacts.
Derived when asked: contribution (a commit and a person it is owed to), person, figure (by a version of a rule), flag.

Records: health.project_watched, .project_examined, .examination_failed, .maintenance_confirmed, .confirmation_ended,
.stage_declared, .declaration_ended, .lifecycle_source_opened, .lifecycle_source_changed, .lifecycle_changes_accepted,
.lifecycles_read, .lifecycle_corrected, .lifecycle_gone, .forge_looked_at, .forge_look_failed, .package_looked_up,
.importance_stated, .manual_check_made, .course_decided, .course_ended.
Follows: none.
"""
