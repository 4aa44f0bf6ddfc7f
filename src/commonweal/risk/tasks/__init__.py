"""The worker's part: read a source when asked, and every source when it is due."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from commonweal.organisations.models import User
from commonweal.risk import actions
from commonweal.risk.models import AdvisorySource
from commonweal.risk.queries import sources as queries
from commonweal.risk.tasks.counting import count_day
from commonweal.risk.tasks.engine import AlreadySyncing, import_files, sync
from commonweal.risk.tasks.indexing import build_index
from commonweal.risk.tasks.releases import follow_lists
from commonweal.risk.tasks.telling import tell_bodies

__all__ = [
    "AlreadySyncing",
    "build_index",
    "count_day",
    "follow_lists",
    "import_files",
    "sync",
    "sync_due_sources",
    "sync_source",
    "tell_bodies",
]

log = logging.getLogger(__name__)


@app.task(name=actions.TASK, pass_context=False)
def sync_source(source_id: int, by_id: int | None = None, *, accepts: bool = False) -> None:
    """Read one source; a job lost with its worker is done again, and what was taken in already stays."""
    source = AdvisorySource.objects.filter(pk=source_id).first()
    if source is None or not source.url:
        return
    try:
        sync(source=source, by=User.objects.filter(pk=by_id).first() if by_id else None, accepts=accepts)
    except AlreadySyncing as refusal:
        log.info("%s: %s", source, refusal)


@app.periodic(cron="7-59/15 * * * *")
@app.task(name="risk.sync_due_sources", queueing_lock="risk.sync_due_sources", pass_context=False)
def sync_due_sources(timestamp: int) -> None:
    """Queue every source that is due; one that waits already is not queued twice."""
    for source in queries.due_sources(timezone.now()):
        actions.ask_for_sync(source=source, by=None)
