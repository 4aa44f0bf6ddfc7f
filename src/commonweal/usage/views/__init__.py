"""Pages about what bodies use, run and pay."""
