"""Reading rows of SearchDocument as columns: thousands of rows come as a few byte strings, a number after the other.

A row at a time through Python takes some 25 µs, and a process must read every row once at its start.
"""

from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from commonweal.catalogue.rules.bitmaps import Ids

CHUNK = 50_000
NAME_BYTES = 16
ARRAY_HEADER, EMPTY_ARRAY = 5, 3  # numbers before the first element, as PostgreSQL's array_send writes them
COLUMNS = f"""
    string_agg(int4send(entry_id::int), ''::bytea), string_agg(boolsend(is_listed), ''::bytea),
    string_agg(int2send(visibility), ''::bytea), string_agg(boolsend(is_archived), ''::bytea),
    string_agg(int4send(activity_day), ''::bytea), string_agg(int4send(first_seen_day), ''::bytea),
    string_agg(float4send(quality::float4), ''::bytea),
    string_agg(substring(convert_to(folded_name, 'UTF8') || decode(repeat('00', {NAME_BYTES}), 'hex')
        FROM 1 FOR {NAME_BYTES}), ''::bytea),
    string_agg(int4send(cardinality(terms)), ''::bytea), string_agg(array_send(terms), ''::bytea)
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by ascending entry id, a column each; `owners` and `terms` are pairs of an entry and a number of its."""

    ids: Ids
    listed: NDArray[np.bool_]
    visibility: NDArray[np.int16]
    archived: NDArray[np.bool_]
    activity_day: NDArray[np.int32]
    first_seen_day: NDArray[np.int32]
    quality: NDArray[np.float32]
    name_keys: NDArray[np.uint64]  # the first bytes of the name as two numbers that sort as names do
    owners: Ids
    terms: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class News:
    """Rows written since a transaction, which table they are of, and the oldest transaction that is still running."""

    table: tuple[str, int]
    oldest_running: int
    is_own_writing: bool
    highest: int
    rows: Rows | None


def written_since(transaction_id: int, *, after: int) -> News:
    """The next rows by id; as many as a chunk takes."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT current_database(), pg_relation_filenode('catalogue_searchdocument'),
                pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_current_xact_id_if_assigned() IS NOT NULL,
                coalesce((SELECT max(entry_id) FROM catalogue_searchdocument), 0), {COLUMNS}
            FROM (
                SELECT * FROM catalogue_searchdocument WHERE written_by >= %s AND entry_id > %s
                ORDER BY entry_id LIMIT {CHUNK}
            ) AS news
            """,  # noqa: S608  only names and numbers of ours are put in
            [transaction_id, after],
        )
        table, filenode, oldest_running, is_own_writing, highest, *columns = cursor.fetchall()[0]
    rows = _rows(columns) if columns[0] is not None else None
    return News((table, filenode), oldest_running, is_own_writing, highest, rows)


def _rows(columns: list[bytes]) -> Rows:
    types = (">i4", "?", ">i2", "?", ">i4", ">i4", ">f4", ">u8", ">i4", ">i4")
    read = [np.frombuffer(column, dtype=kind) for column, kind in zip(columns, types, strict=True)]
    ids = read[0].astype(np.int64)
    order = np.argsort(ids)  # in order already, but PostgreSQL promises no order to an aggregate
    terms_of_each = read[8].astype(np.int64)
    lengths = np.where(terms_of_each > 0, ARRAY_HEADER + 2 * terms_of_each, EMPTY_ARRAY)
    starts = np.cumsum(lengths) - lengths
    within = np.arange(terms_of_each.sum()) - np.repeat(np.cumsum(terms_of_each) - terms_of_each, terms_of_each)
    places = np.repeat(starts, terms_of_each) + ARRAY_HEADER + 2 * within + 1  # each element behind its length
    return Rows(
        ids=ids[order],
        listed=read[1][order],
        visibility=read[2][order],
        archived=read[3][order],
        activity_day=read[4][order],
        first_seen_day=read[5][order],
        quality=read[6][order],
        name_keys=read[7].reshape(-1, 2).astype(np.uint64)[order],
        owners=np.repeat(ids, terms_of_each),
        terms=read[9][places].astype(np.int32),
    )
