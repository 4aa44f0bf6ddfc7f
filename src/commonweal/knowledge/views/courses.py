"""Courses that others give."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.knowledge.documents.courses import course_rows
from commonweal.knowledge.documents.words import language_name
from commonweal.knowledge.queries.packs import courses, guidance_pack, head
from commonweal.knowledge.views.reading import choices, reading_language


@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    """Every course that is known, or those for a kind of reader or in a language."""
    language, pack = reading_language(), guidance_pack()
    reader, spoken = request.GET.get("for", ""), request.GET.get("in", "")
    found = [
        each
        for each in courses().values()
        if (reader not in pack.readers or reader in each.readers) and (not spoken or spoken in each.languages)
    ]
    languages = sorted({one for each in courses().values() for one in each.languages})
    context = {
        "rows": course_rows(found, language),
        "reader": reader,
        "spoken": spoken,
        "readers": choices(pack.readers, language),
        "languages": [(each, language_name(each)) for each in languages],
        "pack": head("courses"),
    }
    return render(request, "knowledge/courses.html", context)
