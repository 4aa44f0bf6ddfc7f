"""Where a release of a distribution is not stated, by an advisory or by a list of components."""

from collections.abc import Sequence

from django.db import transaction

from commonweal.organisations.models import User
from commonweal.risk import permissions
from commonweal.risk.actions._releases import name_releases_of_packages
from commonweal.risk.permissions import Permission


@transaction.atomic
def name_releases(*, packages: Sequence[int] | None = None, by: User | None) -> int:
    """Let advisories name, as unclear, packages that became known since: these, by primary key, or all.

    Fixes are numbered apart in each release, so "Debian" without a number tells nothing sure of Debian 12, nor the
    other way round. Return how many rows were made; none the second time.
    Records nothing, since nothing new was said.
    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    return name_releases_of_packages(packages)
