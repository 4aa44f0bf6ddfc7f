"""What is read to ask, to score and to compare."""
