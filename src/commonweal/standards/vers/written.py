"""Versions as people write them: a version, a range of the ecosystem, or vers."""

from commonweal.standards import versions
from commonweal.standards.vers import native
from commonweal.standards.vers.model import read
from commonweal.standards.versions.intervals import EVERYTHING, Intervals, only


def intervals_of(kind: str, written: str) -> Intervals | None:
    """Give the keys of a version or range as people write it for a type of packages; None if not understood.

    "" and "*" are all versions.

    >>> intervals_of("npm", "some") is None, intervals_of("npm", "*") == EVERYTHING
    (True, True)
    """
    if not written or written == "*":
        return EVERYTHING
    if written.startswith("vers:"):
        found, _ = read(written)
        return None if found is None else found.intervals
    key = versions.key(kind, written)
    if key is not None and written[0] not in "<>=!~^":
        return (only(key),)
    native_range = native.from_native(kind, written)
    return None if native_range is None else native_range.intervals
