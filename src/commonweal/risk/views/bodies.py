"""The safety of a body: its light and those of its systems, what it was told, and which decisions hold for it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonweal.components.queries import Scope, scope_of
from commonweal.organisations.models import Body
from commonweal.risk.permissions import Permission, allows
from commonweal.risk.queries.in_force import (
    SOON_DAYS,
    accepted_risks,
    ending_soon,
    inherited_decisions,
    own_decisions,
)
from commonweal.risk.queries.lights_pack import lights_pack
from commonweal.risk.queries.standings import facts_by, tasks_by
from commonweal.risk.queries.telling import notices_of
from commonweal.risk.rules.lights import Facts
from commonweal.risk.views.reasons import shown

PAGE_SIZE, MOST_DECISIONS, MOST_NOTICES = 100, 100, 10


@require_safe
def body_security(request: HttpRequest, slug: str) -> HttpResponse:
    """How safe a body's systems are, as far as it is known."""
    scope = scope_of(request.user)
    body = Body.objects.prefetch_related("names").filter(slug=slug).first()
    if body is None or body.pk not in scope:
        raise Http404
    alone = Scope(bodies=frozenset({body.pk}))
    tasks = tasks_by("body", alone)
    by_system = facts_by("system", alone)
    systems = alone.systems().order_by("folded_name", "pk")
    page = Paginator(systems, PAGE_SIZE).get_page(request.GET.get("page"))
    vulnerabilities = {task.vulnerability.pk for task in tasks}
    context = {
        "body": body,
        "name": body.name_in(get_language() or "en"),
        "light": shown(facts_by("body", alone, tasks).get(body.pk, Facts())),
        "open_count": sum(task.open > 0 for task in tasks),
        "page": page,
        "rows": [(system, shown(by_system[system.pk])) for system in page if system.pk in by_system],
        "notices": notices_of(body).filter(acknowledged_at=None)[:MOST_NOTICES],
        "may_acknowledge": allows(request.user, Permission.DECIDE, on=body),
        "own": own_decisions(scope, body)[:MOST_DECISIONS],
        "inherited": inherited_decisions(scope, body, vulnerabilities)[:MOST_DECISIONS],
        "accepted": accepted_risks(alone)[:MOST_DECISIONS],
        "ending": ending_soon(alone)[:MOST_DECISIONS],
        "soon_days": SOON_DAYS,
        "may_decide": allows(request.user, Permission.DECIDE, on=body),
        "pack": lights_pack(),
    }
    return render(request, "risk/body_security.html", context)
