"""What the pages of the context have in common: whose they are, who writes, forms."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.organisations.models import Body, Visible
from commonweal.organisations.queries import name_of
from commonweal.strategy import permissions
from commonweal.strategy.permissions import Permission

Made = TypeVar("Made")


def body_or_404(slug: str) -> Body:
    """The body at an address.

    Raises Http404.
    """
    body = Body.objects.prefetch_related("names").filter(slug=slug).first()
    if body is None:
        raise Http404
    return body


def found_or_404(found: Made | None) -> Made:
    """What was found.

    Raises Http404.
    """
    if found is None:
        raise Http404
    return found


def owner_of(thing: Visible) -> Body:
    """The body of a thing of this context, which it always has."""
    assert thing.owner is not None  # noqa: S101  a constraint of the database
    return thing.owner


def frame(request: HttpRequest, body: Body, tab: str) -> dict[str, object]:
    """What every page of a body's strategy shows: the body, where one is, who may write."""
    return {
        "body": body,
        "name": name_of(body),
        "tab": tab,
        "may_keep": permissions.allows(request.user, Permission.KEEP_STRATEGY, on=body),
        "is_of_body": permissions.allows(request.user, Permission.RAISE_CONCERNS, on=body),
        "parent": body.get_absolute_url(),
        "parent_name": name_of(body),
    }


def form_page(
    request: HttpRequest, form: Form, *, title: str, back: str, back_name: str, lead: str = ""
) -> HttpResponse:
    """A form with its title; 422 when what was filled in is refused."""
    page = {"form": form, "title": title, "parent": back, "parent_name": back_name, "lead": lead}
    return render(request, "strategy/form.html", page, status=422 if form.is_bound else 200)


def saved(form: Form, act: Callable[[], Made], refusals: tuple[type[Exception], ...]) -> Made | None:
    """What the action made; None when nothing was sent, or is wrong or refused, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return act()
    except refusals as refusal:
        form.add_error(None, str(refusal))
        return None


def download(content: str | bytes, kind: str, name: str) -> HttpResponse:
    """Something to keep as a file."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
