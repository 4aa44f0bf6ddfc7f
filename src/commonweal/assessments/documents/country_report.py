"""The report on one place of a campaign: where it stands, what is not known, and for a country 24 months of steps.

Built once from the answers; pages, print and JSON show it and count nothing themselves.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commonweal.assessments.documents.campaign_report import Cell, cells_of
from commonweal.assessments.documents.reporting import answer_words, number
from commonweal.assessments.documents.sentences import NOT_KNOWN, language
from commonweal.assessments.documents.sentences import NOT_SAID as NOBODY_SAID
from commonweal.assessments.models import Campaign, Invitation
from commonweal.assessments.queries.campaigns import Filled, Place, filled
from commonweal.assessments.queries.plan_pack import PlanPack, plan_pack
from commonweal.assessments.rules.before_after import Change, changes
from commonweal.assessments.rules.country_plan import MONTHS, Planned, plan
from commonweal.assessments.rules.instrument import (
    NOT_SAID,
    Given,
    Instrument,
    Question,
    ScaleKind,
    State,
    Subject,
    said,
)

FUNDING = "funding"
LEAST_PEOPLE, MOST_PEOPLE = 0.5, 50  # who work full time, for whom a plan is made


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area of the instrument and where the place stands in it."""

    id: str
    name: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class ValueRow:
    """An indicator with its value, in its own unit; `value` is None where it is not known or does not apply."""

    id: str
    area: str
    ask: str
    state: str
    value: float | None
    words: str
    evidence: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An indicator before and after."""

    id: str
    ask: str
    before: float | None
    after: float | None
    difference: float | None
    before_words: str
    after_words: str
    difference_words: str
    turn: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the plan: from month to month (None: it does not fit), who, how many people, and why."""

    id: str
    area: str
    do: str
    result: str
    who: str
    people: float
    starts: int | None
    ends: int | None
    need: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The plan: its pack, for how many people, its steps, those that do not fit, and people needed each month."""

    pack: str
    people: float
    months: int
    steps: tuple[StepRow, ...]
    left_over: tuple[StepRow, ...]
    load: tuple[float, ...]
    funding_month: int | None


@dataclass(frozen=True, slots=True)
class CountryReport:
    """A place of a campaign on a day. `unknown` are ids of indicators nobody knows; only countries have a `plan`.

    `before_instrument` is what was asked in the campaign before; where it is another version, some indicators may ask
    something else under the same id, and `changes` say what was answered each time.
    """

    campaign: str
    host: str
    place: str
    place_name: str
    instrument: str
    instrument_title: str
    baseline_on: date
    made_on: date
    asked: int
    known: int
    inapplicable: int
    unknown: tuple[str, ...]
    with_evidence: int
    areas: tuple[AreaRow, ...]
    indicators: tuple[ValueRow, ...]
    before_on: date | None
    before_instrument: str
    changes: tuple[ChangeRow, ...]
    plan: PlanPart | None

    def as_json(self) -> dict[str, Any]:
        """The whole document for programs; unknown is null."""
        return asdict(self)

    @property
    def is_same_version(self) -> bool:
        """Whether the campaign before asked by the same version."""
        return self.before_instrument in ("", self.instrument)

    @property
    def changed(self) -> tuple[ChangeRow, ...]:
        """The indicators that are not as they were."""
        return tuple(each for each in self.changes if each.turn not in {"same", "not_known"})


def report_on_place(invitation: Invitation, *, made_on: date, people: float | None = None) -> CountryReport:
    """The report on a place that is invited, beside what it answered in the campaign before.

    Raises LookupError where this installation has the questions no more.
    """
    campaign = invitation.campaign
    found = filled(campaign, only=invitation.code)
    follows = campaign.follows
    before = next(iter(filled(follows, only=invitation.code).places), None) if follows is not None else None
    return country_report(
        found,
        found.places[0],
        made_on=made_on,
        people=people,
        before=before,
        before_on=follows.baseline_on if follows is not None and before is not None else None,
    )


def country_report(
    found: Filled, place: Place, *, made_on: date, people: float | None = None, before: Place | None = None,
    before_on: date | None = None,
) -> CountryReport:  # fmt: skip
    """The report on a place, with a plan for so many people, beside what it answered in the campaign before."""
    asks, campaign = found.instrument, found.campaign
    given = {key: reply.given for key, reply in place.replies.items()}
    every = {question.id: given.get(question.id, NOT_SAID) for question in found.questions}
    return CountryReport(
        campaign=campaign.title,
        host=campaign.host.name,
        place=place.invitation.code,
        place_name=place.name,
        instrument=_asked_by(campaign),
        instrument_title=said(asks.title, language()),
        baseline_on=campaign.baseline_on,
        made_on=made_on,
        asked=len(every),
        known=sum(each.state is State.ANSWERED for each in every.values()),
        inapplicable=sum(each.state is State.INAPPLICABLE for each in every.values()),
        unknown=tuple(key for key, each in every.items() if each.state is State.UNKNOWN),
        with_evidence=place.score.coverage.with_evidence,
        areas=_areas(found, place),
        indicators=tuple(_values(found, place, every)),
        before_on=before_on,
        before_instrument=_asked_by(before.invitation.campaign) if before is not None else "",
        changes=_changes(found, before, given) if before is not None else (),
        plan=_plan(plan_pack(), asks, given, people) if asks.subject is Subject.COUNTRY else None,
    )


def _asked_by(campaign: Campaign) -> str:
    return f"{campaign.instrument} {campaign.pack_version}"


def _areas(found: Filled, place: Place) -> tuple[AreaRow, ...]:
    rows = []
    for cell in cells_of(place, found):
        dimension = found.instrument.dimension(cell.dimension)
        rows.append(AreaRow(cell.dimension, said(dimension.name, language()) if dimension else cell.dimension, cell))
    return tuple(rows)


def _values(found: Filled, place: Place, every: Mapping[str, Given]) -> list[ValueRow]:
    rows = []
    for question in found.questions:
        given, reply = every[question.id], place.replies.get(question.id)
        rows.append(
            ValueRow(
                id=question.id,
                area=question.dimension,
                ask=said(question.ask, language()),
                state=given.state.value,
                value=given.value,
                words=_words(found.instrument, question.id, given),
                evidence=(*reply.evidence_urls, *reply.evidence_notes) if reply is not None else (),
                reason=reply.reason if reply is not None else "",
            )
        )
    return rows


def _changes(found: Filled, before: Place, after: Mapping[str, Given]) -> tuple[ChangeRow, ...]:
    earlier = {key: reply.given for key, reply in before.replies.items()}
    compared = changes([question.id for question in found.questions], earlier, after)
    return tuple(_change(found.instrument, each) for each in compared)


def _change(asks: Instrument, change: Change) -> ChangeRow:
    question = asks.question(change.question)
    return ChangeRow(
        id=change.question,
        ask=said(question.ask, language()) if question is not None else "",
        before=change.before.value,
        after=change.after.value,
        difference=change.difference,
        before_words=_words(asks, change.question, change.before),
        after_words=_words(asks, change.question, change.after),
        difference_words=_difference(asks, question, change),
        turn=change.turn.value,
    )


def _difference(asks: Instrument, question: Question | None, change: Change) -> str:
    """How much more or less; nothing for a yes that became a no."""
    if change.difference is None:
        return str(NOT_KNOWN)
    if question is None or asks.scale_of(question).kind is ScaleKind.YESNO:
        return ""
    return f"+{number(change.difference)}" if change.difference > 0 else number(change.difference)


def _plan(pack: PlanPack, asks: Instrument, given: Mapping[str, Given], people: float | None) -> PlanPart:
    counted = people or pack.people
    made = plan(pack.steps, given, people=counted)
    steps = tuple(_step(pack, asks, each) for each in made.planned)
    return PlanPart(
        pack=pack.name,
        people=counted,
        months=MONTHS,
        steps=steps,
        left_over=tuple(_step(pack, asks, each) for each in made.left_over),
        load=made.load,
        funding_month=next((each.ends for each in steps if each.id == FUNDING), None),
    )


def _step(pack: PlanPack, asks: Instrument, planned: Planned) -> StepRow:
    step = planned.step
    return StepRow(
        id=step.id,
        area=step.area,
        do=said(step.do, language()),
        result=said(step.result, language()),
        who=said(pack.roles[step.who], language()),
        people=step.people,
        starts=planned.starts,
        ends=planned.ends,
        need=planned.need.value,
        because=tuple(_because(asks, *each) for each in planned.because),
    )


def _because(asks: Instrument, indicator: str, value: float | None, least: float) -> str:
    """What the indicator asks; where it is known, what was said and what is needed, as its scale calls them."""
    question = asks.question(indicator)
    if question is None:
        return indicator
    asked = said(question.ask, language())
    if value is None:
        return asked
    needed = answer_words(asks, question, State.ANSWERED, least)
    if asks.scale_of(question).kind is ScaleKind.NUMBER:
        needed = _("at least %(threshold)s") % {"threshold": needed}
    told = _("needed: %(needed)s") % {"needed": needed}
    return f"{asked} {answer_words(asks, question, State.ANSWERED, value)}; {told}"


def _words(asks: Instrument, identifier: str, given: Given) -> str:
    if given is NOT_SAID:  # who was not asked did not say that they do not know
        return str(NOBODY_SAID)
    question = asks.question(identifier)
    return answer_words(asks, question, given.state.value, given.value) if question is not None else ""
