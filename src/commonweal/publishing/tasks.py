"""The worker's part: read what lies behind an address, and forget what is older than a day."""

from django.utils import timezone
from procrastinate.contrib.django import app

from commonweal.publishing import actions, queries, rules
from commonweal.publishing.models import Failure


@app.task(name=actions.TASK, pass_context=False)
def read_address(token: str) -> None:
    """Read what lies behind the address of a fetch; a fetch that is finished or forgotten is left alone."""
    fetch = queries.fetch(token)
    if fetch is None or fetch.finished_at is not None:
        return
    actions.keep_failure(fetch=fetch, failure=Failure.UNAVAILABLE, by=None)


@app.periodic(cron="23 * * * *")
@app.task(name="publishing.forget_fetches", queueing_lock="publishing.forget_fetches", pass_context=False)
def forget_fetches(timestamp: int) -> None:
    """Forget what was fetched a day ago."""
    actions.forget_fetches(before=timezone.now() - rules.KEPT_FOR, by=None)
