"""Which colour the light of sustainability has, and why. Source: packs/sustainability-lights.yaml, our own judgement.

Knowing less never makes a light greener: red comes before grey, grey before amber, amber before green.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from commonweal.drawing.lights import Colour, Light, Reason, light_of


class Why(StrEnum):
    """What a reason is about."""

    NO_SYSTEM = "no_system"
    PAST_CRITICAL = "past_critical"
    FORSAKEN_CRITICAL = "forsaken_critical"
    NOT_KNOWN = "not_known"
    VERSION_NOT_KNOWN = "version_not_known"
    END_NOT_PUBLISHED = "end_not_published"
    NEVER_READ = "never_read"
    PAST = "past"
    FORSAKEN = "forsaken"
    EXTENDED = "extended"
    SOON = "soon"
    WATCHED = "watched"
    ONE_PERSON = "one_person"
    OLD_READING = "old_reading"
    NOTHING_ENDS = "nothing_ends"


@dataclass(frozen=True, slots=True)
class SustainabilityFacts:
    """What is known of a system, or of all systems of a body; each counts systems, except `read_on`.

    `past`, `extended`, `soon`: something in it is past its end, in extended support, or ends within the days of the
    pack. `forsaken`, `watched`, `one_person`: what the words about its software say. `not_known`: neither an end of
    life nor a word is known of the software itself. `read_on` is when ends of life were last read.
    """

    systems: int = 0
    past_critical: int = 0
    past: int = 0
    forsaken_critical: int = 0
    forsaken: int = 0
    extended: int = 0
    soon: int = 0
    watched: int = 0
    one_person: int = 0
    not_known: int = 0
    version_not_known: int = 0
    end_not_published: int = 0
    read_on: date | None = None


_COUNTED = (
    (Why.PAST_CRITICAL, Colour.RED),
    (Why.FORSAKEN_CRITICAL, Colour.RED),
    (Why.NOT_KNOWN, Colour.GREY),
    (Why.VERSION_NOT_KNOWN, Colour.GREY),
    (Why.END_NOT_PUBLISHED, Colour.GREY),
    (Why.PAST, Colour.AMBER),
    (Why.FORSAKEN, Colour.AMBER),
    (Why.EXTENDED, Colour.AMBER),
    (Why.SOON, Colour.AMBER),
    (Why.WATCHED, Colour.AMBER),
    (Why.ONE_PERSON, Colour.AMBER),
)


def light(facts: SustainabilityFacts, today: date, old_after_days: int) -> Light[Why]:
    """Judge the facts; a light is as its gravest reason is."""
    return light_of(_reasons(facts, today, old_after_days), Reason(Why.NOTHING_ENDS, Colour.GREEN, facts.systems))


def together(several: Iterable[SustainabilityFacts]) -> SustainabilityFacts:
    """Add up the facts of several systems; ends of life are as old as the oldest reading."""
    each = list(several)
    counts = [field.name for field in fields(SustainabilityFacts) if field.name != "read_on"]
    days = [one.read_on for one in each]
    return SustainabilityFacts(
        **{name: sum(getattr(one, name) for one in each) for name in counts},
        read_on=min((day for day in days if day is not None), default=None) if None not in days else None,
    )


def _reasons(facts: SustainabilityFacts, today: date, old_after_days: int) -> Iterator[Reason[Why]]:
    if not facts.systems:
        yield Reason(Why.NO_SYSTEM, Colour.GREY)
        return
    for why, colour in _COUNTED:
        count = getattr(facts, why.value)
        if count:
            yield Reason(why, colour, count)
    if facts.read_on is None:
        yield Reason(Why.NEVER_READ, Colour.GREY)
    elif (today - facts.read_on).days > old_after_days:
        yield Reason(Why.OLD_READING, Colour.AMBER, day=facts.read_on)
