"""What a body should do next: worked out while an assessment is open, frozen when it is finished."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.assessments.models import Assessment, Drop, Result
from commonweal.assessments.queries.advice_facts import facts_of, weights_of
from commonweal.assessments.queries.advice_packs import advice_pack
from commonweal.assessments.queries.assessments import given_answers, result_of, standing_drops
from commonweal.assessments.rules.frozen_advice import (
    ActionText,
    AdvisedAction,
    FrozenAdvice,
    thawed_advice,
    with_words,
)
from commonweal.assessments.rules.instrument import Given
from commonweal.assessments.rules.recommending import Facts, recommend
from commonweal.organisations.queries import Viewer
from commonweal.strategy.models import PlannedAction
from commonweal.strategy.queries.strategies import seen_actions


@dataclass(frozen=True, slots=True)
class Dropped:
    """An action that fits and is not followed, and who said why."""

    action: AdvisedAction
    drop: Drop


@dataclass(frozen=True, slots=True)
class StandingAdvice:
    """The advice of an assessment as it stands: what is given, what comes later, what was dropped, what was taken."""

    advice: FrozenAdvice
    given: tuple[AdvisedAction, ...]
    later: tuple[AdvisedAction, ...]
    dropped: tuple[Dropped, ...]
    taken: Mapping[str, PlannedAction]


def advice_on(given: Mapping[str, Given], facts: Facts, weights: Mapping[str, float]) -> FrozenAdvice:
    """What to do next by the pack of today, for answers to its instrument; with nothing dropped."""
    pack = advice_pack()
    every = {name: facts.get(name) for name in pack.facts}
    advice = recommend(pack.rules, given, every, weights, {})
    texts = {
        rule: ActionText(words.do, pack.roles[words.who], words.guidance, words.tool, words.source)
        for rule, words in pack.words.items()
    }
    return with_words(advice, texts, pack.head.name, every)


def working_advice(viewer: Viewer, assessment: Assessment) -> FrozenAdvice | None:
    """What the answers so far advise; None for an instrument without rules."""
    if assessment.instrument != advice_pack().instrument or assessment.owner is None:
        return None
    given = given_answers(assessment)
    weights = weights_of(viewer, assessment)
    return advice_on(given, facts_of(assessment, given), weights)


def advice_in(result: Result) -> FrozenAdvice | None:
    """The advice frozen in a result; None for an instrument without rules."""
    written = result.content.get("advice")
    return thawed_advice(written) if written else None


def advice_of(viewer: Viewer, assessment: Assessment) -> StandingAdvice | None:
    """The frozen advice with what was dropped and taken since; None while open, and for an instrument without rules."""
    result = result_of(assessment)
    advice = advice_in(result) if result is not None else None
    if result is None or advice is None:
        return None
    drops = standing_drops(assessment)
    return StandingAdvice(
        advice,
        advice.given(drops),
        advice.later(drops),
        tuple(Dropped(each, drops[each.rule]) for each in advice.ranked if each.rule in drops),
        _taken(viewer, assessment, result),
    )


def origin_of(result: Result, rule: str) -> str:
    """What an action names as its origin when it comes from a recommendation."""
    return f"{result.instrument} {result.pack_version}/{rule}"


def _taken(viewer: Viewer, assessment: Assessment, result: Result) -> dict[str, PlannedAction]:
    """Give the actions that came of recommendations by this version, as far as the viewer may see them, by rule."""
    start = origin_of(result, "")
    found = seen_actions(viewer).filter(owner=assessment.owner, origin__startswith=start, dropped_at=None)
    return {action.origin.removeprefix(start): action for action in found.order_by("pk")}
