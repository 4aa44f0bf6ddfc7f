"""Criteria and levels as the page of a project shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonweal.health.documents.words import in_words, share
from commonweal.health.queries.counted import Counted
from commonweal.health.queries.screening_packs import CriteriaPack
from commonweal.health.rules.criteria import Criterion, is_fulfilled, levels
from commonweal.standards.packs import PackSource

KINDS: Mapping[str, Promise] = {
    "maintenance": pgettext_lazy("criteria", "Maintenance"),
    "security": pgettext_lazy("criteria", "Security"),
}
STANDINGS: Mapping[bool | None, tuple[Promise, str]] = {
    True: (_("fulfilled"), "success"),
    False: (_("not fulfilled"), "danger"),
    None: (_("not known"), "neutral"),
}
REACHED: Mapping[bool | None, tuple[Promise, str]] = {
    True: (_("reached"), "success"),
    False: (_("not reached"), "warning"),
    None: (_("not known"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """One criterion with its answer, the value behind it and where that can be seen."""

    id: str
    label: str
    standing: str
    tone: str
    is_fulfilled: bool | None
    value: str
    on: date | None
    url: str
    source: PackSource


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """One level, whether it is reached, and what it asks for beyond the levels below it."""

    kind: str
    name: str
    level: int
    standing: str
    tone: str
    is_reached: bool | None
    criteria: tuple[ShownCriterion, ...]


def shown_levels(pack: CriteriaPack, facts: Mapping[str, Counted]) -> list[ShownLevel]:
    """Give every level of the pack, in its order."""
    shown = {each.id: _shown(pack, each, facts.get(each.fact)) for each in pack.criteria}
    fulfilled = {name: each.is_fulfilled for name, each in shown.items()}
    found = []
    for reached in levels(pack.levels, fulfilled):
        word, tone = REACHED[reached.is_reached]
        kind = reached.level.of
        found.append(
            ShownLevel(
                kind=kind,
                name=str(KINDS.get(kind, kind)),
                level=reached.level.level,
                standing=str(word),
                tone=tone,
                is_reached=reached.is_reached,
                criteria=tuple(shown[name] for name in reached.level.criteria),
            )
        )
    return found


def _shown(pack: CriteriaPack, criterion: Criterion, fact: Counted | None) -> ShownCriterion:
    answer = is_fulfilled(criterion, fact.value if fact else None)
    word, tone = STANDINGS[answer]
    return ShownCriterion(
        id=criterion.id,
        label=pack.words[criterion.id].told().label,
        standing=str(word),
        tone=tone,
        is_fulfilled=answer,
        value=_value(pack, criterion, fact),
        on=fact.on if fact else None,
        url=fact.url if fact else "",
        source=pack.sources[criterion.id],
    )


def _value(pack: CriteriaPack, criterion: Criterion, fact: Counted | None) -> str:
    if fact is None or fact.value is None:
        return translate("not visible")
    if criterion.id in pack.shares:
        return share(float(fact.value))
    return in_words(criterion.fact, fact.value)
