"""Takes values out of a parsed document without believing anything about them."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from commonweal.standards.sbom.model import ExternalReference, Links

_NOT_IN_ADDRESSES = re.compile(r"[\s<>\"{}|\\^`]")
# What nearly every address is, seen without taking it apart.
_HAS_PLAIN_HOST = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]*)?(?:[/?#]|$)", re.IGNORECASE)
# A text longer than any name, address or licence expression is cut: it is a mistake or an attack.
LONGEST_TEXT = 10_000
MOST_PROPERTIES = 100


def text(value: object) -> str | None:
    """Give text without its outer white space; None where there is none. Numbers become text."""
    if value is None:
        return None
    if isinstance(value, str):
        stripped = value.strip()
        if len(stripped) > LONGEST_TEXT or "\0" in stripped:
            stripped = stripped[:LONGEST_TEXT].replace("\0", "\ufffd")
        return stripped or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def mapping(value: object) -> dict[str, Any]:
    """Give the object, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Give the list, or an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> Iterator[dict[str, Any]]:
    """Give the objects of a list."""
    return (item for item in items(value) if isinstance(item, dict))


def texts(value: object) -> tuple[str, ...]:
    """Give the texts of a list, or the one text, each once."""
    found = [text(item) for item in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(item for item in found if item))


def web_reference(kind: object, url: object) -> ExternalReference | None:
    """Let only http and https with a host through."""
    address = text(url)
    is_web = address is not None and address[:8].lower().startswith(("http://", "https://"))
    if address is None or not is_web or _NOT_IN_ADDRESSES.search(address):
        return None
    return ExternalReference(text(kind) or "other", address) if _has_host(address) else None


def _has_host(address: str) -> bool:
    if _HAS_PLAIN_HOST.match(address):
        return True
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


class Graph:
    """Gathers arrows: from each ref to others, in the order met, each once."""

    __slots__ = ("_to",)

    def __init__(self) -> None:
        self._to: dict[str, dict[str, None]] = {}

    def place(self, ref: str) -> None:
        """Note a ref that may lead nowhere."""
        self._to.setdefault(ref, {})

    def join(self, ref: str, to: str) -> None:
        """Draw an arrow."""
        self._to.setdefault(ref, {})[to] = None

    def links(self) -> tuple[Links, ...]:
        """Give all arrows."""
        return tuple(Links(ref, tuple(to)) for ref, to in self._to.items())

    def targets(self) -> set[str]:
        """Give every ref that an arrow leads to."""
        return {to for all_of in self._to.values() for to in all_of}
