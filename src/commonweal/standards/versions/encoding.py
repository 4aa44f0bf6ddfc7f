"""Bytes that sort as numbers and words do: the bricks of version keys.

Keys are compared byte by byte, as bytes in Python, `bytea` in PostgreSQL and memcmp in C compare.
"""

# So many digits fit into eight bytes; longer numbers keep their digits behind their length.
_DIGITS_OF_EIGHT_BYTES = 19
_ONE_BYTE = 0xE0


def _whole(value: int) -> bytes:
    if value < _ONE_BYTE:
        return bytes((value,))
    size = (value.bit_length() + 7) // 8
    return bytes((_ONE_BYTE - 1 + size,)) + value.to_bytes(size, "big")


# Nearly all numbers in versions are small and written plainly; looking them up halves the time of a key.
_KNOWN = {str(value): _whole(value) for value in range(5_000)}


def number(digits: str) -> bytes:
    """Encode a whole number, written in ASCII digits, so that greater numbers give greater bytes.

    Up to 223 one byte; up to 19 digits their count of bytes and the bytes; beyond that their count of digits and the
    digits. No encoding is the beginning of another.

    >>> number("9") < number("10") < number("1" + "0" * 40)
    True
    >>> number("007") == number("7")
    True
    """
    found = _KNOWN.get(digits)
    if found is not None:
        return found
    if len(digits) > _DIGITS_OF_EIGHT_BYTES:
        digits = digits.lstrip("0")
        if len(digits) > _DIGITS_OF_EIGHT_BYTES:
            return b"\xff" + len(digits).to_bytes(4, "big") + digits.encode("ascii")
    return _whole(int(digits or "0"))


def is_number(text: str) -> bool:
    """Say whether the text is a whole number in ASCII digits; other digits, such as "²", are letters to ecosystems."""
    return text.isascii() and text.isdigit()


def words(text: str) -> bytes:
    """Encode text in the order of its code points; a longer text sorts after its beginning.

    >>> words("alpha") < words("alphabet") < words("beta")
    True
    """
    return text.encode("utf-8", "surrogatepass") + b"\x00"
