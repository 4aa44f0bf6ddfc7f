"""Pages about bodies, offices, claims and people."""
