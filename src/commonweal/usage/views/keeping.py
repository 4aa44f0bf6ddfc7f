"""What the pages of systems and contracts have in common: whose they are, who keeps them, forms."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.catalogue import queries as catalogue
from commonweal.organisations.models import Body
from commonweal.organisations.queries import name_of
from commonweal.usage import permissions, queries
from commonweal.usage.models import Contract, System
from commonweal.usage.permissions import Permission

Made = TypeVar("Made")


def frame(request: HttpRequest, body: Body, tab: str) -> dict[str, object]:
    """What every page of a body's systems and contracts shows: the body, where one is, who may write."""
    return {
        "body": body,
        "name": name_of(body),
        "tab": tab,
        "may_change": permissions.allows(request.user, Permission.KEEP_SYSTEMS, on=body),
        "may_keep_contracts": permissions.allows(request.user, Permission.KEEP_CONTRACTS, on=body),
        "parent": body.get_absolute_url(),
        "parent_name": name_of(body),
    }


def system_or_404(request: HttpRequest, pk: int) -> System:
    """A system that the reader may see.

    Raises Http404.
    """
    system = queries.seen_systems(request.user).filter(pk=pk).first()
    if system is None:
        raise Http404
    return system


def contract_or_404(request: HttpRequest, pk: int) -> Contract:
    """A contract that the reader may see.

    Raises Http404.
    """
    contract = queries.seen_contracts(request.user).filter(pk=pk).first()
    if contract is None:
        raise Http404
    return contract


def owner_of(thing: System | Contract) -> Body:
    """The body of a system or contract, which it always has."""
    assert thing.owner is not None  # noqa: S101  a constraint of the database
    return thing.owner


def form_page(
    request: HttpRequest, form: Form, *, title: str, back: str, back_name: str, lead: str = "", template: str = ""
) -> HttpResponse:
    """A form with its title; 422 when what was filled in is refused."""
    page = {"form": form, "title": title, "parent": back, "parent_name": back_name, "lead": lead}
    status = 422 if form.is_bound else 200
    return render(request, template or "usage/system_form.html", page, status=status)


def saved(form: Form, act: Callable[[], Made], refusals: tuple[type[Exception], ...]) -> Made | None:
    """What the action made; None when nothing was sent, or is wrong or refused, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return act()
    except refusals as refusal:
        form.add_error(None, str(refusal))
        return None


def function_name(identifier: str) -> str:
    """A function of the catalogue in the reader's language."""
    return catalogue.label("category", identifier, get_language() or "en") if identifier else _("no function stated")


def choice_names(pack: str, identifiers: list[str]) -> list[str]:
    """Values of a list in the reader's language."""
    return [queries.choice_label(pack, one, get_language() or "en") for one in identifiers]
