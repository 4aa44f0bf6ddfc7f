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
    # Some letters, such as mathematical ones, are capitals only once they are decomposed.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS))
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


# Words that carry no meaning in a search: articles, pronouns, prepositions, helping verbs of our four languages.
STOP_WORDS = frozenset(
    """
    a an the of for to in on at by with from and or is are be it its this that my our your we i how do does can what
    il lo la le gli un uno una di da del dello della dei degli delle al allo alla ai agli alle nel nella nei nelle dal
    dalla con per tra fra su sul sulla e ed o che come sono mio nostro
    les des du de un une et ou pour par sur dans avec aux au en est sont que qui mon notre vos ce cette l d
    der die das den dem ein eine einer eines einem und oder fur von vom zu zum zur im am mit auf bei aus ist sind wie
    mein unser
    """.split()  # noqa: SIM905
)


def meaningful(found: list[str]) -> list[str]:
    """Give the words without those that carry no meaning; all of them where nothing else is left.

    >>> meaningful(["gestione", "delle", "mense"])
    ['gestione', 'mense']
    """
    return [word for word in found if word not in STOP_WORDS] or found


def root(word: str) -> str:
    """Give a word without its ending, roughly, so that one and many of a thing are one name.

    >>> root("fees") == root("fee"), root("mense") == root("mensa")
    (True, True)
    """
    if len(word) < 4:
        return word
    word = word.removesuffix("s")
    return word[:-1] if len(word) > 3 and word[-1] in "aeio" else word
