"""The answers of a campaign with the ids of their indicators: a row for each place and question, also the unanswered.

Read again by whoever collects indicators of many countries; a value stands in the unit of its indicator.
"""

import csv
import io
from dataclasses import asdict, dataclass
from typing import Any

from commonweal.assessments.documents.campaign_report import CampaignReport
from commonweal.assessments.documents.reporting import answer_words
from commonweal.assessments.documents.sentences import language
from commonweal.assessments.queries.campaigns import Filled, Place
from commonweal.assessments.rules.instrument import NOT_SAID, Question, said
from commonweal.standards.spreadsheet import harmless


@dataclass(frozen=True, slots=True)
class ExportRow:
    """What a place answered to an indicator; `value` is None where it is not known or does not apply."""

    campaign: str
    instrument: str
    baseline_on: str
    place: str
    place_name: str
    country: str
    area: str
    indicator: str
    question: str
    state: str
    value: float | None
    unit: str
    words: str
    reason: str
    evidence_urls: str
    evidence_notes: str
    answered_by: str
    answered_on: str
    voices_differ: bool


def export_rows(found: Filled) -> list[ExportRow]:
    """Every place with every question, in their order."""
    return [_row(found, place, question) for place in found.places for question in found.questions]


def export_csv(rows: list[ExportRow]) -> str:
    """The rows for spreadsheet programs; unknown is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ExportRow.__dataclass_fields__, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: harmless(_cell(value)) for name, value in asdict(row).items()})
    return text.getvalue()


def export_json(report: CampaignReport, rows: list[ExportRow]) -> dict[str, Any]:
    """The report and every answer."""
    return {"report": report.as_json(), "answers": [asdict(row) for row in rows]}


def _row(found: Filled, place: Place, question: Question) -> ExportRow:
    reply = place.replies.get(question.id)
    given = reply.given if reply is not None else NOT_SAID
    invitation, scale = place.invitation, found.instrument.scale_of(question)
    return ExportRow(
        campaign=found.campaign.title,
        instrument=f"{found.campaign.instrument} {found.campaign.pack_version}",
        baseline_on=found.campaign.baseline_on.isoformat(),
        place=invitation.code,
        place_name=place.name,
        country=invitation.country,
        area=question.dimension,
        indicator=question.id,
        question=said(question.ask, language()),
        state=given.state.value,
        value=given.value,
        unit=scale.unit or scale.kind.value,
        words=answer_words(found.instrument, question, given.state.value, given.value),
        reason=reply.reason if reply is not None else "",
        evidence_urls=" ".join(reply.evidence_urls) if reply is not None else "",
        evidence_notes="; ".join(reply.evidence_notes) if reply is not None else "",
        answered_by="; ".join(reply.by) if reply is not None else "",
        answered_on=reply.answered_at.date().isoformat() if reply is not None else "",
        voices_differ=reply.disagree if reply is not None else False,
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
