"""The worker's part: go on with long lists of bodies."""

from procrastinate.contrib.django import app

from commonweal.organisations import actions
from commonweal.organisations.actions.imports import TASK
from commonweal.organisations.models import ImportBatch


@app.task(name=TASK, pass_context=False)
def go_on_with_import(batch_id: int) -> None:
    """Read, take or undo a list; a job lost with its worker is done again and goes on where it was cut off."""
    batch = ImportBatch.objects.select_related("by", "undone_by").filter(pk=batch_id).first()
    if batch is not None:
        actions.go_on_with_import(batch=batch, by=batch.undone_by or batch.by)
