"""A file that is being edited: its exact bytes, and the text of it that a browser can show and send back.

A browser turns every line's end into CR LF, drops a byte order mark and cannot send bytes that are not UTF-8. So the
bytes travel beside the text, and where the text comes back unchanged they are taken.
"""

import base64
import binascii
import re
import zlib

MOST_BYTES = 512 * 1024  # the largest real file has 200 kB; the page carries a file three times
_BREAK = re.compile(r"\r\n|\r|\n")
_MARK = "\ufeff"


def decoded(content: bytes) -> str:
    """The text of a file in whatever encoding; never raises."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").removeprefix(_MARK)
    try:
        return content.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def shown(content: bytes) -> str:
    """The text as a browser will send it back, with plain line ends."""
    return _normal(decoded(content))


def retyped(content: bytes, text: str) -> bytes:
    """The file after somebody changed its shown text; the same bytes where they did not.

    Lines above and below the change keep their line ends; a file in another encoding becomes UTF-8.
    """
    text = _normal(text)
    before = shown(content)
    if text == before:
        return content
    mark = _MARK if content.startswith(b"\xef\xbb\xbf") else ""
    old = _BREAK.sub(lambda found: found[0], decoded(content))
    ends = [found[0] for found in _BREAK.finditer(old)]
    usual = max(("\n", "\r\n", "\r"), key=ends.count)
    was, now = before.split("\n"), text.split("\n")
    above = _alike(was, now)
    below = min(_alike(was[::-1], now[::-1]), min(len(was), len(now)) - above)
    count = len(now) - 1
    kept_below = ends[len(ends) - below + 1 :] if below else []  # the last line has no end
    new_ends = ends[: min(above, count)]
    new_ends += [usual] * (count - len(new_ends) - len(kept_below))
    new_ends = (new_ends + kept_below)[:count]
    return (mark + "".join(line + end for line, end in zip(now, [*new_ends, ""], strict=True))).encode(
        "utf-8", "replace"
    )


def packed(content: bytes) -> str:
    """The exact bytes as a text for a hidden field."""
    return base64.b64encode(zlib.compress(content)).decode("ascii")


def unpacked(text: str) -> bytes | None:
    """The bytes again; None where the text is none of ours or holds too much."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(base64.b64decode(text, validate=True), MOST_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return content if len(content) <= MOST_BYTES and unpacking.eof else None


def _normal(text: str) -> str:
    return _BREAK.sub("\n", text).replace("\x00", "\ufffd")


def _alike(one: list[str], other: list[str]) -> int:
    """How many lines are the same from the start."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
