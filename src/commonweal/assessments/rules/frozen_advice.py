"""Advice as it is frozen with a result: every action that fitted, with its arithmetic and the words of that day.

Which of them are given follows from the cap and from what was dropped since, so it is worked out when asked.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from commonweal.assessments.rules.instrument import Words
from commonweal.assessments.rules.recommending import Advice, Recommended


@dataclass(frozen=True, slots=True)
class ActionText:
    """What to do, who does it, a page of guidance by its slug, a page of this platform by its name, and the source."""

    do: Words
    who: Words
    guidance: str
    tool: str
    source: str


@dataclass(frozen=True, slots=True)
class AdvisedAction:
    """An action that fits, with its arithmetic: priority = gap × weight ÷ days."""

    rule: str
    text: ActionText
    arithmetic: Recommended


@dataclass(frozen=True, slots=True)
class WaitingAction:
    """An action that waits for `after`, questions that are not there yet."""

    rule: str
    text: ActionText
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnsureAction:
    """An action that might fit; `questions` and `facts` are not known."""

    rule: str
    text: ActionText
    questions: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrozenAdvice:
    """All that fitted, most worthwhile first; at most `most` are given, None for all. `facts` are those it rests on."""

    pack: str
    most: int | None
    ranked: tuple[AdvisedAction, ...]
    waiting: tuple[WaitingAction, ...]
    unsure: tuple[UnsureAction, ...]
    facts: Mapping[str, float | None]

    def action(self, rule: str) -> AdvisedAction | None:
        """The action of a rule; None where it did not fit."""
        return next((each for each in self.ranked if each.rule == rule), None)

    def given(self, dropped: Collection[str] = ()) -> tuple[AdvisedAction, ...]:
        """What is given, without what was dropped: the next one takes its place."""
        return self._wanted(dropped)[: self.most]

    def later(self, dropped: Collection[str] = ()) -> tuple[AdvisedAction, ...]:
        """What comes later because of the cap."""
        return () if self.most is None else self._wanted(dropped)[self.most :]

    def _wanted(self, dropped: Collection[str]) -> tuple[AdvisedAction, ...]:
        return tuple(each for each in self.ranked if each.rule not in dropped)


def with_words(
    advice: Advice, texts: Mapping[str, ActionText], pack: str, facts: Mapping[str, float | None]
) -> FrozenAdvice:
    """Advice from which nothing was dropped, with its words."""
    ranked = (*advice.recommended, *advice.later)
    return FrozenAdvice(
        pack,
        advice.most,
        tuple(AdvisedAction(each.rule, texts[each.rule], each) for each in ranked),
        tuple(WaitingAction(each.rule, texts[each.rule], each.after) for each in advice.waiting),
        tuple(UnsureAction(each.rule, texts[each.rule], each.questions, each.facts) for each in advice.unsure),
        facts,
    )


def frozen_advice(advice: FrozenAdvice) -> dict[str, Any]:
    """Advice as JSON."""
    return asdict(advice)


def thawed_advice(written: Mapping[str, Any]) -> FrozenAdvice:
    """The advice that was written."""
    return FrozenAdvice(
        written["pack"],
        written["most"],
        tuple(
            AdvisedAction(each["rule"], ActionText(**each["text"]), Recommended(**each["arithmetic"]))
            for each in written["ranked"]
        ),
        tuple(
            WaitingAction(each["rule"], ActionText(**each["text"]), tuple(each["after"])) for each in written["waiting"]
        ),
        tuple(
            UnsureAction(each["rule"], ActionText(**each["text"]), tuple(each["questions"]), tuple(each["facts"]))
            for each in written["unsure"]
        ),
        written["facts"],
    )
