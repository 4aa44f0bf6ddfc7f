"""What the pages of the context have in common: whose they are, who writes, forms, files."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from commonweal.organisations.models import Body, Visible
from commonweal.organisations.queries import name_of
from commonweal.skills.queries.statements import may_read_people, works_at

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
    """What every page of a body's skills shows: the body, where one is, who may write."""
    return {
        "body": body,
        "name": name_of(body),
        "tab": tab,
        "may_keep": may_read_people(request.user, body),
        "may_state": works_at(request.user, body),
        "parent": body.get_absolute_url(),
        "parent_name": name_of(body),
    }


def form_page(
    request: HttpRequest, form: Form, *, title: str, back: str, back_name: str, lead: str = "", button: str = ""
) -> HttpResponse:
    """A form with its title; 422 when what was filled in is refused."""
    page = {"form": form, "title": title, "parent": back, "parent_name": back_name, "lead": lead, "button": button}
    return render(request, "skills/form.html", page, status=422 if form.is_bound else 200)


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty."""
    return request.POST if request.method == "POST" else None


def saved(form: Form, act: Callable[[], Made], refusals: tuple[type[Exception], ...]) -> Made | None:
    """What the action made; None when nothing was sent, or is wrong or refused, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return act()
    except refusals as refusal:
        form.add_error(None, str(refusal))
        return None


def download(text: str, kind: str, name: str) -> HttpResponse:
    """A file."""
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
