"""Bytes that sort as numbers and words do: the bricks of version keys.

Keys are compared byte by byte, as bytes in Python, `bytea` in PostgreSQL and memcmp in C compare.
"""

_SMALL = tuple(bytes((number,)) for number in range(0xE0))
# So many digits fit into eight bytes; longer numbers keep their digits behind their length.
_DIGITS_OF_EIGHT_BYTES = 19


def number(digits: str) -> bytes:
    """Encode a whole number, written in ASCII digits, so that greater numbers give greater bytes.

    Up to 223 one byte; up to 19 digits their count of bytes and the bytes; beyond that their count of digits and the
    digits. No encoding is the beginning of another.

    >>> number("9") < number("10") < number("1" + "0" * 40)
    True
    >>> number("007") == number("7")
    True
    """
    if len(digits) > _DIGITS_OF_EIGHT_BYTES:
        digits = digits.lstrip("0")
        if len(digits) > _DIGITS_OF_EIGHT_BYTES:
            return b"\xff" + len(digits).to_bytes(4, "big") + digits.encode("ascii")
    value = int(digits or "0")
    if value < len(_SMALL):
        return _SMALL[value]
    size = (value.bit_length() + 7) // 8
    return bytes((0xDF + size,)) + value.to_bytes(size, "big")


def words(text: str) -> bytes:
    """Encode text in the order of its code points; a longer text sorts after its beginning.

    >>> words("alpha") < words("alphabet") < words("beta")
    True
    """
    return text.encode("utf-8", "surrogatepass") + b"\x00"
