"""What pages of other contexts show of licences."""
