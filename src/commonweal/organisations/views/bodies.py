"""Bodies: the list, a page each, and the forms of those who keep them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonweal.organisations import actions, permissions, queries
from commonweal.organisations.forms import BodyForm, VerifyForm
from commonweal.organisations.models import Body, BodyKind, Tier
from commonweal.organisations.permissions import Permission, actor
from commonweal.organisations.queries import country_name, name_of
from commonweal.organisations.views.drawings import bodies_map, body_map
from commonweal.organisations.views.paging import page_of

MOST_ON_MAP = 500


@require_GET
def body_list(request: HttpRequest) -> HttpResponse:
    """Search by any name, filter by kind, tier and country."""
    search = search_of(request)
    page = page_of(queries.bodies(search).prefetch_related("names"), request)
    return render(
        request,
        "organisations/body_list.html",
        _choices()
        | {
            "search": search,
            "page": page,
            "rows": [(body, name_of(body), country_name(body.country)) for body in page],
            "query": request.GET.urlencode(),
            "may_add": permissions.allows(request.user, Permission.REGISTER_BODY),
        },
    )


@require_GET
def map_page(request: HttpRequest) -> HttpResponse:
    """The bodies that are looked for on a map, with the table beside it."""
    search = search_of(request)
    found = queries.bodies(search)
    total = found.count()
    bodies = list(found.prefetch_related("names")[:MOST_ON_MAP])
    return render(
        request,
        "organisations/body_map.html",
        _choices()
        | {
            "search": search,
            "total": total,
            "map": bodies_map(bodies),
            "unplaced": sum(body.latitude is None for body in bodies),
            "rows": [(body, name_of(body)) for body in bodies],
        },
    )


@require_GET
def body_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything known of one body."""
    found = queries.with_verification(Body.objects.prefetch_related("names"))
    body = found.filter(slug=slug).first()
    if body is None:
        return _gone(request, slug)
    children = queries.children_of(body)
    return render(
        request,
        "organisations/body_page.html",
        {
            "body": body,
            "name": name_of(body),
            "country": country_name(body.country),
            "names": [name for name in body.names.all() if name.name != name_of(body)],
            "identifiers": body.identifiers.all(),
            "counts": body.population_counts.all(),
            "parents": queries.parents_of(body),
            "children": children[:200],
            "children_count": children.count(),
            "successions": queries.succession_of(body),
            "hosted": queries.offices_of(request.user, body),
            "verification": body.verifications.filter(withdrawn_at=None).first(),
            "map": body_map(body),
            "verify_form": VerifyForm(),
            "may_change": permissions.allows(request.user, Permission.CHANGE_BODY, on=body),
            "may_verify": permissions.allows(request.user, Permission.VERIFY_BODY),
        },
    )


def search_of(request: HttpRequest) -> queries.BodySearch:
    """What the address of a list of bodies looks for."""
    return queries.BodySearch(
        text=request.GET.get("q", "")[:200].strip(),
        kind=request.GET.get("kind", ""),
        tier=request.GET.get("tier", ""),
        country=request.GET.get("country", "")[:2],
    )


def _choices() -> dict[str, object]:
    countries = sorted(((code, country_name(code)) for code in queries.countries()), key=lambda pair: pair[1])
    return {"kinds": BodyKind.choices, "tiers": Tier.choices, "countries": countries}


@require_http_methods(["GET", "POST"])
def add_body(request: HttpRequest) -> HttpResponse:
    """Enter a body."""
    permissions.require(actor(request), Permission.REGISTER_BODY)
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.register_body(draft=form.draft(), by=actor(request)))
    return _form_page(request, form, title=_("Enter an organisation"))


@require_http_methods(["GET", "POST"])
def change_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is written about a body."""
    body = get_object_or_404(Body, slug=slug)
    permissions.require(actor(request), Permission.CHANGE_BODY, on=body)
    form = BodyForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.change_body(body=body, draft=form.draft(), by=actor(request)))
    return _form_page(request, form, title=_("Change %(name)s") % {"name": body})


@require_POST
def verify_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm that a body is public sector, or take that back."""
    body = get_object_or_404(Body, slug=slug)
    form = VerifyForm(request.POST)
    if "withdraw" in request.POST:
        actions.withdraw_verification(body=body, by=actor(request))
        messages.success(request, _("The confirmation is withdrawn."))
    elif form.is_valid():
        actions.verify_body(body=body, method=form.cleaned_data["method"], by=actor(request))
        messages.success(request, _("Confirmed as public sector."))
    else:
        messages.error(request, _("Say how you know that this organisation is public sector."))
    return redirect(body)


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """That the body of this address was entered by a list that was undone; Http404 if there never was one."""
    removed = queries.removed(slug)
    if removed is None:
        raise Http404
    return render(request, "organisations/body_gone.html", {"removed": removed}, status=410)


def _form_page(request: HttpRequest, form: BodyForm, *, title: str) -> HttpResponse:
    trail = {"title": title, "parent": "/bodies", "parent_name": _("Organisations")}
    status = 422 if form.is_bound else 200
    return render(request, "organisations/form_page.html", trail | {"form": form}, status=status)
