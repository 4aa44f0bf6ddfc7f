"""The shape of output: words, figures, tables and files."""
