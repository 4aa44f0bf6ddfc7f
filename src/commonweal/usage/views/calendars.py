"""The dates of contracts for calendar programs: a file, and an address that only its person knows."""

from datetime import UTC

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import Viewer, name_of
from commonweal.usage import actions, documents, queries
from commonweal.usage.rules.notice import State
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.keeping import frame


@require_GET
def contracts_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The contracts of a body that the reader may see, as a calendar."""
    return _calendar(request, request.user, body_or_404(slug))


@require_GET
def calendar_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The same by a private address, for as long as its person belongs to the body."""
    link = queries.calendar_of(token)
    if link is None:
        raise Http404
    return _calendar(request, link.user, link.body)


@require_http_methods(["GET", "POST"])
def calendar_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the private address; make one, or end it."""
    body, by = body_or_404(slug), actor(request)
    link = queries.own_calendar(by, body)
    if request.method == "POST":
        if request.POST.get("do") == "close" and link:
            actions.close_calendar(link=link, at=timezone.now(), by=by)
            messages.success(request, _("The address is ended. Programs that knew it read nothing any more."))
        else:
            actions.open_calendar(body=body, by=by)
        return redirect("contract-calendar", slug)
    address = request.build_absolute_uri(reverse("calendar-ics", args=[link.token])) if link else ""
    page = frame(request, body, "contracts") | {"link": link, "address": address}
    return render(request, "usage/contract_calendar.html", page)


def _calendar(request: HttpRequest, viewer: Viewer, body: Body) -> HttpResponse:
    over = {State.ENDED, State.TERMINATED}
    dated = queries.dated_contracts(viewer, body, timezone.localdate())
    text = documents.calendar_of(
        [one for one in dated if one.standing.state not in over],
        name=_("Contracts of %(body)s") % {"body": name_of(body)},
        host=request.get_host().partition(":")[0],
        now=timezone.now().astimezone(UTC),
    )
    headers = {"Content-Disposition": f'attachment; filename="{body.slug}-contracts.ics"', "Cache-Control": "private"}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
