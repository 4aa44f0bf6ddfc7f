"""Decisions about assessments, as pure functions on values."""
