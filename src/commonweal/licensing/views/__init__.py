"""Pages about licences."""
