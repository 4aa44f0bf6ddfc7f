"""Decisions about licences, as pure functions on values."""
