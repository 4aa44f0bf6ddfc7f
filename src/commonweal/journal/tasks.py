"""The worker's part: number events every minute, then wake the followers."""

from procrastinate.contrib.django import app

from commonweal.journal import actions


@app.periodic(cron="* * * * *")
@app.task(name="journal.number_events", queueing_lock="journal.number_events", pass_context=False)
def number_events(timestamp: int) -> None:
    """Give positions to what was committed since the last run."""
    actions.number_events()
