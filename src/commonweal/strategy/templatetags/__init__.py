"""Tags by which pages of other contexts show strategies."""
