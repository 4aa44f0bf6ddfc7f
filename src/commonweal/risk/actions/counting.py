"""Keeping how each body stood at the end of a day, so that a trend can be shown."""

from datetime import date

from django.db import transaction

from commonweal.components.queries import EVERYTHING
from commonweal.organisations.models import User
from commonweal.risk import permissions
from commonweal.risk.models import DayCount
from commonweal.risk.permissions import Permission
from commonweal.risk.queries.standings import facts_by
from commonweal.risk.rules.lights import Facts

_COUNTED = ("systems", "systems_with_sbom", "open_findings", "exploited", "overdue", "unclear")


@transaction.atomic
def count_day(*, day: date, by: User | None) -> list[DayCount]:
    """Write down how every body with a system stands, as that of the day; once more on the same day replaces it.

    Open findings count a vulnerability once for a body. None where no list is there. Records nothing, since all of it
    follows from what was recorded. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    counts = [_count(body, day, facts) for body, facts in facts_by("body", EVERYTHING).items()]
    DayCount.objects.filter(day=day).exclude(body__in=[each.body_id for each in counts]).delete()
    return DayCount.objects.bulk_create(
        counts, update_conflicts=True, unique_fields=["body", "day"], update_fields=_COUNTED
    )


def _count(body: int, day: date, facts: Facts) -> DayCount:
    found = (facts.severe, facts.less_severe)
    return DayCount(
        body_id=body,
        day=day,
        systems=facts.systems,
        systems_with_sbom=facts.listed,
        open_findings=None if None in found else sum(count or 0 for count in found),
        exploited=facts.exploited,
        overdue=facts.overdue,
        unclear=facts.unclear,
    )
