"""The radar as files and pages: rows of a table, JSON with every point, sums in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from commonweal.usage.documents.sums import sum_in_words, whole
from commonweal.usage.queries import Item, Money, Radar
from commonweal.usage.rules.money import written_cents
from commonweal.usage.rules.radar import Range

CSV_COLUMNS = (
    "place", "points", "title", "supplier", "due", "due_is", "missed", "currency", "yearly_cost", "offered_low",
    "offered_likely", "offered_high", "exit_cost", "first_year_low", "first_year_likely", "first_year_high",
    "four_years_low", "four_years_likely", "four_years_high", "alternatives", "neighbours", "begun",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SumRow:
    """A line of the table of money: its name, and least, likely and most in words."""

    name: str
    low: str
    likely: str
    high: str


def sums(money: Money, years: int) -> list[SumRow]:
    """The money of an item in words, a line each."""
    currency = money.now.currency
    return [
        _row(_("What it costs now, a year"), money.now, currency),
        _row(_("What the offers cost, a year"), money.offered, currency),
        _row(_("What leaving costs, once"), money.exit_cost, currency),
        _row(_("Changing over, in the first year"), money.first_year, currency, signed=True),
        _row(_("Changing over, in %(years)s years") % {"years": years}, money.some_years, currency, signed=True),
    ]


def csv_rows(radar: Radar) -> Iterator[dict[str, str]]:
    """A row for each subject: those with a date by their place, then those without."""
    for place, item in enumerate(radar.items, start=1):
        yield _csv(item, str(place))
    for item in radar.dateless:
        yield _csv(item, "")


def json_document(radar: Radar) -> dict[str, Any]:
    """Everything the page shows, with every point and its reason."""
    return {
        "body": radar.body.slug if radar.body is not None else None,
        "on": radar.on.isoformat(),
        "months": radar.months,
        "pack": radar.pack.name,
        "neighbours": radar.neighbour_count,
        "items": [_json(item) for item in radar.items],
        "without_date": [_json(item) for item in radar.dateless],
    }


def _csv(item: Item, place: str) -> dict[str, str]:
    subject, money = item.subject, item.money
    row = {
        "place": place,
        "points": str(item.total),
        "title": subject.title,
        "supplier": subject.supplier,
        "due": subject.due.isoformat() if subject.due else "",
        "due_is": ("notice" if subject.is_notice else "end") if subject.due else "",
        "missed": subject.missed_on.isoformat() if subject.missed_on else "",
        "currency": subject.currency,
        "yearly_cost": _written(money.now.likely),
        "exit_cost": _written(money.exit_cost.likely),
        "alternatives": "; ".join(one.entry.name for one in item.alternatives),
        "neighbours": str(len({run.neighbour.body.pk for one in item.alternatives for run in one.runners})),
        "begun": item.start.started_at.date().isoformat() if item.start else "",
    }
    for name, sums_ in (("offered", money.offered), ("first_year", money.first_year), ("four_years", money.some_years)):
        for end in ("low", "likely", "high"):
            row[f"{name}_{end}"] = _written(getattr(sums_, end) if sums_ is not None else None)
    return {column: row[column] for column in CSV_COLUMNS}


def _json(item: Item) -> dict[str, Any]:
    subject, money = item.subject, item.money
    return {
        "key": subject.key,
        "title": subject.title,
        "supplier": subject.supplier,
        "functions": list(subject.functions),
        "due": subject.due.isoformat() if subject.due else None,
        "is_notice": subject.is_notice,
        "missed_on": subject.missed_on.isoformat() if subject.missed_on else None,
        "points": item.total,
        "reasons": [
            {"id": one.points.code, "points": one.points.points, "of": one.points.weight, "why": one.why}
            for one in item.counted
        ],
        "money": {
            "currency": subject.currency,
            "now_cents": money.now.likely,
            "exit_cents": money.exit_cost.likely,
            "offered": _range(money.offered),
            "offers": money.offers,
            "first_year": _range(money.first_year),
            "four_years": _range(money.some_years),
        },
        "alternatives": [
            {
                "software": one.entry.slug,
                "strength": round(one.strength, 4),
                "reasons": list(one.reasons),
                "neighbours": [run.neighbour.body.slug for run in one.runners],
                "suppliers": [
                    {"slug": each.supplier.body.slug, "qualified": each.is_qualified} for each in one.serving
                ],
            }
            for one in item.alternatives
        ],
        "begun": item.start.started_at.isoformat() if item.start else None,
    }


def _range(sums_: Range | None) -> dict[str, int | None] | None:
    return None if sums_ is None else {"low": sums_.low, "likely": sums_.likely, "high": sums_.high}


def _row(name: str, sums_: Range | None, currency: str, *, signed: bool = False) -> SumRow:
    ends = (sums_.low, sums_.likely, sums_.high) if sums_ is not None else (None, None, None)
    # Estimates, so in whole units; the files keep the cents.
    words = [_signed(whole(end), currency) if signed else sum_in_words(whole(end), currency) for end in ends]
    return SumRow(name, *words)


def _signed(cents: int | None, currency: str) -> str:
    """A difference in words: how much less or more than staying."""
    if cents is None or cents == 0:
        return sum_in_words(cents, currency)
    words = sum_in_words(abs(cents), currency)
    return _("%(sum)s less") % {"sum": words} if cents < 0 else _("%(sum)s more") % {"sum": words}


def _written(cents: int | None) -> str:
    if cents is None:
        return ""
    return f"-{written_cents(-cents)}" if cents < 0 else written_cents(cents)
