"""Which entries have a word, remembered as bitmaps that follow the table.

PostgreSQL's index answers; what it answered is kept beside the facet index. When entries have changed since, only those
are asked about again, so a remembered answer is as exact as a new one. Common words are the dear ones and are asked
again and again; rare ones cost little either way.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from django.db import connection

from commonweal.catalogue.queries.facet_index import FacetIndex, reading
from commonweal.catalogue.rules import bitmaps
from commonweal.catalogue.rules.bitmaps import Bits, Ids

COLUMNS = ("words", "headwords")
KEPT_BYTES = 96_000_000
MOST_CHANGED = 20_000  # entries; when more have changed, asking anew is cheaper

_forms: dict[tuple[str, str], str] = {}
_MOST_FORMS = 50_000


def lexemes(pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """What PostgreSQL makes of each (configuration, text), as the text of a query; "" where nothing is left of it."""
    if len(_forms) > _MOST_FORMS:
        _forms.clear()
    missing = [pair for pair in dict.fromkeys(pairs) if pair not in _forms]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT plainto_tsquery(('commonweal_' || said.configuration)::regconfig, said.text)::text"
                " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS said(configuration, text, place)"
                " ORDER BY place",
                [[configuration for configuration, _ in missing], [text for _, text in missing]],
            )
            _forms.update({pair: row[0] for pair, row in zip(missing, cursor.fetchall(), strict=True)})
    return {pair: _forms[pair] for pair in pairs}


def entries_with(index: FacetIndex, column: str, queries: Sequence[str], capacity: int) -> dict[str, Bits]:
    """The entries that fit each query (its text, as `lexemes` gives it) in one of the columns of SearchText.

    Bitmaps are of the capacity given, however the index grows meanwhile.
    """
    found: dict[str, Bits] = {}
    missing, stale, changed = [], [], np.zeros(0, np.int64)
    with reading(index):
        generation = index.generation
        kept = {query: index.postings.get((column, query)) for query in dict.fromkeys(queries)}
        for query, answer in kept.items():
            since = index.changed_since(answer[0]) if answer is not None and generation >= 0 else None
            if answer is None or since is None or since.size > MOST_CHANGED:
                missing.append(query)
                continue
            found[query] = _fitted(answer[1], capacity)
            if since.size:
                stale.append(query)
                changed = np.union1d(changed, since)
    if stale:
        outside = ~bitmaps.from_ids(changed, capacity)
        for query, ids in _ask(column, stale, changed).items():
            found[query] = (found[query] & outside) | bitmaps.from_ids(ids, capacity)
    for query, ids in _ask(column, missing, None).items():
        found[query] = bitmaps.from_ids(ids, capacity)
    if generation >= 0:
        _keep(index, column, {query: (generation, found[query]) for query in (*stale, *missing)})
    return found


def _ask(column: str, queries: Sequence[str], among: Ids | None) -> dict[str, Ids]:
    """Ask the table, of all entries or of some."""
    if not queries:
        return {}
    if column not in COLUMNS:
        raise ValueError(column)
    condition = "AND entry_id = ANY(%s)" if among is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT asked.place, string_agg(int4send(fitting.entry_id::int), ''::bytea)
            FROM unnest(%s::text[]) WITH ORDINALITY AS asked(query, place) CROSS JOIN LATERAL (
                SELECT entry_id FROM catalogue_searchtext WHERE {column} @@ asked.query::tsquery {condition}
            ) AS fitting GROUP BY asked.place
            """,  # noqa: S608  the column is one of ours
            [list(queries), *([among.tolist()] if among is not None else [])],
        )
        packed = dict(cursor.fetchall())
    return {
        query: np.frombuffer(packed.get(place, b""), dtype=">i4").astype(np.int64)
        for place, query in enumerate(queries, start=1)
    }


def _keep(index: FacetIndex, column: str, answers: Mapping[str, tuple[int, Bits]]) -> None:
    with reading(index):
        for query, answer in answers.items():
            index.postings[column, query] = answer
            index.postings.move_to_end((column, query))
        while len(index.postings) > max(KEPT_BYTES * 8 // max(index.capacity, 1), 64):
            index.postings.popitem(last=False)


def _fitted(bits: Bits, capacity: int) -> Bits:
    missing = capacity // 8 - bits.size
    return np.pad(bits, (0, missing)) if missing > 0 else bits[: capacity // 8]
