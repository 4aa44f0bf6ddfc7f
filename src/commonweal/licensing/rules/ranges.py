"""The versions of a package as people write them, as one interval of keys."""

from commonweal.standards import vers, versions
from commonweal.standards.vers import native
from commonweal.standards.versions.intervals import EVERYTHING, Interval, Intervals, only


def interval_of(kind: str, written: str) -> Interval | None:
    """Give the one interval that a version or a range of a type of packages is; None if not understood, or with gaps.

    >>> interval_of("npm", ">=1.0.0, <2.0.0") is not None
    True
    >>> interval_of("npm", "some") is None
    True
    """
    found = _intervals(kind, written)
    return found[0] if found and len(found) == 1 else None


def _intervals(kind: str, written: str) -> Intervals | None:
    if not written or written == "*":
        return EVERYTHING
    if written.startswith("vers:"):
        read, _ = vers.read(written)
        return None if read is None else read.intervals
    key = versions.key(kind, written)
    if key is not None and written[0] not in "<>=!~^":
        return (only(key),)
    native_range = native.from_native(kind, written)
    return None if native_range is None else native_range.intervals
