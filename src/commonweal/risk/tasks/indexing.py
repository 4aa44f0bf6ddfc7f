"""The worker's part in the index: begin with it when there is much to index, build it anew when something changed."""

from django.conf import settings
from procrastinate.contrib.django import app

from commonweal import exposure
from commonweal.components.models import Occurrence
from commonweal.risk.queries import indexed
from commonweal.risk.queries.recorded import tables


@app.periodic(cron="*/10 * * * *")
@app.task(name="risk.build_index", queueing_lock="risk.build_index", lock="risk.build_index")
def build_index(timestamp: int) -> None:
    """Build the index where there is much to index, unless nothing changed; a build that runs elsewhere is left alone.

    Small installations are answered by PostgreSQL alone and never come here.
    """
    if indexed.is_built():
        if indexed.is_up_to_date():
            return
    elif not _is_much():
        return
    try:
        exposure.build(tables(), indexed.folder())
    except exposure.BuildRunning:
        return


def _is_much() -> bool:
    """Say whether there are as many occurrences as the setting names, without counting them all."""
    most = settings.EXPOSURE_FROM
    return Occurrence.objects.order_by("pk")[most - 1 : most].exists() if most > 0 else True
