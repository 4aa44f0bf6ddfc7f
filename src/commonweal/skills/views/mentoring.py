"""Help between bodies on the page of one: what it offers, what it asks for, who fits, what was agreed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.skills import permissions
from commonweal.skills.actions import _helping as helping
from commonweal.skills.actions import mentoring as actions
from commonweal.skills.forms.mentoring import OfferForm, ReasonForm, RenewForm, WantForm
from commonweal.skills.models import HelpOffer, HelpWanted
from commonweal.skills.permissions import Permission
from commonweal.skills.queries.hour_balances import associations_in
from commonweal.skills.queries.mentor_matches import askers_for, proposals_for
from commonweal.skills.queries.mentoring import mentorships_for, minutes_of, offers_for, wants_for
from commonweal.skills.queries.mentoring_pack import mentoring_pack
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.hours import as_hours
from commonweal.skills.views.helping import saved, spoken
from commonweal.skills.views.keeping import body_or_404, form_page, found_or_404, owner_of

REFUSALS: dict[type[Exception], str | None] = {
    actions.UnknownSkill: "skill",
    actions.OfferStands: "skill",
    actions.WantStands: "skill",
    actions.OfferRunsTooLong: "valid_until",
    actions.PersonNotAsked: "address",
    actions.NobodyToAsk: "contact",
    helping.SayWhy: "reason",
    actions.HelpOver: None,
    helping.BodyEnded: None,
    helping.CompaniesSell: None,
}


@require_safe
def body_mentoring(request: HttpRequest, slug: str) -> HttpResponse:
    """Offers, wishes with who fits, agreements; each as far as the reader may see it."""
    body, today = body_or_404(slug), timezone.localdate()
    may_keep = permissions.allows(request.user, Permission.OFFER_HELP, on=body)
    offers = list(offers_for(request.user).filter(owner=body, ended_at=None))
    wants = list(wants_for(request.user).filter(owner=body, ended_at=None))
    standing = [each for each in offers if each.valid_until >= today]
    proposals = proposals_for(wants, request.user) if may_keep else {}
    agreements = list(mentorships_for(request.user).filter(giver=body))
    agreements += mentorships_for(request.user).filter(taker=body)
    minutes, pack = minutes_of(agreements), skills_pack()
    return render(
        request,
        "skills/mentoring.html",
        {
            "body": body,
            "name": name_of(body),
            "parent": body.get_absolute_url(),
            "may_keep": may_keep,
            "offers": [(each, pack.label_of(each.skill), spoken(each.languages)) for each in offers],
            "wants": [
                (each, pack.label_of(each.skill), spoken(each.languages), proposals.get(each.pk, ())) for each in wants
            ],
            "askers": [
                (each, pack.label_of(each.want.skill))
                for each in (askers_for(standing, request.user) if may_keep else ())
            ],
            "agreements": [
                (
                    each,
                    pack.label_of(each.skill),
                    name_of(each.giver),
                    name_of(each.taker),
                    as_hours(minutes[each.pk].confirmed),
                    minutes[each.pk].waiting,
                )
                for each in agreements
            ],
            "pools": [(each, name_of(each)) for each in (associations_in(body) if agreements or may_keep else ())],
            "terms": mentoring_pack(),
            "today": today,
        },
    )


@require_http_methods(["GET", "POST"])
def add_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer help with a skill."""
    body, by = _kept(request, slug), actor(request)
    form = OfferForm(request.POST or None, body=body, initial=_chosen(request))
    if saved(form, lambda: actions.offer_help(body=body, draft=form.draft(), by=by), REFUSALS):
        messages.success(request, _("Thank you. Whoever looks for this finds you now."))
        return redirect("body-mentoring", slug)
    lead = _("A few hours a month help a smaller organisation a lot. You may end it at any time.")
    return form_page(request, form, title=_("Offer help"), lead=lead, **_back(body))


@require_http_methods(["GET", "POST"])
def add_want(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for help with a skill."""
    body, by = _kept(request, slug), actor(request)
    form = WantForm(request.POST or None, body=body, initial=_chosen(request))
    if saved(form, lambda: actions.ask_for_help(body=body, draft=form.draft(), by=by), REFUSALS):
        messages.success(request, _("Written down. Below you see who fits."))
        return redirect(f"{reverse('body-mentoring', args=[slug])}#wanted")
    lead = _("Others see what you need help with, not how well your people can do it.")
    return form_page(request, form, title=_("Ask for help"), lead=lead, **_back(body))


@require_POST
def ask_at_once(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for help with one skill of the list of gaps, in the body's language, seen by the network."""
    body, by = _kept(request, slug), actor(request)
    try:
        actions.ask_for_help(body=body, draft=actions.WantDraft(skill=request.POST.get("skill", "")[:40]), by=by)
    except tuple(REFUSALS) as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{reverse('body-mentoring', args=[slug])}#wanted")


@require_http_methods(["GET", "POST"])
def renew_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an offer stand longer."""
    offer, by = _offer(request, pk), actor(request)
    form = RenewForm(request.POST or None, initial={"valid_until": offer.valid_until})
    if saved(form, lambda: actions.renew_offer(offer=offer, by=by, **form.cleaned_data), REFUSALS):
        return redirect("body-mentoring", owner_of(offer).slug)
    lead = skills_pack().label_of(offer.skill)
    return form_page(request, form, title=_("Renew the offer"), lead=lead, **_back(owner_of(offer)))


@require_http_methods(["GET", "POST"])
def end_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer it no more."""
    offer, by = _offer(request, pk), actor(request)
    form = ReasonForm(request.POST or None)
    if saved(form, lambda: actions.end_offer(offer=offer, by=by, **form.cleaned_data), REFUSALS):
        return redirect("body-mentoring", owner_of(offer).slug)
    lead = skills_pack().label_of(offer.skill)
    return form_page(request, form, title=_("End the offer"), lead=lead, **_back(owner_of(offer)))


@require_http_methods(["GET", "POST"])
def end_want(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for it no more."""
    want, by = _want(request, pk), actor(request)
    form = ReasonForm(request.POST or None)
    if saved(form, lambda: actions.end_want(want=want, by=by, **form.cleaned_data), REFUSALS):
        return redirect("body-mentoring", owner_of(want).slug)
    lead = skills_pack().label_of(want.skill)
    return form_page(request, form, title=_("Ask no more"), lead=lead, **_back(owner_of(want)))


def _kept(request: HttpRequest, slug: str) -> Body:
    """A body for which the reader offers and asks.

    Raises Http404, NotAllowed.
    """
    body = body_or_404(slug)
    permissions.require(actor(request), Permission.OFFER_HELP, on=body)
    return body


def _offer(request: HttpRequest, pk: int) -> HelpOffer:
    offer = found_or_404(offers_for(request.user).filter(pk=pk).first())
    permissions.require(actor(request), Permission.OFFER_HELP, on=offer.owner)
    return offer


def _want(request: HttpRequest, pk: int) -> HelpWanted:
    want = found_or_404(wants_for(request.user).filter(pk=pk).first())
    permissions.require(actor(request), Permission.OFFER_HELP, on=want.owner)
    return want


def _chosen(request: HttpRequest) -> dict[str, object]:
    """The skill that the address names."""
    skill = request.GET.get("skill", "")[:40]
    return {"skill": skill} if skill in skills_pack().skills else {}


def _back(body: Body) -> dict[str, str]:
    name = _("Help between organisations: %(body)s") % {"body": name_of(body)}
    return {"back": reverse("body-mentoring", args=[body.slug]), "back_name": name}
