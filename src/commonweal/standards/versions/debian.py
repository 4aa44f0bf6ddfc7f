"""Keys for Debian packages and those who compare as dpkg does: Ubuntu, opam.

Source: Debian Policy 4.7, section 5.6.12, and deb-version(7).
"""

import re

from commonweal.standards.versions.encoding import number

_EPOCH = re.compile(r"([0-9]+):")
_DIGIT = re.compile(r"[0-9]")
_PIECE = re.compile(r"([^0-9]*)([0-9]*)")
# A run of non-digits ends here: after "~", before letters, before all else.
_END = b"\x02"
# The value of each character: "~" first, then the end of the run, letters, all else.
_ORDER = bytes(
    1 if chr(code) == "~" else code if chr(code).isalpha() else min(code + 122, 255) if code < 128 else 255
    for code in range(256)
)


def debian(version: str) -> bytes | None:
    """Epoch, upstream version, revision; a missing epoch or revision is zero."""
    epoch = _EPOCH.match(version)
    if epoch:
        version = version[epoch.end() :]
    if not _DIGIT.search(version):
        return None
    upstream, hyphen, revision = version.rpartition("-")
    if not hyphen:
        upstream, revision = version, ""
    return number(epoch[1] if epoch else "0") + _runs(upstream) + _runs(revision)


def opam(version: str) -> bytes | None:
    """As dpkg compares upstream versions, with neither epoch nor revision."""
    return _runs(version[1:] if version[:1] in ("v", "V") else version)


def _runs(text: str) -> bytes:
    """Encode runs of non-digits and numbers in turn; a missing number is zero."""
    runs = []
    for letters, digits in _PIECE.findall(text):
        if letters or digits:
            runs.append(letters.encode("utf-8", "surrogatepass").translate(_ORDER) + _END + number(digits or "0"))
    return b"".join(runs or [_END + b"\x00"]) + _END
