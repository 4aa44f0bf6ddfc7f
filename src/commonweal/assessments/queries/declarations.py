"""What bodies say in public of themselves by the open source principles of the United Nations."""

from django.db.models import QuerySet

from commonweal.assessments.models import Assessment
from commonweal.organisations.models import Visibility

PRINCIPLES = "un-principles"


def is_declarable(assessment: Assessment) -> bool:
    """Whether it is a finished self-check by the principles."""
    return assessment.instrument == PRINCIPLES and assessment.is_finished


def declarations() -> QuerySet[Assessment]:
    """The newest self-check that each body shows to everybody, newest first, with its result."""
    shown = Assessment.objects.filter(
        instrument=PRINCIPLES, finished_at__isnull=False, visibility=Visibility.PUBLIC, owner__isnull=False
    )
    newest = shown.order_by("owner_id", "-finished_at", "-pk").distinct("owner_id").values("pk")
    return (
        Assessment.objects.filter(pk__in=newest)
        .select_related("owner", "result")
        .prefetch_related("owner__names")
        .order_by("-finished_at", "-pk")
    )
