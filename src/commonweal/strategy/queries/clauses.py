"""Clauses that somebody may see, and which of them have what helps to follow them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.strategy.models import Clause, ClauseSupport
from commonweal.strategy.rules.coverage import KINDS, Coverage, coverage


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A clause, and what helps to follow it in each column of the matrix, as far as anything does."""

    clause: Clause
    cells: tuple[tuple[ClauseSupport, ...], ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The clauses of a body against what helps to follow them."""

    rows: tuple[MatrixRow, ...]
    coverage: Coverage

    @property
    def uncovered(self) -> tuple[MatrixRow, ...]:
        """The clauses that miss something, those that miss most first."""
        by_pk = {row.clause.pk: row for row in self.rows}
        return tuple(by_pk[each.clause] for each in self.coverage.uncovered)


def clauses_of(viewer: Viewer, body: Body) -> QuerySet[Clause]:
    """The clauses of a body that hold and that the viewer may see, with what helps to follow them."""
    supports = Prefetch("supports", ClauseSupport.objects.filter(ended_at=None))
    found = visible(Clause.objects.filter(owner=body, ended_at=None), viewer)
    return found.select_related("owner", "goal").prefetch_related(supports)


def clause_for(viewer: Viewer, pk: int) -> Clause | None:
    """A clause that the viewer may see."""
    supports = Prefetch("supports", ClauseSupport.objects.filter(ended_at=None))
    found = visible(Clause.objects.all(), viewer).select_related("owner", "goal")
    return found.prefetch_related(supports, "owner__names").filter(pk=pk).first()


def matrix_of(viewer: Viewer, body: Body) -> Matrix:
    """The coverage matrix of a body."""
    clauses = list(clauses_of(viewer, body))
    given = {clause.pk: [support.kind for support in clause.supports.all()] for clause in clauses}
    found = coverage([clause.pk for clause in clauses], given)
    misses = {row.clause: row.misses for row in found.rows}
    return Matrix(tuple(_row(clause, misses[clause.pk]) for clause in clauses), found)


def _row(clause: Clause, misses: tuple[str, ...]) -> MatrixRow:
    by_kind: dict[str, list[ClauseSupport]] = defaultdict(list)
    for support in clause.supports.all():
        by_kind[support.kind].append(support)
    return MatrixRow(clause, tuple(tuple(by_kind[kind]) for kind in KINDS), misses)
