"""The catalogue of skills: what people do with open source, in plain words, and who needs what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.organisations.queries import my_body
from commonweal.skills.queries.pack import skills_pack


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Skills, levels and roles, with the guidance that teaches each."""
    pack = skills_pack()
    profiles = [
        (each, [(pack.skills[skill], pack.levels[level]) for skill, level in each.needs.items()])
        for each in pack.profiles.values()
    ]
    page = {"pack": pack, "skills": list(pack.skills.values()), "profiles": profiles, "mine": my_body(request.user)}
    return render(request, "skills/catalogue.html", page)
