"""The report on a result, built once by `reporting`: page, PDF, JSON and CSV show it and count nothing themselves."""

from datetime import date, datetime

from ninja import Schema

from commonweal.assessments.documents.advice import AdviceDocument
from commonweal.assessments.documents.office import OfficeDocument
from commonweal.assessments.rules.instrument import Scoring


class CoverageDocument(Schema):
    """How many questions apply, how many of them are answered, and how many of those with evidence."""

    applicable: int
    answered: int
    with_evidence: int


class PartDocument(Schema):
    """Where a part stands; null is "not known". `key` is short, for the drawing."""

    key: str
    id: str
    name: str
    level: int | None
    level_words: str
    at_most: int | None
    mean: float | None
    mean_least: float | None
    mean_most: float | None
    met: float
    of: float
    passes: bool | None
    coverage: CoverageDocument
    level_before: int | None = None
    mean_before: float | None = None


class EvidenceDocument(Schema):
    """What an answer rests on."""

    url: str
    note: str


class VoiceDocument(Schema):
    """What somebody of a role said; nobody is named."""

    role: str
    answer: str
    value: float | None


class AnswerDocument(Schema):
    """A question with the answer that counted."""

    question: str
    part: str
    asked: str
    state: str
    answer: str
    value: float | None
    reason: str
    disagree: bool
    evidence: list[EvidenceDocument]
    voices: list[VoiceDocument]


class NearDocument(Schema):
    """Somebody near, for what, and why in a sentence; null where the distance is not known."""

    wanted_for: str
    name: str
    url: str
    distance_km: float | None
    sentence: str


class OpenConcernDocument(Schema):
    """A fear that nobody closed, the answer so far ("" for none), and what shows it."""

    fear: str
    answer: str
    evidence_url: str


class UnitDocument(Schema):
    """Where each part stands by the answers of one department."""

    unit: str
    parts: list[PartDocument]


class ReportDocument(Schema):
    """What an assessment came to. `words_version` is the version whose words are shown, where it is another.

    `before_on` is the day of the result beside which this one is shown, `before_version` the version it was found by;
    `near` and `concerns` stand in the paper on which a body decides, as they were on the day `looked_up_on`; null where
    nobody looked.
    """

    title: str
    about: str
    instrument: str
    version: str
    words_version: str
    is_short: bool
    scoring: str
    made_at: datetime
    coverage: CoverageDocument
    level: int | None
    level_words: str
    met: float
    of: float
    passes: bool | None
    whole_words: str
    parts: list[PartDocument]
    units: list[UnitDocument] = []
    held_by: list[AnswerDocument]
    disagreements: list[AnswerDocument]
    answers: list[AnswerDocument]
    office: OfficeDocument | None = None
    advice: AdviceDocument | None = None
    before_on: date | None = None
    before_version: str = ""
    near: list[NearDocument] | None = None
    concerns: list[OpenConcernDocument] | None = None
    looked_up_on: date | None = None

    @property
    def is_mostly_unknown(self) -> bool:
        """Whether what holds it back may be among the questions that nobody answered; others list those as well."""
        return self.scoring == Scoring.GRADED and 2 * self.coverage.answered < self.coverage.applicable
