"""With whom a body talks, by sector and reach, and with whom it does not."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.strategy.models import Reach, Sector, Stakeholder


@dataclass(frozen=True, slots=True)
class Circle:
    """Those of a sector, in the order of the reaches."""

    sector: Sector
    cells: tuple[tuple[Stakeholder, ...], ...]


@dataclass(frozen=True, slots=True)
class Circles:
    """Every sector, and the places where nobody stands."""

    rows: tuple[Circle, ...]

    @property
    def empty(self) -> tuple[tuple[Sector, Reach], ...]:
        """The sectors and reaches in which the body talks with nobody."""
        return tuple(
            (row.sector, reach) for row in self.rows for reach, cell in zip(Reach, row.cells, strict=True) if not cell
        )

    @property
    def count(self) -> int:
        """With how many it talks."""
        return sum(len(cell) for row in self.rows for cell in row.cells)


def stakeholders_of(viewer: Viewer, body: Body) -> QuerySet[Stakeholder]:
    """Those with whom a body talks, as far as the viewer may see them."""
    return visible(Stakeholder.objects.filter(owner=body, withdrawn_at=None), viewer).select_related("owner")


def stakeholder_for(viewer: Viewer, pk: int) -> Stakeholder | None:
    """One of them whom the viewer may see."""
    return visible(Stakeholder.objects.all(), viewer).select_related("owner").filter(pk=pk).first()


def circles_of(viewer: Viewer, body: Body) -> Circles:
    """The matrix of sectors and reaches of a body."""
    found: dict[tuple[str, str], list[Stakeholder]] = defaultdict(list)
    for each in stakeholders_of(viewer, body):
        found[each.sector, each.reach].append(each)
    rows = (Circle(sector, tuple(tuple(found[sector.value, reach.value]) for reach in Reach)) for sector in Sector)
    return Circles(tuple(rows))
