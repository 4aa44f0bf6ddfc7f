"""The worker's part: follow the publishers, and keep the lists of words near to what entries say."""

from django.utils import timezone
from procrastinate.contrib.django import app

from commonweal.catalogue import actions
from commonweal.journal import actions as journal
from commonweal.journal.models import Event
from commonweal.organisations.models import Body

OFTEN, NIGHTLY = 1_000, 1  # changed entries that are worth it; a thousand make a new word some 35 ms dearer


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


def _read_anew(event: Event) -> None:
    publisher = Body.objects.filter(pk=int(event.subject_id)).first()
    if publisher is not None:
        actions.follow_publisher(publisher=publisher, at=timezone.now(), by=None)


PUBLISHERS = journal.Follower(
    name="catalogue.publishers",
    events=frozenset(
        {
            "organisations.body_changed",
            "organisations.body_verified",
            "organisations.verification_withdrawn",
        }
    ),
    handle=_read_anew,
)


@app.periodic(cron="* * * * *")
@app.task(name="catalogue.follow_publishers", queueing_lock="catalogue.follow_publishers")
def follow_publishers(timestamp: int) -> None:
    """Let entries say what their publishers are called, where they are, and whether they are verified."""
    journal.advance(PUBLISHERS)
