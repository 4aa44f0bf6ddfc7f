"""About which body, which entry, and from where a page looks."""

from django.http import Http404, HttpRequest

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body


def body_or_404(slug: str) -> Body:
    """The body at an address.

    Raises Http404.
    """
    body = Body.objects.prefetch_related("names").filter(slug=slug).first()
    if body is None:
        raise Http404
    return body


def entry_or_404(request: HttpRequest, slug: str) -> Entry:
    """The entry at an address, if the reader may see it.

    Raises Http404.
    """
    entry = catalogue.entries_seen_by(request.user).select_related("publisher").filter(slug=slug).first()
    if entry is None:
        raise Http404
    return entry


def home_of(request: HttpRequest) -> Body | None:
    """The body from which the reader looks: the one in the address (`near`), else the one they work for."""
    chosen = request.GET.get("near", "").strip()[:300]
    body = (
        (Body.objects.filter(slug=chosen).first() or next(iter(organisations.bodies_named(chosen, limit=1)), None))
        if chosen
        else None
    )
    return body or organisations.my_body(request.user)
