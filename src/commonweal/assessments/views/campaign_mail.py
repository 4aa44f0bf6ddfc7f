"""Inviting by mail: addresses, what was sent, the words of the letter, and switching it off."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.assessments.actions import campaign_letters as actions
from commonweal.assessments.documents.campaign_letter import letter_words
from commonweal.assessments.forms.campaign_mail import AddressesForm
from commonweal.assessments.models import Campaign, LetterKind
from commonweal.assessments.queries.campaign_letters import (
    addressees,
    language_of,
    letter_pack,
    reminds_from,
    uninvited,
)
from commonweal.assessments.queries.campaigns import filled
from commonweal.assessments.views.campaigns import run_or_refused
from commonweal.organisations.permissions import actor

PAGE_SIZE = 50
REFUSALS = (
    actions.CampaignClosed,
    actions.MailStopped,
    actions.NoMailServer,
    actions.NoReplyAddress,
    actions.TooManyLetters,
)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where to write to whom; saving it, and writing to those who were not written to."""
    campaign = run_or_refused(request, pk)
    try:
        everybody = addressees(filled(campaign))
    except LookupError as missing:
        raise Http404 from missing
    page = Paginator(everybody, PAGE_SIZE).get_page(request.GET.get("page"))
    form = AddressesForm(list(page), request.POST or None)
    if form.is_valid():
        try:
            actions.write_addresses(campaign=campaign, drafts=form.drafts(), by=actor(request))
            _send(request, campaign) if request.POST.get("go") == "send" else messages.success(request, _("Saved."))
        except (*REFUSALS, actions.AddressUnclear) as refusal:
            messages.error(request, str(refusal))
        return redirect(request.get_full_path())
    context = {
        "campaign": campaign,
        "page": page,
        "form": form,
        "waiting": len(uninvited(everybody)),
        "has_server": settings.MAIL_IS_CONFIGURED,
        "days": letter_pack().remind_days_before,
        "reminds_from": reminds_from(campaign),
        "today": timezone.localdate(),
        "letter": _letter(request, campaign),
    }
    return render(request, "assessments/campaigns/mail.html", context, status=422 if form.is_bound else 200)


@require_POST
def mail_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to nobody any more."""
    return _switched(request, run_or_refused(request, pk), is_on=False)


@require_POST
def mail_allow(request: HttpRequest, pk: int) -> HttpResponse:
    """Write again."""
    return _switched(request, run_or_refused(request, pk), is_on=True)


def _switched(request: HttpRequest, campaign: Campaign, *, is_on: bool) -> HttpResponse:
    try:
        (actions.allow_mail if is_on else actions.stop_mail)(campaign=campaign, by=actor(request))
    except actions.CampaignClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Mail is on again.") if is_on else _("Mail is off: nobody is written to."))
    return redirect("campaign-mail", campaign.pk)


def _send(request: HttpRequest, campaign: Campaign) -> None:
    sent = len(actions.mail_invitations(campaign=campaign, by=actor(request)))
    told = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", sent)
    messages.success(request, told % {"count": sent})


def _letter(request: HttpRequest, campaign: Campaign) -> tuple[str, str] | None:
    """Subject and text of the letter to the first place, as it reads it."""
    first = campaign.invitations.filter(withdrawn_at=None).select_related("body", "campaign__host").first()
    if first is None:
        return None
    with translation.override(language_of(first)):
        return letter_words(first, LetterKind.INVITATION, campaign.host.mailbox or actor(request).email)
