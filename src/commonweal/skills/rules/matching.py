"""Who may help whom with a skill: which offers fit a body that asks, and which of them first (version: matching 1).

An offer fits where it is for the same skill, still stands, comes from another body that stands, and is meant for bodies
like the one that asks. Those that fit stand in this order: shares an association or a programme office; shares a
language; same country; is the more capable one. What is not known comes after what holds and before what does not.
Then distance, then name.

Source: own judgement, after the thought that more capable bodies support the less capable.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import inf

VERSION = "matching 1"
PLACE = {True: 0, None: 1, False: 2}  # what is not known stands between what holds and what does not


class Reach(StrEnum):
    """For whom an offer is."""

    ASSOCIATION = "association"
    COUNTRY = "country"
    EVERYBODY = "everybody"


class Gap(StrEnum):
    """Whether the body that offers is the more capable one; unknown where a number of inhabitants is missing."""

    OFFICE = "office"
    LARGER = "larger"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A body as matching sees it; `circles` are its associations and offices, None and "" are not known."""

    body: int
    name: str
    country: str = ""
    population: int | None = None
    has_office: bool = False
    circles: frozenset[str] = frozenset()
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What a body asks help with, and in which languages it can be helped."""

    party: Party
    skill: str
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a body offers help with: in which languages, for whom, and until which day."""

    id: int
    party: Party
    skill: str
    until: date
    reach: Reach = Reach.EVERYBODY
    languages: frozenset[str] = frozenset()
    has_ended: bool = False
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that fits, and what speaks for it; None is "not known"."""

    offer: Offer
    shared: frozenset[str]
    languages: frozenset[str]
    same_language: bool | None
    same_country: bool | None
    gap: Gap


def matches(want: Want, offers: Iterable[Offer], *, today: date, size_factor: float) -> tuple[Match, ...]:
    """Give the offers that fit, best first; in whatever order they come, the answer is the same."""
    fitting = (each for each in offers if fits(want, each, today=today))
    found = (_matched(want, each, size_factor) for each in fitting)
    return tuple(sorted(found, key=_rank))


def fits(want: Want, offer: Offer, *, today: date) -> bool:
    """Whether an offer may be proposed at all to the body that asks."""
    if offer.has_ended or offer.until < today or offer.skill != want.skill:
        return False
    if offer.party.body == want.party.body or not (offer.party.stands and want.party.stands):
        return False
    return is_meant_for(offer.reach, offer.party, want.party)


def is_meant_for(reach: Reach, giver: Party, taker: Party) -> bool:
    """Whether an offer that reaches so far is for this body.

    >>> here, there = Party(body=1, name="A", country="IT"), Party(body=2, name="B", country="FR")
    >>> is_meant_for(Reach.EVERYBODY, here, there), is_meant_for(Reach.COUNTRY, here, there)
    (True, False)
    """
    if reach is Reach.ASSOCIATION:
        return bool(giver.circles & taker.circles)
    if reach is Reach.COUNTRY:
        return bool(giver.country) and giver.country == taker.country
    return True


def size_gap(giver: Party, taker: Party, factor: float) -> Gap:
    """Whether the giver is the more capable one: it has an office and the other none, or is so many times as large.

    >>> size_gap(Party(body=1, name="A", population=9000), Party(body=2, name="B", population=3000), 3).value
    'larger'
    """
    if giver.has_office and not taker.has_office:
        return Gap.OFFICE
    if giver.population is None or taker.population is None:
        return Gap.UNKNOWN
    return Gap.LARGER if giver.population >= factor * taker.population else Gap.NONE


def looks_like_a_role(address: str, *, mailbox: str, role_words: Collection[str]) -> bool:
    """Whether an address is that of a post: the body's own mailbox, or one that begins with a word for a post.

    >>> looks_like_a_role("ospo@a.example", mailbox="", role_words={"ospo"})
    True
    >>> looks_like_a_role("anna.rossi@a.example", mailbox="", role_words={"ospo"})
    False
    """
    lower = address.strip().lower()
    if mailbox and lower == mailbox.strip().lower():
        return True
    words = lower.partition("@")[0].replace("_", "-").replace(".", "-").replace("+", "-").split("-")
    return words[0] in role_words


def _matched(want: Want, offer: Offer, factor: float) -> Match:
    giver, taker = offer.party, want.party
    spoken = want.languages & offer.languages
    return Match(
        offer=offer,
        shared=giver.circles & taker.circles,
        languages=spoken,
        same_language=bool(spoken) if want.languages and offer.languages else None,
        same_country=giver.country == taker.country if giver.country and taker.country else None,
        gap=size_gap(giver, taker, factor),
    )


def _rank(match: Match) -> tuple[bool, int, int, int, float, str, int]:
    offer = match.offer
    far = inf if offer.distance_km is None else offer.distance_km
    gap = {Gap.OFFICE: 0, Gap.LARGER: 0, Gap.UNKNOWN: 1, Gap.NONE: 2}[match.gap]
    known = (PLACE[match.same_language], PLACE[match.same_country], gap)
    return (not match.shared, *known, far, offer.party.name, offer.id)
