"""The page on which names, codes, people, parents and successors of a body are kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.organisations import actions, permissions, queries
from commonweal.organisations.forms.ties import FORMS
from commonweal.organisations.models import Body, Identifier, Parent, Succession
from commonweal.organisations.permissions import Permission, actor

REFUSALS = (actions.CodeTaken, actions.CircularParent, actions.CircularSuccession)


@require_http_methods(["GET", "POST"])
def ties(request: HttpRequest, slug: str) -> HttpResponse:
    """See what hangs on a body, and add to it."""
    body = get_object_or_404(Body, slug=slug)
    permissions.require(actor(request), Permission.CHANGE_BODY, on=body)
    forms: dict[str, Any] = {what: form() for what, form in FORMS.items()}
    what = request.POST.get("what", "")
    if what in FORMS:
        forms[what] = FORMS[what](request.POST)
        if forms[what].is_valid():
            try:
                forms[what].perform(body=body, by=actor(request))
            except REFUSALS as refusal:
                forms[what].add_error(None, str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect("body-ties", slug=slug)
    context = {
        "body": body,
        "names": body.names.all(),
        "identifiers": body.identifiers.all(),
        "counts": body.population_counts.all(),
        "parents": queries.parents_of(body),
        "successions": queries.succession_of(body),
        "may_succeed": permissions.allows(request.user, Permission.REGISTER_BODY),
        "forms": forms,
    }
    return render(request, "organisations/body_ties.html", context, status=422 if what in FORMS else 200)


@require_POST
def untie(request: HttpRequest, slug: str, what: str, number: int) -> HttpResponse:
    """Take a code away, end a belonging, or take a succession back."""
    body = get_object_or_404(Body, slug=slug)
    if what == "code":
        actions.drop_identifier(identifier=get_object_or_404(Identifier, pk=number, body=body), by=actor(request))
    elif what == "parent":
        parent = get_object_or_404(Parent, pk=number, body=body)
        actions.end_parent(parent=parent, on=timezone.localdate(), by=actor(request))
    else:
        step = get_object_or_404(Succession, pk=number)
        actions.undo_succession(succession=step, by=actor(request))
    messages.success(request, _("Saved."))
    return redirect(reverse("body-ties", args=[slug]))
