"""Steps of taking in: what vulnerabilities come to, from all their advisories and from signals about their names."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection

from commonweal.risk.rules.ratings import Said, WorkedOut, worked_out

_BATCH = 2_000
_FIELDS = (
    "summary", "band", "score", "vector", "is_malicious", "published_at", "modified_at", "withdrawn_at",
)  # fmt: skip
_SAID = """
    SELECT vulnerability_id, identifier, summary, published_at, modified_at, withdrawn_at,
        ARRAY(SELECT jsonb_path_query(document, '$.severity[*].score') #>> '{}'),
        ARRAY(SELECT jsonb_path_query(document, '$.affected[*].severity[*].score') #>> '{}'),
        document #>> '{database_specific,severity}'
    FROM risk_advisory WHERE vulnerability_id = ANY(%(rows)s) ORDER BY vulnerability_id, id
"""
_STORE = """
    UPDATE risk_vulnerability SET summary = told.summary, band = told.band, score = told.score, vector = told.vector,
        is_malicious = told.is_malicious, published_at = told.published_at, modified_at = told.modified_at,
        withdrawn_at = told.withdrawn_at
    FROM unnest(%(id)s::bigint[], %(summary)s::text[], %(band)s::text[], %(score)s::numeric[], %(vector)s::text[],
        %(is_malicious)s::boolean[], %(published_at)s::timestamptz[], %(modified_at)s::timestamptz[],
        %(withdrawn_at)s::timestamptz[])
        AS told (id, summary, band, score, vector, is_malicious, published_at, modified_at, withdrawn_at)
    WHERE risk_vulnerability.id = told.id
"""
# A name speaks of a vulnerability when it is its own, or one of its advisories' own or an alias.
_SIGNALS = """
    WITH named AS (
        SELECT v.id, upper(v.name) AS identifier FROM risk_vulnerability v
        WHERE %(rows)s::bigint[] IS NULL OR v.id = ANY(%(rows)s)
        UNION
        SELECT a.vulnerability_id, n.identifier
        FROM risk_advisoryname n JOIN risk_advisory a ON a.id = n.advisory_id
        WHERE n.kind IN ('own', 'alias') AND (%(rows)s::bigint[] IS NULL OR a.vulnerability_id = ANY(%(rows)s))
    ), told AS (
        SELECT named.id, min(e.added_on) AS exploited_on, max(f.score) AS forecast
        FROM named
        LEFT JOIN risk_exploitation e USING (identifier)
        LEFT JOIN risk_exploitforecast f USING (identifier)
        GROUP BY named.id
    )
    UPDATE risk_vulnerability v SET exploited_on = told.exploited_on, forecast = told.forecast
    FROM told WHERE told.id = v.id
        AND (v.exploited_on IS DISTINCT FROM told.exploited_on OR v.forecast IS DISTINCT FROM told.forecast)
"""


def work_out(rows: Collection[int]) -> None:
    """Work out what these vulnerabilities come to, by primary key: from their advisories, then from signals."""
    keys = sorted(rows)
    for start in range(0, len(keys), _BATCH):
        _store(dict(_worked_out(keys[start : start + _BATCH])))
    work_out_signals(keys)


def work_out_signals(rows: Collection[int] | None = None) -> int:
    """Take up what signals say about these vulnerabilities, or about all; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNALS, {"rows": None if rows is None else sorted(rows)})
        return int(cursor.rowcount)


def _worked_out(rows: list[int]) -> Iterator[tuple[int, WorkedOut]]:
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"rows": rows})
        found = cursor.fetchall()
    for row, several in groupby(found, key=lambda each: each[0]):
        yield row, worked_out([_said(each) for each in several])


def _said(row: tuple[Any, ...]) -> Said:
    _, identifier, summary, published, modified, withdrawn, own, of_packages, word = row
    severities = tuple(text for text in (*own, *of_packages, word) if text)
    return Said(identifier, summary, severities, _time(published), _time(modified), _time(withdrawn))


def _time(found: Any) -> datetime | None:
    return found if isinstance(found, datetime) else None


def _store(told: dict[int, WorkedOut]) -> None:
    if not told:
        return
    values: dict[str, list[Any]] = {"id": list(told)}
    for field in _FIELDS:
        values[field] = [getattr(each, field.removesuffix("_at")) for each in told.values()]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, values)
