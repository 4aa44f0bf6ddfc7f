"""How fresh ends of life are; none of this is anybody's secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from commonweal.health.models import LifecycleProduct, LifecycleReading, LifecycleSource
from commonweal.health.queries.lifecycle_pack import lifecycle_pack


@dataclass(frozen=True, slots=True)
class LifecycleFreshness:
    """How far ends of life can be relied on; `as_of` is when the source was last read to the end, None for never."""

    source: LifecycleSource | None
    last: LifecycleReading | None
    as_of: datetime | None
    is_stale: bool


def lifecycle_freshness() -> LifecycleFreshness:
    """How fresh ends of life are."""
    slug = lifecycle_pack().source.slug
    readings = list(LifecycleReading.objects.filter(source__slug=slug).select_related("source")[:20])
    whole = (each.finished_at for each in readings if each.finished_at and not (each.failure or each.held_back))
    as_of = next(whole, None)
    source = readings[0].source if readings else LifecycleSource.objects.filter(slug=slug).first()
    is_stale = as_of is not None and timezone.now() - as_of > timedelta(days=lifecycle_pack().old_after_days)
    return LifecycleFreshness(source, readings[0] if readings else None, as_of, is_stale)


def is_due(source: LifecycleSource, now: datetime) -> bool:
    """Say whether the source was not tried within its hours."""
    last = source.readings.filter(is_import=False).order_by("-started_at").first()
    return last is None or last.started_at <= now - timedelta(hours=source.every_hours)


def known_digests(source: LifecycleSource) -> dict[str, str]:
    """Give what stands of a source: digests by the name of the product."""
    rows = LifecycleProduct.objects.filter(source=source, gone_at=None)
    return dict(rows.values_list("name", "digest"))
