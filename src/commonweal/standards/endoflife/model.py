"""Products, their release cycles, and when each phase of support ends. Nobody having said is None, never "no"."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Ending:
    """When a phase of support ends: on a day, or only whether it has ended; nothing of both is not known.

    >>> Ending(day=date(2024, 6, 30)).is_over(date(2024, 6, 30)), Ending(has_ended=True).is_over(date(2020, 1, 1))
    (False, True)
    >>> Ending().is_over(date(2020, 1, 1)) is None
    True
    """

    day: date | None = None
    has_ended: bool | None = None

    def is_over(self, today: date) -> bool | None:
        """Whether it is over on a day; its last day still counts. None is not known."""
        if self.day is not None:
            return self.day < today
        return self.has_ended

    @property
    def is_known(self) -> bool:
        """Whether anything was said at all."""
        return self.day is not None or self.has_ended is not None


NOTHING_SAID = Ending()


class Scheme(StrEnum):
    """In which scheme an identifier names a product."""

    PURL = "purl"
    CPE = "cpe"
    REPOLOGY = "repology"


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """What a product is called elsewhere."""

    scheme: Scheme
    id: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """One line of releases: `name` is how its versions begin ("13", "3.9", "22.04") or a word of its own.

    `support` is active support, `eol` the end of fixes for everybody, `extended` what goes on for those who pay or ask.
    `lts_from` is the day from which it is kept for long, if that is not from the beginning.
    """

    name: str
    codename: str = ""
    label: str = ""
    released: date | None = None
    support: Ending = NOTHING_SAID
    eol: Ending = NOTHING_SAID
    extended: Ending = NOTHING_SAID
    is_lts: bool = False
    lts_from: date | None = None
    latest: str = ""
    latest_on: date | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its cycles, newest first as its page lists them."""

    name: str
    label: str
    category: str = ""
    aliases: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    policy_url: str = ""
