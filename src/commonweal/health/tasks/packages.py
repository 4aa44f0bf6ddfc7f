"""Asking registries about packages, where the installation named registries it may ask; else nothing is asked."""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from commonweal.connectors.failures import HostUnavailable, NotPermitted, SourceFailure
from commonweal.connectors.http import Client, ClientSettings
from commonweal.connectors.package_registries import TYPES, RegistryFacts, registry_facts
from commonweal.health.actions.packages import take_package_facts
from commonweal.health.queries import package_facts as queries
from commonweal.standards import purl

log = logging.getLogger(__name__)
AT_ONCE = 100
# Registries that name a pace ask for one request a second.
_RATE_PER_SECOND = 1.0


@app.periodic(cron="33 * * * *")
@app.task(name="health.ask_registries", queueing_lock="health.ask_registries", pass_context=False)
def ask_registries(timestamp: int) -> None:
    """Ask about the packages that were not asked about for longest, a hundred in an hour."""
    if queries.registries():
        asked = ClientSettings(
            contact=settings.SITE_URL,
            tokens=settings.HOST_TOKENS,
            allow_private=frozenset(settings.PRIVATE_HOSTS),
            rate_per_second=_RATE_PER_SECOND,
        )
        with Client(asked) as client:
            look_up_packages(client=client, registries=queries.registries(), now=timezone.now())


def look_up_packages(*, client: Client, registries: Mapping[str, str], now: datetime) -> int:
    """Ask about what is due and keep the answers; return how many were kept. A registry that is down is left alone."""
    open_, kept = {each for each in registries if each in TYPES}, 0
    for text in queries.due_packages(sorted(open_), now, AT_ONCE):
        package, _problems = purl.read(text)
        if package is None or package.type not in open_:
            continue
        try:
            found = registry_facts(client, registries, package)
        except (HostUnavailable, NotPermitted) as failure:
            log.warning("%s", failure)
            open_.discard(package.type)
            continue
        except SourceFailure as failure:
            log.warning("%s", failure)
            if queries.standing_package_facts([text]):
                continue
            # Never answered, it would stand before all others each time.
            found = RegistryFacts()
        source = registries[package.type]
        take_package_facts(purl=text, source=source, found=found or RegistryFacts(), at=now, by=None)
        kept += 1
    return kept
