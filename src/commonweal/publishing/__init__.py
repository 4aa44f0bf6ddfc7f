"""What those who publish software need: the editor of publiccode.yml and the check behind it.

Nouns: Fetch (that somebody asked for the publiccode.yml behind an address, and what was found there or made from what
the repository says).

Records: nothing, since a fetch is a copy of something public and forgotten after a day. Follows: nothing.
"""
