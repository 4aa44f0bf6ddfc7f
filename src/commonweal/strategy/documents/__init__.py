"""The shape of what is said."""
