"""Keys for RubyGems (and CocoaPods, which compares alike).

Source: RubyGems 3, `Gem::Version#<=>` and its documentation: words sort before numbers, the end of a version is an
endless row of zeros, "-" means ".pre.".
"""

import re

from commonweal.standards.versions.encoding import number, words

_SEGMENT = re.compile(r"[0-9]+|[a-z]+", re.IGNORECASE)
_PLATFORM = re.compile(
    r"-(?:java|jruby|universal|x86|x64|i[3-6]86|amd64|arm|aarch64|mswin|mingw|powerpc|ruby)(?:[-_0-9a-z.]*)\Z"
)
# In this order: a word; zeros, then a word; the end; zeros, then a number; a number.
_WORD, _ZEROS_WORD, _END, _ZEROS_NUMBER, _NUMBER = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"
_MOST_ZEROS = 255


def gem(version: str) -> bytes | None:
    """Numbers and words in turn; zeros before the first word and at the end do not count."""
    version = _PLATFORM.sub("", version.strip().removeprefix("v"))
    segments = _SEGMENT.findall(version.replace("-", ".pre."))
    if not segments or not segments[0].isdigit():
        return None
    first_word = next((place for place, segment in enumerate(segments) if not segment.isdigit()), len(segments))
    return _encoded(_without_last_zeros(segments[:first_word]) + _without_last_zeros(segments[first_word:]))


def _without_last_zeros(segments: list[str]) -> list[str]:
    while segments and not segments[-1].strip("0"):
        segments.pop()
    return segments


def _encoded(segments: list[str]) -> bytes:
    """Zeros count by what follows them: more zeros bring a word nearer to the end from below, a number from above."""
    key, zeros = [], 0
    for segment in segments:
        if not segment.strip("0"):
            zeros += 1
        elif segment.isdigit():
            key.append((_ZEROS_NUMBER + bytes((_MOST_ZEROS - zeros,)) if zeros else _NUMBER) + number(segment))
            zeros = 0
        else:
            key.append((_ZEROS_WORD + bytes((zeros,)) if zeros else _WORD) + words(segment))
            zeros = 0
    return b"".join(key) + _END
