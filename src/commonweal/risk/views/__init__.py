"""Pages about what could hurt."""
