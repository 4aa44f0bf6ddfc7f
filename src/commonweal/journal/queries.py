"""Reading the journal. Only positions are an order; ids are not."""

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
