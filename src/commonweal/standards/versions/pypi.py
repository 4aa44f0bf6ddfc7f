"""Keys for Python packages: the version specifiers of PyPA (PEP 440), and what came before.

Source: packaging.python.org, "Version specifiers" (PEP 440), with the parsing grammar of its appendix. Versions that
do not follow it sort before all others, in the order of setuptools' `parse_version` (PEP 386's rationale), as pip did.
"""

import re

from commonweal.standards.versions.encoding import number, words
from commonweal.standards.versions.semver import numbers

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)*\Z")
_PEP_440 = re.compile(
    r"""v?(?:(?P<epoch>[0-9]+)!)?
    (?P<release>[0-9]+(?:\.[0-9]+)*)
    (?:[-_.]?(?P<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?P<pre_number>[0-9]+)?)?
    (?P<post>-(?P<post_implicit>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?P<post_number>[0-9]+)?)?
    (?P<dev>[-_.]?dev[-_.]?(?P<dev_number>[0-9]+)?)?
    (?:\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\Z""",
    re.VERBOSE,
)
_PHASES = {"a": 1, "alpha": 1, "b": 2, "beta": 2, "c": 3, "rc": 3, "pre": 3, "preview": 3}
_LEGACY, _REGULAR, _SUFFIX, _FINAL = b"\x00", b"\x01", b"\x10", b"\xff"
# A final release: no pre-release, no post-release, no development release, no local part.
_PLAIN_END = _SUFFIX + _FINAL + b"\x00\x01\x00"
_LEGACY_PART = re.compile(r"[0-9]+|[a-z]+|\.|-")
_LEGACY_WORDS = {"pre": "c", "preview": "c", "-": "final-", "rc": "c", "dev": "@"}


def pypi(version: str) -> bytes | None:
    """Epoch, release, pre-release, post-release, development release, local part."""
    version = version.strip()
    if _PLAIN.match(version):
        return _REGULAR + b"\x00" + numbers(version) + _PLAIN_END
    version = version.lower()
    match = _PEP_440.match(version)
    if match is None:
        return _LEGACY + _legacy(version)
    part = match.group
    key = _REGULAR + number(part("epoch") or "0") + numbers(part("release")) + _SUFFIX
    if part("pre"):
        key += bytes((_PHASES[part("pre")],)) + number(part("pre_number") or "0")
    else:
        # 1.0.dev1 comes before 1.0a1, but 1.0.post1.dev1 after 1.0.
        key += b"\x00" if part("dev") and not part("post") else _FINAL
    key += b"\x01" + number(part("post_implicit") or part("post_number") or "0") if part("post") else b"\x00"
    key += b"\x00" + number(part("dev_number") or "0") if part("dev") else b"\x01"
    return key + _local(part("local"))


def _local(local: str | None) -> bytes:
    """Words sort before numbers, and no local part before any."""
    if local is None:
        return b"\x00"
    items = re.split(r"[-_.]", local)
    return b"".join([b"\x03" + number(item) if item.isdigit() else b"\x02" + words(item) for item in items]) + b"\x01"


def _legacy(version: str) -> bytes:
    """Order numbers and words as setuptools did: numbers padded to eight digits, words behind a star."""
    parts: list[str] = []
    for found in [*_LEGACY_PART.findall(version), "final"]:
        word = _LEGACY_WORDS.get(found, found)
        if word == ".":
            continue
        if word[0].isdigit():
            parts.append(word.zfill(8))
            continue
        if word < "final":
            while parts and parts[-1] == "*final-":
                parts.pop()
        while parts and parts[-1] == "00000000":
            parts.pop()
        parts.append("*" + word)
    return words("\x01".join(parts))
