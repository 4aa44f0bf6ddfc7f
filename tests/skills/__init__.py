"""What people can do, what they learn, and who helps whom."""
