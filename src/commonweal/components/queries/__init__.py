"""Reads; every one that tells of components takes the scope of who asks."""

from commonweal.components.queries.scope import EVERYTHING, NOTHING, Scope, scope_of

__all__ = ["EVERYTHING", "NOTHING", "Scope", "scope_of"]
