"""Pages of suppliers: the list, a page each, what they offer, and who can help with a piece of software."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.catalogue.models import Entry
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import country_name
from commonweal.usage import actions, permissions, queries
from commonweal.usage.forms.suppliers import (
    ContributionForm,
    DecisionLogForm,
    OfferForm,
    QuestionForm,
    RefusalForm,
    ServiceForm,
    SupplierForm,
)
from commonweal.usage.models import Contribution, DecisionLog, Offer, Service, ServiceKind, SupplierProfile
from commonweal.usage.permissions import Permission
from commonweal.usage.views.asking import body_or_404, entry_or_404, home_of


@require_safe
def supplier_list(request: HttpRequest) -> HttpResponse:
    """Who serves public bodies: by name or software, service and country; with checked work first."""
    asked = request.GET
    search = queries.SupplierSearch(
        text=asked.get("q", "").strip()[:100],
        service=asked.get("service", "") if asked.get("service", "") in ServiceKind else "",
        country=asked.get("country", "")[:2].upper(),
    )
    codes = {code for codes in queries.open_suppliers().values_list("countries", flat=True) for code in codes}
    context = {
        "search": search,
        "found": [
            (one, ", ".join(map(country_name, one.supplier.countries)))
            for one in queries.find_suppliers(request.user, search)
        ],
        "services": ServiceKind.choices,
        "countries": sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1]),
    }
    return render(request, "usage/supplier_list.html", context)


@require_safe
def supplier_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a supplier does, offers, and has given back."""
    supplier = _supplier(slug)
    body = supplier.body
    may_offer = permissions.allows(request.user, Permission.OFFER_SERVICES, on=body)
    is_own = permissions.is_own(request.user, Permission.OFFER_SERVICES, on=body)
    if supplier.closed_at is not None and not may_offer:
        raise Http404
    context = {
        "supplier": supplier,
        "countries": ", ".join(map(country_name, supplier.countries)),
        "served": queries.served_by(request.user, supplier),
        "offers": queries.offers_of(request.user, timezone.localdate(), supplier=supplier),
        "contributions": queries.contributions_of(supplier, request.user),
        "questions": queries.questions_to(supplier)[:50] if is_own else (),
        "may_offer": may_offer,
        "is_own": is_own,
    }
    return render(request, "usage/supplier_page.html", context)


@require_safe
def software_suppliers(request: HttpRequest, slug: str) -> HttpResponse:
    """Who can help with a piece of software, on what terms, and how free it is of one vendor."""
    return _software_page(request, entry_or_404(request, slug), DecisionLogForm())


@require_POST
def state_decision_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Say where a project tells in public what it decides."""
    entry, form = entry_or_404(request, slug), DecisionLogForm(request.POST)
    if not form.is_valid():
        return _software_page(request, entry, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.state_decision_log(entry=entry, url=form.cleaned_data["url"], at=timezone.now(), by=actor(request))
    messages.success(request, _("It is written down."))
    return redirect("software-suppliers", slug)


@require_POST
def end_decision_log(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a project no longer tells there what it decides."""
    log = get_object_or_404(DecisionLog, pk=pk, entry=entry_or_404(request, slug))
    actions.end_decision_log(log=log, at=timezone.now(), by=actor(request))
    messages.success(request, _("It is taken back and stays on file."))
    return redirect("software-suppliers", slug)


@require_http_methods(["GET", "POST"])
def open_supplier(request: HttpRequest, slug: str) -> HttpResponse:
    """List an organisation as a supplier, or change how it presents itself."""
    body, person = body_or_404(slug), actor(request)
    permissions.require(person, Permission.OFFER_SERVICES, on=body)
    known = queries.supplier_of(body)
    initial = (
        {"description": known.description, "countries": ", ".join(known.countries), "is_small": known.is_small}
        if known is not None
        else {"countries": body.country}
    )
    form = SupplierForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        profile = actions.open_supplier(body=body, draft=form.draft(), by=person)
        messages.success(request, _("It is listed. Now say what you do with which software."))
        return redirect(profile)
    title = _("%(name)s as a supplier") % {"name": body.name}
    return _form_page(request, form, title, back=body.get_absolute_url())


