"""What templates of every context may use."""
