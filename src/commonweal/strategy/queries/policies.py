"""What countries ask of their offices, by the dimensions of the pack; not stated is shown as such, never as a no."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from commonweal.strategy.queries.packs import WordedPack, head_of, in_words, read_pack


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a dimension, with its words by language."""

    id: str
    labels: Mapping[str, str]

    @property
    def label(self) -> str:
        """Its words in the reader's language."""
        return in_words(self.labels)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of policies, and its values."""

    id: str
    labels: Mapping[str, str]
    values: tuple[Value, ...]

    @property
    def label(self) -> str:
        """Its words in the reader's language."""
        return in_words(self.labels)


@dataclass(frozen=True, slots=True)
class PolicySource:
    """Where a value was read."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CountryPolicy:
    """A country, the values at which a source names it by dimension, and the source of each dimension."""

    code: str
    says: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPack(WordedPack):
    """What packs/policies.yaml says."""

    sources: tuple[PolicySource, ...]
    dimensions: tuple[Dimension, ...]
    countries: tuple[CountryPolicy, ...]

    def country(self, code: str) -> CountryPolicy | None:
        """A country of the register."""
        return next((each for each in self.countries if each.code == code), None)


def countries_with(chosen: Mapping[str, str]) -> list[CountryPolicy]:
    """The countries that a source names at every value chosen, by dimension."""
    return [
        each
        for each in policy_pack().countries
        if all(value in each.says.get(dimension, ()) for dimension, value in chosen.items())
    ]


@cache
def policy_pack() -> PolicyPack:
    """The register of this installation."""
    pack = read_pack("policies")
    dimensions = tuple(
        Dimension(each["id"], each["label"], tuple(Value(one["id"], one["label"]) for one in each["values"]))
        for each in pack["dimensions"]
    )
    return PolicyPack(
        **head_of(pack),
        sources=tuple(PolicySource(each["id"], each["title"], each["url"]) for each in pack["sources"]),
        dimensions=dimensions,
        countries=tuple(_country(each) for each in pack["countries"]),
    )


def _country(row: Mapping[str, dict[str, object]]) -> CountryPolicy:
    others = row.get("others", {})
    says = {dimension: tuple(map(str, values)) for dimension, values in row["says"].items()}  # type: ignore[call-overload]
    return CountryPolicy(str(row["code"]), says, {each: str(others.get(each, "survey")) for each in says})