@require_POST
def close_supplier(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a supplier off the lists."""
    supplier = _supplier(slug)
    actions.close_supplier(profile=supplier, at=timezone.now(), by=actor(request))
    messages.success(request, _("It is off the lists. You can list it again at any time."))
    return redirect(supplier)


@require_http_methods(["GET", "POST"])
def add_service(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a supplier does with a piece of software."""
    supplier, person = _supplier(slug), actor(request)
    permissions.require(person, Permission.OFFER_SERVICES, on=supplier.body)

    def add(form: ServiceForm) -> object:
        said = form.cleaned_data
        kind = ServiceKind(said["kind"])
        return actions.list_service(
            supplier=supplier, entry=said["entry"], kind=kind, countries=said["countries"], by=person
        )

    form = ServiceForm(request.POST or None, viewer=request.user, initial={"entry": request.GET.get("software", "")})
    return _added(request, supplier, form, add, _("What you do with a piece of software"))


@require_http_methods(["GET", "POST"])
def add_contribution(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a supplier gave to a project."""
    supplier, person = _supplier(slug), actor(request)
    permissions.require(person, Permission.OFFER_SERVICES, on=supplier.body)

    def add(form: ContributionForm) -> object:
        return actions.state_contribution(supplier=supplier, **form.cleaned_data, by=person)

    form = ContributionForm(request.POST or None, viewer=request.user)
    return _added(request, supplier, form, add, _("Work that a project accepted"))


@require_http_methods(["GET", "POST"])
def add_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer to provide software on terms."""
    supplier, person = _supplier(slug), actor(request)
    permissions.require_own(person, Permission.OFFER_SERVICES, on=supplier.body)

    def add(form: OfferForm) -> object:
        return actions.make_offer(supplier=supplier, draft=form.draft(), by=person)

    return _added(request, supplier, OfferForm(request.POST or None, viewer=request.user), add, _("An offer"))


@require_POST
def end_service(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a supplier no longer does something."""
    service = get_object_or_404(Service, pk=pk, supplier=_supplier(slug))
    actions.end_service(service=service, at=timezone.now(), by=actor(request))
    messages.success(request, _("It is off the list."))
    return redirect(service.supplier)


@require_http_methods(["GET", "POST"])
def offer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The terms of an offer; who works for a body may ask about it."""
    offer = _offer(request, pk)
    home = home_of(request)
    may_ask = home is not None and permissions.allows(request.user, Permission.KEEP_CONTRACTS, on=home)
    form = QuestionForm(request.POST or None)
    if request.method == "POST":
        person = actor(request)
        if home is None:
            raise Http404
        if form.is_valid():
            try:
                actions.ask_about_offer(offer=offer, body=home, text=form.cleaned_data["text"], by=person)
            except (actions.OfferWithdrawn, actions.NoReplyAddress, actions.TooManyMessages) as refusal:
                form.add_error("text", str(refusal))
            else:
                messages.success(request, _("Your question is on its way. The answer comes to your e-mail address."))
                return redirect("offer", pk)
    context = {
        "offer": offer,
        "home": home,
        "form": form,
        "may_ask": may_ask,
        "contract_address": f"/bodies/{home.slug}/contracts/new?offer={pk}" if home is not None and may_ask else "",
        "stands": offer.withdrawn_at is None
        and (offer.valid_until is None or offer.valid_until >= timezone.localdate()),
        "countries": ", ".join(map(country_name, offer.countries or offer.supplier.countries)),
        "hosting_country": country_name(offer.hosting_country),
        "is_own": permissions.is_own(request.user, Permission.OFFER_SERVICES, on=offer.supplier.body),
        "tenants": queries.tenants_of(request.user, offer),
        "tenancy": queries.tenancy_of(home, offer) if home is not None and may_ask else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "usage/supplier_offer.html", context, status=status)


@require_POST
def withdraw_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back."""
    offer = _offer(request, pk)
    actions.withdraw_offer(offer=offer, at=timezone.now(), by=actor(request))
    messages.success(request, _("The offer is taken back. Its page stays for those who asked about it."))
    return redirect(offer.supplier)


@require_POST
def check_contribution(request: HttpRequest, pk: int) -> HttpResponse:
    """Vouch that a project accepted a contribution, or say why not."""
    contribution = get_object_or_404(Contribution.objects.select_related("supplier__body", "entry__publisher"), pk=pk)
    entry = entry_or_404(request, contribution.entry.slug)
    try:
        if request.POST.get("answer") == "yes":
            actions.check_contribution(contribution=contribution, at=timezone.now(), by=actor(request))
            messages.success(request, _("Checked. It now counts as evidence."))
        else:
            form = RefusalForm(request.POST)
            if not form.is_valid():
                messages.error(request, _("Say in a sentence why it does not count."))
                return redirect("software-suppliers", entry.slug)
            reason = form.cleaned_data["reason"]
            actions.refuse_contribution(contribution=contribution, reason=reason, at=timezone.now(), by=actor(request))
            messages.success(request, _("It does not count. The supplier sees your reason."))
    except actions.OwnContribution as refusal:
        messages.error(request, str(refusal))
    return redirect("software-suppliers", entry.slug)


def _supplier(slug: str) -> SupplierProfile:
    return get_object_or_404(SupplierProfile.objects.select_related("body"), body__slug=slug)


def _offer(request: HttpRequest, pk: int) -> Offer:
    offer = queries.offer_for(request.user, pk)
    if offer is None:
        raise Http404
    return offer


def _software_page(
    request: HttpRequest, entry: Entry, form: DecisionLogForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    serving = queries.suppliers_of([entry.pk]).get(entry.pk, [])
    home = home_of(request)
    may_check = permissions.allows(request.user, Permission.CHECK_CONTRIBUTIONS, on=entry.publisher)
    context = {
        "entry": entry,
        "rows": [
            (one, ", ".join(map(country_name, one.countries)), one.serves(home.country) if home else None)
            for one in serving
        ],
        "home": home,
        "evidence": queries.evidence_of(entry, serving),
        "offers": queries.offers_of(request.user, timezone.localdate(), entries=[entry.pk]),
        "waiting": queries.waiting_contributions(entry) if may_check else (),
        "may_check": may_check,
        "form": form,
    }
    return render(request, "usage/supplier_software.html", context, status=status)


def _added(
    request: HttpRequest, supplier: SupplierProfile, form: Form, add: Callable[..., object], title: str
) -> HttpResponse:
    """Show a form of a supplier, and go back to its page once it is taken in."""
    if request.method == "POST" and form.is_valid():
        try:
            add(form)
        except (actions.SupplierClosed, actions.PricesFall) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is on your page."))
            return redirect(supplier)
    return _form_page(request, form, title, back=supplier.get_absolute_url())


def _form_page(request: HttpRequest, form: Form, title: str, *, back: str) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "usage/supplier_form.html", {"form": form, "title": title, "back": back}, status=status)
