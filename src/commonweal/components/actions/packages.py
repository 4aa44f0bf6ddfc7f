"""Making packages known that advisories name, whether a system runs them or not."""

from collections.abc import Iterable

from django.db import transaction

from commonweal.components.actions._interning import PackageKey, package_keys
from commonweal.components.rules.contents import PackageName
from commonweal.organisations.models import User


@transaction.atomic
def intern_packages(*, packages: Iterable[PackageName], by: User | None) -> dict[PackageKey, int]:
    """Give the primary keys of packages by type, name and distribution; those not known yet are stored.

    Records nothing, since that a package exists is no news: it is what the whole world calls it. Call it once in a
    transaction, before anything else is locked, so that any number may do so at the same time.
    """
    return package_keys(packages)
