"""What guidance says and how it is found, as pure functions."""
