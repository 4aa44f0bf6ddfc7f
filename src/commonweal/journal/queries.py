"""Reading the journal. Only positions are an order; ids are not."""

from django.db import connection
from django.db.models import Model, QuerySet

from commonweal.journal.models import Event


def events_after(position: int, *, names: frozenset[str] | None = None, limit: int) -> list[Event]:
    """Numbered events after a position, in order, at most `limit`."""
    events = Event.objects.filter(position__gt=position)
    if names is not None:
        events = events.filter(name__in=names)
    return list(events.order_by("position")[:limit])


def history_of(subject: Model) -> QuerySet[Event]:
    """Everything that happened to one thing, newest first."""
    return (
        Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
        .select_related("by")
        .order_by("-id")
    )


def events_committed() -> int:
    """How many events there are: grows with every change that is committed, in whatever order they were written.

    Positions have no gaps, so the last one counts the numbered events; few are ever without a position.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(position) FROM journal_event), 0)"
            " + (SELECT count(*) FROM journal_event WHERE position IS NULL)"
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
