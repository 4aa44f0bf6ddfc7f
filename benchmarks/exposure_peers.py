"""The same question to plain PostgreSQL, and to DuckDB: which systems a vulnerability affects, and of which bodies.

PostgreSQL has what our record has: keys as bytes, an index of packages and keys, one of occurrences. DuckDB gets pairs
by rank and spans already turned into ranks, which is more than fair. Both must count as many systems and bodies.
"""

import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from commonweal.exposure import Tables
from commonweal.exposure.arrays import work_out

ROUNDS = 2
SCHEMA = "exposure_benchmark"
TABLES = f"""
DROP SCHEMA IF EXISTS {SCHEMA} CASCADE;
CREATE SCHEMA {SCHEMA};
SET search_path TO {SCHEMA};
CREATE TABLE pair (id int, package int, key bytea);
CREATE TABLE occurrence (pair int, system int);
CREATE TABLE system (id int, body int);
CREATE TABLE span (vulnerability int, package int, low bytea, high bytea);
"""
INDEXES = """
ALTER TABLE pair ADD PRIMARY KEY (id);
CREATE INDEX ON pair (package, key) INCLUDE (id);
CREATE UNIQUE INDEX ON occurrence (pair, system);
ALTER TABLE system ADD PRIMARY KEY (id);
CREATE INDEX ON span (vulnerability);
ANALYZE pair, occurrence, system, span;
"""
QUESTION = """
SELECT body, count(*) FROM system WHERE id IN (
    SELECT occurrence.system FROM span
    JOIN pair ON pair.package = span.package AND pair.key >= span.low AND pair.key < span.high
    JOIN occurrence ON occurrence.pair = pair.id
    WHERE span.vulnerability = %s
) GROUP BY body
"""
DUCK_QUESTION = """
SELECT body, count(*) FROM system WHERE id IN (
    SELECT occurrence.system FROM span
    JOIN occurrence ON occurrence.pair >= span.start AND occurrence.pair < span.until
    WHERE span.vulnerability = ?
) GROUP BY body
"""


def postgresql(dsn: str, tables: Tables, compare: list[tuple[int, int, int]]) -> None:
    """Load by COPY, index, ask."""
    import psycopg

    with psycopg.connect(dsn, autocommit=True) as connection, connection.cursor() as cursor:
        try:
            cursor.execute(TABLES)
            started = time.perf_counter()
            keys, spans = tables.pairs.keys, tables.spans
            copy(cursor, "occurrence", once(tables))
            copy(cursor, "system", np.stack([np.arange(len(tables.systems.ids)), tables.systems.bodies], axis=1))
            with cursor.copy("COPY pair FROM STDIN (FORMAT BINARY)") as into:
                into.set_types(["int4", "int4", "bytea"])
                for rank, package in enumerate(tables.pairs.packages.tolist()):
                    into.write_row((rank, package, keys[rank]))
            with cursor.copy("COPY span FROM STDIN (FORMAT BINARY)") as into:
                into.set_types(["int4", "int4", "bytea", "bytea"])
                for place, group in enumerate(spans.groups.tolist()):
                    into.write_row((group, int(spans.packages[place]), spans.lows[place], spans.highs[place]))
            loaded = time.perf_counter() - started
            cursor.execute(INDEXES)
            print(f"| PostgreSQL: COPY, indexes | {loaded:.0f} s, {time.perf_counter() - started - loaded:.0f} s | |")
            ask("PostgreSQL", lambda rank: cursor.execute(QUESTION, [rank]).fetchall(), compare)
        finally:
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def duckdb(tables: Tables, compare: list[tuple[int, int, int]]) -> None:
    """Load from arrays, sorted by pair; ask."""
    import duckdb as duck

    arrays = work_out(tables)
    lengths = np.diff(arrays.interval_offsets)
    span = {
        "vulnerability": np.repeat(np.arange(len(lengths)), lengths),
        "start": arrays.interval_starts,
        "until": arrays.interval_ends,
    }
    pairs = np.repeat(np.arange(len(arrays.pair_ids)), np.diff(arrays.pair_system_offsets))
    occurrence = {"pair": pairs.astype(np.uint32), "system": arrays.pair_systems}
    system = {"id": np.arange(len(arrays.system_ids)), "body": arrays.system_bodies}
    connection = duck.connect()
    started = time.perf_counter()
    for name, found in (("span", span), ("occurrence", occurrence), ("system", system)):
        connection.register("given", found)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        connection.unregister("given")
    print(f"| DuckDB {duck.__version__}: load | {time.perf_counter() - started:.0f} s | |")
    ask("DuckDB", lambda rank: connection.execute(DUCK_QUESTION, [rank]).fetchall(), compare)


def once(tables: Tables) -> np.ndarray:
    """Give occurrences without doubles, by pair."""
    both = tables.occurrences.pairs.astype(np.uint64) << np.uint64(32) | tables.occurrences.systems
    both = np.unique(both)
    return np.stack([both >> np.uint64(32), both & np.uint64(0xFFFF_FFFF)], axis=1)


def copy(cursor: Any, table: str, rows: np.ndarray) -> None:
    """Send two columns of whole numbers in the binary form of COPY."""
    form = np.dtype([("columns", ">i2"), ("size1", ">i4"), ("one", ">i4"), ("size2", ">i4"), ("two", ">i4")])
    head = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as into:
        into.write(head)
        for start in range(0, len(rows), 1_000_000):
            part = rows[start : start + 1_000_000]
            block = np.empty(len(part), form)
            block["columns"], block["size1"], block["size2"] = 2, 4, 4
            block["one"], block["two"] = part[:, 0], part[:, 1]
            into.write(block.tobytes())
        into.write(b"\xff\xff")


def ask(name: str, question: Callable[[int], list[Any]], compare: list[tuple[int, int, int]]) -> None:
    """Time the best of some rounds, and hold counts to ours."""
    best = []
    for rank, systems, bodies in compare:
        taken = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            rows = question(rank)
            taken.append((time.perf_counter() - started) * 1_000)
        if (sum(count for _, count in rows), len(rows)) != (systems, bodies):
            raise AssertionError((name, rank, systems, bodies))
        best.append(min(taken))
    some, wide = sorted(best[:200]), max(best[200:])
    p50, p99 = some[len(some) // 2], some[int((len(some) - 1) * 0.99)]
    print(f"| {name}: the same of 200, p50, p99, most | {p50:.2f}, {p99:.1f}, {some[-1]:.0f} ms | |")
    print(f"| {name}: 5 of the widest, slowest | {wide:.0f} ms (load {os.getloadavg()[0]:.0f}) | |", flush=True)
