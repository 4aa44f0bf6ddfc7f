"""The licences of one system: its light, its parts, what is asked of it, how it is used."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.components.queries import Scope, scope_of, standing_documents, system_in
from commonweal.licensing import actions
from commonweal.licensing.documents.sentences import DUTIES, words
from commonweal.licensing.forms.systems import FulfilmentForm, UseForm
from commonweal.licensing.models import Fulfilment, SystemUse
from commonweal.licensing.permissions import Permission, allows
from commonweal.licensing.queries.lights_pack import lights_pack
from commonweal.licensing.queries.obligations_pack import obligations_pack
from commonweal.licensing.queries.of_system import LicensedPart, Obligation, licensed_parts, obligations_of
from commonweal.licensing.queries.policy_pack import policy_pack
from commonweal.licensing.queries.standings import facts_by_system
from commonweal.licensing.queries.uses import judged_as, use_of
from commonweal.licensing.rules.judging import Standing
from commonweal.licensing.rules.lights import Facts
from commonweal.licensing.views.standing_words import (
    STANDING_TONES,
    STANDINGS,
    origin_words,
    shown,
    standing_choices,
    verdict_words,
)
from commonweal.organisations.permissions import actor
from commonweal.usage.models import System

PAGE_SIZE, MOST_ASKING = 100, 5


@require_safe
def system_licences(request: HttpRequest, pk: int) -> HttpResponse:
    """Which licences the parts of a system have, what the policy says to them, and what they ask."""
    scope = scope_of(request.user)
    return page_of(request, scope, system_or_404(scope, pk))


@require_POST
def say_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how the system is used."""
    scope = scope_of(request.user)
    system = system_or_404(scope, pk)
    person, form = actor(request), UseForm(request.POST)
    if not form.is_valid():
        return page_of(request, scope, system, use_form=form)
    actions.say_use(system=system, use=form.cleaned_data["use"], by=person)
    messages.success(request, _("Written down. The licences are judged for this use."))
    return redirect("system-licences", pk)


@require_POST
def fulfil(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what became of an obligation."""
    scope = scope_of(request.user)
    system = system_or_404(scope, pk)
    person, form = actor(request), FulfilmentForm(request.POST)
    use = judged_as(_said_use(use_of(system)))
    asked = {
        each.id: each for each in obligations_of(system, licensed_parts(scope, system, use), use) if not each.is_note
    }
    if form.is_valid():
        obligation = asked.get(form.cleaned_data["obligation"])
        if obligation is None:
            raise Http404
        try:
            actions.fulfil_obligation(
                system=system,
                obligation=obligation.id,
                state=form.cleaned_data["state"],
                note=form.cleaned_data["note"],
                pack=obligations_pack().name,
                packages=obligation.packages,
                by=person,
            )
        except actions.NothingSaid as refusal:
            form.add_error("note", str(refusal))
        else:
            messages.success(request, _("Written down with your name and the day."))
            return redirect("system-licences", pk)
    return page_of(request, scope, system, fulfilment_form=form)


@require_POST
def end_fulfilment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back; one that may not be seen is as if it were not there."""
    seen = Fulfilment.objects.filter(system__in=scope_of(request.user).systems())
    fulfilment = get_object_or_404(seen.select_related("system__owner"), pk=pk)
    actions.end_fulfilment(fulfilment=fulfilment, by=actor(request))
    messages.success(request, _("Taken back. It is open again."))
    return redirect("system-licences", fulfilment.system_id)


def system_or_404(scope: Scope, pk: int) -> System:
    """A system whose parts may be seen.

    Raises Http404.
    """
    system = system_in(scope, pk)
    if system is None:
        raise Http404
    return system


def page_of(
    request: HttpRequest,
    scope: Scope,
    system: System,
    *,
    use_form: UseForm | None = None,
    fulfilment_form: FulfilmentForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused."""
    said = use_of(system)
    use = judged_as(_said_use(said))
    parts = licensed_parts(scope, system, use)
    counts = Counter(part.judgement.standing for part in parts)
    standing, text = request.GET.get("standing", ""), request.GET.get("q", "")[:200].strip()
    page = Paginator(_chosen(parts, standing, text), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "system": system,
        "body": system.owner,
        "light": shown(facts_by_system(scope, [system.pk]).get(system.pk, Facts())),
        "said_use": said,
        "use_form": use_form or UseForm(initial={"use": said.use if said else ""}),
        "documents": list(standing_documents(scope, system)),
        "standings": standing_choices(counts),
        "standing": standing,
        "text": text,
        "part_count": len(parts),
        "page": page,
        "rows": [_row(part) for part in page],
        "obligations": [_asking(each) for each in obligations_of(system, parts, use)],
        "fulfilment_form": fulfilment_form,
        "may_keep": allows(request.user, Permission.KEEP_OBLIGATIONS, on=system.owner),
        "may_conclude": allows(request.user, Permission.CONCLUDE, on=system.owner),
        "pack": lights_pack(),
        "policy": policy_pack(),
        "asking_pack": obligations_pack(),
    }
    return render(request, "licensing/system.html", context, status=422 if use_form or fulfilment_form else 200)


def _said_use(said: SystemUse | None) -> str | None:
    return said.use if said else None


def _chosen(parts: list[LicensedPart], standing: str, text: str) -> list[LicensedPart]:
    if standing in set(Standing):
        parts = [part for part in parts if part.judgement.standing == standing]
    wanted = text.casefold()
    return [
        part
        for part in parts
        if wanted in part.version.package.name.casefold() or wanted in (part.judgement.expression or "").casefold()
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A part in words: where it stands and why, and by whose word its licence counts."""

    part: LicensedPart
    word: str
    tone: str
    why: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asking:
    """An obligation in words, with some of the parts that ask for it, and how many more there are."""

    obligation: Obligation
    text: str
    names: tuple[str, ...]
    more: int


def _row(part: LicensedPart) -> Row:
    standing = part.judgement.standing
    return Row(part, str(STANDINGS[standing]), STANDING_TONES[standing], verdict_words(part), origin_words(part))


def _asking(obligation: Obligation) -> Asking:
    names = dict.fromkeys(part.version.package.name for part in obligation.since or obligation.parts)
    more = max(0, len(names) - MOST_ASKING)
    return Asking(obligation, words(DUTIES, obligation.id), tuple(names)[:MOST_ASKING], more)
