"""Which kind of office fits and which way to go, in words, with every comparison that was made."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema

from commonweal.assessments.documents.sentences import language, number
from commonweal.assessments.queries.advice_packs import Factor, ModePack, WayWords, archetype_pack, mode_pack
from commonweal.assessments.rules.archetype import OfficeFacts, archetype
from commonweal.assessments.rules.comparing import Comparison, Outcome
from commonweal.assessments.rules.instrument import Words, said
from commonweal.assessments.rules.mode import Check, Direction, Factors, Judged, direction
from commonweal.organisations.models.office import Archetype

TESTS: dict[Comparison, Promise] = {
    Comparison.BELOW: gettext_lazy("below %(threshold)s"),
    Comparison.AT_MOST: gettext_lazy("at most %(threshold)s"),
    Comparison.ABOVE: gettext_lazy("above %(threshold)s"),
    Comparison.AT_LEAST: gettext_lazy("at least %(threshold)s"),
    Comparison.IS: gettext_lazy("is %(threshold)s"),
}
OUTCOMES: dict[Outcome, Promise] = {
    Outcome.MET: gettext_lazy("met"),
    Outcome.NOT_MET: gettext_lazy("not met"),
    Outcome.UNKNOWN: gettext_lazy("not known"),
}
TONES = {Outcome.MET: "success", Outcome.NOT_MET: "neutral", Outcome.UNKNOWN: "warning"}


class CheckDocument(Schema):
    """A comparison: what was asked, the value (null: not known), how it must be, and whether it is."""

    factor: str
    asked: str
    value: float | None
    value_words: str
    needed: str
    threshold: float
    outcome: str
    outcome_words: str
    tone: str


class WayDocument(Schema):
    """A way to go with its comparisons; of `one_of` one is enough."""

    id: str
    name: str
    says: str
    next: str
    caution: str
    guidance: list[str]
    outcome: str
    outcome_words: str
    tone: str
    every: list[CheckDocument]
    one_of: list[CheckDocument]


class OfficeDocument(Schema):
    """The archetype that fits (null: `archetype_missing` says what to tell), and the way to go."""

    archetype: str | None
    archetype_name: str
    archetype_goal: str
    archetype_does: list[str]
    because: str
    archetype_missing: str
    way: WayDocument
    is_settled: bool
    to_find_out: list[str]
    ways: list[WayDocument]
    additions: list[WayDocument]
    packs: list[str]


def office_of(facts: OfficeFacts, factors: Factors) -> OfficeDocument:
    """What fits a body with these facts and factors."""
    kinds, modes = archetype_pack(), mode_pack()
    fitting = archetype(kinds.rules, facts)
    found = direction(modes.ways, modes.additions, {**factors, **_by_owner(facts, modes)})
    ways = [_way(each, modes) for each in found.ways]
    kind = kinds.archetypes[fitting.archetype] if fitting.archetype else None
    missing = next((each.ask for each in kinds.questions if each.id == fitting.missing), {})
    return OfficeDocument(
        archetype=fitting.archetype,
        archetype_name=str(Archetype(kind.id).label) if kind else "",
        archetype_goal=_said(kind.goal) if kind else "",
        archetype_does=[_said(each) for each in kind.does] if kind else [],
        because=_said(kinds.reasons[fitting.rule]) if kind else "",
        archetype_missing=_said(missing),
        way=next((each for each in ways if each.id == found.chosen), None) or _none(modes, found),
        is_settled=found.is_settled,
        to_find_out=[_said(modes.factors[each].ask) for each in found.missing],
        ways=ways,
        additions=[_way(each, modes) for each in found.additions],
        packs=[kinds.head.name, modes.head.name],
    )


def _by_owner(facts: OfficeFacts, modes: ModePack) -> dict[str, float | None]:
    """Give the factors that follow from whose office it is."""
    found = [factor for factor in modes.factors.values() if factor.kind == "owner"]
    return {each.id: float(facts.owner == each.owner) if facts.owner else None for each in found}


def _way(judged: Judged, modes: ModePack) -> WayDocument:
    words = modes.words[judged.way]
    return _worded(
        words,
        judged.outcome,
        _checks(judged.every, modes),
        _checks(judged.one_of, modes),
        has_caution=judged.has_caution,
    )


def _none(modes: ModePack, found: Direction) -> WayDocument:
    """Give what is said where no way is proposed."""
    if found.is_settled:
        return _worded(modes.otherwise, Outcome.MET, [], [], has_caution=False)
    return _worded(modes.unsettled, Outcome.UNKNOWN, [], [], has_caution=False)


def _worded(
    words: WayWords, outcome: Outcome, every: list[CheckDocument], one_of: list[CheckDocument], *, has_caution: bool
) -> WayDocument:
    return WayDocument(
        id=words.id,
        name=_said(words.name),
        says=_said(words.says),
        next=_said(words.next),
        caution=_said(words.caution) if has_caution else "",
        guidance=list(words.guidance),
        outcome=outcome.value,
        outcome_words=str(OUTCOMES[outcome]),
        tone=TONES[outcome],
        every=every,
        one_of=one_of,
    )


def _checks(checks: Iterable[Check], modes: ModePack) -> list[CheckDocument]:
    """Give one line for each factor: from 3 to 10 is one comparison to the reader."""
    by_factor = groupby(checks, key=lambda each: each.factor)
    return [_check(list(found), modes.factors[factor]) for factor, found in by_factor]


def _check(checks: list[Check], factor: Factor) -> CheckDocument:
    needed = [str(TESTS[each.test]) % {"threshold": _value(each.threshold, factor)} for each in checks]
    outcomes = {each.outcome for each in checks}
    outcome = next(each for each in (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET) if each in outcomes)
    return CheckDocument(
        factor=factor.id,
        asked=_said(factor.ask),
        value=checks[0].value,
        value_words=_value(checks[0].value, factor),
        needed=", ".join(needed),
        threshold=checks[0].threshold,
        outcome=outcome.value,
        outcome_words=str(OUTCOMES[outcome]),
        tone=TONES[outcome],
    )


def _value(value: float | None, factor: Factor) -> str:
    if value is None:
        return str(OUTCOMES[Outcome.UNKNOWN])
    if factor.kind in ("yesno", "owner"):
        return _("yes") if value else _("no")
    return number(value)


def _said(words: Words) -> str:
    return said(words, language())
