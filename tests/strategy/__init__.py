"""What bodies want and do, and what may stop."""
