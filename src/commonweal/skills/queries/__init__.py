"""Reads; they say who is asking."""
