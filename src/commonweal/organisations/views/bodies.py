"""Bodies: the list, a page each, and the forms of those who keep them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonweal.organisations import actions, permissions, queries
from commonweal.organisations.forms import BodyForm, VerifyForm, actor
from commonweal.organisations.models import Body, BodyKind, Tier
from commonweal.organisations.permissions import Permission
from commonweal.organisations.views.drawings import body_map
from commonweal.organisations.views.paging import page_of, refusals_shown
from commonweal.organisations.views.words import country_name


@require_GET
def body_list(request: HttpRequest) -> HttpResponse:
    """Search by any name, filter by kind, tier and country."""
    search = queries.BodySearch(
        text=request.GET.get("q", "")[:200].strip(),
        kind=request.GET.get("kind", ""),
        tier=request.GET.get("tier", ""),
        country=request.GET.get("country", "")[:2],
    )
    found, pager = page_of(queries.bodies(search).prefetch_related("names"), request)
    language = get_language() or "en"
    return render(
        request,
        "organisations/body_list.html",
        pager
        | {
            "search": search,
            "rows": [(body, body.name_in(language), country_name(body.country)) for body in found],
            "kinds": BodyKind.choices,
            "tiers": Tier.choices,
            "countries": sorted(((code, country_name(code)) for code in queries.countries()), key=lambda pair: pair[1]),
            "may_add": permissions.allows(request.user, Permission.REGISTER_BODY),
        },
    )


@require_GET
def body_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything known of one body."""
    found = queries.with_verification(Body.objects.prefetch_related("names"))
    body = get_object_or_404(found, slug=slug)
    children = queries.children_of(body)
    language = get_language() or "en"
    return render(
        request,
        "organisations/body_page.html",
        {
            "body": body,
            "name": body.name_in(language),
            "country": country_name(body.country),
            "names": [name for name in body.names.all() if name.name != body.name_in(language)],
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


@refusals_shown
@require_http_methods(["GET", "POST"])
def add_body(request: HttpRequest) -> HttpResponse:
    """Enter a body."""
    permissions.require(actor(request), Permission.REGISTER_BODY)
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.register_body(draft=form.draft(), by=actor(request)))
    return _form_page(request, form, title=_("Enter an organisation"))


@refusals_shown
@require_http_methods(["GET", "POST"])
def change_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is written about a body."""
    body = get_object_or_404(Body, slug=slug)
    permissions.require(actor(request), Permission.CHANGE_BODY, on=body)
    form = BodyForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.change_body(body=body, draft=form.draft(), by=actor(request)))
    return _form_page(request, form, title=_("Change %(name)s") % {"name": body})


@refusals_shown
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


def _form_page(request: HttpRequest, form: BodyForm, *, title: str) -> HttpResponse:
    trail = {"title": title, "parent": "/bodies", "parent_name": _("Organisations")}
    status = 422 if form.is_bound else 200
    return render(request, "organisations/form_page.html", trail | {"form": form}, status=status)
