"""What a body should do next: rules on its answers and facts, in the order of gap × weight ÷ days of work.

priority = (4 − answer) × weight of the aim that counts most for the body ÷ days. An action that builds on others waits
until these are at least at `ready_from`. A body below the capacity of the cap, or of unknown capacity, gets a few
only. What is not known never recommends: such rules are listed with what is missing. What does not apply is left out.
Source: own judgement as data (packs/recommendations.yaml); what follows what is that of the Good Governance Initiative.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonweal.assessments.rules.comparing import Comparison, Outcome, outcome
from commonweal.assessments.rules.instrument import NOT_SAID, Given, State

HIGHEST = 4
CAPACITY = "capacity"

Facts = Mapping[str, float | None]  # yes is 1, no is 0, None is "not known"


@dataclass(frozen=True, slots=True)
class Clause:
    """A comparison of an answer, or of a fact, with a threshold."""

    subject: str
    is_fact: bool
    comparison: Comparison
    threshold: float


@dataclass(frozen=True, slots=True)
class Rule:
    """An action to recommend when every clause holds; `about` is the question whose gap counts.

    `after` are questions that come first; `days` of work, times the fact `per` where one is named.
    """

    id: str
    about: str
    clauses: tuple[Clause, ...]
    days: float
    aims: tuple[str, ...]
    after: tuple[str, ...] = ()
    per: str = ""


@dataclass(frozen=True, slots=True)
class RulePack:
    """All rules, and below which capacity how many actions are given at most."""

    rules: tuple[Rule, ...]
    cap_below: float
    cap_most: int
    ready_from: float


@dataclass(frozen=True, slots=True)
class Recommended:
    """An action with its arithmetic: priority = gap × weight ÷ days."""

    rule: str
    question: str
    value: float
    gap: float
    aim: str
    weight: float
    days: float
    priority: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """An action that builds on questions which are not there yet."""

    rule: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """An action that might be right; `questions` and `facts` are not known."""

    rule: str
    questions: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """An action that fits and that the body does not want, with the reason."""

    action: Recommended
    reason: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next, most worthwhile first; what comes `later` by the cap (`most`); what is not offered, and why."""

    recommended: tuple[Recommended, ...]
    later: tuple[Recommended, ...]
    waiting: tuple[Waiting, ...]
    unsure: tuple[Unsure, ...]
    dropped: tuple[Dropped, ...]
    most: int | None


def recommend(
    pack: RulePack,
    given: Mapping[str, Given],
    facts: Facts,
    weights: Mapping[str, float],
    dropped: Mapping[str, str],
) -> Advice:
    """What to do next.

    `weights` say what the aims of the body count (1 where nothing is said), `dropped` which rules it does not want, and
    why.
    """
    fitting, waiting, unsure = [], [], []
    for rule in pack.rules:
        outcomes = [_outcome(clause, given, facts) for clause in rule.clauses]
        if Outcome.NOT_MET in outcomes:
            continue
        if Outcome.UNKNOWN in outcomes:
            unsure.append(_unsure(rule, outcomes))
        elif after := tuple(each for each in rule.after if not _is_ready(given.get(each, NOT_SAID), pack.ready_from)):
            waiting.append(Waiting(rule.id, after))
        else:
            fitting.append(_recommended(rule, given, facts, weights))
    # Sorting keeps the order of the pack among equals.
    ranked = sorted(fitting, key=lambda each: (-each.priority, each.days))
    wanted = tuple(each for each in ranked if each.rule not in dropped)
    most = _most(pack, facts.get(CAPACITY))
    return Advice(
        recommended=wanted[:most],
        later=() if most is None else wanted[most:],
        waiting=tuple(waiting),
        unsure=tuple(unsure),
        dropped=tuple(Dropped(each, dropped[each.rule]) for each in ranked if each.rule in dropped),
        most=most,
    )


def _outcome(clause: Clause, given: Mapping[str, Given], facts: Facts) -> Outcome:
    if clause.is_fact:
        return outcome(clause.comparison, facts.get(clause.subject), clause.threshold)
    answer = given.get(clause.subject, NOT_SAID)
    if answer.state is State.INAPPLICABLE:
        return Outcome.NOT_MET
    value = answer.value if answer.state is State.ANSWERED else None
    return outcome(clause.comparison, value, clause.threshold)


def _unsure(rule: Rule, outcomes: Iterable[Outcome]) -> Unsure:
    unknown = [clause for clause, each in zip(rule.clauses, outcomes, strict=True) if each is Outcome.UNKNOWN]
    return Unsure(
        rule.id,
        tuple(dict.fromkeys(clause.subject for clause in unknown if not clause.is_fact)),
        tuple(dict.fromkeys(clause.subject for clause in unknown if clause.is_fact)),
    )


def _is_ready(answer: Given, ready_from: float) -> bool:
    """Whether what an action builds on is there; what does not apply does not hold it up."""
    if answer.state is State.INAPPLICABLE:
        return True
    return answer.state is State.ANSWERED and answer.value is not None and answer.value >= ready_from


def _recommended(rule: Rule, given: Mapping[str, Given], facts: Facts, weights: Mapping[str, float]) -> Recommended:
    value = given[rule.about].value or 0.0
    aim = max(rule.aims, key=lambda each: weights.get(each, 1.0))
    weight = weights.get(aim, 1.0)
    times = max(1.0, facts.get(rule.per) or 1.0) if rule.per else 1.0
    days = rule.days * times
    gap = HIGHEST - value
    return Recommended(rule.id, rule.about, value, gap, aim, weight, days, gap * weight / days)


def _most(pack: RulePack, capacity: float | None) -> int | None:
    return pack.cap_most if capacity is None or capacity < pack.cap_below else None
