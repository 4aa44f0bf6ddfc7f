"""Reads of health; so far only of its packs."""
