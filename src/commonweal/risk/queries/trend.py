"""How the bodies in a scope stood day by day."""

from datetime import date

from django.db.models import Count, Sum

from commonweal.components.queries import Scope
from commonweal.risk.models import DayCount
from commonweal.risk.rules.trend import Point, every_day


def trend(scope: Scope, first: date, last: date) -> list[Point]:
    """Give a point for each day; empty where nothing was ever counted in this time."""
    counts = DayCount.objects.filter(day__range=(first, last))
    if not scope.is_everything:
        counts = counts.filter(body__in=scope.bodies)
    rows = (
        counts.order_by("day")
        .values("day")
        .annotate(
            bodies=Count("body"),
            bodies_known=Count("open_findings"),
            open=Sum("open_findings"),
            exploited=Sum("exploited"),
            overdue=Sum("overdue"),
        )
    )
    points = {row["day"]: Point(**row) for row in rows}
    return every_day(points, min(points), last) if points else []
