"""What the licence of a part comes to: who said it, what the policy says, and so where the part stands.

What an office concluded comes before what lists say; its own before that of those who watch over it. Source for the
order of declared, concluded and detected: `rules.statements`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from commonweal.licensing.rules.counting import Concluded, Nearness
from commonweal.licensing.rules.policy import Outcome, Verdict
from commonweal.licensing.rules.statements import Counted, counted
from commonweal.standards.licence_names import all_of


class Standing(StrEnum):
    """Where a part stands, what is most urgent to look at first."""

    UNKNOWN = "unknown"
    REFUSED = "refused"
    LOOK = "look"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the licence of a part is, by whose word, and what the policy says.

    `expression` is None where nobody said a licence that can be read; `conclusion` and `nearness` where an office
    concluded it, `said` what lists say.
    """

    expression: str | None
    said: Counted
    verdict: Verdict
    conclusion: int | None = None
    nearness: Nearness | None = None

    @property
    def standing(self) -> Standing:
        """Where the part stands; a licence that is not known is never allowed."""
        if self.verdict.outcome == Outcome.REFUSED:
            return Standing.REFUSED
        if self.expression is None:
            return Standing.UNKNOWN
        return Standing(self.verdict.outcome.value)


@dataclass(frozen=True, slots=True)
class Words:
    """What one list says: each a text of one licence or expression a line."""

    declared: str = ""
    concluded: str = ""
    detected: str = ""


def said(words: Iterable[Words]) -> Counted:
    """Give what lists say together: where several licences are named, all of them hold.

    >>> said([Words(declared="MIT"), Words(declared="GPLv3")]).expression
    'MIT AND GPL-3.0-only'
    """
    each = list(words)
    return counted(
        declared=_together(one.declared for one in each),
        concluded=_together(one.concluded for one in each),
        detected=_together(one.detected for one in each),
    )


def judgement(
    said: Counted, concluded: Concluded | None, nearness: Nearness | None, verdict: Verdict
) -> Judgement:  # fmt: skip
    """Lay a conclusion over what lists say."""
    if concluded is None:
        return Judgement(said.expression, said, verdict)
    return Judgement(concluded.expression, said, verdict, concluded.id, nearness)


def _together(texts: Iterable[str]) -> str:
    return all_of(line for text in texts for line in text.splitlines())
