"""What a body wants and does, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.strategy.documents.words import told
from commonweal.strategy.queries.alarms import alarms_of
from commonweal.strategy.queries.clauses import matrix_of
from commonweal.strategy.queries.concerns import open_concerns
from commonweal.strategy.queries.figures import Measured, figure_pack, figures_for
from commonweal.strategy.queries.initiatives import initiatives_of, watched
from commonweal.strategy.queries.strategies import aimed, orphans, strategies_of
from commonweal.strategy.views.keeping import body_or_404, frame
from commonweal.strategy.views.words import rows_of


@require_safe
def body_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """The strategy that stands with its goals and actions, what hangs in the air, and what calls for somebody."""
    body, today = body_or_404(slug), timezone.localdate()
    strategies = list(strategies_of(request.user, body))
    standing = next((each for each in strategies if each.ended_at is None), None)
    matrix = matrix_of(request.user, body)
    loose = orphans(request.user, body)
    goals = aimed(request.user, standing) if standing else []
    aims = {each.goal.aim for each in goals if each.goal.ended_at is None}
    page = frame(request, body, "strategy") | {
        "standing": standing,
        "earlier": [each for each in strategies if each.ended_at is not None],
        "goals": goals,
        "figures": [(each, _percent(each)) for each in figures_for(request.user, body, aims, today)],
        "figure_pack": figure_pack(),
        "alarms": [told(each) for each in alarms_of(body, today, request.user)],
        "orphans": loose,
        "matrix": matrix,
        "concerns": open_concerns(request.user, body),
        "initiatives": rows_of(watched(initiatives_of(request.user, body), today)),
        "today": today,
    }
    page["is_empty"] = not (standing or loose.actions or page["initiatives"] or matrix.rows)
    return render(request, "strategy/body.html", page)


def _percent(each: Measured) -> str:
    """The share in words; "" where there is no whole."""
    return "" if each.part.share is None else f"{round(each.part.share * 100)} %"
