"""What somebody may have meant who typed a word that nobody uses."""

from collections.abc import Sequence

from django.db import connection

from commonweal.catalogue import rules
from commonweal.catalogue.queries import vocabulary

SHORTEST = 4
CANDIDATES = 24


def corrected(text: str) -> str | None:
    """The text with every unknown word replaced by the known one most like it; None where nothing is alike."""
    typed = rules.words(text)
    known = set(vocabulary.known_words())
    doubtful = [word for word in dict.fromkeys(typed) if len(word) >= SHORTEST and word.isalpha() and word not in known]
    alike = _alike(doubtful) if doubtful else {}
    changed = [alike.get(word, word) for word in typed]
    return " ".join(changed) if changed != typed else None


def _alike(words: Sequence[str]) -> dict[str, str]:
    """For each word that nobody uses, the one most like it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH typed AS (SELECT unnest(%s::text[]) AS word),
                pack AS (SELECT unnest(%s::text[]) AS word)
            SELECT typed.word, known.word FROM typed CROSS JOIN LATERAL (
                (SELECT word FROM catalogue_searchword AS used WHERE used.word %% typed.word
                 ORDER BY similarity(used.word, typed.word) DESC LIMIT %s)
                UNION
                (SELECT word FROM pack WHERE pack.word %% typed.word
                 ORDER BY similarity(pack.word, typed.word) DESC LIMIT %s)
            ) AS known
            """,
            [list(words), list(vocabulary.known_words()), CANDIDATES, CANDIDATES],
        )
        pairs: dict[str, list[str]] = {}
        for typed, known in cursor.fetchall():
            pairs.setdefault(typed, []).append(known)
    best = {}
    for word, candidates in pairs.items():
        fitting = [known for known in candidates if rules.is_like(word, known)]
        if word not in candidates and fitting:
            best[word] = min(fitting, key=lambda known: (rules.distance(word, known), known[0] != word[0], known))
    return best
