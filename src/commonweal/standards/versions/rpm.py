"""Keys for RPM packages (Fedora, Red Hat, SUSE, AlmaLinux, Mageia …) and Arch Linux, whose order descends from it.

Sources: rpm-version(7), "Sorting"; pacman's vercmp(8).
"""

import re

from commonweal.standards.versions.encoding import is_number, number, words

_SEGMENT = re.compile(r"[0-9]+|[A-Za-z]+|~|\^")
_TILDE, _END, _CARET, _LETTERS, _DIGITS = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"
_ALPM_SEGMENT = re.compile(r"([^0-9A-Za-z]*)([0-9]+|[A-Za-z]+)")


def rpm(version: str) -> bytes | None:
    """Epoch, version, release; no epoch is zero, and no release sorts before any."""
    epoch, rest = _epoch(version)
    upstream, hyphen, release = rest.partition("-")
    return number(epoch) + _segments(upstream) + (b"\x01" + _segments(release) if hyphen else b"\x00")


def alpm(version: str) -> bytes | None:
    """Epoch, version, release; no epoch is zero, no release is the first.

    pacman takes a version without release for equal to every release of it, which no order can.
    """
    epoch, rest = _epoch(version)
    upstream, _, release = rest.partition("-")
    return number(epoch) + _alpm_segments(upstream) + _alpm_segments(release or "1")


def _epoch(version: str) -> tuple[str, str]:
    epoch, colon, rest = version.partition(":")
    is_epoch = colon and (not epoch or is_number(epoch))
    return (epoch or "0", rest) if is_epoch else ("0", version)


def _segments(text: str) -> bytes:
    """Signs between segments only separate: "~" before the end, "^" after it, then letters, then numbers."""
    found = []
    for segment in _SEGMENT.findall(text):
        if segment == "~":
            found.append(_TILDE)
        elif segment == "^":
            found.append(_CARET)
        elif segment[0] <= "9":
            found.append(_DIGITS + number(segment))
        else:
            found.append(_LETTERS + words(segment))
    return b"".join(found) + _END


def _alpm_segments(text: str) -> bytes:
    """Letters right after a number come before the end (1.0rc < 1.0); what follows a sign comes after it."""
    found = []
    for place, (signs, segment) in enumerate(_ALPM_SEGMENT.findall(text)):
        is_number = segment[0] <= "9"
        if place and not signs and not is_number:
            found.append(b"\x01" + words(segment))
        else:
            distance = bytes((min(3 + len(signs), 255),))
            found.append(distance + (b"\x02" + number(segment) if is_number else b"\x01" + words(segment)))
    return b"".join(found) + _END
