"""Who takes part in an initiative: what is sent to its page, and what each way allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.strategy import actions
from commonweal.strategy.forms.team import PartForm
from commonweal.strategy.models import Initiative, Participation
from commonweal.strategy.queries.initiatives import initiative_for
from commonweal.strategy.queries.taking_part import part_pack, participation, participations_of
from commonweal.strategy.views.keeping import form_page, found_or_404, saved

REFUSALS = (actions.ParticipantUnclear, actions.InitiativeEnded)


@dataclass(frozen=True, slots=True)
class PartRow:
    """Somebody who takes part, by name, and what that allows."""

    part: Participation
    name: str
    may: Sequence[str]


def part_rows(initiative: Initiative) -> list[PartRow]:
    """Who takes part, as the page of an initiative shows them."""
    pack = part_pack()
    return [
        PartRow(each, name_of(each.body) if each.body else each.name, pack.words_of(each.kind))
        for each in participations_of(initiative)
    ]


@require_http_methods(["GET", "POST"])
def take_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody takes part; an organisation may say of itself that it follows, tests or has a need."""
    initiative, by = found_or_404(initiative_for(request.user, pk)), actor(request)
    form = PartForm(request.POST or None)

    def act() -> Participation:
        body, name = form.chosen()
        kind = form.cleaned_data["kind"]
        return actions.take_part(initiative=initiative, kind=kind, body=body, name=name, by=by)

    if saved(form, act, REFUSALS):
        return redirect(initiative)
    title, back = _("Somebody takes part"), initiative.get_absolute_url()
    return form_page(request, form, title=title, back=back, back_name=str(initiative), lead=part_pack().note)


@require_POST
def end_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody takes part no more in this way."""
    found = participation(pk)
    if found is None:
        raise Http404
    initiative = found_or_404(initiative_for(request.user, found.initiative_id))
    actions.end_part(participation=found, by=actor(request))
    return redirect(initiative)
