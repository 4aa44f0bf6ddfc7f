"""Systems: the list of a body, a page each, and the forms of those who keep them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonweal.catalogue.actions import NamelessProduct
from commonweal.drawing.bars import Bar, draw_bars
from commonweal.journal import queries as journal
from commonweal.organisations.models import Visibility
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import country_name, name_of
from commonweal.usage import actions, permissions, queries
from commonweal.usage.forms.systems import EndForm, SystemForm, function_choices
from commonweal.usage.models import Criticality, Hosting, Known
from commonweal.usage.permissions import Permission
from commonweal.usage.rules import dependence
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.keeping import (
    choice_names,
    form_page,
    frame,
    function_name,
    owner_of,
    saved,
    system_or_404,
)

REFUSALS = (actions.NamelessSystem, actions.ReferenceTaken, actions.EndsBeforeItBegan, NamelessProduct)
YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")), ("unknown", gettext_lazy("not known"))]
STATES = [("ended", gettext_lazy("no longer in use")), ("all", gettext_lazy("in use or not"))]
PAGE_SIZE = 100
ONLY = [("no-interface", gettext_lazy("that exchange data with no other"))]


@require_GET
def system_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body runs: searched, filtered, and counted."""
    body = body_or_404(slug)
    names = queries.SystemSearch.__dataclass_fields__
    chosen = {name: request.GET.get(name, "")[:200].strip() for name in names if name != "text"}
    search = queries.SystemSearch(text=request.GET.get("q", "")[:200].strip(), **chosen)
    page = Paginator(queries.systems(request.user, body, search), PAGE_SIZE).get_page(request.GET.get("page"))
    whole, by_function = queries.adoption_of(request.user, body)
    return render(
        request,
        "usage/system_list.html",
        frame(request, body, "systems")
        | {
            "search": search,
            "page": page,
            "is_searched": any(request.GET.get(name) for name in ("q", *chosen)),
            "rows": [(system, [function_name(one) for one in system.functions]) for system in page],
            "whole": whole,
            "by_function": [(function_name(one.function), one) for one in by_function],
            "chart": _adoption_chart(by_function),
            "flags": queries.flags_of(request.user, body),
            "functions": function_choices()[1:],
            "criticalities": [*Criticality.choices[1:], ("unknown", _("not known"))],
            "hostings": [*Hosting.choices[1:], ("unknown", _("not known"))],
            "units": [(unit, unit) for unit in queries.units(request.user, body)],
            "yes_no": YES_NO,
            "states": STATES,
            "only": ONLY,
        },
    )


@require_GET
def system_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything known of one system that the reader may see."""
    system = system_or_404(request, pk)
    body = owner_of(system)
    joined = queries.interfaces_of(request.user, system)
    takers = queries.dependants_of(request.user, system)
    contracts = queries.contracts(request.user, body).filter(systems=system).order_by("ends_on", "title")
    on = timezone.localdate()
    return render(
        request,
        "usage/system_page.html",
        frame(request, body, "systems")
        | {
            "system": system,
            "openness": Known(queries.openness_of(system)).label,
            "functions": [(one, function_name(one)) for one in system.functions],
            "classes": choice_names("data-classes", system.data_classes),
            "country": country_name(system.hosting_country),
            "visibility": Visibility(system.visibility).label,
            "interfaces_out": [one for one in joined if one.origin_id == system.pk],
            "interfaces_in": [one for one in joined if one.origin_id != system.pk],
            "dependant_count": len(takers),
            "contracts": [queries.Dated(contract, queries.standing_of(contract, on)) for contract in contracts],
            "history": journal.history_of(system)[:50],
            "joined_into": queries.joined_into(request.user, system),
        },
    )


@require_GET
def what_breaks(request: HttpRequest, pk: int) -> HttpResponse:
    """Which systems stop getting data when this one goes, straight or through others."""
    system = system_or_404(request, pk)
    found = queries.dependants_of(request.user, system)
    carried = dependence.carried(system.criticality, [one.system.criticality for one in found])
    return render(
        request,
        "usage/system_what_breaks.html",
        frame(request, owner_of(system), "map")
        | {
            "system": system,
            "dependants": found,
            "direct_count": sum(one.is_direct for one in found),
            "carried": Criticality(carried).label if carried else "",
            "is_carried_higher": carried != system.criticality,
            "unknown_count": sum(not one.system.criticality for one in found),
        },
    )


@require_http_methods(["GET", "POST"])
def add_system(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a system."""
    body, by = body_or_404(slug), actor(request)
    permissions.require(by, Permission.KEEP_SYSTEMS, on=body)
    form = SystemForm(request.POST or None, viewer=request.user)
    made = saved(form, lambda: actions.enter_system(body=body, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    back = reverse("body-systems", args=[slug])
    lead = _("Only the name is needed. What you leave empty is shown as not known; add it when you learn it.")
    return form_page(request, form, title=_("Enter a system"), back=back, back_name=name_of(body), lead=lead)


@require_http_methods(["GET", "POST"])
def change_system(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a system."""
    system, by = system_or_404(request, pk), actor(request)
    permissions.require(by, Permission.KEEP_SYSTEMS, on=system.owner)
    form = SystemForm(request.POST or None, viewer=request.user, system=system)
    made = saved(form, lambda: actions.change_system(system=system, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    title = _("Change %(name)s") % {"name": system.name}
    return form_page(request, form, title=title, back=system.get_absolute_url(), back_name=str(system))


@require_http_methods(["GET", "POST"])
def end_system(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the last day of a system."""
    system, by = system_or_404(request, pk), actor(request)
    permissions.require(by, Permission.KEEP_SYSTEMS, on=system.owner)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    made = saved(form, lambda: actions.end_system(system=system, on=form.cleaned_data["on"], by=by), REFUSALS)
    if made:
        messages.success(request, _("The system is shown as no longer in use. It stays on file."))
        return redirect(made)
    title = _("End %(name)s") % {"name": system.name}
    lead = _("The system stays on file with its last day. You can bring it back.")
    return form_page(request, form, title=title, back=system.get_absolute_url(), back_name=str(system), lead=lead)


@require_POST
def resume_system(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a system back that is in use after all."""
    system = system_or_404(request, pk)
    actions.resume_system(system=system, by=actor(request))
    messages.success(request, _("The system is in use again."))
    return redirect(system)


def _adoption_chart(by_function: list[queries.Adoption]) -> SafeString:
    bars = [
        Bar(
            function_name(one.function),
            one.share,
            _("%(open)s of %(known)s") % {"open": one.open_count, "known": known},
        )
        for one in by_function
        if one.share is not None
        for known in [one.open_count + one.closed_count]
    ]
    return mark_safe(draw_bars(bars[:12], label=_("Share of open source by function")))  # noqa: S308  escaped there
