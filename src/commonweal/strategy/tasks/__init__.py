"""The worker's part: every morning, tell bodies what calls for somebody."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from commonweal.strategy import actions
from commonweal.strategy.queries.alarms import alarms_of, bodies_to_tell


@app.periodic(cron="40 6 * * *")
@app.task(name="strategy.tell_bodies", queueing_lock="strategy.tell_bodies")
def tell_bodies(timestamp: int) -> None:
    """Tell each body what newly calls for somebody; without a mail server it stands on their pages only."""
    if not settings.MAIL_IS_CONFIGURED:
        return
    today = timezone.localdate()
    for body in bodies_to_tell():
        alarms = alarms_of(body, today)
        if alarms:
            actions.alert_body(body=body, alarms=alarms, by=None)
