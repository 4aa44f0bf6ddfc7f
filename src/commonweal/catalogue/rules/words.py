"""Texts as the words people type: lower case, without accents.

Source: Unicode Standard Annex 15 (compatibility decomposition); likeness is the optimal string alignment distance.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """Give the text in lower case without accents.

    >>> fold("Straße, Città")
    'strasse, citta'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Give the folded words of a text, in order.

    >>> words("l'état-civil (2)")
    ['l', 'etat', 'civil', '2']
    """
    return _WORD.findall(fold(text))


def is_like(typed: str, known: str) -> bool:
    """Whether one word may be a slip of the other: one edit in a word of up to seven letters, two in a longer one."""
    allowed = 1 if len(typed) <= 7 else 2
    return abs(len(typed) - len(known)) <= allowed and distance(typed, known) <= allowed


def distance(one: str, other: str) -> int:
    """Count the letters to add, drop, replace or swap with their neighbour to turn one word into the other.

    >>> distance("cimetery", "cemetery"), distance("libary", "library"), distance("taxse", "taxes")
    (1, 1, 1)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
