"""What a policy says to a licence expression for a use.

Source: own reading of how programme offices decide: ordered rules, of which the first that fits each licence counts; of
a choice (OR) the best way, of a sum (AND) the worst part (SPDX 3.0.1, annex B: OR lets choose, AND asks for all). What
no rule knows is never allowed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import translate

from commonweal.standards.licence_kinds import Kind, kind_of
from commonweal.standards.licence_logic import modern
from commonweal.standards.licences import Expression, Licence, read_expression

NO_RULE = "no-rule"
NOT_STATED = "not-stated"
NOT_READ = "not-read"


class Use(StrEnum):
    """What is done with the software."""

    INTERNAL = "internal"
    SERVICE = "service"
    BINARY = "binary"
    SOURCE = "source"


class Scope(StrEnum):
    """Whether a part runs, or only builds and tests."""

    RUNTIME = "runtime"
    DEVELOPMENT = "development"


class Outcome(StrEnum):
    """What a policy says, from best to worst."""

    ALLOWED = "allowed"
    LOOK = "look"
    REFUSED = "refused"


_ORDER = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: an expression (None: nobody stated one), for a use, of a package."""

    expression: str | None
    use: Use
    scope: Scope = Scope.RUNTIME
    package_type: str = ""
    purl: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; an empty condition fits everything. `purls` are patterns with `*`, `licences` SPDX identifiers, and
    `expressions` are whole licences with their exception ("GPL-2.0-only WITH Classpath-exception-2.0").
    """

    id: str
    outcome: Outcome
    sentence: str
    obligations: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    licences: frozenset[str] = frozenset()
    expressions: frozenset[str] = frozenset()
    uses: frozenset[Use] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    package_types: frozenset[str] = frozenset()
    purls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What was said of one licence, and by which rule."""

    licence: str
    outcome: Outcome
    rule: str
    sentence: str
    obligations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy says: `parts` are the licences that are to be kept to, worst first; `chosen` the way taken where
    the expression lets choose ("" where it does not); `sentence` the reason in a word to be looked up.
    """

    outcome: Outcome
    parts: tuple[Part, ...]
    chosen: str = ""
    sentence: str = ""

    @property
    def rule(self) -> str:
        """The rule that decided."""
        return self.parts[0].rule if self.parts else self.sentence

    @property
    def obligations(self) -> tuple[str, ...]:
        """What the rules ask for, each once."""
        return tuple(dict.fromkeys(each for part in self.parts for each in part.obligations))


@dataclass(slots=True)
class Policy:
    """Rules in order. It remembers what it has judged: there are few expressions and millions of versions."""

    name: str
    rules: tuple[Rule, ...]
    _patterns: tuple[tuple[str, re.Pattern[str]], ...] = field(init=False, repr=False)
    _types: frozenset[str] = field(init=False, repr=False)
    _judged: dict[tuple[object, ...], Verdict] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        named = dict.fromkeys(pattern for rule in self.rules for pattern in rule.purls)
        self._patterns = tuple((pattern, re.compile(translate(pattern))) for pattern in named)
        self._types = frozenset(kind for rule in self.rules for kind in rule.package_types)
        self._judged = {}

    def judge(self, subject: Subject) -> Verdict:
        """Say what holds for one subject."""
        return self.verdict(subject.expression, subject.use, subject.scope, subject.package_type, subject.purl)

    def verdict(
        self, expression: str | None, use: Use, scope: Scope = Scope.RUNTIME, package_type: str = "", purl: str = ""
    ) -> Verdict:
        """Say what holds, without an object for each question."""
        matched = tuple(p for p, pattern in self._patterns if pattern.match(purl)) if purl and self._patterns else ()
        kind = package_type if package_type in self._types else ""
        # Members of an enum are one object each, and hashing them costs more than all the rest of the look-up.
        key = (expression, id(use), id(scope), kind, matched)
        found = self._judged.get(key)
        if found is None:
            found = _judge(self.rules, _Case(use, scope, kind, frozenset(matched)), expression)
            if len(self._judged) >= _MOST_REMEMBERED:
                self._judged.clear()
            self._judged[key] = found
        return found


_MOST_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class _Case:
    use: Use
    scope: Scope
    package_type: str
    purls: frozenset[str]


def _judge(rules: tuple[Rule, ...], case: _Case, text: str | None) -> Verdict:
    if text is None or not text.strip():
        return _without_licence(rules, case, NOT_STATED)
    expression = read_expression(text)
    if expression is None:
        return _without_licence(rules, case, NOT_READ)
    parts, has_choice = _best(rules, case, modern(expression))
    ranked = tuple(sorted(parts, key=lambda part: -_ORDER.index(part.outcome)))
    chosen = " AND ".join(part.licence for part in parts) if has_choice else ""
    return Verdict(ranked[0].outcome, ranked, chosen, ranked[0].sentence)


def _without_licence(rules: tuple[Rule, ...], case: _Case, sentence: str) -> Verdict:
    """Where there is no expression, only a rule about the package itself can refuse; nothing can allow."""
    for rule in rules:
        if rule.purls and not (rule.kinds or rule.licences or rule.expressions) and _fits_case(rule, case):
            worst = max(rule.outcome, Outcome.LOOK, key=_ORDER.index)
            return Verdict(worst, (Part("", worst, rule.id, rule.sentence, rule.obligations),), "", rule.sentence)
    return Verdict(Outcome.LOOK, (), "", sentence)


def _best(rules: tuple[Rule, ...], case: _Case, expression: Expression) -> tuple[tuple[Part, ...], bool]:
    """The licences of the best way through an expression, and whether there was a choice."""
    if isinstance(expression, Licence):
        return (_part(rules, case, expression),), False
    found = [_best(rules, case, part) for part in expression.parts]
    if expression.operator == "AND":
        joined = dict.fromkeys(part for parts, _has_choice in found for part in parts)
        return tuple(joined), any(has_choice for _parts, has_choice in found)
    # Of ways that are as good, the one that asks least, then the one written first.
    return min((parts for parts, _has_choice in found), key=_cost), True


def _cost(parts: tuple[Part, ...]) -> tuple[int, int, int]:
    worst = max(_ORDER.index(part.outcome) for part in parts)
    kinds = (kind_of(licence) for part in parts if isinstance(licence := read_expression(part.licence), Licence))
    return worst, max((tuple(Kind).index(kind) for kind in kinds), default=0), len(parts)


def _part(rules: tuple[Rule, ...], case: _Case, licence: Licence) -> Part:
    kind = kind_of(licence)
    for rule in rules:
        if _fits_case(rule, case) and _fits_licence(rule, licence, kind):
            is_hoped = rule.outcome == Outcome.ALLOWED and kind == Kind.UNKNOWN and not _names(rule, licence)
            outcome = Outcome.LOOK if is_hoped else rule.outcome
            return Part(str(licence), outcome, rule.id, NO_RULE if is_hoped else rule.sentence, rule.obligations)
    return Part(str(licence), Outcome.LOOK, "", NO_RULE)


def _names(rule: Rule, licence: Licence) -> bool:
    return licence.identifier in rule.licences or str(licence) in rule.expressions


def _fits_case(rule: Rule, case: _Case) -> bool:
    return (
        (not rule.uses or case.use in rule.uses)
        and (not rule.scopes or case.scope in rule.scopes)
        and (not rule.package_types or case.package_type in rule.package_types)
        and (not rule.purls or not case.purls.isdisjoint(rule.purls))
    )


def _fits_licence(rule: Rule, licence: Licence, kind: Kind) -> bool:
    """Conditions on the licence: any of them is enough; a licence named without its exception fits only without one."""
    if not (rule.kinds or rule.licences or rule.expressions):
        return True
    is_named = licence.identifier in rule.licences and licence.exception is None
    return kind in rule.kinds or is_named or str(licence) in rule.expressions


def rule_from(written: Mapping[str, object]) -> Rule:
    """Make a rule of what a pack or a body wrote: `id`, `outcome`, `sentence`, and conditions under `when`.

    Raises RuleUnreadable.
    """
    when = written.get("when") or {}
    if not isinstance(when, Mapping) or set(when) - _CONDITIONS:
        raise RuleUnreadable(f"{written.get('id')}: unknown condition in {when}")
    given = {key: _texts(value) for key, value in when.items()}
    try:
        return Rule(
            id=str(written["id"]),
            outcome=Outcome(str(written["outcome"])),
            sentence=str(written["sentence"]),
            obligations=_texts(written.get("obligations", ())),
            kinds=frozenset(Kind(each) for each in given.get("kinds", ())),
            licences=frozenset(given.get("licences", ())),
            expressions=frozenset(given.get("expressions", ())),
            uses=frozenset(Use(each) for each in given.get("uses", ())),
            scopes=frozenset(Scope(each) for each in given.get("scopes", ())),
            package_types=frozenset(given.get("package_types", ())),
            purls=given.get("purls", ()),
        )
    except (KeyError, ValueError) as error:
        raise RuleUnreadable(f"{written.get('id')}: {error}") from None


class RuleUnreadable(ValueError):
    """A rule says something that no rule can say."""


_CONDITIONS = frozenset({"kinds", "licences", "expressions", "uses", "scopes", "package_types", "purls"})


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(each) for each in value) if isinstance(value, list | tuple | frozenset) else ()
