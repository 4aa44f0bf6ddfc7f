"""Which decision counts where several speak of the same finding, and what remains to be done then.

Precedence, first difference counts: nearer to the system (the system itself, its body, a body that watches over it, the
whole installation) · fewer versions (a range, a package, everything) · decided here, by the vendor, by a peer · later.
One that has ended, expired or not begun counts for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

_SOURCES = {"local": 2, "vendor": 1, "peer": 0}
_CLOSED = frozenset({"not_affected", "false_positive", "resolved", "resolved_with_pedigree"})


class Standing(StrEnum):
    """What remains of a finding: something to do, a risk somebody accepted, or nothing."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Statement:
    """A decision as the rule sees it; `package`, `body` and `system` are primary keys, None for every one."""

    id: int
    state: str
    response: str
    source: str
    decided_at: datetime
    valid_from: date
    expires_on: date | None = None
    package: int | None = None
    low: bytes | None = None
    high: bytes | None = None
    body: int | None = None
    system: int | None = None

    @property
    def standing(self) -> Standing:
        """What remains of the findings it is about."""
        if self.state in _CLOSED:
            return Standing.CLOSED
        return Standing.ACCEPTED if self.response == "will_not_fix" else Standing.OPEN


@dataclass(frozen=True, slots=True)
class Situation:
    """A finding as the rule sees it; `overseers` are the bodies that watch over its own; None is a key not known."""

    system: int
    body: int
    overseers: frozenset[int]
    package: int
    key: bytes | None


class Difference(StrEnum):
    """What makes one statement count before another."""

    NEARNESS = "nearness"
    NARROWNESS = "narrowness"
    SOURCE = "source"
    TIME = "time"


def counting(statements: Iterable[Statement], situation: Situation, today: date) -> Statement | None:
    """Give the statement that counts for the finding; None where nobody decided anything."""
    fitting = [each for each in statements if _is_valid(each, today) and _fits(each, situation)]
    return max(fitting, key=lambda each: _rank(each, situation), default=None)


def ranked(statements: Iterable[Statement], situation: Situation, today: date) -> list[Statement]:
    """Give all statements that speak of the finding; the first counts."""
    fitting = [each for each in statements if _is_valid(each, today) and _fits(each, situation)]
    return sorted(fitting, key=lambda each: _rank(each, situation), reverse=True)


def difference(first: Statement, second: Statement, situation: Situation) -> Difference:
    """Give the first difference by which one statement counts before the other."""
    ranks = zip(Difference, _rank(first, situation), _rank(second, situation), strict=False)
    return next((each for each, mine, other in ranks if mine != other), Difference.TIME)


def _is_valid(statement: Statement, today: date) -> bool:
    return statement.valid_from <= today and (statement.expires_on is None or today <= statement.expires_on)


def _fits(statement: Statement, situation: Situation) -> bool:
    if statement.system is not None and statement.system != situation.system:
        return False
    if statement.body not in {None, situation.body, *situation.overseers}:
        return False
    if statement.package is not None and statement.package != situation.package:
        return False
    if statement.low is None or statement.high is None:
        return True
    return situation.key is not None and statement.low <= situation.key < statement.high


def _rank(statement: Statement, situation: Situation) -> tuple[int, int, int, datetime, int]:
    if statement.system is not None:
        nearness = 3
    elif statement.body is None:
        nearness = 0
    else:
        nearness = 2 if statement.body == situation.body else 1
    narrowness = 2 if statement.low is not None else int(statement.package is not None)
    return nearness, narrowness, _SOURCES.get(statement.source, 0), statement.decided_at, statement.id
