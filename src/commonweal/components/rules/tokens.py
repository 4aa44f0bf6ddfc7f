"""What is kept and shown of a secret."""

import hashlib

# By it people, and programs that look for secrets left lying about, know ours.
PREFIX = "cw_"
_SHOWN = 8


def digest_of(secret: str) -> str:
    """Give what is kept of a secret: it has 256 random bits, so nothing slower than SHA-256 is needed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def beginning_of(secret: str) -> str:
    """Give by what people tell secrets apart.

    >>> beginning_of("cw_abcdefghij")
    'cw_abcde'
    """
    return secret[:_SHOWN]
