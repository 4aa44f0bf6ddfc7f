"""What bodies use, run and buy, for machines. Read only."""
