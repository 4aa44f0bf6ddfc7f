"""Is it maintained: what the history of a repository tells, counted by published rules, and said in four words.

Nouns: Project (a repository looked at). A contribution (a commit and a person it is owed to), a person (the identities
that are one), a figure (what a rule counted, with the rule's version) are derived when asked.

Records: none.
Follows: none.
"""
