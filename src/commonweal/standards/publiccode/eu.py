"""Will the EU catalogue of open source show it? What is known of its conditions, with reasons.

The EU OSS Catalogue publishes no checker; it harvests national and regional lists and tells refusals by e-mail. Known
from public refusals and its reference model: the file is valid by the newest version, has no deprecated key, names
funders by `uri`, and the licence is open. Source: EU OSS Catalogue (Interoperable Europe Portal), publiccode.yml 0.7.0.
"""

from dataclasses import dataclass
from enum import StrEnum

from commonweal.standards.licences import Openness, openness
from commonweal.standards.problems import Severity
from commonweal.standards.publiccode.judgement import Judgement

_LISTED = "a national or regional list that the EU catalogue harvests must name the repository; the file cannot tell"


class Answer(StrEnum):
    """Whether a condition is met."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of the EU catalogue: is it met, where to look, and why in a sentence."""

    answer: Answer
    path: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """Whether the EU catalogue will show the software: no if one condition is not met, never a promise of yes."""

    answer: Answer
    reasons: tuple[Reason, ...]


def prospect(judgement: Judgement) -> Prospect:
    """Go through the conditions of the EU catalogue; reasons that stand in the way come first."""
    if judgement.publiccode is None:
        reason = Reason(Answer.NO, "", None, "the file cannot be read")
        return Prospect(Answer.NO, (reason,))
    reasons = [
        Reason(Answer.NO, problem.path, problem.line, problem.message)
        for problem in judgement.problems
        if problem.severity is Severity.ERROR or problem.rule == "deprecated-key"
    ]
    if not reasons:
        message = "the file is valid by the newest version and has no deprecated key"
        reasons.append(Reason(Answer.YES, "", None, message))
    reasons.append(_licence(judgement.publiccode.legal.license))
    reasons.append(Reason(Answer.UNKNOWN, "", None, _LISTED))
    is_refused = any(reason.answer is Answer.NO for reason in reasons)
    order = (Answer.NO, Answer.UNKNOWN, Answer.YES)
    reasons.sort(key=lambda reason: order.index(reason.answer))
    return Prospect(Answer.NO if is_refused else Answer.UNKNOWN, tuple(reasons))


def _licence(text: str | None) -> Reason:
    found = openness(text or "")
    if found is Openness.OPEN:
        return Reason(Answer.YES, "legal.license", None, f"{text} is an open source licence (OSI or FSF)")
    if found is Openness.NOT_OPEN:
        return Reason(Answer.NO, "legal.license", None, f"{text} is not an open source licence (OSI or FSF)")
    return Reason(Answer.UNKNOWN, "legal.license", None, "it is not known whether the licence is open")
