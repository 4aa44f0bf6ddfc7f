"""The worker's part: harvest a source when asked, and every source when it is due."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from commonweal.harvest import actions, queries
from commonweal.harvest.models import Source
from commonweal.harvest.tasks.engine import AlreadyHarvested, client_settings, harvest
from commonweal.organisations.models import User

__all__ = ["AlreadyHarvested", "client_settings", "drop_finds", "harvest", "harvest_due_sources", "harvest_source"]

log = logging.getLogger(__name__)


@app.task(name=actions.TASK, pass_context=False)
def harvest_source(source_id: int, by_id: int | None = None) -> None:
    """Harvest one source; a job lost with its worker is done again and goes on where the run was cut off."""
    source = Source.objects.select_related("publisher").filter(pk=source_id).first()
    if source is None:
        return
    try:
        harvest(source=source, by=User.objects.filter(pk=by_id).first() if by_id else None)
    except (actions.SourcePaused, actions.RunOvertaken, AlreadyHarvested) as refusal:
        log.info("%s: %s", source, refusal)


@app.task(name=actions.DROP_TASK, pass_context=False)
def drop_finds(source_id: int) -> None:
    """Let everything that came from a removed source leave the catalogue, batch by batch."""
    source = Source.objects.get(pk=source_id)
    while actions.drop_finds(source=source, by=None):
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(name="harvest.harvest_due_sources", queueing_lock="harvest.harvest_due_sources", pass_context=False)
def harvest_due_sources(timestamp: int) -> None:
    """Queue every source that is due; one that waits already is not queued twice."""
    for source in queries.due_sources(timezone.now()):
        actions.ask_for_run(source=source, by=None)
