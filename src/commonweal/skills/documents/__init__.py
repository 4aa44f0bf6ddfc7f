"""The shape of output."""
