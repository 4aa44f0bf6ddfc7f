"""From nothing to a radar in a few clicks: find my town, see what neighbours use, tick what we use, look.

What a visitor ticks stays in the address; who works for the body keeps it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry, Product
from commonweal.organisations import permissions as organisation_permissions
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import Viewer, country_name, name_of
from commonweal.usage import actions, permissions, queries
from commonweal.usage.permissions import Permission
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.radar import shown

MOST_TOWNS, MOST_TICKS, LONGEST_NAME = 20, 200, 100


@dataclass(frozen=True, slots=True)
class Ticks:
    """What was ticked: open software, products, and other names, one a line."""

    entries: tuple[Entry, ...]
    products: tuple[Product, ...]
    names: tuple[str, ...]

    def pairs(self) -> list[tuple[str, str]]:
        """The ticks as parts of an address."""
        found = [("use", entry.slug) for entry in self.entries]
        found += [("product", product.slug) for product in self.products]
        return found + ([("other", "\n".join(self.names))] if self.names else [])


@require_safe
def find_town(request: HttpRequest) -> HttpResponse:
    """Find my town, under any name it has or had."""
    text = request.GET.get("q", "").strip()[:200]
    if not text and request.GET.get("body"):
        return redirect(f"/start/tick?{urlencode({'body': request.GET['body'][:120]})}")
    search = organisations.BodySearch(text=text)
    found = organisations.bodies(search).filter(ended_on=None).exclude(kind="company") if text else Body.objects.none()
    rows = [(body, name_of(body), country_name(body.country)) for body in found.prefetch_related("names")[:MOST_TOWNS]]
    mine = organisations.my_body(request.user)
    context = {"text": text, "rows": rows, "mine": mine, "mine_name": name_of(mine) if mine else ""}
    return render(request, "usage/start_town.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tick(request: HttpRequest) -> HttpResponse:
    """What neighbours use, and what we use: a list to tick; kept for who works for the body."""
    asked = request.POST if request.method == "POST" else request.GET
    body = _body(asked)
    may_keep = body is not None and _may_keep(request.user, body)
    if request.method == "POST" and body is not None:
        return _kept(request, body, _ticks(request.user, asked))
    ticks = queries.tick_list(request.user, body, timezone.localdate())
    chosen = _ticks(request.user, asked)
    context = {
        "body": body,
        "name": name_of(body) if body else "",
        "ticks": ticks,
        "may_keep": may_keep,
        "chosen": {entry.pk for entry in chosen.entries},
        "chosen_products": {product.pk for product in chosen.products},
        "other": "\n".join(chosen.names),
    }
    return render(request, "usage/start_tick.html", context)


@require_safe
def radar(request: HttpRequest) -> HttpResponse:
    """The radar of what was ticked; nothing is written down."""
    body = _body(request.GET)
    ticks = _ticks(request.user, request.GET)
    subjects = queries.ticked_subjects(request.user, ticks.products, ticks.names)
    found = queries.radar_of_ticks(request.user, body, subjects, timezone.localdate())
    pairs = [("body", body.slug), *ticks.pairs()] if body is not None else ticks.pairs()
    context = shown(found) | {
        "body": body,
        "name": name_of(body) if body else "",
        "ticks": ticks,
        "pairs": pairs,
        "query": urlencode(pairs),
        "may_keep": body is not None and _may_keep(request.user, body),
        "may_take": body is not None and _may_take(request.user),
    }
    return render(request, "usage/start_radar.html", context)


@require_POST
def claim_body(request: HttpRequest) -> HttpResponse:
    """Say that this is my body, as who gives out roles here, and keep what was ticked."""
    body = body_or_404(request.POST.get("body", "")[:120])
    person = actor(request)
    actions.claim_body(body=body, by=person)
    return _kept(request, body, _ticks(person, request.POST))


def _kept(request: HttpRequest, body: Body, ticks: Ticks) -> HttpResponse:
    kept = actions.keep_ticks(
        body=body, entries=ticks.entries, products=ticks.products, names=ticks.names, by=actor(request)
    )
    number = len(kept.claims) + len(kept.systems)
    messages.success(
        request, _("%(number)s written down. This is the radar; dates make it better.") % {"number": number}
    )
    return redirect("body-radar", body.slug)


def _body(asked: QueryDict) -> Body | None:
    slug = asked.get("body", "")[:120]
    return body_or_404(slug) if slug else None


def _ticks(viewer: Viewer, asked: Mapping[str, object]) -> Ticks:
    """What an address or form ticks, as far as the viewer may see it."""
    assert isinstance(asked, QueryDict)  # noqa: S101  both are
    uses = [slug[:150] for slug in asked.getlist("use")[:MOST_TICKS]]
    products = [slug[:150] for slug in asked.getlist("product")[:MOST_TICKS]]
    lines = "\n".join(asked.getlist("other")).splitlines()[:MOST_TICKS]
    names = [" ".join(line.split())[:LONGEST_NAME] for line in lines]
    return Ticks(
        tuple(catalogue.entries_for(viewer).filter(slug__in=uses).order_by("name", "pk")) if uses else (),
        tuple(catalogue.products_for(viewer).filter(slug__in=products)) if products else (),
        tuple(dict.fromkeys(name for name in names if organisations.fold(name))),
    )


def _may_keep(viewer: Viewer, body: Body) -> bool:
    return permissions.is_own(viewer, Permission.ANSWER_CLAIMS, on=body)


def _may_take(viewer: Viewer) -> bool:
    return organisation_permissions.allows(viewer, organisation_permissions.Permission.GRANT_ROLES)
