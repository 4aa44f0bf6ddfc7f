"""Concerns that somebody may see."""

from django.db.models import QuerySet

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.strategy.models import Concern


def concerns_of(viewer: Viewer, body: Body) -> QuerySet[Concern]:
    """The concerns of a body that the viewer may see, oldest first."""
    return visible(Concern.objects.filter(owner=body), viewer).select_related("answered_by", "closed_by")


def open_concerns(viewer: Viewer, body: Body) -> QuerySet[Concern]:
    """Those that nobody closed yet: every paper on which the body decides names them."""
    return concerns_of(viewer, body).filter(closed_at=None)


def concern_for(viewer: Viewer, pk: int) -> Concern | None:
    """A concern that the viewer may see."""
    found = visible(Concern.objects.all(), viewer).select_related("owner")
    return found.prefetch_related("owner__names").filter(pk=pk).first()
