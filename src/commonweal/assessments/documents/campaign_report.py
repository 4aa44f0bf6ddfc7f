"""What a campaign came to, as one document: pages, print and JSON show it and count nothing themselves."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from commonweal.assessments.documents.reporting import number
from commonweal.assessments.documents.sentences import NOT_ENOUGH, NOT_KNOWN, language
from commonweal.assessments.models import Campaign
from commonweal.assessments.queries.campaigns import Filled, Place, filled
from commonweal.assessments.queries.merged_forms import merged_of
from commonweal.assessments.rules.gaps import level_spread, spread
from commonweal.assessments.rules.instrument import Scoring, said
from commonweal.assessments.rules.scoring import DimensionScore

WEAKEST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a place is in a dimension: a level or a mean where enough is known, and how much is answered."""

    dimension: str
    level: int | None
    mean: float | None
    answered: int
    applicable: int
    words: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place: how far it is, and where it stands in each dimension."""

    code: str
    name: str
    state: str
    dealt_with: int
    known: int
    asked: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """A dimension: how many places are at each level, how many are not known, and answers known of all that apply."""

    id: str
    name: str
    levels: tuple[tuple[int, int], ...]
    low: int
    unknown: int
    answered: int
    applicable: int


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A question: how many places know, and the least, middle and most of what they say."""

    id: str
    dimension: str
    ask: str
    known: int
    unknown: int
    inapplicable: int
    least: float | None
    middle: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """A campaign on a day. Of each dimension and question, counts sum to the number of places."""

    title: str
    host: str
    purpose: str
    instrument: str
    instrument_title: str
    is_graded: bool
    is_short: bool
    baseline_on: date
    closes_on: date
    made_on: date
    places: int
    begun: int
    complete: int
    conflicts: int
    dimensions: tuple[DimensionRow, ...]
    indicators: tuple[IndicatorRow, ...]
    rows: tuple[PlaceRow, ...]

    def as_json(self) -> dict[str, Any]:
        """The whole document for programs; unknown is null."""
        return asdict(self)

    @property
    def weakest(self) -> tuple[DimensionRow, ...]:
        """The three dimensions in which most places are at level 0 or 1, and all that tie; none where nobody is."""
        low = sorted((each for each in self.dimensions if each.low), key=lambda each: -each.low)
        return tuple(each for each in low if each.low >= low[:WEAKEST][-1].low)


def campaign_report(found: Filled, *, conflicts: int, made_on: date) -> CampaignReport:
    """The report on what places answered so far."""
    campaign, asks = found.campaign, found.instrument
    return CampaignReport(
        title=campaign.title,
        host=campaign.host.name,
        purpose=campaign.purpose,
        instrument=f"{campaign.instrument} {campaign.pack_version}",
        instrument_title=said(asks.title, language()),
        is_graded=asks.scoring is Scoring.GRADED,
        is_short=campaign.is_short,
        baseline_on=campaign.baseline_on,
        closes_on=campaign.closes_on,
        made_on=made_on,
        places=len(found.places),
        begun=found.begun,
        complete=found.complete,
        conflicts=conflicts,
        dimensions=_dimensions(found),
        indicators=_indicators(found),
        rows=tuple(_row(place, found) for place in found.places),
    )


def report_on(campaign: Campaign, *, made_on: date) -> tuple[Filled, CampaignReport]:
    """What all places of a campaign answered, and the report on it.

    Raises LookupError where this installation has the questions no more.
    """
    found = filled(campaign)
    conflicts = sum(each.is_conflict for each in merged_of(campaign).values())
    return found, campaign_report(found, conflicts=conflicts, made_on=made_on)


def cells_of(place: Place, found: Filled) -> tuple[Cell, ...]:
    """Where a place stands in each dimension that it was asked about."""
    is_graded = found.instrument.scoring is Scoring.GRADED
    return tuple(
        Cell(
            dimension=each.id,
            level=each.level,
            mean=each.mean,
            answered=each.coverage.answered,
            applicable=each.coverage.applicable,
            words=cell_words(each, is_graded=is_graded),
        )
        for each in place.score.dimensions
    )


def cell_words(score: DimensionScore | None, *, is_graded: bool) -> str:
    """Where a place stands in a dimension, in a few characters, such as “2” or “not enough known”."""
    if score is None or not score.coverage.answered:
        return str(NOT_KNOWN)
    if is_graded and score.level is not None:
        return number(score.level)
    if score.mean is not None and not is_graded:
        return number(score.mean)
    return str(NOT_ENOUGH)


def state_of(place: Place) -> str:
    """How far a place is: "finished", "complete", "begun" or "waiting"."""
    if place.is_finished:
        return "finished"
    return "complete" if place.is_complete else "begun" if place.dealt_with else "waiting"


def _dimensions(found: Filled) -> tuple[DimensionRow, ...]:
    rows = []
    for dimension in found.instrument.dimensions:
        scores = [place.score.dimension(dimension.id) for place in found.places]
        if not found.instrument.of_dimension(dimension.id, short=found.campaign.is_short):
            continue
        levels = level_spread(scores)
        known = [each for each in scores if each is not None]
        rows.append(
            DimensionRow(
                id=dimension.id,
                name=said(dimension.name, language()),
                levels=levels.levels,
                low=levels.low,
                unknown=levels.unknown,
                answered=sum(each.coverage.answered for each in known),
                applicable=sum(each.coverage.applicable for each in known),
            )
        )
    return tuple(rows)


def _indicators(found: Filled) -> tuple[IndicatorRow, ...]:
    rows = []
    for question in found.questions:
        replies = [place.replies.get(question.id) for place in found.places]
        counted = spread([reply.given if reply is not None else None for reply in replies])
        rows.append(
            IndicatorRow(
                id=question.id,
                dimension=question.dimension,
                ask=said(question.ask, language()),
                known=counted.known,
                unknown=counted.unknown,
                inapplicable=counted.inapplicable,
                least=counted.least,
                middle=counted.middle,
                most=counted.most,
            )
        )
    return tuple(rows)


def _row(place: Place, found: Filled) -> PlaceRow:
    return PlaceRow(
        code=place.invitation.code,
        name=place.name,
        state=state_of(place),
        dealt_with=place.dealt_with,
        known=place.known,
        asked=place.asked,
        cells=cells_of(place, found),
    )
