"""How the catalogue fills itself: sources, runs, and what each run found.

Nouns: Source (a host group, list, folder or other catalogue, and how to read it), Run (one walk through a source),
Repository (what a source held when last seen), Rejection (why something found is not in the catalogue).

Records: harvest.source_added, .source_changed, .source_paused, .source_resumed, .run_started, .run_finished,
.run_failed. Follows: nothing.
"""
