"""Whether a release passes the gate: what is found in its parts, held to rules; what nobody can judge is never safe.

The rules are those of packs/gate.yaml. Each asks for at least so much danger, so more of it never makes a finding pass.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonweal.standards.cvss import Band

_LADDER = (Band.NONE, Band.LOW, Band.MEDIUM, Band.HIGH, Band.CRITICAL)
_MOST_STEPS = 100


class Outcome(StrEnum):
    """What the gate says; UNKNOWN where nothing at all could be judged."""

    PASS = "pass"  # noqa: S105 (a word, no secret)
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


class FailOn(StrEnum):
    """From where on to fail, in place of the pack: always what is exploited, and what is at least so severe."""

    EXPLOITED = "exploited"
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class GateRule:
    """What becomes of findings for which all of this is so; a condition that is not set is always met."""

    name: str
    outcome: Outcome
    says: str
    is_exploited: bool = False
    is_malicious: bool = False
    has_fix: bool = False
    least_forecast: float | None = None
    least_band: Band | None = None


@dataclass(frozen=True, slots=True)
class Weakness:
    """A finding as the gate sees it; None is not known.

    `accepted_on` is since when its risk is accepted; `is_closed` where a decision says that nothing is to be done.
    """

    band: Band
    exploited_on: date | None = None
    forecast: float | None = None
    is_malicious: bool = False
    has_fix: bool = False
    is_closed: bool = False
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of a finding, by which rule, in words."""

    outcome: Outcome
    rule: str
    says: str


@dataclass(frozen=True, slots=True)
class Span:
    """Affected keys from `low` on, up to but without `high`; `fixed` is the version that ends them, or ""."""

    vulnerability: int
    low: bytes
    high: bytes
    fixed: str


@dataclass(frozen=True, slots=True)
class Update:
    """The next version that is better; `still` are vulnerabilities that it has nevertheless, since no fix is known."""

    version: str
    still: frozenset[int]


CLOSED = Ruling(Outcome.PASS, "closed", "decided: nothing is to be done")
ACCEPTED = Ruling(Outcome.PASS, "accepted", "decided: the risk is accepted")
EXPLOITED_SINCE = Ruling(
    Outcome.WARN, "exploited-since-accepted", "the risk was accepted before it was known to be exploited"
)


def ruling(weakness: Weakness, rules: Sequence[GateRule], unknown_band: Band) -> Ruling:
    """Hold a finding to the rules: the worst outcome counts, by the first rule that gives it."""
    if weakness.is_closed:
        return CLOSED
    if weakness.accepted_on is not None:
        is_since = weakness.exploited_on is not None and weakness.exploited_on > weakness.accepted_on
        return EXPLOITED_SINCE if is_since else ACCEPTED
    met = [rule for rule in rules if _is_met(rule, weakness, unknown_band)]
    if not met:
        return Ruling(Outcome.WARN, "none", "no rule speaks of it")
    order = (Outcome.FAIL, Outcome.WARN, Outcome.PASS)
    worst = min(met, key=lambda rule: order.index(rule.outcome))
    return Ruling(worst.outcome, worst.name, worst.says)


def rules_from(fail_on: FailOn) -> tuple[GateRule, ...]:
    """Give the rules of somebody who says from where on to fail."""
    rules = [
        GateRule("exploited", Outcome.FAIL, "it is known to be exploited", is_exploited=True),
        GateRule("malicious", Outcome.FAIL, "the package was made to do harm", is_malicious=True),
    ]
    if fail_on is FailOn.ANY:
        rules.append(GateRule("any", Outcome.FAIL, "anything known was asked to fail"))
    elif fail_on is not FailOn.EXPLOITED:
        says = f"severity {fail_on} and above was asked to fail, and what nobody rated counts as high"
        rules.append(GateRule(f"at-least-{fail_on}", Outcome.FAIL, says, least_band=Band(fail_on.value)))
    return (*rules, GateRule("known", Outcome.WARN, "it is known, and below what was asked to fail"))


def overall(rulings: Iterable[Outcome], *, judged: int, unjudged: int, for_unjudged: Outcome) -> Outcome:
    """Give the answer for all parts; `judged` and `unjudged` count them, `for_unjudged` is what the latter come to."""
    found = set(rulings) | ({for_unjudged} if unjudged else set())
    if Outcome.FAIL in found:
        return Outcome.FAIL
    if not judged:
        return Outcome.UNKNOWN
    return Outcome.WARN if Outcome.WARN in found else Outcome.PASS


def update_from(key: bytes, spans: Sequence[Span], key_of: Callable[[str], bytes | None]) -> Update | None:
    """Climb from fix to fix until no range with a fix holds the version; None where there is no step up."""
    mended = [span for span in spans if span.fixed]
    at, version = key, ""
    for _ in range(_MOST_STEPS):
        ends = {span.fixed: key_of(span.fixed) for span in mended if span.low <= at < span.high}
        if not ends:
            break
        highest, text = max(((end or b"", text) for text, end in ends.items()), default=(b"", ""))
        if highest <= at:
            return None
        at, version = highest, text
    if not version:
        return None
    still = {span.vulnerability for span in spans if not span.fixed and span.low <= at < span.high}
    return Update(version, frozenset(still))


def _is_met(rule: GateRule, weakness: Weakness, unknown_band: Band) -> bool:
    band = unknown_band if weakness.band is Band.UNKNOWN else weakness.band
    return (
        (not rule.is_exploited or weakness.exploited_on is not None)
        and (not rule.is_malicious or weakness.is_malicious)
        and (not rule.has_fix or weakness.has_fix)
        and (rule.least_forecast is None or (weakness.forecast or 0.0) >= rule.least_forecast)
        and (rule.least_band is None or _LADDER.index(band) >= _LADDER.index(rule.least_band))
    )
