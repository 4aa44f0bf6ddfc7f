"""Facts and statements as plain values that can be kept, and read back (version of the form: 1).

Shares are written as numbers from 0 to 1 with six digits; None is not known. A window is written as its days.

Source: own form; docs/reference/health.md names the figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from commonweal.health.rules.counting import Figures
from commonweal.health.rules.facts import Facts
from commonweal.health.rules.pulse import Pulse
from commonweal.health.rules.words import Statement

Plain = Mapping[str, Any]
FORM = 1
_SHARES = frozenset({"unknown_organisation_share", "outside_share", "retention", "core_turnover"})


def written(facts: Facts) -> dict[str, Any]:
    """Write all but the pulse: `ever`, `from_today` and `from_last_commit` by days, `releases`, and single counts."""
    return {
        "form": FORM,
        **{name: getattr(facts, name) for name in _SINGLE},
        "ever": _figures(facts.ever),
        "from_today": _by_days(facts.from_today),
        "from_last_commit": _by_days(facts.from_last_commit),
        "releases": _flat(facts.releases),
    }


_SINGLE = ("merges", "by_bots", "squashed", "undated", "people", "files", "truck_factor", "presence")


def written_days(pulse: Pulse) -> dict[str, int]:
    """Write the days that had commits, in order."""
    return {day.isoformat(): pulse.days[day] for day in sorted(pulse.days)}


def written_statements(said: Iterable[Statement]) -> list[dict[str, Any]]:
    """Write statements, each with its word, answer, sentence, facts and day."""
    return [
        {
            "word": each.word.value,
            "answer": each.answer.value,
            "sentence": each.sentence,
            "facts": {name: _plain(value) for name, value in each.facts.items()},
            "as_of": each.as_of.isoformat(),
        }
        for each in said
    ]


def figures_read(found: Plain) -> Figures:
    """Read figures back; the window they were counted in is not kept with them."""
    values: dict[str, Any] = {name: found.get(name) for name in _NAMES}
    shares: dict[str, Any] = {name: Fraction(str(values[name])) for name in _SHARES if values[name] is not None}
    return Figures(window=None, **(values | shares))


def pulse_read(days: Plain, first: datetime | None, last: datetime | None) -> Pulse:
    """Read a pulse back."""
    return Pulse(first, last, {date.fromisoformat(day): int(count) for day, count in days.items()})


_NAMES = tuple(each.name for each in fields(Figures) if each.name not in {"window", "rules"})


def _by_days(found: Iterable[Figures]) -> dict[str, Any]:
    return {str(each.window.days): _figures(each) for each in found if each.window}


def _figures(found: Figures) -> dict[str, Any]:
    return {name: _plain(getattr(found, name)) for name in _NAMES}


def _flat(found: Any) -> dict[str, Any]:
    return {each.name: _plain(getattr(found, each.name)) for each in fields(found) if each.name != "rules"}


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction | float):
        return round(float(value), 6)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
