"""Decisions about lists of components, as pure functions."""
