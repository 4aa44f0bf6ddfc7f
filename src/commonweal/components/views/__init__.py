"""Pages of what systems are made of."""
