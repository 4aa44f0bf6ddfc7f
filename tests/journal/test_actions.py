"""The journal: nothing is lost, nothing is changed, everything is read once in order."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from commonweal.journal import actions as journal
from commonweal.journal import queries
from commonweal.journal.models import Cursor, Event
from tests.conftest import Cast


def record(cast: Cast, name: str = "tests.happened") -> Event:
    with transaction.atomic():
        return journal.record(name, subject=cast.town, by=cast.aino, data={"a": 1})


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(cast: Cast) -> None:
    with pytest.raises(TransactionManagementError):
        journal.record("tests.happened", subject=cast.town, by=None)


def test_an_event_is_never_changed(cast: Cast) -> None:
    event = record(cast)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(name="tests.other")


def test_an_event_is_never_deleted(cast: Cast) -> None:
    event = record(cast)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()


def test_events_are_numbered_without_gaps_in_order(cast: Cast) -> None:
    journal.number_events()
    start = queries.events_after(0, limit=1000)[-1].position
    recorded = [record(cast).pk for _ in range(5)]

    journal.number_events()

    new = queries.events_after(start, limit=10)
    assert [event.pk for event in new] == recorded
    assert [event.position for event in new] == [start + place for place in range(1, 6)]


def test_a_follower_acts_on_each_event_once(cast: Cast) -> None:
    seen: list[int] = []
    follower = journal.Follower("tests", frozenset({"tests.happened"}), lambda event: seen.append(event.pk))
    recorded = [record(cast).pk for _ in range(3)]
    journal.number_events()

    journal.advance(follower)
    journal.advance(follower)

    assert seen == recorded


def test_a_follower_that_fails_starts_again_at_the_failed_event(cast: Cast) -> None:
    seen: list[int] = []

    def handle(event: Event) -> None:
        seen.append(event.pk)
        if len(seen) == 2:
            raise RuntimeError

    follower = journal.Follower("tests", frozenset({"tests.happened"}), handle)
    first, second = record(cast).pk, record(cast).pk
    journal.number_events()

    with pytest.raises(RuntimeError):
        journal.advance(follower)
    journal.advance(follower)

    assert seen == [first, second, second]
    assert Cursor.objects.get(follower="tests").position > 0


@pytest.mark.django_db(transaction=True)
def test_no_event_is_lost_when_transactions_commit_out_of_order(cast: Cast) -> None:
    """Eight writers commit in any order while one numberer runs; a reader by position meets every event."""
    stop, writers, each = threading.Event(), 8, 40
    met: set[int] = set()

    def write() -> None:
        for _ in range(each):
            record(cast)
        connection.close()

    def read() -> None:
        position = 0
        while True:
            finished = stop.is_set()
            journal.number_events()
            for event in queries.events_after(position, limit=1000):
                met.add(event.pk)
                position = event.position or position
            if finished:
                break
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(writers)]
    reader = threading.Thread(target=read)
    for thread in [reader, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    reader.join()

    assert set(Event.objects.values_list("pk", flat=True)) == met
    assert len(met) >= writers * each
