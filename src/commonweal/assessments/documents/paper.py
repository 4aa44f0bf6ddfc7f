"""The report as the paper on which a body decides: with the office that fits, who is near, and every open concern."""

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.assessments.documents.office import OfficeDocument
from commonweal.assessments.documents.report import NearDocument, OpenConcernDocument, ReportDocument
from commonweal.assessments.queries.near_me import NearMe
from commonweal.strategy.models import Concern

WANTED_FOR: dict[str, Promise] = {
    "join": _("To join or to ask"),
    "work_with": _("To work with"),
    "learn_from": _("To learn from"),
    "offer_help": _("Offers help"),
    "ask": _("To ask: larger, with the same software"),
    "take_part": _("To take part in"),
}


def with_office(report: ReportDocument, office: OfficeDocument, near: NearMe) -> ReportDocument:
    """The report with the office that fits, and who is near."""
    found = [
        NearDocument(
            wanted_for=str(words), name=each.name, url=each.url, distance_km=each.distance_km, sentence=each.sentence
        )
        for sort, words in WANTED_FOR.items()
        for each in getattr(near, sort)
    ]
    return report.model_copy(update={"office": office, "near": found})


def with_concerns(report: ReportDocument, concerns: Iterable[Concern], *, on: date) -> ReportDocument:
    """The report with every concern given, as of a day."""
    found = [
        OpenConcernDocument(fear=each.fear, answer=each.answer, evidence_url=each.evidence_url) for each in concerns
    ]
    return report.model_copy(update={"concerns": found, "looked_up_on": on})
