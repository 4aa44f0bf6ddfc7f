"""The worker's part in telling bodies: once a day, what newly hits them."""

from procrastinate.contrib.django import app

from commonweal.risk.actions.notifying import notify_bodies
from commonweal.risk.queries.telling import bodies_with_lists


@app.periodic(cron="40 5 * * *")
@app.task(name="risk.tell_bodies", queueing_lock="risk.tell_bodies", pass_context=False)
def tell_bodies(timestamp: int) -> None:
    """Tell each body in one notice what newly hits it; whoever was told is not told again, also after a crash."""
    for body in bodies_with_lists().iterator(chunk_size=500):
        notify_bodies(vulnerabilities=None, bodies=[body], by=None)
