"""Ways to this context from pages of contexts below."""
