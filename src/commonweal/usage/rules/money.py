"""Sums of money as people write them: whole cents in, whole cents out, never a float.

Source: none; the ways of writing are those of English, Italian, French, German and Swiss spreadsheets.
"""

import re


class NotMoney(ValueError):
    """The text is no sum of money."""


class UnclearMoney(ValueError):
    """The text may mean two sums: 12.345 is twelve thousand to some and twelve to others."""


def read_cents(text: str, decimal_mark: str = "") -> int:
    """The cents of a sum as written; `decimal_mark` is the reader's own, "" where that is not known.

    Raises NotMoney, UnclearMoney.

    >>> read_cents("12.345,67"), read_cents("12,345.67"), read_cents("€ 12 345"), read_cents("12.345", ",")
    (1234567, 1234567, 1234500, 1234500)
    """
    plain = re.sub(r"^(?:€|EUR)|(?:€|EUR)$", "", re.sub(r"[\s'’]", "", text))
    if not re.fullmatch(r"[0-9][0-9.,]*", plain):
        raise NotMoney(text)
    mark = _decimal_mark(plain, decimal_mark)
    whole, _, fraction = plain.rpartition(mark) if mark else (plain, "", "")
    if mark and not 1 <= len(fraction) <= 2:
        raise UnclearMoney(text)
    groups = re.split("[.,]", whole)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or groups[0] == "0" or any(len(g) != 3 for g in groups[1:])):
        raise NotMoney(text)
    return int("".join(groups)) * 100 + int(fraction.ljust(2, "0"))


def written_cents(cents: int) -> str:
    """The sum as machines write it.

    >>> written_cents(1234567), written_cents(5)
    ('12345.67', '0.05')
    """
    return f"{cents // 100}.{cents % 100:02d}"


def _decimal_mark(plain: str, own: str) -> str:
    """The mark before the cents; "" where there is none."""
    marks = sorted({letter for letter in plain if letter in ".,"}, key=plain.rindex)
    if not marks:
        return ""
    last = marks[-1]
    if len(marks) == 2:
        return last
    if plain.count(last) > 1:
        return ""
    if len(plain) - plain.rindex(last) - 1 != 3:
        return last
    if not own or own == last or plain.startswith("0"):
        raise UnclearMoney(plain)
    return ""
