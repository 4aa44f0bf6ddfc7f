"""Decisions about names, places, offices and slugs, as pure functions."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def closes_a_circle(links: Iterable[tuple[int, int]], origin: int, target: int) -> bool:
    """Whether adding "origin supports target" to the given support links would lead back to origin.

    >>> closes_a_circle([(1, 2), (2, 3)], 3, 1)
    True
    >>> closes_a_circle([(1, 2), (2, 3)], 1, 3)
    False
    """
    supported: dict[int, set[int]] = {}
    for giver, receiver in links:
        supported.setdefault(giver, set()).add(receiver)
    return origin in _reachable(supported, target)


def _reachable(graph: Mapping[int, set[int]], start: int) -> set[int]:
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(graph.get(node, ()))
    return seen


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) pairs in degrees, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (here, there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


# Letters that Unicode does not take apart into a plain letter and a mark.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def fold(name: str) -> str:
    """The name as it is compared: small plain letters, digits and single spaces.

    >>> fold("Pôle  emploi"), fold("Straße"), fold("Ærø Kommune"), fold("L'Aquila")
    ('pole emploi', 'strasse', 'aero kommune', 'l aquila')
    """
    # Taking apart may bring capitals to light (𝐀), and casefolding may bring marks (İ): so apart, small, apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(PLAIN_LETTERS)
    return re.sub(r"[\W_]+", " ", plain).strip()


def fold_all(names: Iterable[str]) -> str:
    """Every name folded, each once, one a line, in the order given: what a search by name looks through.

    >>> fold_all(["France Travail", "Pôle emploi", "pole emploi"])
    'france travail\\npole emploi'
    """
    return "\n".join(dict.fromkeys(folded for name in names if (folded := fold(name))))


def free_slug(wishes: Iterable[str], taken: Container[str]) -> str:
    """The first wish that is not empty and not taken; else the first wish with the lowest free number.

    >>> free_slug(["bergen", "bergen-no"], {"bergen"}), free_slug(["bergen"], {"bergen", "bergen-2"})
    ('bergen-no', 'bergen-3')
    """
    wanted = [wish for wish in wishes if wish]
    return next(slug for slug in _slugs(wanted or ["body"]) if slug not in taken)


def _slugs(wanted: list[str]) -> Iterator[str]:
    yield from wanted
    number = 2
    while True:
        yield f"{wanted[0]}-{number}"
        number += 1


def read_date(text: str) -> tuple[date | None, str]:
    """A date known to the year, the month or the day (ISO 8601), as its first day and "year", "month" or "day".

    >>> read_date("2020-10")
    (datetime.date(2020, 10, 1), 'month')
    """
    parts = [int(part) for part in text.split("-")] if text else []
    if not parts:
        return None, "day"
    return date(*[*parts, 1, 1][:3]), ("year", "month", "day")[len(parts) - 1]


def written_date(day: date | None, known_to: str) -> str:
    """The date as far as it is known; "" for none.

    >>> written_date(date(2020, 10, 1), "month")
    '2020-10'
    """
    return "" if day is None else day.isoformat()[: {"year": 4, "month": 7}.get(known_to, 10)]
