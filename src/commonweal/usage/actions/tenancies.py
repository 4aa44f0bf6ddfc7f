"""Running on an offer: a body says that it does, and how it came away."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.usage import permissions
from commonweal.usage.actions.systems import EndsBeforeItBegan
from commonweal.usage.models import Known, Offer, Tenancy
from commonweal.usage.permissions import Permission


class OnlyItsNumberIsPublic(Exception):
    """That a body runs on an offer is never for one person alone, since everybody is told how many do."""


@transaction.atomic
def take_up_offer(
    *, offer: Offer, body: Body, since: date, visibility: Visibility = Visibility.NETWORK, by: User | None
) -> Tenancy:
    """Write down that a body runs on an offer, also one no longer made; saying it again brings it up to date.

    Raises NotAllowed, OnlyItsNumberIsPublic.
    """
    permissions.require(by, Permission.KEEP_CONTRACTS, on=body)
    if visibility < Visibility.BODY:
        raise OnlyItsNumberIsPublic(_("At least the people of your organisation see that it runs on this offer."))
    said = {"since": since, "visibility": visibility}
    tenancy, is_new = Tenancy.objects.get_or_create(offer=offer, owner=body, left_on=None, defaults=said)
    if is_new:
        journal.record("usage.offer_taken_up", subject=tenancy, by=by, data={"offer": offer.pk})
    elif any(getattr(tenancy, name) != value for name, value in said.items()):
        tenancy.since, tenancy.visibility = since, visibility
        tenancy.save(update_fields=list(said))
        journal.record("usage.tenancy_changed", subject=tenancy, by=by, data={"offer": offer.pk})
    return tenancy


@transaction.atomic
def leave_offer(
    *, tenancy: Tenancy, on: date, got_data: Known = Known.UNKNOWN, leaving: str = "", by: User | None
) -> Tenancy:
    """Write down that a body no longer runs on an offer, and whether it was handed its data; it stays on file.

    Raises NotAllowed, EndsBeforeItBegan.
    """
    permissions.require(by, Permission.KEEP_CONTRACTS, on=tenancy.owner)
    if on < tenancy.since:
        raise EndsBeforeItBegan(_("The last day lies before the first."))
    said = {"left_on": on, "got_data": got_data, "leaving": leaving.strip()[:1000]}
    if any(getattr(tenancy, name) != value for name, value in said.items()):
        tenancy.left_on, tenancy.got_data, tenancy.leaving = on, got_data, leaving.strip()[:1000]
        tenancy.save(update_fields=list(said))
        data = {"offer": tenancy.offer_id, "on": on, "got_data": got_data}
        journal.record("usage.offer_left", subject=tenancy, by=by, data=data)
    return tenancy
