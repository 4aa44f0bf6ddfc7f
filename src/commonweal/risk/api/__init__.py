"""Entrances for programs."""
