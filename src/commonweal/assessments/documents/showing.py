"""A report as a table, as a drawing, and as rows for a spreadsheet; all three read the report and count nothing."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from commonweal.assessments.documents.report import AnswerDocument, CoverageDocument, PartDocument, ReportDocument
from commonweal.assessments.documents.sentences import NOT_ENOUGH, NOT_KNOWN, STATES, number
from commonweal.assessments.queries.results import Peers
from commonweal.assessments.rules.instrument import Scoring, State
from commonweal.assessments.rules.peers import Quartiles
from commonweal.drawing.radar import Spoke, draw_radar
from commonweal.organisations.models import Body
from commonweal.organisations.queries import size_band
from commonweal.standards import spreadsheet

STEPS = 4  # rings of the drawing; a share is drawn in four steps, too
GRADES = (Scoring.GRADED, Scoring.MEASURED)
COLUMNS = (
    "instrument", "version", "what", "id", "name", "value", "words", "mean", "level", "met", "of", "answered",
    "with_evidence", "applicable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableRow:
    """A part of the instrument with its cells."""

    key: str
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Each part with where it stands, in words."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def level_table(report: ReportDocument) -> LevelTable:
    """The parts of a report as people read them."""
    has_before = any(part.level_before is not None or part.mean_before is not None for part in report.parts)
    columns = [column for column, _cell in _cells(report, report.parts[0])] if report.parts else []
    rows = []
    for part in report.parts:
        cells = _said_cells(report, part, len(columns))
        rows.append(TableRow(part.key, part.name, (*cells, *((_before(part),) if has_before else ()))))
    return LevelTable((*columns, *((_("Before"),) if has_before else ())), tuple(rows))


def unit_table(report: ReportDocument) -> LevelTable:
    """Each part that departments answered, with where it stands by the answers of each; else no rows."""
    rows = []
    for place, part in enumerate(report.parts):
        of_units = [unit.parts[place] for unit in report.units]
        if any(each.coverage.answered for each in of_units):
            rows.append(TableRow(part.key, part.name, tuple(_unit_cell(report, each) for each in of_units)))
    return LevelTable(tuple(unit.unit for unit in report.units), tuple(rows))


def shown(report: ReportDocument) -> dict[str, object]:
    """What templates show of a report: the report, its table and its drawing."""
    return {
        "report": report,
        "table": level_table(report),
        "units": unit_table(report),
        "radar": mark_safe(radar(report)),  # noqa: S308  escaped there
    }


def radar(report: ReportDocument) -> str:
    """The parts as a drawing; "" for fewer than three."""
    spokes = [
        Spoke(part.key, part.name, _reach(report, part), _reach_words(report, part), part.mean_before)
        for part in report.parts
    ]
    return draw_radar(spokes, most=STEPS, label=_("How far each part is"))


def peer_rows(report: ReportDocument, peers: Peers) -> list[TableRow]:
    """Each part beside the quartiles of the peers; no rows where no part has five of them."""
    if all(each.means is None for each in peers.dimensions):
        return []
    names = {part.id: part for part in report.parts}
    return [
        TableRow(each.id, names[each.id].name, (_mean_words(names[each.id]), *_quartiles(each.means)))
        for each in peers.dimensions
        if each.id in names
    ]


def peer_words(body: Body) -> str:
    """Of which kind and size the peers of a body are."""
    band = size_band(body.population)
    if band is None:
        size = _("size not known")
    else:
        ends = {"least": _grouped(band.smallest), "most": _grouped(band.largest or 0)}
        size = (
            _("%(least)s inhabitants and more") if band.largest is None else _("%(least)s to %(most)s inhabitants")
        ) % ends
    return f"{body.get_kind_display()}, {size}"


def coverage_words(coverage: CoverageDocument) -> str:
    """How many of the questions that apply are answered."""
    return _("%(answered)s of %(applicable)s") % {
        "answered": number(coverage.answered),
        "applicable": number(coverage.applicable),
    }


def as_csv(report: ReportDocument) -> str:
    """Each part and each answer as a row; numbers as JSON has them."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for row in (_whole(report), *map(_part_row, report.parts), *map(_answer_row, report.answers)):
        named = {"instrument": report.instrument, "version": report.version, **row}
        writer.writerow({key: spreadsheet.harmless(_plain(value)) for key, value in named.items()})
    return text.getvalue()


