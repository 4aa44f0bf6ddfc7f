"""Agreements on help: proposing, answering, ending, on paper, and their hours. Only the two sides see them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.drawing.printing import printed
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.skills import permissions
from commonweal.skills.actions import _helping as helping
from commonweal.skills.actions import hours as hour_actions
from commonweal.skills.actions import mentorships as actions
from commonweal.skills.documents.mentoring import agreement_sheet, state_of
from commonweal.skills.forms.mentoring import HoursForm, LearnedForm, ProposalForm, ReasonForm
from commonweal.skills.models import HelpOffer, HelpWanted, HourEntry, Mentorship
from commonweal.skills.permissions import NotAllowed, Permission
from commonweal.skills.queries.mentoring import Minutes, entries_of, mentorships_for, minutes_of, offers_for, wants_for
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.hours import as_hours
from commonweal.skills.views.helping import saved
from commonweal.skills.views.keeping import body_or_404, form_page, found_or_404, owner_of

REFUSALS: dict[type[Exception], str | None] = {
    actions.AlreadyAnswered: None,
    actions.NoLongerStands: None,
    actions.NotForYou: None,
    actions.NotRunning: None,
    actions.ProposalStands: None,
    actions.TermsUnclear: None,
    actions.WithItself: None,
    helping.BodyEnded: None,
    helping.CompaniesSell: None,
    helping.SayWhy: "reason",
    hour_actions.HoursUnclear: None,
    hour_actions.TakenBack: None,
}


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose an agreement on an offer (`offer`), or to a body that asks for help (`want`)."""
    body, by = body_or_404(slug), actor(request)
    permissions.require(by, Permission.AGREE_ON_HELP, on=body)
    offer, want = _asked(request)
    form = ProposalForm(request.POST or None, initial={"since": timezone.localdate()})

    def act() -> Mentorship:
        if offer is not None:
            return actions.propose_to_giver(body=body, offer=offer, draft=form.draft(), by=by)
        return actions.propose_to_taker(body=body, want=found_or_404(want), draft=form.draft(), by=by)

    made = saved(form, act, REFUSALS)
    if made:
        messages.success(request, _("Sent. The other side is asked to answer."))
        return redirect(made)
    giver, taker = (owner_of(offer), body) if offer is not None else (body, owner_of(found_or_404(want)))
    skill = offer.skill if offer is not None else found_or_404(want).skill
    names = {"giver": name_of(giver), "taker": name_of(taker), "skill": _skill(skill)}
    lead = _("%(giver)s would help %(taker)s: %(skill)s. Nothing holds before the other side accepts.") % names
    back = reverse("body-mentoring", args=[slug])
    title, back_name = _("Propose an agreement"), _help_of(body)
    return form_page(request, form, title=title, lead=lead, back=back, back_name=back_name, button=_("Send"))


