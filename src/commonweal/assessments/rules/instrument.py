"""What an instrument is: questions in dimensions, each answered on a scale, scored in one of six ways.

Instruments are packs (packs/instruments/), read by `queries.instruments`. Five subjects share one engine: what exists
assesses a country, an organisation, a product, a dependency or a purchase, never all of them.
Our own design; the ways of scoring are those of OS2, the Standard for Public Code, OSPS and FAIR4RS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite

from commonweal.standards.packs import PackSource

Words = Mapping[str, str]

# What the platform may know itself (`queries.known_facts`); a question names one under `suggested_by`.
FACTS = frozenset(
    {
        "has_office",
        "publishes_code",
        "valid_publiccode",
        "names_usage",
        "has_inventory",
        "sbom_coverage",
        "hit_answer",
        "licences_known",
        "health_known",
        "checks_alternatives",
        "is_member",
        "shares_system",
        "has_strategy",
        "goals_owned",
        "worries_answered",
        "knows_people",
        "joins_supplier_evidence",
        "offices_standing",
        "stewards_standing",
        "products_here",
        "entries_faultless",
    }
)


class Subject(StrEnum):
    """What is assessed."""

    COUNTRY = "country"
    BODY = "body"
    PRODUCT = "product"
    DEPENDENCY = "dependency"
    PURCHASE = "purchase"


class Scoring(StrEnum):
    """How answers become a result; `rules.scoring` says how each counts."""

    GRADED = "graded"
    BLOCKING = "blocking"
    PASSING = "passing"
    POINTS = "points"
    LISTED = "listed"
    MEASURED = "measured"


class ScaleKind(StrEnum):
    """What an answer looks like: a grade from 0, a light (0 red to 2 green), a choice, yes (1) or no, a number."""

    GRADED = "graded"
    LIGHT = "light"
    CHOICE = "choice"
    YESNO = "yesno"
    NUMBER = "number"


class Must(StrEnum):
    """How strongly a requirement is meant."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class State(StrEnum):
    """How a question stands: answered, nobody knows (or nobody said), or it does not apply."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    INAPPLICABLE = "inapplicable"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as the rules need it: a value where `state` is answered, a reason where it does not apply."""

    state: State
    value: float | None = None
    has_evidence: bool = False
    reason: str = ""


NOT_SAID = Given(State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a scale, or of the levels of an instrument, and what it is called."""

    value: float
    name: Words


@dataclass(frozen=True, slots=True)
class Scale:
    """What may be answered; `met_from` is the least value at which a requirement holds.

    A number has no values: it lies between `least` and `most` (None: no limit), in `unit` (percent, count, years, days,
    money, or none).
    """

    id: str
    kind: ScaleKind
    unit: str = ""
    values: tuple[Choice, ...] = ()
    least: float | None = None
    most: float | None = None
    met_from: float | None = None

    def allows(self, value: float) -> bool:
        """Whether the value may be answered.

        >>> Scale("share", ScaleKind.NUMBER, "percent", (), 0, 100).allows(101)
        False
        """
        if self.kind is ScaleKind.NUMBER:
            return (
                isfinite(value)
                and (self.least is None or value >= self.least)
                and (self.most is None or value <= self.most)
            )
        return any(choice.value == value for choice in self.values)

    def name_of(self, value: float) -> Words | None:
        """What a value is called; None for a number, and for a value that the scale does not have."""
        return next((choice.name for choice in self.values if choice.value == value), None)

    def meets(self, value: float) -> bool:
        """Whether a requirement answered so holds."""
        return self.met_from is not None and value >= self.met_from


@dataclass(frozen=True, slots=True)
class Question:
    """A question or a requirement; `level` and `until` say at which levels of a blocking instrument it is asked for.

    `exempt` is the reason, in the words of who answers, for which it often does not apply.
    """

    id: str
    dimension: str
    scale: str
    ask: Words
    help: Words
    evidence: Words
    is_short: bool = False
    is_gate: bool = False
    level: int | None = None
    until: int | None = None
    must: Must | None = None
    points: float | None = None
    suggested_by: str = ""
    guidance: tuple[str, ...] = ()
    source: str = ""
    exempt: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A part of an instrument that has a result of its own."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Instrument:
    """A version of an instrument."""

    id: str
    version: str
    licence: str
    subject: Subject
    scoring: Scoring
    title: Words
    summary: Words
    note: Words
    sources: tuple[PackSource, ...]
    levels: tuple[Choice, ...]
    scales: Mapping[str, Scale]
    dimensions: tuple[Dimension, ...]
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        """The pack with its version, as results keep it."""
        return f"{self.id} {self.version}"

    @property
    def has_short_form(self) -> bool:
        """Whether some questions make a short form."""
        return any(question.is_short for question in self.questions)

    def question(self, identifier: str) -> Question | None:
        """The question with the identifier; None where this version does not have it."""
        return next((question for question in self.questions if question.id == identifier), None)

    def dimension(self, identifier: str) -> Dimension | None:
        """The dimension with the identifier; None where this version does not have it."""
        return next((dimension for dimension in self.dimensions if dimension.id == identifier), None)

    def scale_of(self, question: Question) -> Scale:
        """How a question is answered."""
        return self.scales[question.scale]

    def of_form(self, *, short: bool) -> tuple[Question, ...]:
        """The questions of the short form, or all."""
        return tuple(question for question in self.questions if question.is_short or not short)

    def of_dimension(self, identifier: str, *, short: bool) -> tuple[Question, ...]:
        """The questions of a dimension in a form."""
        return tuple(question for question in self.of_form(short=short) if question.dimension == identifier)


def said(words: Words, language: str) -> str:
    """The text in the language, else in English; "" where there is none.

    >>> said({"en": "House", "it": "Casa"}, "it"), said({"en": "House"}, "de-at"), said({}, "en")
    ('Casa', 'House', '')
    """
    return words.get(language) or words.get(language.split("-", 1)[0]) or words.get("en", "")
