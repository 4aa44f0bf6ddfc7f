"""Reads; every one that tells of findings takes the scope of who asks (`components.queries.scope_of`)."""
