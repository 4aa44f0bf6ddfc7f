"""How an entry is told from another, and what its page is called.

Source: RFC 3986 section 6 by way of `standards.repository_url`; the choice of slugs is our own.
"""

import hashlib
import re
from collections.abc import Iterator

from commonweal.catalogue.rules.words import fold
from commonweal.standards import repository_url

LONGEST_SLUG = 100
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def address(url: str) -> str:
    """Give what is equal exactly for addresses of the same repository; of other texts, themselves.

    >>> address("https://GitHub.com/Italia/SPID.git") == address("git@github.com:italia/spid")
    True
    """
    return (repository_url.comparison_key(url) or url)[:1000]


def owner_from_url(url: str) -> str:
    """Give the last but one part of an address: the account that holds the repository, or "".

    >>> owner_from_url("https://github.com/italia/spid")
    'italia'
    """
    parts = [part for part in url.split("://", 1)[-1].split("/") if part]
    return parts[-2] if len(parts) > 2 else ""


def name_from_url(url: str) -> str:
    """Give the last part of an address.

    >>> name_from_url("https://github.com/italia/spid.git")
    'spid'
    """
    return url.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git") or url


def slug_choices(name: str, url: str, component_path: str) -> Iterator[str]:
    """Give slugs for an entry, best first; the last is unlike every other entry's."""
    plain = slug(name) or slug(name_from_url(url))
    digest = hashlib.sha256(f"{address(url)}#{component_path}".encode()).hexdigest()[:8]
    if plain:
        yield plain
        if owner := slug(owner_from_url(url)):
            yield f"{plain}-{owner}"[: LONGEST_SLUG + 40]
    yield f"{plain or 'entry'}-{digest}"


def slug(text: str) -> str:
    """Give a text as lower-case ASCII words joined by hyphens; "" where nothing of it is left.

    >>> slug("Città di Torino – OpenData!")
    'citta-di-torino-opendata'
    """
    return _NOT_IN_A_SLUG.sub("-", fold(text)).strip("-")[:LONGEST_SLUG].rstrip("-")