def _said_cells(report: ReportDocument, part: PartDocument, columns: int) -> list[str]:
    """The cells of a part; of one that does not apply there is nothing to count."""
    if not part.coverage.applicable:
        return [str(STATES[State.INAPPLICABLE]), *("–" for _column in range(columns - 1))]
    return [cell for _column, cell in _cells(report, part)]


def _cells(report: ReportDocument, part: PartDocument) -> Iterator[tuple[str, str]]:
    """The columns of a way of scoring, each with its cell."""
    scoring = Scoring(report.scoring)
    if scoring is Scoring.GRADED:
        yield _("Level that holds"), part.level_words
        if not report.is_short:
            yield _("How far"), _mean_words(part)
    elif scoring is Scoring.MEASURED:
        yield _("Mean of the grades"), _mean_words(part)
    elif scoring is Scoring.PASSING:
        yield _("Passes"), str(NOT_KNOWN) if part.passes is None else _("yes") if part.passes else _("no")
    if scoring not in GRADES:
        met = _("%(met)s of %(of)s") % {"met": number(part.met), "of": number(part.of)}
        yield _("Met"), met if part.coverage.answered else str(NOT_KNOWN)
    yield _("Answered"), coverage_words(part.coverage)
    if not report.is_short:
        yield _("With evidence"), number(part.coverage.with_evidence)


def _unit_cell(report: ReportDocument, part: PartDocument) -> str:
    """Where a part stands, and how many of its questions the department answered."""
    _column, where = next(_cells(report, part))
    return f"{where} ({coverage_words(part.coverage)})"


def _grouped(count: int) -> str:
    return number_format(count, force_grouping=True)


def _quartiles(means: Quartiles | None) -> tuple[str, ...]:
    if means is None:
        return ("–", "–", "–", _("fewer than five"))
    return tuple(map(number, (means.low, means.middle, means.high, means.count)))


def _mean_words(part: PartDocument) -> str:
    if part.mean is not None:
        return number(part.mean)
    if not part.coverage.answered:
        return str(NOT_KNOWN)
    if part.mean_least is None or part.mean_most is None or part.mean_least == part.mean_most:
        return str(NOT_ENOUGH)
    between = {"least": number(part.mean_least), "most": number(part.mean_most)}
    return _("not enough known: between %(least)s and %(most)s") % between


def _before(part: PartDocument) -> str:
    if part.level_before is not None:
        return number(part.level_before)
    return number(part.mean_before) if part.mean_before is not None else str(NOT_KNOWN)


def _reach(report: ReportDocument, part: PartDocument) -> float | None:
    if report.scoring in GRADES:
        return part.mean
    return STEPS * part.met / part.of if part.of and part.coverage.answered else None


def _reach_words(report: ReportDocument, part: PartDocument) -> str:
    if not part.coverage.applicable:
        return str(STATES[State.INAPPLICABLE])
    return ", ".join(f"{column}: {cell}" for column, cell in _cells(report, part))


def _whole(report: ReportDocument) -> dict[str, object]:
    row: dict[str, object] = {"what": "whole", "name": report.about, "level": report.level}
    if report.scoring not in GRADES:
        row |= {"met": report.met, "of": report.of}
    return row | report.coverage.dict()


def _part_row(part: PartDocument) -> dict[str, object]:
    row: dict[str, object] = {
        "what": "part",
        "id": part.id,
        "name": part.name,
        "words": part.level_words,
        "mean": part.mean,
    }
    return row | {"level": part.level, "met": part.met, "of": part.of} | part.coverage.dict()


def _answer_row(answer: AnswerDocument) -> dict[str, object]:
    return {
        "what": "answer",
        "id": answer.question,
        "name": answer.asked,
        "value": answer.value,
        "words": answer.answer,
        "with_evidence": len(answer.evidence),
    }


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)
