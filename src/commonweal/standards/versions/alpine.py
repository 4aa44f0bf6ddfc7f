"""Keys for Alpine's apk (Wolfi, Chainguard, Alpaquita …) and Gentoo.

Sources: apk-tools 3, "apk-package(5)" and its version grammar
`number{.number}…{letter}{_suffix{number}}…{~hash}{-r#}`; Gentoo Package Manager Specification 8, section 3.3.
"""

import re

from commonweal.standards.versions.encoding import number, words

_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_LETTER = re.compile(r"([a-z])([0-9]*)")
_FRACTION = re.compile(r"(?<=\.)0([0-9]*?)0*(?![0-9])")
_SUFFIX = re.compile(r"_(alpha|beta|pre|rc|cvs|svn|git|hg|p)([0-9]*)")
_COMMIT = re.compile(r"~[0-9a-f]+")
_REVISION = re.compile(r"-r([0-9]*)\Z")
_BEFORE = {"alpha": 1, "beta": 2, "pre": 3, "rc": 4}
_NOTHING = b"\x05"
_AFTER = {"cvs": 6, "svn": 7, "git": 8, "hg": 9, "p": 10}
_RANKS = {**_BEFORE, **_AFTER}


def alpine(version: str) -> bytes | None:
    """Numbers, a letter, suffixes, a commit, a revision; text that belongs nowhere sorts before none."""
    match = _NUMBERS.match(version)
    key = _numbers(match[0]) if match else b""
    place = match.end() if match else 0
    letter = _LETTER.match(version, place)
    if letter:
        place = letter.end()
    # apk-tools 3 forbids digits behind the letter, but Alpine has such versions (sudo 1.7.4p6), and 2 orders them.
    key += b"\x10" + (words(letter[1]) + number(letter[2] or "0") if letter else b"\x00")
    while suffix := _SUFFIX.match(version, place):
        key += bytes((_RANKS[suffix[1]],)) + number(suffix[2] or "0")
        place = suffix.end()
    commit = _COMMIT.match(version, place)
    if commit:
        place = commit.end()
    key += _NOTHING + words(commit[0] if commit else "")
    revision = _REVISION.match(version, place)
    if revision:
        place = revision.end()
    # apk takes all texts that begin with a hyphen here for one.
    rest = version[place:].partition("-")[0] or version[place : place + 1]
    return key + number(revision[1] or "0" if revision else "0") + (b"\x00" + words(rest) if rest else b"\x01")


def gentoo(version: str) -> bytes | None:
    """As Alpine, but zeros at the end of a decimal fraction do not count: 1.020 is 1.02."""
    return alpine(_FRACTION.sub(r"0\1", version))


def _numbers(dotted: str) -> bytes:
    """The first is a number; a later one that starts with 0 is a decimal fraction, before those that do not."""
    first, *rest = dotted.split(".")
    key = b"\x80" + number(first)
    for item in rest:
        key += b"\x80\x00" + words(item) if item.startswith("0") else b"\x80" + number(item)
    return key
