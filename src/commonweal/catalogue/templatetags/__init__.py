"""What pages of other contexts may show of the catalogue."""
