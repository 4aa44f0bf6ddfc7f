"""Suppliers propose, bodies answer; one body writes to another."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.organisations.queries import name_of
from commonweal.usage import actions, queries
from commonweal.usage.forms.claims import ContactForm, ProposeForm
from commonweal.usage.models import Status
from commonweal.usage.permissions import Permission, require_own
from commonweal.usage.views.asking import body_or_404, entry_or_404


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose to a body, on behalf of the reader's own organisation, that it uses a piece of software."""
    by, entry = actor(request), entry_or_404(request, slug)
    supplier = _supplier(request)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.propose_use(
                supplier=supplier,
                body=given["body"],
                entry=entry,
                status=Status(given["status"]),
                purpose=given["purpose"],
                note=given["note"],
                evidence_url=given["evidence_url"],
                by=by,
            )
        except actions.AlreadyProposed as refusal:
            form.add_error("body", str(refusal))
        except actions.NotASupplier as refusal:
            raise NotAllowed(str(refusal)) from refusal
        else:
            messages.success(request, _("It waits for the organisation, which alone answers and decides who sees it."))
            return redirect("proposals", slug=supplier.slug)
    context = {
        "title": _("Propose who uses %(software)s") % {"software": entry.name},
        "text": _(
            "The organisation confirms or denies it. You are not told which, and you see it only if it is public."
        ),
        "form": form,
        "body": supplier,
        "button": _("Propose"),
        "back": f"{entry.get_absolute_url()}/users",
    }
    return render(request, "usage/claims_form.html", context, status=422 if form.errors else 200)


@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """What a supplier has proposed; not what became of it."""
    supplier = body_or_404(slug)
    require_own(actor(request), Permission.PROPOSE_USE, on=supplier)
    made = queries.proposals_made(supplier)[:500]
    return render(request, "usage/claims_proposals.html", {"body": supplier, "name": name_of(supplier), "made": made})


@require_POST
def answer_proposal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm or deny what a supplier proposed."""
    body = body_or_404(slug)
    require_own(actor(request), Permission.ANSWER_CLAIMS, on=body)
    proposal = queries.waiting_proposals(body).filter(pk=pk).first()
    if proposal is None:
        raise Http404
    if "confirm" in request.POST:
        actions.confirm_proposal(proposal=proposal, by=actor(request))
        messages.success(request, _("Confirmed. Bodies of the network see it; change that on your list if you wish."))
    elif "deny" in request.POST:
        actions.deny_proposal(proposal=proposal, by=actor(request))
        messages.success(request, _("Denied. The supplier is not told."))
    return redirect("body-use", slug=slug)


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the mailbox of a body; for people of the network."""
    body, by = body_or_404(slug), actor(request)
    if not organisations.is_of_the_network(by):
        raise NotAllowed(_("You may not %(what)s.") % {"what": _("write to organisations through this site")})
    about = request.GET.get("about", "")
    entry = entry_or_404(request, about) if about else None
    subject = _("Your experience with %(software)s") % {"software": entry.name} if entry else ""
    form = ContactForm(request.POST or None, initial={"subject": subject})
    if request.method == "POST" and form.is_valid():
        try:
            actions.contact_body(body=body, **form.cleaned_data, by=by)
        except (actions.NoMailbox, actions.NoReplyAddress, actions.TooManyMessages) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent. The answer goes to your e-mail address."))
            return redirect(entry.get_absolute_url() + "/users" if entry else body.get_absolute_url())
    context = {
        "title": _("Write to %(body)s") % {"body": name_of(body)},
        "text": _("The message goes to the mailbox of the organisation, the answer to your e-mail address."),
        "form": form,
        "body": body,
        "button": _("Send"),
        "back": body.get_absolute_url(),
    }
    return render(request, "usage/claims_form.html", context, status=422 if form.errors else 200)


def _supplier(request: HttpRequest) -> Body:
    """The first organisation on whose behalf the reader may propose.

    Raises NotAllowed.
    """
    supplier = organisations.my_body(request.user)
    if supplier is None:
        raise NotAllowed(_("You may not %(what)s.") % {"what": Permission.PROPOSE_USE.sentence})
    require_own(actor(request), Permission.PROPOSE_USE, on=supplier)
    return supplier
