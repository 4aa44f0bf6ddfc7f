"""Reads of health: projects and what stands about them, words, peers; the packs that rules go by."""
