"""The worker's part: read again what older lists say of licences."""

from procrastinate.contrib.django import app

from commonweal.components import actions, queries

MOST_AT_ONCE = 200


@app.periodic(cron="*/10 * * * *")
@app.task(name="components.read_licences", queueing_lock="components.read_licences", pass_context=False)
def read_licences(timestamp: int) -> None:
    """Read some of the lists that came in before licences were kept; those read need no second reading."""
    for document in queries.lists_without_licences()[:MOST_AT_ONCE]:
        actions.read_licences_again(document=document, by=None)
