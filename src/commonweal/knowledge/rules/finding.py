"""Which pages fit what somebody looks for."""

import unicodedata
from dataclasses import dataclass

from commonweal.knowledge.rules.guides import Guide
from commonweal.knowledge.rules.rendering import plain


@dataclass(frozen=True, slots=True)
class GuideWish:
    """What somebody looks for: words, a task, a kind of reader; empty is any."""

    words: str = ""
    task: str = ""
    reader: str = ""


def rank(guide: Guide, wish: GuideWish) -> int | None:
    """How near a page is: 0 where the title holds every word, 1 with the summary, 2 with the text; None if not.

    >>> from datetime import date
    >>> page = Guide("a", "en", "Whom to call", "A desk.", ("clerk",), "people", 1, date(2026, 11, 22), "Phone.")
    >>> rank(page, GuideWish("CALL")), rank(page, GuideWish("phone call")), rank(page, GuideWish(reader="mayor"))
    (0, 2, None)
    """
    if (wish.task and guide.task != wish.task) or (wish.reader and wish.reader not in guide.readers):
        return None
    wanted = folded(wish.words).split()
    text = ""
    for place, more in enumerate((guide.title, guide.summary, plain(guide.body))):
        text += " " + folded(more)
        if all(word in text for word in wanted):
            return place
    return None


def folded(text: str) -> str:
    """A text without case and accents.

    >>> folded("È Größe")
    'e grosse'
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
