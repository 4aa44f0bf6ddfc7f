"""Decisions about health: pure functions on the history of a repository."""
