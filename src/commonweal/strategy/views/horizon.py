"""The next two years on one page: days, plans of initiatives, the team; as a calendar and for programs, too."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonweal.organisations.queries import name_of
from commonweal.strategy.documents.horizon import kind_words, plan_as_json, plan_calendar, plan_words
from commonweal.strategy.documents.team import ends_of_team, months_of_team
from commonweal.strategy.queries.horizon import horizon_of
from commonweal.strategy.queries.watch_pack import watch_pack
from commonweal.strategy.views.keeping import body_or_404, download, frame


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on which day, which initiatives have planned too little, and how the team fits it."""
    body, today = body_or_404(slug), timezone.localdate()
    found, pack = horizon_of(request.user, body, today), watch_pack()
    has_team = bool(found.team.members)
    page = frame(request, body, "plan") | {
        "plan": found,
        "days": [(each, kind_words(each), each.on < today) for each in found.days],
        "initiatives": [(each, plan_words(each)) for each in found.initiatives],
        "bad_months": [each for each in months_of_team(found.team, today) if each.is_bad] if has_team else [],
        "ends": ends_of_team(found.team, today),
        "has_team": has_team,
        "pack": pack,
    }
    return render(request, "strategy/plan.html", page)


@require_safe
def plan_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The days that the reader may see, as a calendar."""
    body = body_or_404(slug)
    text = plan_calendar(
        horizon_of(request.user, body, timezone.localdate()),
        name=_("Plan of %(name)s") % {"name": name_of(body)},
        host=urlsplit(settings.SITE_URL).hostname or "localhost",
        now=timezone.now().astimezone(UTC),
    )
    return download(text, "text/calendar; charset=utf-8", f"{body.slug}-plan.ics")


@require_safe
def plan_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The same for programs."""
    today = timezone.localdate()
    return JsonResponse(plan_as_json(horizon_of(request.user, body_or_404(slug), today), today))
