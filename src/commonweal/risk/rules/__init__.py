"""Decisions as pure functions on values: what advisories come to, how they are grouped, which changes are doubted."""
