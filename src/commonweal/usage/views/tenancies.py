"""Running on an offer: the forms by which a body says so, and how it came away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.usage import actions, permissions, queries
from commonweal.usage.forms.suppliers import LeaveForm, TenancyForm
from commonweal.usage.permissions import Permission
from commonweal.usage.views.asking import home_of
from commonweal.usage.views.keeping import form_page, saved


@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one's own organisation runs on an offer."""
    by, offer, body = actor(request), queries.offer_for(request.user, pk), home_of(request)
    if offer is None or body is None:
        raise Http404
    permissions.require(by, Permission.KEEP_CONTRACTS, on=body)
    known = queries.tenancy_of(body, offer)
    initial = {"since": known.since, "visibility": known.visibility} if known else {"since": timezone.localdate()}
    form = TenancyForm(request.POST or None, initial=initial)
    if saved(form, lambda: actions.take_up_offer(offer=offer, body=body, **form.cleaned_data, by=by), ()):
        messages.success(request, _("It is noted that you run on this offer."))
        return redirect("offer", pk)
    title = _("%(body)s runs on this offer") % {"body": name_of(body)}
    return form_page(request, form, title=title, back=offer.get_absolute_url(), back_name=offer.title)


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one's own organisation no longer runs on an offer, and how it came away."""
    by = actor(request)
    tenancy = get_object_or_404(queries.seen_tenancies(by), pk=pk)
    permissions.require(by, Permission.KEEP_CONTRACTS, on=tenancy.owner)
    form = LeaveForm(request.POST or None, initial={"on": tenancy.left_on or timezone.localdate()})
    refusals = (actions.EndsBeforeItBegan,)
    if saved(form, lambda: actions.leave_offer(tenancy=tenancy, **form.cleaned_data, by=by), refusals):
        messages.success(request, _("It is noted that you left. Others learn from how it went."))
        return redirect(tenancy.offer)
    lead = _("Ask for all your data before the last day. Here you note how it went.")
    offer = tenancy.offer
    title = _("We leave: %(offer)s") % {"offer": offer.title}
    return form_page(request, form, title=title, back=offer.get_absolute_url(), back_name=offer.title, lead=lead)
