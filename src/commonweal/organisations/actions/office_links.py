"""Parting offices that were joined."""

from django.db import transaction

from commonweal.journal import actions as journal
from commonweal.organisations import permissions
from commonweal.organisations.models import Office, OfficeLink, User
from commonweal.organisations.permissions import Permission


@transaction.atomic
def part_offices(*, link: OfficeLink, by: User | None) -> Office:
    """Take a link between two offices away; the journal keeps that it was there. Parting twice changes nothing.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_OFFICES)
    if OfficeLink.objects.filter(pk=link.pk).delete()[0]:
        data = {"from": link.target.slug, "kind": link.kind}
        journal.record("organisations.offices_parted", subject=link.origin, by=by, data=data)
    return link.origin
