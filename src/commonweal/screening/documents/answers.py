"""Answers for programs."""

from typing_extensions import TypedDict

from commonweal.screening.documents.words import sentence
from commonweal.screening.models import Request, Ruling
from commonweal.screening.queries.wanted import Wanted
from commonweal.screening.rules.reasons import Answer, Reason

VERDICTS = {"approve": "go-ahead", "person": "ask-a-person", "refuse": "no"}


class ScreeningReasonDocument(TypedDict):
    """One perspective; `key` names the sentence in every language, `as_of` is a day or "", `link` an address here."""

    perspective: str
    colour: str
    lane: str
    key: str
    sentence: str
    source: str
    as_of: str
    link: str


class ScreeningRulingDocument(TypedDict):
    """What was ruled: `how` is fast_lane, earlier or person, `decided` approved, conditions or refused."""

    decided: str
    how: str
    reason: str
    conditions: str
    valid_until: str | None


class ScreeningAnswerDocument(TypedDict):
    """An answer. `verdict` is what to do: go-ahead, ask-a-person or no; a ruling counts before the policy."""

    subject: str
    purl: str
    kind: str
    use: str
    colour: str
    verdict: str
    reasons: list[ScreeningReasonDocument]
    packs: list[str]
    ruling: ScreeningRulingDocument | None
    url: str | None
    due_on: str | None


def answer_document(
    wanted: Wanted, answer: Answer, ruling: Ruling | None = None, kept: Request | None = None, *, site: str
) -> ScreeningAnswerDocument:
    """Write an answer with the ruling that stands, and where it is kept if it is."""
    return {
        "subject": wanted.subject.text,
        "purl": wanted.subject.purl,
        "kind": wanted.kind,
        "use": wanted.use,
        "colour": answer.colour.value,
        "verdict": _verdict(answer, ruling),
        "reasons": [_reason(each, site) for each in answer.reasons],
        "packs": list(answer.packs),
        "ruling": _ruling(ruling) if ruling else None,
        "url": f"{site}{kept.get_absolute_url()}" if kept else None,
        "due_on": kept.due_on.isoformat() if kept and kept.due_on and ruling is None else None,
    }


def _verdict(answer: Answer, ruling: Ruling | None) -> str:
    if ruling is None:
        return VERDICTS[answer.lane.value]
    return "no" if ruling.decided == "refused" else "go-ahead"


def _reason(reason: Reason, site: str) -> ScreeningReasonDocument:
    return {
        "perspective": reason.perspective.value,
        "colour": reason.colour.value,
        "lane": reason.lane.value,
        "key": reason.sentence,
        "sentence": sentence(reason),
        "source": reason.source,
        "as_of": reason.as_of,
        "link": f"{site}{reason.link}" if reason.link else "",
    }


def _ruling(ruling: Ruling) -> ScreeningRulingDocument:
    return {
        "decided": ruling.decided,
        "how": ruling.how,
        "reason": ruling.reason,
        "conditions": ruling.conditions,
        "valid_until": ruling.valid_until.isoformat() if ruling.valid_until else None,
    }
