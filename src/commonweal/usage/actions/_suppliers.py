"""What services, offers and contributions have in common: their supplier must be listed."""

from django.utils.translation import gettext as _

from commonweal.usage.models import SupplierProfile


class SupplierClosed(Exception):
    """The organisation does not offer services here any more."""


def refuse_closed(supplier: SupplierProfile) -> None:
    """Raise SupplierClosed for one that is off the lists."""
    if supplier.closed_at is not None:
        raise SupplierClosed(_("This supplier is not listed any more. List it again first."))
