"""Pages of the catalogue: search, software, categories, saved searches."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.catalogue import actions, documents, permissions, queries
from commonweal.catalogue.forms import AlternativeForm, ProductForm, RetireForm
from commonweal.catalogue.models import Entry, Product
from commonweal.catalogue.permissions import Permission
from commonweal.journal import queries as journal
from commonweal.organisations.models import User
from commonweal.organisations.permissions import actor

MOST_HISTORY, MOST_PRODUCTS = 30, 500


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything in the catalogue that fits the words and choices of the address."""
    language = get_language() or "en"
    wanted = queries.SearchRequest.from_query(request.GET, language)
    found = queries.search(request.user, wanted)
    page = documents.search_view(wanted, found, language)
    asked = queries.product_asked_for(request.user, wanted.text) if wanted.text else None
    standing_in = queries.stand_ins(request.user, [asked.pk]).get(asked.pk, []) if asked is not None else []
    context = {"search": page, "hides_header_search": True, "asked": asked, "standing_in": standing_in[:3]}
    return render(request, "catalogue/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What a person may be about to type, as options of a list."""
    prefix = request.GET.get("q", "").strip()[:100]
    found = queries.suggestions(request.user, prefix, get_language() or "en") if prefix else []
    return render(request, "catalogue/suggestions.html", {"suggestions": found})


@require_safe
def software(request: HttpRequest, slug: str) -> HttpResponse:
    """One entry; a retired one answers 410 and says what it was."""
    language = get_language() or "en"
    entry = queries.entry_for(request.user, slug)
    if entry is None:
        raise Http404
    view = documents.entry_view(entry, language)
    context = {
        "view": view,
        "history": documents.history(journal.history_of(entry)[:MOST_HISTORY]),
        "linked_data": documents.linked_data(entry, language=language),
        "may_retire": permissions.allows(request.user, Permission.RETIRE),
        "stands_in_for": queries.replaceable_by(request.user, entry),
    }
    if view.retirement:
        return render(request, "catalogue/tombstone.html", context, status=HTTPStatus.GONE)
    return render(request, "catalogue/software.html", context)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an entry out of the catalogue, with a reason, after asking once more."""
    person, entry = _curated(request, slug)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.retire(entry=entry, reason=form.cleaned_data["reason"], at=timezone.now(), by=person)
        messages.success(request, _("It is out of the catalogue. Its page stays and gives your reason."))
        return redirect(entry)
    context = {
        "title": _("Take %(name)s out of the catalogue") % {"name": entry.name},
        "text": _("It leaves every list and search. Harvests do not bring it back; you can, on its page."),
        "form": form,
        "button": _("Take it out"),
        "back": entry.get_absolute_url(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "parts/confirm.html", context, status=status)


@require_POST
def bring_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an entry that was taken out into the catalogue again."""
    person, entry = _curated(request, slug)
    actions.bring_back(entry=entry, at=timezone.now(), by=person)
    messages.success(request, _("It is in the catalogue again."))
    return redirect(entry)


@require_safe
def at_address(request: HttpRequest) -> HttpResponse:
    """Lead from a repository's address, also one it has left, to the page of its entry."""
    entry = queries.find_by_url(request.GET.get("url", ""), request.GET.get("path", ""))
    if entry is None or queries.entry_for(request.user, entry.slug) is None:
        raise Http404
    return redirect(entry, permanent=True)


@require_safe
def raw(request: HttpRequest, slug: str) -> HttpResponse:
    """The publiccode.yml as its foremost source has it, as plain text."""
    entry = queries.entry_for(request.user, slug)
    record = next((record for record in entry.records.all() if record.raw), None) if entry else None
    if record is None:
        raise Http404
    return HttpResponse(record.raw, content_type="text/plain; charset=utf-8")


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """What software is for, by groups of everyday tasks, with how much there is of each."""
    shelves = documents.shelves(queries.figures().by_category, get_language() or "en")
    return render(request, "catalogue/categories.html", {"shelves": shelves})


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """Products that bodies run, most often closed: by name, with how much could stand in for each."""
    text, language = request.GET.get("q", "").strip()[:100], get_language() or "en"
    found = queries.products_for(request.user, text=text)[:MOST_PRODUCTS]
    rows = [(product, documents.function_labels(product, language)) for product in found]
    may_add = permissions.allows(request.user, Permission.CURATE)
    return render(request, "catalogue/products.html", {"rows": rows, "text": text, "may_add": may_add})


@require_http_methods(["GET", "POST"])
def add_product(request: HttpRequest) -> HttpResponse:
    """List a product for everybody to find; of a known one, say what was not known."""
    person, form = actor(request), ProductForm(request.POST or None)
    permissions.require(person, Permission.CURATE)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.name_product(**form.cleaned_data, is_listed=True, by=person))
        except actions.NamelessProduct as refusal:
            form.add_error("name", str(refusal))
    context = {
        "title": _("List a product"),
        "form": form,
        "button": _("Save"),
        "back": "/products",
        "is_harmless": True,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "parts/confirm.html", context, status=status)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """What could stand in for a product, and who says so."""
    return _product_page(request, _product(request, slug), AlternativeForm(viewer=request.user))


