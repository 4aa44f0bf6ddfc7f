"""What those who publish software need: the editor of publiccode.yml and the check behind it.

Nouns: Fetch (that somebody asked for a repository's metadata, and what was found there).

Records: nothing yet. Follows: nothing.
"""
