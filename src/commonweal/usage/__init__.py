"""Who runs what: claims of use, systems, contracts, suppliers, and what to look at next.

Records: nothing yet. Follows: nothing.
"""
