"""What is asked of guidance: pages, paths, words, editions."""
