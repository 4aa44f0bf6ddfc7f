"""Offers: on what terms a supplier would provide software, and what bodies ask about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.usage import permissions
from commonweal.usage.actions._suppliers import refuse_closed
from commonweal.usage.actions.claims_messages import MAIL_TASK, NoReplyAddress, TooManyMessages
from commonweal.usage.models import Offer, OfferQuestion, PriceModel, ServiceKind, SupplierProfile
from commonweal.usage.permissions import Permission

QUESTIONS_A_DAY = 20


class PricesFall(Exception):
    """The low price is above the likely, or the likely above the high."""


class OfferWithdrawn(Exception):
    """The offer no longer stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    """The terms of an offer; sums in cents for what the price model says, None is not known."""

    entry: Entry
    title: str
    kind: ServiceKind = ServiceKind.HOSTING
    price_model: PriceModel = PriceModel.FIXED
    low_cents: int | None = None
    likely_cents: int | None = None
    high_cents: int | None = None
    currency: str = "EUR"
    service_level: str = ""
    capacity: int | None = None
    hosting_country: str = ""
    exit_terms: str = ""
    countries: Sequence[str] = ()
    valid_until: date | None = None


@transaction.atomic
def make_offer(*, supplier: SupplierProfile, draft: OfferDraft, by: User | None) -> Offer:
    """Offer to provide software on terms; only the supplier itself does.

    Raises NotAllowed, SupplierClosed, PricesFall.
    """
    permissions.require_own(by, Permission.OFFER_SERVICES, on=supplier.body)
    refuse_closed(supplier)
    known = [cents for cents in (draft.low_cents, draft.likely_cents, draft.high_cents) if cents is not None]
    if known != sorted(known) or any(cents < 0 for cents in known):
        raise PricesFall(_("The low price is not above the likely one, nor the likely above the high one."))
    values = {name: getattr(draft, name) for name in draft.__slots__ if name != "countries"}
    offer = Offer.objects.create(supplier=supplier, countries=list(dict.fromkeys(draft.countries)), **values)
    journal.record("usage.offer_made", subject=offer, by=by, data={"entry": draft.entry.slug})
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, at: datetime, by: User | None) -> Offer:
    """Take an offer back; who asked about it keeps the page. Raises NotAllowed."""
    permissions.require_own(by, Permission.OFFER_SERVICES, on=offer.supplier.body)
    if offer.withdrawn_at is None:
        offer.withdrawn_at = at
        offer.save(update_fields=["withdrawn_at"])
        journal.record("usage.offer_withdrawn", subject=offer, by=by)
    return offer


@transaction.atomic
def ask_about_offer(*, offer: Offer, body: Body, text: str, by: User) -> OfferQuestion:
    """Ask a supplier about an offer on behalf of a body; it goes to the supplier's mailbox, the answer to who asked.

    The supplier reads the question and who asks, nothing else of the body. Raises NotAllowed, OfferWithdrawn,
    NoReplyAddress, TooManyMessages.
    """
    permissions.require(by, Permission.KEEP_CONTRACTS, on=body)
    if offer.withdrawn_at is not None or offer.supplier.closed_at is not None:
        raise OfferWithdrawn(_("This offer no longer stands."))
    if not by.email:
        raise NoReplyAddress(_("Your account has no e-mail address to which an answer could go."))
    User.objects.select_for_update().only("pk").get(pk=by.pk)
    since = timezone.now() - timedelta(days=1)
    if OfferQuestion.objects.filter(asked_by=by, asked_at__gte=since).count() >= QUESTIONS_A_DAY:
        raise TooManyMessages(_("You have sent many messages today. Please go on tomorrow."))
    question = OfferQuestion.objects.create(
        offer=offer, body=body, asked_by=by, text=text.strip()[:2000], reply_to=by.email
    )
    mailbox = offer.supplier.body.mailbox
    if mailbox:
        subject = _("%(body)s asks about: %(offer)s") % {"body": body.name, "offer": offer.title}
        page = f"{settings.SITE_URL}/offers/{offer.pk}"
        app.configure_task(MAIL_TASK).defer(
            to=[mailbox],
            subject=" ".join(subject.split())[:200],
            text=f"{question.text}\n\n{page}\n",
            reply_to=by.email,
        )
    journal.record("usage.offer_asked_about", subject=question, by=by, data={"offer": offer.pk})
    return question
