"""Esempia, a country that is not on any map: an island in the Atlantic where people speak Italian, French and German.

Everything is computed, so that it is the same on every machine. Names are built from words of the three languages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import cos, log, pi, radians, sin, sqrt

COUNTRY = "XX"
LARGEST, SMALLEST = 1_004_000, 2_050
POPULATION_YEAR = 2025
GOLDEN_ANGLE = pi * (3 - sqrt(5))
MIDDLE = (44.2, -17.0)  # degrees; open sea on Earth
HALF_HEIGHT, HALF_WIDTH = 1.15, 2.1  # degrees

# The places of the story, largest first; the rest is built below.
FIRST = (
    ("Lagoverde", "it"),
    ("Saint-Aubrac", "fr"),
    ("Steinbrück", "de"),
    ("Portoclaro", "it"),
    ("Montfleury", "fr"),
    ("Castelrosso", "it"),
    ("Lindenau am See", "de"),
    ("Borgo", "it"),
    ("Valserena", "it"),
    ("Rochebelle", "fr"),
)
OTHER_NAMES = {
    "Lagoverde": (("fr", "Lac-Vert"), ("de", "Grünsee")),
    "Saint-Aubrac": (("it", "Sant'Abrago"),),
    "Steinbrück": (("it", "Pontepietra"), ("fr", "Pont-de-Pierre")),
}
ITALIAN = (
    ("Monte", "Castel", "Ponte", "Borgo", "Colle", "Riva", "Fonte", "Rocca", "Pieve", "Torre", "Campo", "Valle"),
    (" d'Olmo", "alba", "fiorito", " San Duilio", "chiara", " di Levante", "verna", " del Corvo", "marina", "lunga"),
)
FRENCH = (
    ("Mont", "Val", "Champ", "Roche", "Pont", "Bois", "Ville", "Fontaine", "Grange", "Pré"),
    ("-sur-Orsine", "-le-Haut", "clair", "-aux-Pins", "-Saint-Élin", "-les-Tilleuls", "-du-Lac", "sec", "-la-Douce"),
)
GERMAN = (
    ("Birken", "Eschen", "Falken", "Hoch", "Kirch", "Mühl", "Nieder", "Ober", "Sonnen", "Wald", "Weiden", "Ahorn"),
    ("bach", "feld", "tal", "dorf", "egg", "wil", "stetten", "au", "ried", "berg"),
)


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality: `region` is "it" for Costaserena, where Italian and French are spoken, or "de" for Hochland."""

    name: str
    language: str
    population: int
    latitude: float
    longitude: float
    other_names: tuple[tuple[str, str], ...] = ()

    @property
    def region(self) -> str:
        """The region by the language of its places."""
        return "hochland" if self.language == "de" else "costaserena"


def towns(count: int) -> tuple[Town, ...]:
    """The largest `count` places of Esempia (of some 290), largest first; their names are distinct."""
    named = list(FIRST)
    built = _built_names()
    while len(named) < count:
        named.append(next(built))
    return tuple(
        Town(name, language, _population(rank, count), *_place(rank, count, language), OTHER_NAMES.get(name, ()))
        for rank, (name, language) in enumerate(named[:count], start=1)
    )


def _built_names() -> Iterator[tuple[str, str]]:
    """Names of the three languages in turn, never one twice."""
    stocks = {
        language: _stepped([f"{first}{second}" for first, second in product(*words)])
        for language, words in (("it", ITALIAN), ("fr", FRENCH), ("de", GERMAN))
    }
    for language in ["it", "fr", "de", "it", "fr", "de", "it"] * 40:
        yield next(stocks[language]), language


def _stepped(names: list[str]) -> Iterator[str]:
    """The names in an order that does not look sorted: a step that shares no divisor with their number."""
    step = 37  # prime, and no divisor of any of the three numbers of names
    for turn in range(len(names)):
        yield names[turn * step % len(names)]


def _population(rank: int, count: int) -> int:
    """Zipf's law with the exponent that leads from the largest place to the smallest."""
    exponent = log(LARGEST / SMALLEST) / log(max(count, 2))
    exact = LARGEST / rank**exponent
    return int(round(exact, -2 if exact > 10_000 else -1))


def _place(rank: int, count: int, language: str) -> tuple[float, float]:
    """A place on the island: spread as seeds in a sunflower, German speakers north, French west, Italians east."""
    distance = sqrt((rank - 0.5) / count)
    angle = rank * GOLDEN_ANGLE
    wobble = 1 + 0.12 * sin(3 * angle) + 0.07 * cos(5 * angle)
    north, east = distance * sin(angle) * wobble, distance * cos(angle) * wobble
    if language == "de":
        north = abs(north) * 0.75 + 0.2
    else:
        north = -abs(north) if north > 0.35 else north
        east = -abs(east) if language == "fr" else abs(east) * 0.95
    latitude = MIDDLE[0] + HALF_HEIGHT * north
    longitude = MIDDLE[1] + HALF_WIDTH * east / cos(radians(MIDDLE[0]))
    return round(latitude, 4), round(longitude, 4)
