"""What could hurt: advisories, whom they hit, what is known to be exploited, and what was decided about it.

Nouns: AdvisorySource, SyncRun, Advisory, AdvisoryRevision, AdvisoryName, Vulnerability, AffectedPackage, AffectedRange,
ListedVersion, Exploitation, ExploitForecast, SsvcDecision, Decision, VexImport, Notice, DayCount. A finding (a system
runs a version that a vulnerability affects) is derived when asked, never stored.

Records: risk.source_opened, .source_changed, .changes_accepted, .sync_finished, .advisory_written, .advisory_withdrawn,
.advisory_restored, .advisory_corrected, .advisories_changed, .vulnerabilities_merged, .vulnerability_split,
.decision_made, .decision_ended, .vex_received, .vex_imported, .vex_undone, .body_notified, .notice_acknowledged,
.answer_exported.
Follows: components.sbom_received, .sbom_withdrawn.
"""
