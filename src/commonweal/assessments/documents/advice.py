"""What to do next, in the reader's language, with the arithmetic that put each action in its place."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from ninja import Schema

from commonweal.assessments.documents.sentences import language, number
from commonweal.assessments.queries.advice_packs import advice_pack
from commonweal.assessments.queries.recommendations import StandingAdvice
from commonweal.assessments.rules.frozen_advice import ActionText, AdvisedAction, FrozenAdvice
from commonweal.assessments.rules.instrument import Instrument, Words, said
from commonweal.strategy.models import Aim, PlannedAction


class AdvisedActionDocument(Schema):
    """An action with its arithmetic: priority = gap × weight ÷ days. `reason` says why it was dropped.

    `papers`, `courses` and whom to `ask` are what helps by the pack of today; `ask_at` is a page of this platform.
    """

    rule: str
    do: str
    who: str
    question: str
    asked: str
    value: float
    gap: float
    weight: float
    aim: str
    days: float
    priority: float
    arithmetic: str
    guidance: str
    tool: str
    source: str
    papers: list[str] = []
    courses: list[str] = []
    ask: str = ""
    ask_at: str = ""
    reason: str = ""
    is_taken: bool = False
    taken_by: str = ""
    taken_on: date | None = None


class HeldActionDocument(Schema):
    """An action that is not offered yet, and what is missing: better answers, or things to find out."""

    rule: str
    do: str
    missing: list[str]


class AdviceDocument(Schema):
    """Actions, the most worthwhile first; those left for later, and those not offered, with the reason."""

    given: list[AdvisedActionDocument]
    later: list[AdvisedActionDocument]
    dropped: list[AdvisedActionDocument]
    waiting: list[HeldActionDocument]
    unsure: list[HeldActionDocument]
    most: int | None
    pack: str


def advice_document(
    instrument: Instrument, advice: FrozenAdvice, standing: StandingAdvice | None = None
) -> AdviceDocument:
    """The advice, with what was dropped and taken since."""
    reasons = {each.action.rule: each.drop.reason for each in standing.dropped} if standing is not None else {}
    taken = standing.taken if standing is not None else {}
    facts = advice_pack().facts
    return AdviceDocument(
        given=[_action(instrument, each, taken) for each in advice.given(reasons)],
        later=[_action(instrument, each, taken) for each in advice.later(reasons)],
        dropped=[_action(instrument, each, {}, reasons[each.rule]) for each in advice.ranked if each.rule in reasons],
        waiting=[_held(each.rule, each.text, _asked_all(instrument, each.after)) for each in advice.waiting],
        unsure=[
            _held(
                each.rule,
                each.text,
                [
                    *_asked_all(instrument, each.questions),
                    *(_said(facts[fact]) for fact in each.facts if fact in facts),
                ],
            )
            for each in advice.unsure
        ],
        most=advice.most,
        pack=advice.pack,
    )


def _action(
    instrument: Instrument, found: AdvisedAction, taken: Mapping[str, PlannedAction], reason: str = ""
) -> AdvisedActionDocument:
    figures, plan = found.arithmetic, taken.get(found.rule)
    pack = advice_pack()
    help_of = pack.words.get(found.rule)
    contact = pack.contacts[help_of.ask] if help_of is not None else None
    return AdvisedActionDocument(
        rule=found.rule,
        do=_said(found.text.do),
        who=_said(found.text.who),
        question=figures.question,
        asked=_asked(instrument, figures.question),
        value=figures.value,
        gap=figures.gap,
        weight=figures.weight,
        aim=str(Aim(figures.aim).label),
        days=figures.days,
        priority=round(figures.priority, 2),
        arithmetic=_arithmetic(found),
        guidance=found.text.guidance,
        tool=found.text.tool,
        source=found.text.source,
        papers=list(help_of.papers) if help_of is not None else [],
        courses=list(help_of.courses) if help_of is not None else [],
        ask=_said(contact.name) if contact is not None else "",
        ask_at=contact.page if contact is not None else "",
        reason=reason,
        is_taken=plan is not None,
        taken_by=plan.owner_name if plan is not None else "",
        taken_on=plan.due_on if plan is not None else None,
    )


def _arithmetic(found: AdvisedAction) -> str:
    figures = found.arithmetic
    return _("gap %(gap)s × weight %(weight)s ÷ %(days)s days = %(priority)s") % {
        "gap": number(figures.gap),
        "weight": number(figures.weight),
        "days": number(figures.days),
        "priority": number(round(figures.priority, 2)),
    }


def _held(rule: str, text: ActionText, missing: Iterable[str]) -> HeldActionDocument:
    return HeldActionDocument(rule=rule, do=_said(text.do), missing=list(missing))


def _asked_all(instrument: Instrument, questions: Iterable[str]) -> list[str]:
    return [_asked(instrument, each) for each in questions]


def _asked(instrument: Instrument, identifier: str) -> str:
    question = instrument.question(identifier)
    return _said(question.ask) if question is not None else identifier


def _said(words: Words) -> str:
    return said(words, language())
