"""A score and the answers behind it as JSON, for results that are never worked out anew, and back.

Field names are those of the values. What reports, exports and comparisons show is read from here and nowhere else, so
that every number is the same in a page, a PDF, a JSON file and SQL.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from commonweal.assessments.rules.respondents import Combined
from commonweal.assessments.rules.scoring import Coverage, DimensionScore, Score, middle

SHAPE = 1  # of the JSON; a later shape is read beside this one


@dataclass(frozen=True, slots=True)
class FrozenVoice:
    """What somebody of a role said; nobody is named."""

    role: str
    state: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer rests on: an address, words, or both."""

    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FrozenAnswer:
    """The answer that counted, with what it rests on, and who of which role said what."""

    question: str
    state: str
    value: float | None = None
    reason: str = ""
    disagree: bool = False
    evidence: tuple[Evidence, ...] = ()
    voices: tuple[FrozenVoice, ...] = ()


def frozen_score(score: Score) -> dict[str, Any]:
    """A score as JSON, with the one number for who must have one."""
    return {**asdict(score), "middle": middle(score)}


def thawed_score(written: Mapping[str, Any]) -> Score:
    """The score that was written."""
    fields = {key: value for key, value in written.items() if key != "middle"}
    return Score(
        **{
            **fields,
            "held_by": tuple(written["held_by"]),
            "coverage": Coverage(**written["coverage"]),
            "dimensions": tuple(
                DimensionScore(**{**each, "coverage": Coverage(**each["coverage"]), "weakest": tuple(each["weakest"])})
                for each in written["dimensions"]
            ),
        }
    )


def frozen_answers(
    combined: Mapping[str, Combined], roles: Mapping[str, str], evidence: Mapping[str, tuple[Evidence, ...]]
) -> list[dict[str, Any]]:
    """The answers as JSON; `roles` says which role a respondent has, `evidence` what stands behind each answer."""
    return [
        asdict(
            FrozenAnswer(
                question,
                str(one.given.state),
                one.given.value,
                one.given.reason,
                one.disagree,
                evidence.get(question, ()),
                tuple(
                    FrozenVoice(roles[each.respondent], str(each.given.state), each.given.value) for each in one.voices
                ),
            )
        )
        for question, one in combined.items()
    ]


def thawed_answers(written: list[dict[str, Any]]) -> dict[str, FrozenAnswer]:
    """The answers that were written, by question."""
    return {
        each["question"]: FrozenAnswer(
            **{
                **each,
                "evidence": tuple(Evidence(**one) for one in each["evidence"]),
                "voices": tuple(FrozenVoice(**one) for one in each["voices"]),
            }
        )
        for each in written
    }
