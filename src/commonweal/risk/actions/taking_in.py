"""Taking in advisories: batch by batch, each in one transaction, so that a reading that is cut off loses nothing.

Taking the same in again changes nothing; what is older than what is there is passed over.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction

from commonweal.organisations.models import User
from commonweal.risk import permissions
from commonweal.risk.actions._batch import Counts, take_in_step
from commonweal.risk.models import AdvisorySource, SyncRun
from commonweal.risk.permissions import Permission
from commonweal.standards import osv

BATCH = 500


def take_in(
    *, source: AdvisorySource, advisories: Iterable[osv.Advisory], run: SyncRun | None, by: User | None
) -> Counts:
    """Take in the advisories of a source; the counts are also kept with the run, batch by batch.

    Calls other actions: one for each batch. Raises NotAllowed.
    """
    counts = Counts()
    for batch in _batches(advisories):
        counts += take_in_batch(source=source, batch=batch, run=run, by=by)
    return counts


@transaction.atomic
def take_in_batch(*, source: AdvisorySource, batch: list[osv.Advisory], run: SyncRun | None, by: User | None) -> Counts:
    """Take in a few hundred advisories at once: store, group, compile and rate them, and tell what changed.

    Calls other actions' steps, which record of which vulnerabilities anything may have changed, and what was withdrawn,
    restored, corrected, merged or split; that advisories came is recorded when the reading ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    return take_in_step(source, batch, run, by)


def _batches(advisories: Iterable[osv.Advisory]) -> Iterator[list[osv.Advisory]]:
    batch: list[osv.Advisory] = []
    for advisory in advisories:
        batch.append(advisory)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
