"""Keys for Maven: the version order of its POM reference.

Source: maven.apache.org, POM Reference, "Version Order Specification" (Maven 3.9 and later).
"""

import re

from commonweal.standards.versions.encoding import is_number, number, words

_PART = re.compile(r"[0-9]+|[^0-9]+")
_BEFORE_RELEASE = {"alpha": 1, "beta": 2, "milestone": 3, "rc": 4, "snapshot": 5}
_SAME = {"cr": "rc", "ga": "", "final": "", "release": ""}
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_END, _SERVICE_PACK, _OTHER_WORD = b"\x40", b"\x50\x07", b"\x50\x08"
_HYPHEN_NUMBER, _DOT_NUMBER = b"\x80", b"\x90"
_NULLS = frozenset({"0", ""})
_Token = tuple[str, str]


def maven(version: str) -> bytes | None:
    """Words before the release, the end, other words, "-1", ".1"."""
    key = []
    for sign, word in _significant(_tokens(version)):
        if is_number(word):
            key.append((_HYPHEN_NUMBER if sign == "-" else _DOT_NUMBER) + number(word))
        elif word in _BEFORE_RELEASE:
            key.append(b"\x20" + bytes((_BEFORE_RELEASE[word],)))
        elif word == "":
            key.append(b"\x50\x06")
        else:
            key.append(_SERVICE_PACK if word == "sp" else _OTHER_WORD + words(word))
    return b"".join(key) + _END


def _tokens(version: str) -> list[_Token]:
    """Part at ".", "-" and where digits meet letters, which counts as a hyphen; nothing is zero."""
    pieces = re.split(r"([-.])", version.lower())
    tokens = []
    for place in range(0, len(pieces), 2):
        sign = pieces[place - 1] if place else ""
        parts = _PART.findall(pieces[place]) or [""]
        for index, part in enumerate(parts):
            if is_number(part):
                token = part.lstrip("0") or "0"
            else:
                token = _SAME.get(part, part) if part else "0"
                if index < len(parts) - 1:
                    token = _SHORT.get(token, token)
            tokens.append(("-" if index else sign, token))
    return tokens


def _significant(tokens: list[_Token]) -> list[_Token]:
    """Drop zeros and empty words at the end, before each hyphen, and before each word."""
    kept: list[_Token] = []
    for sign, token in tokens:
        if sign == "-" or not is_number(token):
            while len(kept) > 1 and kept[-1][1] in _NULLS:
                kept.pop()
        kept.append((sign, token))
    while len(kept) > 1 and kept[-1][1] in _NULLS:
        kept.pop()
    return kept
