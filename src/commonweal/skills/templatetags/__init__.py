"""What pages of other contexts show of this one."""
