"""How the catalogue fills itself: sources, runs, and what each run found.

Nouns: Source (a host group, list, folder or other catalogue, and how to read it), Run (one walk through a source),
Repository (what a source held when last seen), Component (a metadata file of it), Rejection (why something found is not
in the catalogue), Pause (that a source is left alone for now, or was removed).

Records: harvest.source_added, .source_changed, .source_paused, .source_resumed, .source_removed, .run_asked_for,
.run_started, .run_interrupted, .run_failed, .run_finished, .departures_confirmed. Follows: nothing.
"""
