"""Keys for Packagist: versions as Composer orders them, by PHP's version_compare.

Source: PHP manual, `version_compare`: signs and changes between digits and letters part a version; words order as
unknown < dev < alpha < beta < RC < number < patch.
"""

import re

from commonweal.standards.versions.encoding import number

_PART = re.compile(r"[0-9]+|[^0-9.\-_+#]+")
_UNKNOWN, _END, _NUMBER, _PATCH = b"\x10", b"\x15", b"\x16", b"\x18"
# PHP compares the beginning of a word only, in this order, and knows RC in these two spellings.
_BEGINNINGS = (("dev", b"\x11"), ("a", b"\x12"), ("b", b"\x13"), ("RC", b"\x14"), ("rc", b"\x14"))


def composer(version: str) -> bytes | None:
    """The end sorts after every pre-release word, before a number, and before a patch."""
    if version[:1] in ("v", "V"):
        version = version[1:]
    version = version.strip()
    return b"".join([_part(part) for part in _PART.findall(version)]) + _END if version else None


def _part(part: str) -> bytes:
    if part[0] in "0123456789":
        return _NUMBER + number(part)
    if part.startswith("p"):
        return _PATCH
    return next((rank for beginning, rank in _BEGINNINGS if part.startswith(beginning)), _UNKNOWN)
