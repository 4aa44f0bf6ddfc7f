"""Beginning to look for another way than a contract or a system, and taking that back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.usage import permissions
from commonweal.usage.models import Contract, RadarStart, System
from commonweal.usage.permissions import Permission
from commonweal.usage.queries.radar_pack import radar_pack


class OfAnotherBody(Exception):
    """The contract or system is of another body."""


@transaction.atomic
def begin_replacement(
    *, body: Body, subject: Contract | System, entries: Sequence[Entry] = (), by: User | None
) -> RadarStart:
    """Begin to look for another way than a contract or a system of a body, with the software chosen to look at.

    Beginning again changes what is looked at. Raises NotAllowed, OfAnotherBody.
    """
    permissions.require(by, Permission.KEEP_CONTRACTS, on=body)
    if subject.owner_id != body.pk:
        raise OfAnotherBody(_("This is of another organisation."))
    found = {"contract": subject} if isinstance(subject, Contract) else {"system": subject}
    start, is_new = RadarStart.objects.get_or_create(
        body=body, undone_at=None, **found, defaults={"started_by": by, "pack": radar_pack().name}
    )
    chosen = {entry.pk for entry in entries}
    if is_new or chosen != set(start.entries.values_list("pk", flat=True)):
        start.entries.set(entries)
        data = {"entries": sorted(entry.slug for entry in entries)}
        journal.record("usage.replacement_begun", subject=start, by=by, data=data)
    return start


@transaction.atomic
def undo_replacement(*, start: RadarStart, at: datetime, by: User | None) -> RadarStart:
    """Take back that a body looks for another way; it stays on file. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_CONTRACTS, on=start.body)
    if start.undone_at is None:
        start.undone_at = at
        start.save(update_fields=["undone_at"])
        journal.record("usage.replacement_undone", subject=start, by=by)
    return start
