"""Which entries have a word, remembered as bitmaps that follow the table.

The worker's lists answer, or PostgreSQL's index; what they answered is kept beside the facet index. When entries have
changed since, only those are asked about again, so a remembered answer is as exact as a new one. Common words are the
dear ones and are asked again and again; rare ones cost little either way.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import chain

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from commonweal.catalogue.queries import listed_words
from commonweal.catalogue.queries.facet_index import FacetIndex, reading
from commonweal.catalogue.rules import bitmaps
from commonweal.catalogue.rules.bitmaps import Bits, Ids

KEPT_BYTES = 128_000_000
MOST_CHANGED = 20_000  # entries; when more have changed, asking anew is cheaper

Alternatives = tuple[str, ...]  # texts of queries, of which one must fit

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


def entries_with(
    index: FacetIndex, column: str, wanted: Sequence[Alternatives], capacity: int
) -> dict[Alternatives, Bits]:
    """The entries that fit one of the alternatives, for each of several, in one of the columns of SearchText.

    Bitmaps are of the capacity given, however the index grows meanwhile.
    """
    found: dict[Alternatives, Bits] = {}
    missing, stale, changed = [], [], np.zeros(0, np.int64)
    with reading(index):
        generation = index.generation
        for alternatives in dict.fromkeys(wanted):
            kept = index.postings.get((column, alternatives)) if generation >= 0 else None
            since = index.changed_since(kept[0]) if kept is not None else None
            if kept is None or since is None or since.size > MOST_CHANGED:
                missing.append(alternatives)
                continue
            found[alternatives] = _as_bits(kept[1], capacity)
            if since.size:
                stale.append(alternatives)
                changed = np.union1d(changed, since)
    if stale:
        outside = ~bitmaps.from_ids(changed, capacity)
        for alternatives, ids in _ask(column, stale, changed).items():
            found[alternatives] = (found[alternatives] & outside) | bitmaps.from_ids(ids, capacity)
    found |= _first_answers(index, column, missing, capacity)
    if generation >= 0:
        _keep(index, column, generation, {alternatives: found[alternatives] for alternatives in (*stale, *missing)})
    return found


def _first_answers(
    index: FacetIndex, column: str, wanted: Sequence[Alternatives], capacity: int
) -> dict[Alternatives, Bits]:
    """What the lists say, put right where entries have changed since; what they cannot say is asked of PostgreSQL."""
    has_lists = bool(wanted) and bitmaps.count(index.listed) >= listed_words.FEWEST_ENTRIES
    unlisted = listed_words.unlisted() if has_lists else None
    if unlisted is None:
        return {key: bitmaps.from_ids(ids, capacity) for key, ids in _ask(column, wanted, None).items()}
    listed = listed_words.listed(column, list(dict.fromkeys(chain.from_iterable(wanted))), capacity)
    in_lists = [alternatives for alternatives in wanted if listed.keys() >= set(alternatives)]
    others = [alternatives for alternatives in wanted if not listed.keys() >= set(alternatives)]
    found = {key: bitmaps.from_ids(ids, capacity) for key, ids in _ask(column, others, None).items()}
    outside = ~bitmaps.from_ids(unlisted, capacity)
    nothing = bitmaps.empty(capacity)
    for alternatives in in_lists:
        found[alternatives] = reduce(np.bitwise_or, [listed[query] for query in alternatives], nothing) & outside
    for alternatives, ids in _ask(column, in_lists, unlisted).items() if unlisted.size else ():
        found[alternatives] |= bitmaps.from_ids(ids, capacity)
    return found


def _ask(column: str, wanted: Sequence[Alternatives], among: Ids | None) -> dict[Alternatives, Ids]:
    """Ask the table, of all entries or of some; each alternative by a scan of its own."""
    if not wanted:
        return {}
    if column not in listed_words.COLUMNS:
        raise ValueError(column)
    queries = list(dict.fromkeys(query for alternatives in wanted for query in alternatives))
    with connection.cursor() as cursor:
        if among is None:
            cursor.execute(
                f"""
                SELECT asked.query, string_agg(int4send(fitting.entry_id::int), ''::bytea)
                FROM unnest(%s::text[]) AS asked(query) CROSS JOIN LATERAL (
                    SELECT entry_id FROM catalogue_searchtext WHERE {column} @@ asked.query::tsquery
                ) AS fitting GROUP BY asked.query
                """,  # noqa: S608  the column is one of ours
                [queries],
            )
        else:  # each vector is fetched once: joined with nothing it is no longer a pointer to where it is stored
            cursor.execute(
                f"""
                WITH changed AS MATERIALIZED (
                    SELECT entry_id, {column} || ''::tsvector AS said FROM catalogue_searchtext WHERE entry_id = ANY(%s)
                ), asked AS MATERIALIZED (SELECT query, query::tsquery AS read FROM unnest(%s::text[]) AS all_of(query))
                SELECT query, string_agg(int4send(entry_id::int), ''::bytea)
                FROM asked JOIN changed ON said @@ read GROUP BY query
                """,  # noqa: S608  the column is one of ours
                [among.tolist(), queries],
            )
        packed = {query: np.frombuffer(ids, dtype=">i4") for query, ids in cursor.fetchall()}
    nothing = np.zeros(0, dtype=">i4")
    return {
        alternatives: np.concatenate([nothing, *(packed.get(query, nothing) for query in alternatives)]).astype(
            np.int64
        )
        for alternatives in wanted
    }


def _keep(index: FacetIndex, column: str, generation: int, answers: Mapping[Alternatives, Bits]) -> None:
    """Remember answers, few hits as ids and many as bits; the longest unused make room."""
    with reading(index):
        for alternatives, bits in answers.items():
            is_sparse = bitmaps.count(bits) * 4 < bits.size
            kept = bitmaps.to_ids(bits).astype(np.uint32) if is_sparse else bits
            index.forget_posting((column, alternatives))
            index.postings[column, alternatives] = (generation, kept)
            index.postings_bytes += kept.nbytes
        while index.postings_bytes > KEPT_BYTES:
            index.forget_posting(next(iter(index.postings)))


def _as_bits(kept: NDArray[np.uint32] | Bits, capacity: int) -> Bits:
    if kept.dtype == np.uint32:
        return bitmaps.from_ids(kept.astype(np.int64), capacity)
    missing = capacity // 8 - kept.size
    bits = kept.astype(np.uint8, copy=False)
    return np.pad(bits, (0, missing)) if missing > 0 else bits[: capacity // 8]
