"""What pages of contexts below may show of what bodies use."""
