"""What a registry said of a package, kept as long as it says so."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from commonweal.connectors.package_registries import RegistryFacts
from commonweal.health import permissions
from commonweal.health.models import PackageFacts
from commonweal.health.permissions import Permission
from commonweal.health.queries.package_facts import standing_package_facts
from commonweal.journal import actions as journal
from commonweal.organisations.models import User


@transaction.atomic
def take_package_facts(*, purl: str, source: str, found: RegistryFacts, at: datetime, by: User | None) -> PackageFacts:
    """Keep what a registry said of a package; where it says the same as before, only that it still does.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    told = asdict(found) | {"withdrawn": list(found.withdrawn)}
    standing = standing_package_facts([purl]).get(purl)
    if standing is not None and standing.source == source and _told(standing) == told:
        standing.seen_at = max(at, standing.seen_at)
        standing.save(update_fields=["seen_at"])
        return standing
    facts = PackageFacts.objects.create(purl=purl, source=source[:300], found_at=at, seen_at=at, **told)
    # The journal is read by more people than lists of components are, so it does not name the package.
    journal.record("health.package_looked_up", subject=facts, by=by)
    return facts


def _told(facts: PackageFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in RegistryFacts.__slots__}
