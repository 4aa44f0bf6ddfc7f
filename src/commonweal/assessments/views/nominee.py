"""A product proposed as a digital public good: what was seen, what is missing, and the file for the registry."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.assessments.documents.dpg import MISSING, SEEN, nominee_of
from commonweal.assessments.models import Assessment, Result
from commonweal.assessments.queries.assessments import (
    assessment_of,
    evidence_of,
    instrument_of,
    result_of,
    working_score,
)
from commonweal.assessments.queries.dpg import checks_of, licence_pack
from commonweal.assessments.queries.results import answers_in, score_of
from commonweal.assessments.rules.frozen import Evidence
from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries import entry_for

INSTRUMENT = "dpg"


@require_safe
def nominee_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the platform sees of the product, what the file still lacks, and the file."""
    assessment, entry = _found(request, pk)
    instrument, result = instrument_of(assessment), result_of(assessment)
    nominee = nominee_of(entry, _evidence(assessment, result))
    checks = [(instrument.question(check.question), check, SEEN[check.key]) for check in checks_of(entry)]
    context = {
        "assessment": assessment,
        "entry": entry,
        "instrument": instrument,
        "checks": checks,
        "score": working_score(assessment) if result is None else score_of(result),
        "missing": [MISSING[name] for name in nominee.missing],
        "pack": licence_pack().name,
    }
    return render(request, "assessments/nominee.html", context)


@require_safe
def nominee_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file for the registry; its name says draft while something is missing."""
    assessment, entry = _found(request, pk)
    nominee = nominee_of(entry, _evidence(assessment, result_of(assessment)))
    name = f"{entry.slug}{'' if nominee.is_complete else '-draft'}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(nominee.as_json(), content_type="application/json", headers=headers)


def _found(request: HttpRequest, pk: int) -> tuple[Assessment, Entry]:
    assessment = assessment_of(request.user, pk)
    if assessment is None or assessment.instrument != INSTRUMENT or assessment.entry is None:
        raise Http404
    entry = entry_for(request.user, assessment.entry.slug)
    if entry is None:
        raise Http404
    return assessment, entry


def _evidence(assessment: Assessment, result: Result | None) -> Mapping[str, Sequence[Evidence]]:
    """Give what the answers rest on: as frozen where it is finished, else as it stands."""
    if result is None:
        return evidence_of(assessment)
    return {question: answer.evidence for question, answer in answers_in(result).items()}
