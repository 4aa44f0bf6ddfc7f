"""Writing the journal, numbering it, and letting followers read it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max

from commonweal.journal import queries
from commonweal.journal.models import Cursor, Event

NUMBERING_LOCK = 0x6A6F7572  # "jour": the advisory lock of whoever numbers events
BATCH = 500


@dataclass(frozen=True, slots=True)
class Follower:
    """A function that acts on events; it may see an event again after a crash, so it must be idempotent."""

    name: str
    events: frozenset[str]
    handle: Callable[[Event], None]


def record(
    name: str, *, subject: models.Model, by: models.Model | None, data: Mapping[str, Any] | None = None
) -> Event:
    """Write down that something happened; must run inside the transaction of the change itself.

    `by` is the acting user, or None for the installation itself (a worker, an import).
    Raises TransactionManagementError outside a transaction.
    """
    connection.validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{name} must be recorded in the transaction of its change")
    event = Event(
        name=name,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        by_id=by.pk if by is not None else None,
        data=dict(data or {}),
    )
    event.save(force_insert=True)
    return event


def record_many(name: str, *, subjects: list[models.Model], by: models.Model | None) -> None:
    """Write down one event per subject in one statement, for imports; as `record` otherwise."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{name} must be recorded in the transaction of its change")
    Event.objects.bulk_create(
        [
            Event(
                name=name,
                subject_type=subject._meta.label_lower,
                subject_id=str(subject.pk),
                by_id=by.pk if by is not None else None,
            )
            for subject in subjects
        ],
        batch_size=1000,
    )


@transaction.atomic
def number_events(*, limit: int = 10_000) -> int:
    """Give committed events their positions, oldest first; return how many. A second numberer does nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NUMBERING_LOCK])
        row = cursor.fetchone()
        if row is None or not row[0]:
            return 0
        last = Event.objects.aggregate(last=Max("position"))["last"] or 0
        cursor.execute(
            """
            UPDATE journal_event SET position = %s + numbered.place
            FROM (
                SELECT id, row_number() OVER (ORDER BY id) AS place
                FROM (SELECT id FROM journal_event WHERE position IS NULL ORDER BY id LIMIT %s) AS waiting
            ) AS numbered
            WHERE journal_event.id = numbered.id
            """,
            [last, limit],
        )
        return int(cursor.rowcount)


def advance(follower: Follower) -> int:
    """Let a follower read what is new, one transaction per event; return how many events it acted on.

    Only one process advances a follower at a time; another returns at once.
    """
    Cursor.objects.get_or_create(follower=follower.name)
    acted = 0
    while batch := queries.events_after(_position(follower), limit=BATCH):
        for event in batch:
            with transaction.atomic():
                cursor = Cursor.objects.select_for_update(skip_locked=True).filter(follower=follower.name).first()
                if cursor is None or event.position is None:
                    return acted
                if event.position <= cursor.position:
                    continue
                if event.name in follower.events:
                    follower.handle(event)
                    acted += 1
                cursor.position = event.position
                cursor.save(update_fields=["position"])
    return acted


def _position(follower: Follower) -> int:
    return Cursor.objects.values_list("position", flat=True).get(follower=follower.name)


@contextmanager
def alone(lock: int, key: int) -> Iterator[bool]:
    """Say whether no other process does this work, which keeps it away meanwhile; one that dies lets go of it.

    `lock` is the class of the work, four letters as a number, and `key` what is worked on.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [lock, key])
        row = cursor.fetchone()
    is_alone = row is not None and bool(row[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [lock, key])
