"""What the municipalities of Esempia run, buy and share: computed, so that it is the same on every machine.

Vendors, closed products and prices are made up; the open software is of the starter pack and of the demo.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

SUPPLIERS = (
    # key of the body, countries served aside, whether it is small
    ("officina-digitale", True),
    ("atelier-numerique", True),
    ("seewerk", True),
    ("nimbus-civic", False),
    ("karthaus", True),
    ("tributo-servizi", False),
    ("vistalinea", False),
    ("lettura", True),
    ("portale-uno", True),
    ("lagoverde", None),
)


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed product: what it is for, what it costs an inhabitant a year in cents, and what could replace it."""

    name: str
    supplier: str
    functions: tuple[str, ...]
    cents: int
    alternatives: tuple[str, ...]


CLOSED = (
    Closed("Nimbus Ufficio", "nimbus-civic", ("office", "productivity-suite"), 620, ("Nextcloud Server", "openDesk")),
    Closed("Seewerk Akte", "seewerk", ("document-management",), 410, ("Protocollo Leggero", "Vitam")),
    Closed("Atelier Rendez-vous", "atelier-numerique", ("appointment-scheduling",), 90, ("Sportello Appuntamenti",)),
    Closed("Officina Mensa Pro", "officina-digitale", ("payment-gateway",), 130, ("Mensa Facile",)),
    Closed("Karthaus Geo", "karthaus", ("geographic-information-systems",), 280, ("QGIS", "Masterportal")),
    Closed("Tributo 8", "tributo-servizi", ("taxes-management",), 350, ("GovPay",)),
    Closed("Vistalinea Sala", "vistalinea", ("video-conferencing",), 70, ("Jitsi Meet", "BigBlueButton")),
    Closed("Lettura Scaffale", "lettura", ("integrated-library-system",), 110, ("Koha",)),
    Closed("Portale Uno", "portale-uno", ("content-management",), 150, ("Comune Web",)),
)

# Open software by name, and in how many of a hundred municipalities it runs.
OPEN = {
    "Nextcloud Server": 72,
    "QGIS": 88,
    "Moodle": 30,
    "Matomo": 61,
    "Jitsi Meet": 66,
    "BigBlueButton": 41,
    "CKAN": 24,
    "Koha": 55,
    "GovPay": 33,
    "GlobaLeaks": 64,
    "OpenProject": 38,
    "Masterportal": 27,
    "Decidim": 22,
    "FixMyStreet": 29,
    "Comune Web": 78,
    "Protocollo Leggero": 57,
    "Sportello Appuntamenti": 49,
    "Sportello Moduli": 52,
    "PagoFacile": 83,
    "Chiave": 91,
    "Mensa Facile": 44,
    "Biblioteca di Borgo": 12,
    "Modulistica": 31,
    "Gare Comuni": 36,
    "Anagrafe Canina": 58,
}

# What suppliers do: (supplier, software, service, cents an inhabitant a year as low, likely and high).
OFFERS = (
    ("officina-digitale", "Protocollo Leggero", "hosting", (120, 150, 210)),
    ("officina-digitale", "Mensa Facile", "hosting", (40, 55, 80)),
    ("officina-digitale", "GovPay", "support", (90, 120, 170)),
    ("atelier-numerique", "Nextcloud Server", "hosting", (180, 230, 320)),
    ("atelier-numerique", "Sportello Appuntamenti", "hosting", (30, 40, 60)),
    ("seewerk", "QGIS", "training", (60, 90, 140)),
    ("seewerk", "Masterportal", "hosting", (70, 100, 150)),
    ("lettura", "Koha", "hosting", (50, 70, 95)),
    ("portale-uno", "Comune Web", "hosting", (60, 75, 110)),
    ("lagoverde", "Jitsi Meet", "hosting", (10, 15, 25)),
    ("lagoverde", "Nextcloud Server", "hosting", (110, 150, 240)),
)
# Who runs on an offer: (supplier, software, body, years ago).
TENANTS = (("lagoverde", "Nextcloud Server", "lagoverde", 4), ("lagoverde", "Nextcloud Server", "borgo", 1))
# Who gave something back that the project took: (supplier, software, what, where).
CONTRIBUTIONS = (
    ("officina-digitale", "Mensa Facile", "Allergies on the daily menu", "https://git.esempia.example/c/mensa/41"),
    ("lettura", "Koha", "Holidays of Esempia", "https://git.esempia.example/c/koha/1207"),
    ("lagoverde", "Nextcloud Server", "Sign-in with Chiave", "https://git.esempia.example/c/nextcloud/88"),
)


def lot(*words: object, of: int) -> int:
    """A number from 0 to `of` - 1 that looks drawn, but is the same each time for the same words."""
    return crc32("/".join(map(str, words)).encode()) % of


def software_of(town: str) -> list[str]:
    """The names of the open software that a municipality runs."""
    return [name for name, share in OPEN.items() if lot(town, name, of=100) < share]


def purchases_of(town: str, rank: int) -> Iterator[Closed]:
    """The closed products that a municipality pays for: two; the largest twenty-two for three."""
    first = lot(town, "purchase", of=len(CLOSED))
    for turn in range(3 if rank <= 22 else 2):
        yield CLOSED[(first + turn * 4) % len(CLOSED)]


def yearly_cents(town: str, cents: int, population: int) -> int:
    """What a product costs a municipality a year: by inhabitants, cheaper for more of them, in whole euro."""
    rebate = 1.0 if population < 20_000 else 0.8 if population < 200_000 else 0.55
    haggled = 0.85 + lot(town, cents, of=31) / 100
    return round(population * cents * rebate * haggled / 100) * 100
