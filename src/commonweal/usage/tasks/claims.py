"""The worker's part in claims: follow what metadata names, look again for names without a body, remind, send mail."""

from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.journal.models import Event
from commonweal.usage import actions
from commonweal.usage.actions.claims_messages import MAIL_TASK
from commonweal.usage.models import NamedUser
from commonweal.usage.queries.claims_due import expiring_unreminded

RETRY = RetryStrategy(max_attempts=8, exponential_wait=5)
MOST_ENTRIES = 5_000


def _match(event: Event) -> None:
    entry = Entry.objects.filter(pk=int(event.subject_id)).first()
    if entry is not None:
        actions.match_names(entry=entry, by=None)


NAMES = journal.Follower(
    name="usage.named_users",
    events=frozenset({"catalogue.entry_published", "catalogue.entry_changed", "catalogue.entry_returned"}),
    handle=_match,
)


@app.periodic(cron="* * * * *")
@app.task(name="usage.follow_entries", queueing_lock="usage.follow_entries")
def follow_entries(timestamp: int) -> None:
    """Take the names in new and changed metadata for bodies."""
    journal.advance(NAMES)


@app.periodic(cron="20 4 * * *")
@app.task(name="usage.look_again", queueing_lock="usage.look_again")
def look_again(timestamp: int) -> None:
    """Look whether the register knows by now whom names without a body stand for."""
    waiting = NamedUser.objects.filter(body=None, decided_at=None, gone_at=None)
    pks = list(waiting.order_by("entry").values_list("entry_id", flat=True).distinct()[:MOST_ENTRIES])
    for entry in Entry.objects.filter(pk__in=pks):
        actions.match_names(entry=entry, by=None)


@app.periodic(cron="10 6 * * *")
@app.task(name="usage.remind_bodies", queueing_lock="usage.remind_bodies")
def remind_bodies(timestamp: int) -> None:
    """Tell bodies which confirmations run out; without a mail server they see it on their pages only."""
    if not settings.MAIL_IS_CONFIGURED:
        return
    due = expiring_unreminded(timezone.localdate())
    for body, claims in groupby(due, key=lambda claim: claim.owner):
        if body is not None:
            actions.remind_body(body=body, claims=list(claims), by=None)


@app.task(name=MAIL_TASK, retry=RETRY)
def send_mail(to: list[str], subject: str, text: str, reply_to: str) -> None:
    """Send one mail; a server that does not answer is asked again later."""
    EmailMessage(subject, text, to=to, reply_to=[reply_to] if reply_to else None).send()
