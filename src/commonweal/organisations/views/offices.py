"""Offices: the directory with map, network and table, a page each, and the forms of those who keep them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonweal.organisations import actions, permissions, queries
from commonweal.organisations.forms import CloseForm, LinkForm, OfficeForm
from commonweal.organisations.models import Archetype, LinkKind, Office, OfficeLevel
from commonweal.organisations.permissions import Permission, actor
from commonweal.organisations.queries import country_name
from commonweal.organisations.views.drawings import office_map, office_network
from commonweal.organisations.views.words import shown_date


@require_GET
def office_list(request: HttpRequest) -> HttpResponse:
    """The directory: filtered, on a map, as a network and as a table."""
    chosen = {
        name: request.GET.get(name, "")[:100].strip() for name in ("archetype", "level", "country", "state", "serves")
    }
    search = queries.OfficeSearch(text=request.GET.get("q", "")[:200].strip(), **chosen)
    offices = list(queries.offices(request.user, search))
    links = list(queries.links(request.user))
    codes = sorted({office.country for office in queries.offices(request.user) if office.country})
    return render(
        request,
        "organisations/office_list.html",
        {
            "search": search,
            "rows": [
                (office, country_name(office.country), shown_date(office.active_from, office.dates_known_to))
                for office in offices
            ],
            "links": links,
            "map": office_map(offices),
            "network": office_network(offices, links),
            "archetypes": Archetype.choices,
            "levels": OfficeLevel.choices,
            "countries": [(code, country_name(code)) for code in codes],
            "states": [("active", _("active")), ("closed", _("closed"))],
            "may_add": permissions.allows(request.user, Permission.KEEP_OFFICES),
        },
    )


@require_GET
def office_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The profile of one office."""
    found = queries.offices(request.user).select_related("sponsor").prefetch_related("names")
    office = get_object_or_404(found, slug=slug)
    may_change = permissions.allows(request.user, Permission.KEEP_OFFICES)
    links = [link for link in queries.links(request.user) if office.pk in (link.origin_id, link.target_id)]
    return render(
        request,
        "organisations/office_page.html",
        {
            "office": office,
            "country": country_name(office.country),
            "active_from": shown_date(office.active_from, office.dates_known_to),
            "active_to": shown_date(office.active_to, office.dates_known_to),
            "supports": [
                link.target for link in links if link.kind == LinkKind.SUPPORTS and link.origin_id == office.pk
            ],
            "supported_by": [
                link.origin for link in links if link.kind == LinkKind.SUPPORTS and link.target_id == office.pk
            ],
            "peers": [
                link.target if link.origin_id == office.pk else link.origin
                for link in links
                if link.kind == LinkKind.PEERS
            ],
            "claims": queries.claims_about(office.slug),
            "links": links,
            "may_change": may_change,
            "link_form": LinkForm(others=_others(request, office)) if may_change else None,
        },
    )


@require_http_methods(["GET", "POST"])
def add_office(request: HttpRequest) -> HttpResponse:
    """Enter an office."""
    permissions.require(actor(request), Permission.KEEP_OFFICES)
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.open_office(draft=form.draft(), by=actor(request)))
    return _form_page(request, form, title=_("Enter an office"))


@require_http_methods(["GET", "POST"])
def change_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is written about an office."""
    permissions.require(actor(request), Permission.KEEP_OFFICES)
    office = get_object_or_404(queries.offices(request.user), slug=slug)
    form = OfficeForm(request.POST or None, office=office)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.open_office(draft=form.draft(), by=actor(request)))
    return _form_page(request, form, title=_("Change %(name)s") % {"name": office})


@require_http_methods(["GET", "POST"])
def close_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down that an office ended, and why."""
    permissions.require(actor(request), Permission.KEEP_OFFICES)
    office = get_object_or_404(queries.offices(request.user), slug=slug)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_office(office=office, **form.cleaned_data, by=actor(request))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The office is shown as closed."))
            return redirect(office)
    return _form_page(request, form, title=_("Close %(name)s") % {"name": office})


@require_POST
def link_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Join an office with another; what cannot be is said on its page."""
    permissions.require(actor(request), Permission.KEEP_OFFICES)
    office = get_object_or_404(queries.offices(request.user), slug=slug)
    form = LinkForm(request.POST, others=_others(request, office))
    if not form.is_valid():
        messages.error(request, _("Choose how they work together and the other office."))
        return redirect(office)
    kind, other = LinkKind(form.cleaned_data["kind"]), form.cleaned_data["other"]
    try:
        actions.link_offices(origin=office, target=other, kind=kind, by=actor(request))
    except actions.CircularSupport as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is joined with it.") % {"name": other})
    return redirect(office)


@require_POST
def part_office(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a link of an office away."""
    permissions.require(actor(request), Permission.KEEP_OFFICES)
    office = get_object_or_404(queries.offices(request.user), slug=slug)
    link = get_object_or_404(queries.links(request.user).filter(Q(origin=office) | Q(target=office)), pk=number)
    actions.part_offices(link=link, by=actor(request))
    messages.success(request, _("They are no longer joined."))
    return redirect(office)


def _others(request: HttpRequest, office: Office) -> QuerySet[Office]:
    return queries.offices(request.user).exclude(pk=office.pk).prefetch_related(None).order_by("name")


def _form_page(request: HttpRequest, form: OfficeForm | CloseForm, *, title: str) -> HttpResponse:
    trail = {"title": title, "parent": "/offices", "parent_name": _("Offices")}
    status = 422 if form.is_bound else 200
    return render(request, "organisations/form_page.html", trail | {"form": form}, status=status)
