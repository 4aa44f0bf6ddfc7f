"""Where the places of a campaign stand together, by the ids of indicators; for who is invited, of the others alone.

Who runs the campaign reads every figure. Who is invited learns nothing of fewer than five others, never the least or
the most, and never a name.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from commonweal.assessments.documents.campaign_report import DimensionRow, IndicatorRow, campaign_report
from commonweal.assessments.queries.campaigns import Filled, Place
from commonweal.assessments.rules.instrument import State
from commonweal.assessments.rules.peers import LEAST_PEERS, quartiles


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many places are at a level."""

    level: int
    places: int


@dataclass(frozen=True, slots=True)
class GapDimension:
    """A dimension: how many places are at which level (null: withheld, since too few are known), how many unknown."""

    id: str
    name: str
    levels: tuple[LevelCount, ...] | None
    unknown: int


@dataclass(frozen=True, slots=True)
class GapIndicator:
    """An indicator: how many know, and what they say; quartiles from five on, null where not known or withheld."""

    id: str
    dimension: str
    ask: str
    known: int
    unknown: int
    inapplicable: int
    least: float | None
    low: float | None
    middle: float | None
    high: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class GapTable:
    """The gaps of a campaign; `of` is "all" or "others". With fewer than five others it is empty and `withheld`."""

    instrument: str
    made_on: date
    of: str
    withheld: bool
    places: int | None
    dimensions: tuple[GapDimension, ...]
    indicators: tuple[GapIndicator, ...]


def gap_table(found: Filled, *, made_on: date, own: Collection[str] | None) -> GapTable:
    """The gaps as who runs the campaign reads them (`own` is None), or who is invited for the places `own`."""
    name = f"{found.campaign.instrument} {found.campaign.pack_version}"
    is_whole = own is None
    places = tuple(place for place in found.places if own is None or place.invitation.code not in own)
    of = "all" if is_whole else "others"
    if not is_whole and sum(place.dealt_with > 0 for place in places) < LEAST_PEERS:
        return GapTable(name, made_on, of, withheld=True, places=None, dimensions=(), indicators=())
    report = campaign_report(replace(found, places=places), conflicts=0, made_on=made_on)
    return GapTable(
        name,
        made_on,
        of,
        withheld=False,
        places=len(places),
        dimensions=tuple(_dimension(row, is_whole=is_whole) for row in report.dimensions),
        indicators=tuple(_indicator(row, places, is_whole=is_whole) for row in report.indicators),
    )


def _dimension(row: DimensionRow, *, is_whole: bool) -> GapDimension:
    is_told = is_whole or sum(count for _level, count in row.levels) >= LEAST_PEERS
    return GapDimension(
        row.id, row.name, tuple(LevelCount(*each) for each in row.levels) if is_told else None, row.unknown
    )


def _indicator(row: IndicatorRow, places: Collection[Place], *, is_whole: bool) -> GapIndicator:
    replies = [place.replies.get(row.id) for place in places]
    values = [
        reply.given.value
        for reply in replies
        if reply is not None and reply.given.state is State.ANSWERED and reply.given.value is not None
    ]
    found = quartiles(values)
    middle = found.middle if found is not None else row.middle if is_whole else None
    return GapIndicator(
        id=row.id,
        dimension=row.dimension,
        ask=row.ask,
        known=row.known,
        unknown=row.unknown,
        inapplicable=row.inapplicable,
        least=row.least if is_whole else None,
        low=found.low if found is not None else None,
        middle=middle,
        high=found.high if found is not None else None,
        most=row.most if is_whole else None,
    )
