"""What pages of every context may use."""
