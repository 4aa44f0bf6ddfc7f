"""Taking in signals: who says that something is exploited, how likely it is, and what a coordinator decided."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from commonweal.organisations.models import User
from commonweal.risk import permissions
from commonweal.risk.actions._working_out import work_out_signals
from commonweal.risk.models import AdvisorySource, Exploitation, SyncRun
from commonweal.risk.permissions import Permission
from commonweal.standards import exploitation

_EXPLOITED = """
    INSERT INTO risk_exploitation (source_id, identifier, added_on, due_on, is_ransomware, note)
    SELECT %(source)s, told.* FROM unnest(%(identifiers)s::text[], %(added)s::date[], %(due)s::date[],
        %(ransomware)s::boolean[], %(notes)s::text[]) AS told (identifier, added_on, due_on, is_ransomware, note)
    ON CONFLICT (source_id, identifier) DO UPDATE SET added_on = EXCLUDED.added_on, due_on = EXCLUDED.due_on,
        is_ransomware = EXCLUDED.is_ransomware, note = EXCLUDED.note
    WHERE (risk_exploitation.added_on, risk_exploitation.due_on, risk_exploitation.is_ransomware,
        risk_exploitation.note)
        IS DISTINCT FROM (EXCLUDED.added_on, EXCLUDED.due_on, EXCLUDED.is_ransomware, EXCLUDED.note)
    RETURNING xmax = 0
"""
_FORECAST = """
    INSERT INTO risk_exploitforecast (source_id, identifier, score, percentile, scored_on)
    SELECT %(source)s, told.* FROM unnest(%(identifiers)s::text[], %(scores)s::float8[], %(percentiles)s::float8[],
        %(days)s::date[]) AS told (identifier, score, percentile, scored_on)
    ON CONFLICT (identifier, source_id) DO UPDATE SET score = EXCLUDED.score, percentile = EXCLUDED.percentile,
        scored_on = EXCLUDED.scored_on
    WHERE risk_exploitforecast.scored_on IS NULL OR EXCLUDED.scored_on >= risk_exploitforecast.scored_on
    RETURNING xmax = 0
"""
_DECIDED = """
    INSERT INTO risk_ssvcdecision (source_id, identifier, exploitation, automatable, technical_impact, decided_at)
    SELECT %(source)s, told.* FROM unnest(%(identifiers)s::text[], %(exploitations)s::text[], %(automatables)s::text[],
        %(impacts)s::text[], %(times)s::timestamptz[])
        AS told (identifier, exploitation, automatable, technical_impact, decided_at)
    ON CONFLICT (identifier, source_id) DO UPDATE SET exploitation = EXCLUDED.exploitation,
        automatable = EXCLUDED.automatable, technical_impact = EXCLUDED.technical_impact,
        decided_at = EXCLUDED.decided_at
    WHERE risk_ssvcdecision.decided_at IS NULL OR EXCLUDED.decided_at >= risk_ssvcdecision.decided_at
    RETURNING xmax = 0
"""


@transaction.atomic
def take_in_exploited(
    *, source: AdvisorySource, exploited: Sequence[exploitation.Exploitation], run: SyncRun, by: User | None
) -> SyncRun:
    """Take in a whole list of what is known to be exploited: what is no longer on it is taken away.

    A day that the list does not state is the one on which it was first read here.
    Records nothing, since the end of the reading is recorded. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    today = timezone.localdate()
    known = dict(Exploitation.objects.filter(source=source).values_list("identifier", "added_on"))
    rows: dict[str, tuple[date, date | None, bool | None, str]] = {}
    for each in exploited:
        identifier = each.identifier.upper()
        added = each.added or known.get(identifier) or today
        before = rows.get(identifier)
        if before is None or added < before[0]:
            rows[identifier] = (added, each.due, each.is_ransomware, _note(each))
    gone = set(known) - set(rows)
    Exploitation.objects.filter(source=source, identifier__in=gone).delete()
    values = {
        "source": source.pk,
        "identifiers": list(rows),
        "added": [row[0] for row in rows.values()],
        "due": [row[1] for row in rows.values()],
        "ransomware": [row[2] for row in rows.values()],
        "notes": [row[3] for row in rows.values()],
    }
    _count(run, _written(_EXPLOITED, values), seen=len(exploited), withdrawn=len(gone))
    work_out_signals()
    return run


@transaction.atomic
def take_in_forecasts(
    *, source: AdvisorySource, forecasts: Sequence[exploitation.Forecast], run: SyncRun, by: User | None
) -> SyncRun:
    """Take in scores, one batch of many; an older day never replaces a newer. `finish_signals` follows the last.

    Records nothing, since the end of the reading is recorded. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    rows = {each.identifier.upper(): each for each in forecasts}
    values = {
        "source": source.pk,
        "identifiers": list(rows),
        "scores": [each.probability for each in rows.values()],
        "percentiles": [each.percentile for each in rows.values()],
        "days": [each.on for each in rows.values()],
    }
    _count(run, _written(_FORECAST, values), seen=len(forecasts))
    return run


@transaction.atomic
def take_in_ssvc(
    *, source: AdvisorySource, decisions: Sequence[exploitation.SsvcDecision], run: SyncRun, by: User | None
) -> SyncRun:
    """Take in decisions of a coordinator, one batch of many; an older one never replaces a newer.

    Records nothing, since the end of the reading is recorded. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    rows = {each.identifier.upper(): each for each in decisions}
    values = {
        "source": source.pk,
        "identifiers": list(rows),
        "exploitations": [each.exploitation.value if each.exploitation else "" for each in rows.values()],
        "automatables": [_yes_no(each.is_automatable) for each in rows.values()],
        "impacts": [each.impact.value if each.impact else "" for each in rows.values()],
        "times": [each.at for each in rows.values()],
    }
    _count(run, _written(_DECIDED, values), seen=len(decisions))
    return run


@transaction.atomic
def finish_signals(*, by: User | None) -> int:
    """Let all vulnerabilities take up what signals now say about their names; return how many changed.

    Records nothing, since the end of the reading is recorded. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    return work_out_signals()


def _note(exploited: exploitation.Exploitation) -> str:
    """Say who says it, of what, and what they ask for."""
    what = " ".join(part for part in (exploited.vendor, exploited.product, exploited.name) if part)
    return ". ".join(part.strip().rstrip(".") for part in (exploited.asserter, what, exploited.action) if part)[:1000]


def _yes_no(answer: bool | None) -> str:  # noqa: FBT001 — a value, no switch
    return "" if answer is None else "yes" if answer else "no"


def _written(statement: str, values: dict[str, Any]) -> list[bool]:
    """Write the rows; give for each that changed anything whether it is new."""
    if not values["identifiers"]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [bool(row[0]) for row in cursor.fetchall()]


def _count(run: SyncRun, written: Iterable[bool], *, seen: int, withdrawn: int = 0) -> None:
    rows = list(written)
    run.seen += seen
    run.added += sum(rows)
    run.changed += len(rows) - sum(rows)
    run.withdrawn += withdrawn
    run.save(update_fields=["seen", "added", "changed", "withdrawn"])
