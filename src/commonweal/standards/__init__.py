"""Formats the world agreed on: bytes in, frozen values and problems out, and back.

Nothing here knows of Django, the network, the clock or the database. Every reader has the same shape,
`read(content) -> (value or None, problems)`: it understands as much as it can, says strictly what is wrong,
and never raises on what somebody else wrote.
"""
