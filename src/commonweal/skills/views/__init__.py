"""Entrances of the context."""
