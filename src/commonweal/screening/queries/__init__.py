"""Reads; every one that tells what a body asked takes who asks."""
