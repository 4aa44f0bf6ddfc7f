"""When the version in question comes to its end, as a reason."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from commonweal.components.queries import Part
from commonweal.health.models import Ended, LifecycleRange, LifecycleRelease, ReleaseCycle
from commonweal.screening.queries.wanted import Wanted, part_of
from commonweal.screening.rules.policy import Policy
from commonweal.screening.rules.reasons import Colour, Lane, Perspective, Reason

SOURCE = "endoflife"


def lifecycle_reasons(wanted: Sequence[Wanted], policy: Policy) -> list[Reason]:
    """Give the reason for each."""
    parts = [part_of(each) for each in wanted]
    ranges, releases = _ranges(parts), _releases(parts)
    today = timezone.localdate()
    return [_reason(_cycle(part, ranges, releases), policy, today) for part in parts]


Ranges = dict[tuple[str, str], list[LifecycleRange]]


def _ranges(parts: Sequence[Part | None]) -> Ranges:
    known = [part for part in parts if part is not None and part.key is not None]
    if not known:
        return {}
    rows = LifecycleRange.objects.filter(
        type__in={part.package.type for part in known},
        name__in={part.package.name for part in known},
        cycle__gone_at=None,
        cycle__product__gone_at=None,
    ).select_related("cycle__product")
    found: Ranges = defaultdict(list)
    for row in rows:
        found[row.type, row.name].append(row)
    return found


def _releases(parts: Sequence[Part | None]) -> dict[str, ReleaseCycle]:
    names = {part.package.distribution for part in parts if part is not None} - {""}
    if not names:
        return {}
    rows = LifecycleRelease.objects.filter(
        distribution__in=names, cycle__gone_at=None, cycle__product__gone_at=None
    ).select_related("cycle__product")
    return {row.distribution: row.cycle for row in rows}


def _cycle(part: Part | None, ranges: Ranges, releases: dict[str, ReleaseCycle]) -> ReleaseCycle | None:
    if part is None:
        return None
    for row in ranges.get((part.package.type, part.package.name), ()):
        if part.key is not None and bytes(row.low) <= part.key < bytes(row.high):
            return row.cycle
    return releases.get(part.package.distribution)


def _reason(cycle: ReleaseCycle | None, policy: Policy, today: date) -> Reason:
    lane = Lane.APPROVE if Perspective.END_OF_LIFE.value in policy.may_be_unknown else Lane.PERSON
    if cycle is None:
        return Reason(Perspective.END_OF_LIFE, Colour.GREY, lane, "end_of_life.unknown")
    facts: dict[str, str | int] = {"product": str(cycle.product), "cycle": cycle.name}
    ends = cycle.ends_on
    if ends is not None:
        facts["day"] = ends.isoformat()
    if (ends is not None and ends < today) or (ends is None and cycle.is_over == Ended.YES):
        colour, lane, sentence = Colour.RED, policy.past_end_of_life, "past"
    elif ends is None and cycle.is_over != Ended.NO:
        colour, sentence = Colour.GREY, "day_unknown"
    elif ends is not None and (ends - today).days <= policy.ends_soon_days:
        colour, lane, sentence = Colour.AMBER, Lane.APPROVE, "soon"
    else:
        colour, lane, sentence = Colour.GREEN, Lane.APPROVE, "supported" if ends else "supported_no_day"
    if sentence == "past" and ends is None:
        sentence = "past_no_day"
    seen = cycle.product.seen_at.date().isoformat()
    key, link = f"end_of_life.{sentence}", cycle.product.get_absolute_url()
    return Reason(Perspective.END_OF_LIFE, colour, lane, key, facts, SOURCE, seen, link)
