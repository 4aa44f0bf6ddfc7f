"""The clauses of a body as a sheet: each in its document, with what helps to follow it and what is missing."""

from itertools import groupby

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.drawing.printing import Heading, Part, Point, Points, Sheet, Table, Text
from commonweal.strategy.models import SupportKind
from commonweal.strategy.queries.clauses import Matrix, MatrixRow
from commonweal.strategy.rules.coverage import KINDS


def clause_sheet(matrix: Matrix, name: str) -> Sheet:
    """The clauses and the matrix to write on with."""
    parts: list[Part] = []
    for document, rows in groupby(matrix.rows, key=lambda row: row.clause.document):
        parts.append(Heading(document))
        parts.append(Points(tuple(map(_point, rows))))
    parts.append(Heading(_("Each clause, and what helps to follow it")))
    columns = (_("Clause"), *(str(SupportKind(kind).label) for kind in KINDS))
    rows_of = tuple((str(row.clause), *map(_cell, row.cells)) for row in matrix.rows)
    table = Table(columns, rows_of, (3, *(2 for _kind in KINDS)))
    parts.append(table if matrix.rows else Text(_("No clause of a document is written down.")))
    return Sheet(
        language=get_language() or "en",
        above=_("Rules and help"),
        title=_("Rules and help at %(name)s") % {"name": name},
        lead=_(
            "A rule alone is not enough: people need a guide, a tool, a training, "
            "somebody to ask, and a guide for suppliers."
        ),
        parts=tuple(parts),
        foot=settings.SITE_URL,
    )


def _point(row: MatrixRow) -> Point:
    clause = row.clause
    return Point(clause.reference or clause.get_kind_display(), clause.says, clause.url)


def _cell(supports: tuple[object, ...]) -> str:
    return ", ".join(map(str, supports)) or _("missing")
