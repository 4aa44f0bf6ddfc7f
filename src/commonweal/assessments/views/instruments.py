"""What can be asked: the instruments of this installation, each with its questions, scales and sources."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.assessments.documents.sentences import SCORINGS, SUBJECTS
from commonweal.assessments.queries.declarations import PRINCIPLES
from commonweal.assessments.queries.instruments import instrument, instruments


@require_safe
def instrument_list(request: HttpRequest) -> HttpResponse:
    """Every instrument, by what it is about."""
    groups = [
        (words, [each for each in instruments().values() if each.subject is subject])
        for subject, words in SUBJECTS.items()
    ]
    return render(request, "assessments/instrument_list.html", {"groups": [group for group in groups if group[1]]})


@require_safe
def instrument_page(request: HttpRequest, identifier: str) -> HttpResponse:
    """One instrument: what it asks, how it counts, and where it comes from."""
    found = instrument(identifier)
    if found is None:
        raise Http404
    parts = [(dimension, found.of_dimension(dimension.id, short=False)) for dimension in found.dimensions]
    context = {
        "instrument": found,
        "subject": SUBJECTS[found.subject],
        "scoring": SCORINGS[found.scoring],
        "parts": [part for part in parts if part[1]],
        "scales": [scale for scale in found.scales.values() if scale.values],
        "short_count": len(found.of_form(short=True)),
        "is_declared": found.id == PRINCIPLES,
    }
    return render(request, "assessments/instrument.html", context)