@require_POST
def state_alternative(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that an entry could stand in for a product."""
    person, shown = actor(request), _product(request, slug)
    form = AlternativeForm(request.POST, viewer=person)
    if not form.is_valid():
        return _product_page(request, shown, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    source = actions.AlternativeSource(said["source"], said["source_url"], timezone.localdate())
    actions.state_alternative(entry=said["software"], product=shown, source=source, by=person)
    messages.success(request, _("It is listed, with who says so."))
    return redirect(shown)


@require_POST
def withdraw_alternative(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back that an entry could stand in for a product."""
    person, shown = actor(request), _product(request, slug)
    stated = get_object_or_404(shown.alternatives.select_related("entry__publisher"), pk=pk)
    actions.withdraw_alternative(alternative=stated, at=timezone.now(), by=person)
    messages.success(request, _("It is taken back and stays on file."))
    return redirect(shown)


@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The searches a person keeps."""
    return render(request, "catalogue/saved_searches.html", {"searches": queries.saved_searches(actor(request))})


@require_POST
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name."""
    person = actor(request)
    query = request.POST.get("query", "")
    name = request.POST.get("name", "").strip() or _("My search")
    try:
        actions.save_search(name=name, query=query, by=person)
    except actions.NameTaken as refusal:
        messages.error(request, str(refusal))
        return redirect(f"/software?{query}")
    messages.success(request, _("“%(name)s” is saved. Its feed tells you when something new fits.") % {"name": name})
    return redirect("saved-searches")


@require_POST
def remove_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved search."""
    person = actor(request)
    kept = get_object_or_404(queries.saved_searches(person), pk=pk)
    actions.remove_search(search=kept, by=person)
    messages.success(request, _("“%(name)s” is removed.") % {"name": kept.name})
    return redirect("saved-searches")


def _curated(request: HttpRequest, slug: str) -> tuple[User, Entry]:
    """Who acts, and on which entry; only those who may retire entries get past."""
    person = actor(request)
    permissions.require(person, Permission.RETIRE)
    entry = queries.entry_for(person, slug)
    if entry is None:
        raise Http404
    return person, entry


def _product(request: HttpRequest, slug: str) -> Product:
    found = queries.product_for(request.user, slug)
    if found is None:
        raise Http404
    return found


def _product_page(
    request: HttpRequest, shown: Product, form: AlternativeForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    standing_in = queries.stand_ins(request.user, [shown.pk]).get(shown.pk, [])
    others = queries.of_same_function(request.user, shown.functions, without=[one.entry.pk for one in standing_in])
    context = {
        "view": documents.product_view(shown, standing_in, others, get_language() or "en"),
        "form": form,
        "may_state": permissions.allows(request.user, Permission.STATE_ALTERNATIVES),
    }
    return render(request, "catalogue/product.html", context, status=status)
