"""The worker's part: keep the lists of words near to what entries say."""

from procrastinate.contrib.django import app

from commonweal.catalogue import actions

OFTEN, NIGHTLY = 1_000, 1  # changed entries that are worth it; each costs a search of a new word some 5 µs


@app.periodic(cron="*/10 * * * *")
@app.task(name="catalogue.list_postings", queueing_lock="catalogue.list_postings", lock="catalogue.list_postings")
def list_postings(timestamp: int) -> None:
    """List words anew after many changes."""
    actions.list_postings(at_least=OFTEN)


@app.periodic(cron="40 3 * * *")
@app.task(
    name="catalogue.list_all_postings", queueing_lock="catalogue.list_all_postings", lock="catalogue.list_postings"
)
def list_all_postings(timestamp: int) -> None:
    """List words anew after any change."""
    actions.list_postings(at_least=NIGHTLY)
