"""What is shown and sent: reports, tables, sentences."""
