"""Which licences the software has, what they ask of those who use it, and what the rules of an office say to them.

Nouns: none that is kept yet. A licence, an expression, a policy, an obligation and a piece of advice are values, read
from packs and worked out when asked.

Records: none.
Follows: none.
"""