@require_http_methods(["GET", "POST"])
def mentorship_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An agreement with its hours; what is sent are hours given."""
    one = _found(request, pk)
    form = HoursForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST":
        by = actor(request)
        if saved(form, lambda: hour_actions.give_hours(mentorship=one, by=by, **form.entry()), REFUSALS):
            return redirect(f"{one.get_absolute_url()}#hours")
    minutes = minutes_of([one])[one.pk]
    sides = {each.pk: permissions.allows(request.user, Permission.AGREE_ON_HELP, on=each) for each in _sides(one)}
    page = {
        "one": one,
        "skill": _skill(one.skill),
        "giver": name_of(one.giver),
        "taker": name_of(one.taker),
        "state": state_of(one),
        "may_accept": one.is_open and sides[one.answering.pk],
        "may_decline": one.is_open and any(sides.values()),
        "is_own_proposal": sides[one.proposer_id] and not sides[one.answering.pk],
        "may_end": one.runs and any(sides.values()),
        "may_give": one.runs and permissions.allows(request.user, Permission.GIVE_HOURS, on=one.giver),
        "may_confirm": sides[one.taker_id],
        "may_take_back": sides[one.giver_id],
        "entries": [(each, as_hours(each.minutes), _is_void(each)) for each in entries_of(one)],
        "confirmed": as_hours(minutes.confirmed),
        "waiting": as_hours(minutes.waiting) if minutes.waiting else "",
        "form": form,
    }
    return render(request, "skills/mentorship.html", page, status=422 if form.is_bound else 200)


@require_safe
def mentorship_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement on paper."""
    one = _found(request, pk)
    sheet = agreement_sheet(one, minutes_of([one]).get(one.pk, Minutes()))
    answer = HttpResponse(printed(sheet, at=timezone.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="agreement-{one.pk}.pdf"'
    return answer


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to what was proposed."""
    one = _found(request, pk)
    try:
        actions.accept_mentorship(mentorship=one, by=actor(request))
    except tuple(REFUSALS) as refusal:
        messages.warning(request, str(refusal))
    return redirect(one)


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, or take back what one proposed."""
    one, by = _of_a_side(request, pk), actor(request)
    form = ReasonForm(request.POST or None)
    if saved(form, lambda: actions.decline_mentorship(mentorship=one, by=by, **form.cleaned_data), REFUSALS):
        return redirect(one)
    lead = _("The other side reads your reason.")
    return form_page(request, form, title=_("Decline or take back"), lead=lead, **_back(one))


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreement with what was learned."""
    one, by = _of_a_side(request, pk), actor(request)
    form = LearnedForm(request.POST or None)
    if saved(form, lambda: actions.end_mentorship(mentorship=one, by=by, **form.cleaned_data), REFUSALS):
        return redirect(one)
    return form_page(request, form, title=_("End the agreement"), **_back(one))


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that hours were given."""
    entry = _entry(request, pk)
    try:
        hour_actions.confirm_hours(entry=entry, by=actor(request))
    except hour_actions.TakenBack as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{entry.mentorship.get_absolute_url()}#hours")


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back hours that were written wrongly."""
    entry, by = _entry(request, pk), actor(request)
    permissions.require(by, Permission.AGREE_ON_HELP, on=entry.mentorship.giver)
    form = ReasonForm(request.POST or None)
    if saved(form, lambda: hour_actions.take_back_hours(entry=entry, by=by, **form.cleaned_data), REFUSALS):
        return redirect(f"{entry.mentorship.get_absolute_url()}#hours")
    lead = f"{as_hours(entry.minutes)} · {entry.what}"
    return form_page(request, form, title=_("Take back hours"), lead=lead, **_back(entry.mentorship))


def _found(request: HttpRequest, pk: int) -> Mentorship:
    return found_or_404(mentorships_for(request.user).filter(pk=pk).first())


def _of_a_side(request: HttpRequest, pk: int) -> Mentorship:
    """An agreement for a side of which the reader acts.

    Raises Http404, NotAllowed.
    """
    one, by = _found(request, pk), actor(request)
    if not any(permissions.allows(by, Permission.AGREE_ON_HELP, on=each) for each in _sides(one)):
        raise NotAllowed(_("You may not %(what)s.") % {"what": Permission.AGREE_ON_HELP.sentence})
    return one


def _entry(request: HttpRequest, pk: int) -> HourEntry:
    mine = mentorships_for(request.user)
    found = HourEntry.objects.filter(mentorship__in=mine).select_related("mentorship__giver", "mentorship__taker")
    return found_or_404(found.filter(pk=pk).first())


def _asked(request: HttpRequest) -> tuple[HelpOffer | None, HelpWanted | None]:
    """The offer or the wish that the address names.

    Raises Http404.
    """
    offer, want = request.GET.get("offer", ""), request.GET.get("want", "")
    if offer.isascii() and offer.isdigit() and len(offer) < 10:
        return found_or_404(offers_for(request.user).filter(pk=int(offer)).first()), None
    if want.isascii() and want.isdigit() and len(want) < 10:
        return None, found_or_404(wants_for(request.user).filter(pk=int(want)).first())
    return None, found_or_404(None)


def _sides(one: Mentorship) -> tuple[Body, Body]:
    return one.giver, one.taker


def _is_void(entry: HourEntry) -> bool:
    """Whether it takes another back or was taken back."""
    return entry.reverses_id is not None or hasattr(entry, "reversed_by")


def _skill(skill: str) -> str:
    return skills_pack().label_of(skill)


def _help_of(body: Body) -> str:
    return _("Help between organisations: %(body)s") % {"body": name_of(body)}


def _back(one: Mentorship) -> dict[str, str]:
    return {"back": one.get_absolute_url(), "back_name": _skill(one.skill)}
