"""Neighbours of a body four ways, and the body beside its peers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from commonweal.organisations import queries as organisations
from commonweal.organisations.queries import Way, name_of
from commonweal.usage import queries
from commonweal.usage.permissions import Permission, is_own
from commonweal.usage.views.asking import body_or_404

WAYS: dict[Way, tuple[Promise, Promise]] = {
    Way.DISTANCE: (_("near"), _("the nearest by kilometres as the crow flies")),
    Way.SIZE: (_("of the same level and about as large"), _("the same level of government, at most one size apart")),
    Way.ASSOCIATION: (_("in the same association"), _("both are members of it, or of one of its members")),
    Way.PORTFOLIO: (
        _("with similar software"),
        _("what few use counts for more than what all use; only what you may see is compared"),
    ),
}
DEFAULT = {"neighbours": frozenset({Way.DISTANCE}), "peers": frozenset({Way.SIZE})}
MOST_NEIGHBOURS = 30
FIRST_ROWS = 50  # of a table of software, before the reader asks for all


@require_safe
def neighbours(request: HttpRequest, slug: str) -> HttpResponse:
    """The neighbours of a body by the ways chosen, each with the reason in a sentence."""
    body = body_or_404(slug)
    ways = _ways(request, "neighbours")
    found = queries.neighbours_of(request.user, body, ways, limit=MOST_NEIGHBOURS)
    context = _context(request, ways) | {
        "body": body,
        "name": name_of(body),
        "rows": [(each, name_of(each.body)) for each in found.neighbours],
        "missing": found.missing,
        "placed": [each.body for each in found.neighbours],
        "bands": organisations.size_bands_version(),
    }
    return render(request, "usage/neighbours.html", context)


@require_safe
def peers(request: HttpRequest, slug: str) -> HttpResponse:
    """What similar bodies use and this one does not, and the reverse."""
    body = body_or_404(slug)
    ways = _ways(request, "peers")
    compared = queries.compare(request.user, body, ways)
    context = _context(request, ways) | {
        "body": body,
        "name": name_of(body),
        "compared": compared,
        "first": ":" if request.GET.get("all") == "1" else f":{FIRST_ROWS}",
        "may_state": is_own(request.user, Permission.ANSWER_CLAIMS, on=body),
    }
    return render(request, "usage/peers.html", context)


def _ways(request: HttpRequest, page: str) -> frozenset[Way]:
    chosen = frozenset(Way(value) for value in request.GET.getlist("way") if value in set(Way))
    return chosen or DEFAULT[page]


def _context(request: HttpRequest, ways: frozenset[Way]) -> dict[str, object]:
    return {
        "ways": [(way.value, label, told, way in ways) for way, (label, told) in WAYS.items()],
        "is_of_the_network": organisations.is_of_the_network(request.user),
    }
