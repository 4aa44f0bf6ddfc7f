"""Forms to fill in without a network, made from an instrument: a page that works from the disk, and a table.

The page holds everything it needs, asks no address for anything (its own policy forbids it), works by keyboard, keeps
each change in the browser and saves to a file that `documents.offline_reading` reads.
"""

import csv
import io
from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.formats import get_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from commonweal.assessments.documents.sentences import language
from commonweal.assessments.models import Invitation
from commonweal.assessments.queries.campaigns import place_name
from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.rules.instrument import Instrument, Question, Scale, ScaleKind, said
from commonweal.organisations.queries import name_of
from commonweal.standards.spreadsheet import protected

PARTS = Path(__file__).resolve().parent.parent / "templates" / "assessments" / "offline"
COLUMNS = (
    "campaign",
    "place",
    "question",
    "ask",
    "how",
    "answer",
    "reason",
    "evidence_url",
    "evidence_note",
    "by",
    "end",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """What a form is made from: the key and title of the campaign, who asks, which place answers, in what language."""

    campaign: str
    title: str
    host: str
    place: str
    place_name: str
    closes_on: date
    instrument: Instrument
    is_short: bool
    language: str

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked."""
        return self.instrument.of_form(short=self.is_short)


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question as the page shows it; `choices` are values with their words, none where a number is asked."""

    id: str
    ask: str
    help: str
    evidence: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    least: float | None
    most: float | None


def sheet_for(invitation: Invitation) -> FormSheet:
    """What the form of a place is made from, in the language that is active.

    Raises LookupError where this installation has the questions no more.
    """
    campaign = invitation.campaign
    asks = instrument(campaign.instrument)
    if asks is None:
        raise LookupError(campaign.instrument)
    return FormSheet(
        campaign=campaign.key,
        title=campaign.title,
        host=name_of(campaign.host),
        place=invitation.code,
        place_name=place_name(invitation),
        closes_on=campaign.closes_on,
        instrument=asks,
        is_short=campaign.is_short,
        language=language(),
    )


def offline_html(sheet: FormSheet) -> str:
    """The form as one page that works from the disk."""
    script, style = ((PARTS / name).read_text() for name in ("form.js", "form.css"))
    parts = [
        (dimension.id, said(dimension.name, sheet.language), [_question(sheet, each) for each in questions])
        for dimension in sheet.instrument.dimensions
        if (questions := sheet.instrument.of_dimension(dimension.id, short=sheet.is_short))
    ]
    context = {
        "sheet": sheet,
        "summary": said(sheet.instrument.summary, sheet.language),
        "parts": parts,
        "total": len(sheet.questions),
        "script": mark_safe(script),  # noqa: S308  our own file
        "style": mark_safe(style),  # noqa: S308  our own file
        "script_hash": _hash(script),
        "style_hash": _hash(style),
    }
    return render_to_string("assessments/offline/form.html", context)


def offline_csv(sheet: FormSheet) -> str:
    """The form as a table for spreadsheet programs; the last column tells whether a row came back whole."""
    # Where the comma stands before the cents, spreadsheet programs part columns by semicolons.
    delimiter = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for question in sheet.questions:
        scale = sheet.instrument.scale_of(question)
        ask = said(question.ask, sheet.language)
        row = [sheet.campaign, sheet.place, question.id, ask, _how(scale, sheet.language), "", "", "", "", "", "end"]
        writer.writerow([protected(cell) for cell in row])
    return file.getvalue()


def unit_name(scale: Scale) -> str:
    """In what a number is given."""
    names = {
        "percent": _("percent"), "count": _("a number"), "years": _("years"), "days": _("days"),
        "money": _("an amount of money"),
    }  # fmt: skip
    return names.get(scale.unit, _("a number"))


def _question(sheet: FormSheet, question: Question) -> FormQuestion:
    scale = sheet.instrument.scale_of(question)
    return FormQuestion(
        id=question.id,
        ask=said(question.ask, sheet.language),
        help=said(question.help, sheet.language),
        evidence=said(question.evidence, sheet.language),
        unit=unit_name(scale) if scale.kind is ScaleKind.NUMBER else "",
        choices=_choices(scale, sheet.language),
        least=scale.least,
        most=scale.most,
    )


def _choices(scale: Scale, language: str) -> tuple[tuple[str, str], ...]:
    if scale.kind is ScaleKind.YESNO and not scale.values:
        return (("1", _("yes")), ("0", _("no")))
    return tuple((f"{choice.value:g}", said(choice.name, language)) for choice in scale.values)


def _how(scale: Scale, language: str) -> str:
    """What may be written into the cell of the answer."""
    values = [f"{value} = {name}" for value, name in _choices(scale, language)]
    if scale.kind is ScaleKind.NUMBER:
        between = f" ({scale.least:g}–{scale.most:g})" if scale.least is not None and scale.most is not None else ""
        values = [unit_name(scale) + between]
    return "; ".join([*values, _("? = we do not know"), _("n/a = does not apply (say why under “reason”)")])


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


__all__ = ["FormSheet", "offline_csv", "offline_html", "sheet_for", "unit_name"]
