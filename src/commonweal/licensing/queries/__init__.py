"""What is read to answer about licences."""
