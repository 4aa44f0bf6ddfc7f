"""Decisions about claims, systems, contracts and suppliers, as pure functions; a module each subject."""
