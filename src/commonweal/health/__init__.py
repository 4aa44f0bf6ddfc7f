"""Is it maintained: what the history of a repository tells, counted by published rules, and said in four words.

Nouns: Project (a repository looked at), Examination, MaintenanceConfirmation, StageDeclaration, Importance,
ManualCheck, HealthDecision, Course, LifecycleProduct, ReleaseCycle. Derived when asked: a contribution (a commit
and a person it is owed to), a person (the identities that are one), a figure (what a rule counted, with its version), a flag.

Records: health.project_watched, .project_examined, .examination_failed, .maintenance_confirmed, .confirmation_ended,
.stage_declared, .declaration_ended, .lifecycle_source_opened, .lifecycle_source_changed, .lifecycle_changes_accepted,
.lifecycles_read, .lifecycle_corrected, .lifecycle_gone.
Follows: none.
"""
