"""A request with its answer and rulings, the queue of those who rule, and what becomes of a request."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.components.queries import scope_of
from commonweal.organisations.models import User
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.screening import actions
from commonweal.screening.documents.words import COLOURS, TONES, said
from commonweal.screening.forms import RulingForm
from commonweal.screening.models import Request
from commonweal.screening.permissions import may_rule
from commonweal.screening.queries.policy_pack import policy_pack
from commonweal.screening.queries.requests import request_for, standing_ruling, waiting
from commonweal.screening.rules.reasons import Colour, Lane, read
from commonweal.screening.views.words import follows, ruling_words

PAGE_SIZE = 50


@require_safe
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A request: what was answered, what was ruled, and what can be done about it."""
    person = actor(request)
    return _page(request, _asked(person, pk), person, RulingForm())


@require_POST
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Rule on a request."""
    person = actor(request)
    asked = _asked(person, pk)
    form = RulingForm(request.POST)
    if form.is_valid():
        try:
            actions.rule(request=asked, draft=form.draft(), by=person)
        except (actions.NotOpen, actions.RulingUnclear) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Ruled. Whoever asked sees it, and the next who asks for the same gets it."))
            return redirect(asked)
    return _page(request, asked, person, form)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    person = actor(request)
    asked = _asked(person, pk)
    try:
        actions.withdraw(request=asked, by=person)
    except actions.NotOpen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. Nobody looks at it any more."))
    return redirect(asked)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person look again."""
    person = actor(request)
    asked = _asked(person, pk)
    try:
        actions.reopen(request=asked, by=person)
    except actions.NotOpen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Open again. A person looks at it."))
    return redirect(asked)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for those who rule, overdue first."""
    scope = scope_of(actor(request))
    if scope.is_empty:
        raise NotAllowed(_("Only those who rule for an organisation see what waits."))
    page = Paginator(waiting(scope), PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [(each, ruling_words(each, None, today), colour_words(each)) for each in page]
    return render(request, "screening/queue.html", {"page": page, "rows": rows, "today": today, "pack": policy_pack()})


def colour_words(asked: Request) -> tuple[str, str]:
    """The colour of a kept answer as a word and a tone."""
    colour = Colour(asked.colour)
    return str(COLOURS[colour]), TONES[colour]


def _page(request: HttpRequest, asked: Request, person: User, form: RulingForm) -> HttpResponse:
    standing = standing_ruling(asked)
    reasons = [read(each) for each in asked.reasons]
    is_ruling = may_rule(person, asked.body)
    is_open = standing is None and asked.withdrawn_at is None
    word, tone = colour_words(asked)
    context = {
        "asked": asked,
        "ruling": standing,
        "words": ruling_words(asked, standing),
        "rulings": list(asked.rulings.all()),
        "colour": {"word": word, "tone": tone},
        "follows": follows(Lane(asked.lane), Colour(asked.colour)),
        "reasons": [said(each) for each in reasons],
        "states_licence": any(each.source == "asker" and each.sentence.startswith("licence.") for each in reasons),
        "form": form,
        "may_rule": is_ruling and is_open,
        "may_withdraw": is_open and (is_ruling or asked.asked_by_id == person.pk),
        "may_reopen": not is_open and (is_ruling or (standing is None and asked.asked_by_id == person.pk)),
    }
    return render(request, "screening/request.html", context)


def _asked(person: User, pk: int) -> Request:
    """A request that the reader may see.

    Raises Http404.
    """
    found = request_for(person, pk)
    if found is None:
        raise Http404
    return found
