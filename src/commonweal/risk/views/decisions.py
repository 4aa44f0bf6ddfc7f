"""Taking a decision back, from whichever page shows it."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.components.queries import scope_of
from commonweal.organisations.permissions import actor
from commonweal.risk.actions.deciding import end_decision
from commonweal.risk.models import Decision


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a decision; one that may not be seen is as if it were not there."""
    person, scope = actor(request), scope_of(request.user)
    seen = Q() if scope.is_everything else Q(body__in=scope.bodies)
    decision = get_object_or_404(Decision.objects.filter(seen).select_related("body"), pk=pk)
    end_decision(decision=decision, by=person)
    messages.success(request, _("Taken back. What it was about is judged again without it."))
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "security")
