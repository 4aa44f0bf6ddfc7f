"""The worker's part of trends: how every body stands, late each day."""

from django.utils import timezone
from procrastinate.contrib.django import app

from commonweal.risk.actions import counting


@app.periodic(cron="45 21 * * *")
@app.task(name="risk.count_day", queueing_lock="risk.count_day", pass_context=False)
def count_day(timestamp: int) -> None:
    """Write down how the day ended; done twice it is the same."""
    counting.count_day(day=timezone.localdate(), by=None)
