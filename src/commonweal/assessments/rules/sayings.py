"""What forms said, and what could not be read of them, as it is kept with the form. Our own shape."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from commonweal.assessments.rules.instrument import State
from commonweal.assessments.rules.merging import Claim, Said


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: the line (0: the whole file), what is wrong in a word, the question and the text."""

    line: int
    code: str
    question: str = ""
    text: str = ""


def written_said(said: Iterable[Said]) -> list[dict[str, Any]]:
    """Answers as JSON."""
    return [{**asdict(each), "claim": written_claim(each.claim)} for each in said]


def read_said(rows: Iterable[Mapping[str, Any]]) -> list[Said]:
    """Answers as they were written."""
    return [Said(**{**row, "claim": read_claim(row["claim"])}) for row in rows]


def written_claim(claim: Claim) -> list[Any]:
    """A claim as [state, value]."""
    return [claim.state.value, claim.value]


def read_claim(pair: list[Any]) -> Claim:
    """A claim as it was written."""
    return Claim(State(pair[0]), pair[1])


def written_problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON."""
    return [asdict(problem) for problem in problems]


def read_problems(rows: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Problems as they were written."""
    return [Problem(**row) for row in rows]
