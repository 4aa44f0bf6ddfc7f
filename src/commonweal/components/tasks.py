"""The worker's part: lists of systems that were joined, and what older lists say of licences."""

from procrastinate.contrib.django import app

from commonweal.components import actions, queries
from commonweal.journal import actions as journal
from commonweal.journal.models import Event
from commonweal.usage.models import System

MOST_AT_ONCE = 200


def _join(event: Event) -> None:
    both = System.objects.in_bulk([int(event.subject_id), event.data["other"]])
    if len(both) == 2:
        system, other = both[int(event.subject_id)], both[event.data["other"]]
        actions.take_over_lists(system=system, other=other, by=None)


JOINED = journal.Follower(name="components.joined", events=frozenset({"usage.systems_joined"}), handle=_join)


@app.periodic(cron="* * * * *")
@app.task(name="components.follow_systems", queueing_lock="components.follow_systems", pass_context=False)
def follow_systems(timestamp: int) -> None:
    """Move the lists of systems that were joined, a minute later at most."""
    journal.advance(JOINED)


@app.periodic(cron="*/10 * * * *")
@app.task(name="components.read_licences", queueing_lock="components.read_licences", pass_context=False)
def read_licences(timestamp: int) -> None:
    """Read some of the lists that came in before licences were kept; those read need no second reading."""
    for document in queries.lists_without_licences()[:MOST_AT_ONCE]:
        actions.read_licences_again(document=document, by=None)
