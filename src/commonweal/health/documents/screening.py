"""Flags, steps and looks by people, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.health.documents.words import Said, in_words, said
from commonweal.health.models import ManualCheck
from commonweal.health.queries.counted import Counted
from commonweal.health.queries.screening import Part
from commonweal.health.queries.screening_packs import Words, check_pack, screening_pack
from commonweal.health.rules.checking import NOT_KNOWN, Summary, proposed, summary
from commonweal.health.rules.screening import Flag, Flags, NextStep, Step

STEPS: Mapping[Step, Promise] = {
    Step.STATE_IMPORTANCE: _("Say how much it matters to you"),
    Step.LOOK: _("Somebody should look"),
    Step.DECIDE: _("Decide"),
    Step.REVIEW: _("Look again: the day has come"),
    Step.NOTHING: _("Nothing to do"),
}


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """A flag that is raised, why it matters, and since when."""

    label: str
    why: str
    since: date


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of a body's software as the worklist shows it; `can_step` is whether there is something to do."""

    part: Part
    words: tuple[Said, ...]
    flags: tuple[ShownFlag, ...]
    unknown: tuple[str, ...]
    importance: str
    step: str
    due: date | None
    is_late: bool
    can_step: bool


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question with what was answered."""

    question: str
    answer: str
    note: str
    is_counted: bool
    is_concern: bool


def shown_part(part: Part, today: date) -> ShownPart:
    """Give a part in the reader's language."""
    level = part.importance.level if part.importance else None
    return ShownPart(
        part=part,
        words=tuple(map(said, part.words)),
        flags=shown_flags(part.flags),
        unknown=tuple(_flag(flag).label for flag in Flag if flag in part.flags.unknown),
        importance=f"{level}: {screening_pack().levels[level].told().label}" if level else translate("not said yet"),
        step=str(STEPS[part.next.step]),
        due=part.next.due,
        is_late=part.next.is_late(today),
        can_step=part.next.step != Step.NOTHING,
    )


def shown_flags(found: Flags) -> tuple[ShownFlag, ...]:
    """Give the flags that are raised."""
    return tuple(ShownFlag(_flag(each.flag).label, _flag(each.flag).why, each.since) for each in found.raised)


def step_words(step: NextStep) -> str:
    """Say what is next."""
    return str(STEPS[step.step])


def proposals(facts: Mapping[str, Counted], users: int | None) -> dict[str, tuple[str, str]]:
    """By question, the answer that follows from what was counted, and the number behind it in words."""
    found: dict[str, tuple[str, str]] = {}
    for question in check_pack().questions:
        fact = facts.get(question.computed)
        value = users if question.computed == "users" else fact.value if fact else None
        answer = proposed(question, value)
        if answer is not None:
            found[question.id] = (answer, in_words(question.computed, value))
    return found


def shown_answers(check: ManualCheck) -> list[ShownAnswer]:
    """Give what was answered, in the order of the questions; one that the pack no longer has keeps its id."""
    pack = check_pack()
    found = []
    for question in pack.questions:
        given = check.answers.get(question.id, {})
        answer = given.get("answer", NOT_KNOWN)
        words = pack.answers.get((question.id, answer))
        label = translate("not known") if answer == NOT_KNOWN else words.told().label if words else answer
        is_concern = any(choice.id == answer and choice.is_concern for choice in question.choices)
        told = pack.words[question.id].told().label
        found.append(ShownAnswer(told, label, given.get("note", ""), bool(given.get("is_counted")), is_concern))
    return found


def summary_of(check: ManualCheck) -> Summary:
    """Say what a look came to."""
    answers = {name: given.get("answer", NOT_KNOWN) for name, given in check.answers.items()}
    return summary(check_pack().questions, answers)


def _flag(flag: Flag) -> Words:
    return screening_pack().flags[flag].told()
