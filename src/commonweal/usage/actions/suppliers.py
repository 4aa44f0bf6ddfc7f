"""What suppliers say of themselves: that they serve public bodies, and which software."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.usage import permissions
from commonweal.usage.actions._suppliers import refuse_closed
from commonweal.usage.models import Service, ServiceKind, SupplierProfile
from commonweal.usage.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierDraft:
    """How a supplier presents itself; `is_small` is None where nobody said, `countries` are two-letter codes."""

    description: str = ""
    countries: Sequence[str] = ()
    is_small: bool | None = None


@transaction.atomic
def open_supplier(*, body: Body, draft: SupplierDraft, by: User | None) -> SupplierProfile:
    """List an organisation, a company or a public body, as a supplier; one that closed is listed again.

    Of one that is listed the draft replaces what was said. Raises NotAllowed.
    """
    permissions.require(by, Permission.OFFER_SERVICES, on=body)
    profile, is_new = SupplierProfile.objects.select_for_update().get_or_create(body=body)
    before = (profile.description, profile.countries, profile.is_small, profile.closed_at)
    profile.description = draft.description.strip()
    profile.countries = list(dict.fromkeys(draft.countries))
    profile.is_small, profile.closed_at = draft.is_small, None
    if is_new or before[3] is not None:
        profile.save()
        journal.record("usage.supplier_opened", subject=profile, by=by)
    elif before[:3] != (profile.description, profile.countries, profile.is_small):
        profile.save()
        journal.record("usage.supplier_changed", subject=profile, by=by)
    return profile


@transaction.atomic
def close_supplier(*, profile: SupplierProfile, at: datetime, by: User | None) -> SupplierProfile:
    """Take a supplier off the lists; what it did stays on file. Raises NotAllowed."""
    permissions.require(by, Permission.OFFER_SERVICES, on=profile.body)
    if profile.closed_at is None:
        profile.closed_at = at
        profile.save(update_fields=["closed_at"])
        journal.record("usage.supplier_closed", subject=profile, by=by)
    return profile


@transaction.atomic
def list_service(
    *, supplier: SupplierProfile, entry: Entry, kind: ServiceKind, countries: Sequence[str] = (), by: User | None
) -> Service:
    """Write down that a supplier does something with a piece of software; saying it again changes where.

    Without countries of its own a service is where the supplier is. Raises NotAllowed, SupplierClosed.
    """
    permissions.require(by, Permission.OFFER_SERVICES, on=supplier.body)
    refuse_closed(supplier)
    wanted = list(dict.fromkeys(countries))
    service, is_new = Service.objects.get_or_create(
        supplier=supplier, entry=entry, kind=kind, ended_at=None, defaults={"countries": wanted}
    )
    if is_new or service.countries != wanted:
        service.countries = wanted
        service.save(update_fields=["countries"])
        journal.record("usage.service_listed", subject=service, by=by, data={"kind": kind})
    return service


@transaction.atomic
def end_service(*, service: Service, at: datetime, by: User | None) -> Service:
    """Write down that a supplier no longer does something; it stays on file. Raises NotAllowed."""
    permissions.require(by, Permission.OFFER_SERVICES, on=service.supplier.body)
    if service.ended_at is None:
        service.ended_at = at
        service.save(update_fields=["ended_at"])
        journal.record("usage.service_ended", subject=service, by=by)
    return service
