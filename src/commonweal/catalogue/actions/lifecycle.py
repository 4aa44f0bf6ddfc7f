"""Taking entries out of the catalogue, bringing them back, and following them to another address."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.catalogue import permissions, rules
from commonweal.catalogue.actions import _merging, _search_documents
from commonweal.catalogue.models import Alias, Entry, Record, Relation, Retirement
from commonweal.catalogue.permissions import Permission
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User


class AddressTaken(Exception):
    """Another entry already stands at the address."""


@transaction.atomic
def retire(*, entry: Entry, reason: str, at: datetime, by: User | None) -> Retirement:
    """Take an entry out of every list; its page stays and says why. Retiring twice keeps the first reason.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.RETIRE)
    standing, is_new = Retirement.objects.get_or_create(
        entry=entry, returned_at=None, defaults={"reason": reason[:300], "by": by, "retired_at": at}
    )
    if is_new:
        Entry.objects.filter(pk=entry.pk).update(changed_at=at)
        journal.record("catalogue.entry_retired", subject=entry, by=by, data={"reason": reason[:300]})
        _refresh(entry)
    return standing


@transaction.atomic
def bring_back(*, entry: Entry, at: datetime, by: User | None) -> Entry:
    """End an entry's retirement; of one that is not retired nothing changes.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.RETIRE)
    if Retirement.objects.filter(entry=entry, returned_at=None).update(returned_at=at):
        Entry.objects.filter(pk=entry.pk).update(changed_at=at)
        journal.record("catalogue.entry_returned", subject=entry, by=by)
        _refresh(entry)
    return entry


@transaction.atomic
def follow_publisher(*, publisher: Body, at: datetime, by: User | None) -> int:
    """Read a publisher's entries anew after it was renamed, moved or verified; return how many now say something else.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.CURATE)
    entries = list(Entry.objects.filter(publisher=publisher).order_by("pk"))
    changed = _merging.rewrite(entries, at=at)
    _search_documents.rewrite([entry.pk for entry in entries])
    journal.record_many("catalogue.entry_changed", subjects=[entry for entry in entries if entry.pk in changed], by=by)
    return len(changed)


@transaction.atomic
def move(*, entry: Entry, to_url: str, by: User | None) -> Entry:
    """Follow an entry to another address; the old one stays as an alias that leads to it.

    Raises NotAllowed, AddressTaken.
    """
    permissions.require(by, Permission.CURATE)
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    address = rules.address(to_url)
    if address == entry.address:
        return entry
    if Entry.objects.filter(address=address, component_path=entry.component_path).exists():
        raise AddressTaken(_("Another entry already stands at %(url)s.") % {"url": to_url})
    Alias.objects.filter(address=address, component_path=entry.component_path).delete()
    Alias.objects.get_or_create(
        address=entry.address, component_path=entry.component_path, defaults={"entry": entry, "url": entry.url}
    )
    before = entry.url
    entry.url, entry.address, entry.changed_at = to_url, address, timezone.now()
    entry.save(update_fields=["url", "address", "changed_at"])
    journal.record("catalogue.entry_moved", subject=entry, by=by, data={"from": before, "to": to_url})
    _refresh(entry)
    return entry


@transaction.atomic
def confirm_seen(*, entries: Collection[int], source: str, at: datetime, by: User | None) -> int:
    """Note that a source still holds these entries (by id) just as before; return how many it holds.

    Records nothing, since nothing of an entry changes: as in `publish`, only when it was seen moves. Raises NotAllowed.
    """
    permissions.require(by, Permission.PUBLISH)
    good_at = Case(When(is_broken=True, then=F("good_at")), default=Value(at))
    standing = Record.objects.filter(entry_id__in=entries, source=source, seen_at__lt=at)
    return standing.update(seen_at=at, good_at=good_at)


@transaction.atomic
def drop_record(*, entry: Entry, source: str, at: datetime, by: User | None) -> Entry:
    """Note that a source no longer has the entry: the others are merged anew, and without any it retires.

    The last record stays, so that the page of a retired entry still says what it was. Raises NotAllowed.
    """
    permissions.require(by, Permission.RETIRE)
    record = Record.objects.filter(entry=entry, source=source).first()
    if record is None:
        return entry
    if not Record.objects.filter(entry=entry).exclude(pk=record.pk).exists():
        retire(entry=entry, reason=_("%(source)s no longer has it.") % {"source": record.source_name}, at=at, by=by)
        return entry
    record.delete()
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if _merging.rewrite([entry], at=at):
        journal.record("catalogue.entry_changed", subject=entry, by=by, data={"without": source})
    _refresh(entry)
    return entry


def _refresh(entry: Entry) -> None:
    """Settle anew who is a copy of the entry, and what search knows of them."""
    forks = set(Relation.objects.filter(other=entry, kind="fork").values_list("entry_id", flat=True))
    _search_documents.rewrite({entry.pk, *_merging.mark_copies(forks | {entry.pk})})
