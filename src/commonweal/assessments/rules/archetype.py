"""Which of the six archetypes of offices fits, by who owns it, on which level it acts and whom it serves.

The first rule that holds decides. A fact that a rule needs and nobody knows is asked for, so nothing is decided in
silence. The rules are data (packs/archetypes.yaml); they give the archetype of all 16 offices of the study.
Source: J. Linåker, "Public sector open source program offices" (2024, 2026); the order of the rules is ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FACTS = ("owner", "level", "serves")


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What is known of an office that is there or may be; "" is "not known"."""

    owner: str = ""
    level: str = ""
    serves: str = ""

    def of(self, fact: str) -> str:
        """The fact with the name."""
        return {"owner": self.owner, "level": self.level, "serves": self.serves}[fact]


@dataclass(frozen=True, slots=True)
class ArchetypeRule:
    """Holds when each fact named has one of the values; `archetype` is one of `organisations.models.Archetype`."""

    id: str
    when: Mapping[str, tuple[str, ...]]
    archetype: str


@dataclass(frozen=True, slots=True)
class Fitting:
    """The archetype and the rule that gave it; or none, and which fact is `missing` to decide."""

    archetype: str | None
    rule: str = ""
    missing: str = ""


def archetype(rules: Iterable[ArchetypeRule], facts: OfficeFacts) -> Fitting:
    """The archetype that fits an office.

    >>> rules = [ArchetypeRule("near", {"level": ("local",)}, "local"), ArchetypeRule("others", {}, "national")]
    >>> archetype(rules, OfficeFacts(level="local")), archetype(rules, OfficeFacts()).missing
    (Fitting(archetype='local', rule='near', missing=''), 'level')
    """
    for rule in rules:
        failed = any((known := facts.of(fact)) and known not in values for fact, values in rule.when.items())
        if failed:
            continue
        missing = next((fact for fact in rule.when if not facts.of(fact)), "")
        if missing:
            return Fitting(None, missing=missing)
        return Fitting(rule.archetype, rule.id)
    return Fitting(None)
