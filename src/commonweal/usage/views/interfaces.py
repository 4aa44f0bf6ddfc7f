"""Interfaces: their forms, and the map of how the systems of a body hang together."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from commonweal.drawing.network import Edge, Node, draw_network
from commonweal.organisations.permissions import actor
from commonweal.usage import actions, permissions, queries
from commonweal.usage.forms.systems import EndForm, InterfaceForm
from commonweal.usage.models import Criticality, Interface, System
from commonweal.usage.permissions import Permission
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.keeping import form_page, frame, owner_of, saved, system_or_404

REFUSALS = (
    actions.LeadsNowhere, actions.LeadsToItself, actions.LeadsToAnotherBody, actions.EndsBeforeItBegan,
)  # fmt: skip
SHOWN = [
    ("no-standard", gettext_lazy("without a standard")),
    ("not-open", gettext_lazy("not known to be open")),
    ("outside", gettext_lazy("leading outside")),
]


@require_GET
def integration_map(request: HttpRequest, slug: str) -> HttpResponse:
    """Which system gives data to which: drawn, and as a table."""
    body = body_or_404(slug)
    criticality, shown = request.GET.get("criticality", ""), request.GET.get("shown", "")
    every = list(queries.interfaces(request.user, body))
    found = [one for one in every if _is_chosen(one, criticality, shown)]
    joined = {end for one in every for end in (one.origin_id, one.target_id)}
    alone = [system for system in queries.running_systems(request.user, body) if system.pk not in joined]
    return render(
        request,
        "usage/system_map.html",
        frame(request, body, "map")
        | {
            "interfaces": found,
            "total": len(every),
            "drawing": _drawing(found),
            "alone": alone,
            "no_standard_count": sum(not one.standard for one in every),
            "criticality": criticality,
            "shown": shown,
            "criticalities": Criticality.choices[1:],
            "shown_choices": SHOWN,
        },
    )


@require_http_methods(["GET", "POST"])
def add_interface(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where the data of a system go."""
    system, by = system_or_404(request, pk), actor(request)
    permissions.require(by, Permission.KEEP_SYSTEMS, on=system.owner)
    others = queries.running_systems(request.user, owner_of(system)).exclude(pk=system.pk)
    form = InterfaceForm(request.POST or None, others=others)
    made = saved(form, lambda: actions.add_interface(origin=system, draft=form.draft(), by=by), REFUSALS)
    if made:
        messages.success(request, _("The interface is on the map."))
        return redirect(system)
    title = _("Where do the data of %(name)s go?") % {"name": system.name}
    return form_page(request, form, title=title, back=system.get_absolute_url(), back_name=str(system))


@require_http_methods(["GET", "POST"])
def change_interface(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of an interface."""
    interface, by = _interface_or_404(request, pk), actor(request)
    origin = interface.origin
    permissions.require(by, Permission.KEEP_SYSTEMS, on=origin.owner)
    others = queries.running_systems(request.user, owner_of(origin)).exclude(pk=origin.pk)
    form = InterfaceForm(request.POST or None, others=others, interface=interface)
    if saved(form, lambda: actions.change_interface(interface=interface, draft=form.draft(), by=by), REFUSALS):
        return redirect(origin)
    title = _("Where do the data of %(name)s go?") % {"name": origin.name}
    return form_page(request, form, title=title, back=origin.get_absolute_url(), back_name=str(origin))


@require_http_methods(["GET", "POST"])
def end_interface(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the last day of an interface."""
    interface, by = _interface_or_404(request, pk), actor(request)
    origin = interface.origin
    permissions.require(by, Permission.KEEP_SYSTEMS, on=origin.owner)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if saved(form, lambda: actions.end_interface(interface=interface, on=form.cleaned_data["on"], by=by), REFUSALS):
        messages.success(request, _("The interface is no longer on the map."))
        return redirect(origin)
    words = {"origin": origin.name, "target": interface.target or interface.target_name}
    title = _("End the interface from %(origin)s to %(target)s") % words
    return form_page(request, form, title=title, back=origin.get_absolute_url(), back_name=str(origin))


def _interface_or_404(request: HttpRequest, pk: int) -> Interface:
    interface = Interface.objects.select_related("origin__owner", "target").filter(pk=pk, ended_on=None).first()
    if interface is None:
        raise Http404
    for end in (interface.origin_id, interface.target_id):
        if end is not None:
            system_or_404(request, end)
    return interface


def _is_chosen(one: Interface, criticality: str, shown: str) -> bool:
    if criticality and criticality not in {end.criticality for end in (one.origin, one.target) if end}:
        return False
    return {
        "no-standard": not one.standard,
        "not-open": one.is_open != "yes",
        "outside": one.target_id is None,
    }.get(shown, True)


def _drawing(found: list[Interface]) -> SafeString:
    """Systems as boxes with how critical they are in words; systems outside are dashed boxes."""
    nodes: dict[str, Node] = {}
    edges = []
    for one in found:
        nodes[f"s{one.origin_id}"] = _node(one.origin)
        key = f"s{one.target_id}" if one.target_id else f"o{one.target_name.casefold()}"
        nodes[key] = _node(one.target) if one.target else Node(key, one.target_name, is_hollow=True)
        words = {"origin": one.origin, "target": one.target or one.target_name, "standard": one.standard}
        named = (
            _("%(origin)s → %(target)s: %(standard)s") if one.standard else _("%(origin)s → %(target)s: no standard")
        )
        edges.append(Edge(f"s{one.origin_id}", key, not one.is_both_ways, named % words))
    return mark_safe(draw_network(list(nodes.values()), edges, label=_("Map of systems and interfaces")))  # noqa: S308


def _node(system: System) -> Node:
    title = f"{system.name} ({system.get_criticality_display()})" if system.criticality else system.name
    return Node(f"s{system.pk}", title, system.get_absolute_url())
