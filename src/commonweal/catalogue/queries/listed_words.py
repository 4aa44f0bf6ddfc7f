"""Which entries have a word, as the worker has listed them, put right where entries have changed since.

Lists are a help, never the truth: without them, or where they cannot tell, PostgreSQL's index is asked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from django.db import connection

from commonweal.catalogue.rules import bitmaps
from commonweal.catalogue.rules.bitmaps import Bits, Ids

COLUMNS = {"words": False, "headwords": True}  # of SearchText, and how postings tell them apart
FEWEST_ENTRIES = 20_000  # below, PostgreSQL answers the commonest word in some 10 ms by itself
MOST_CHANGED = 10_000  # entries written since the lists; with more, asking about them gains little over the index
LAST_LETTER = "\U0010ffff"

# A server, a database and a file: lists that a backup brought from elsewhere are not of this table.
TABLE = """(SELECT system_identifier FROM pg_control_system()) || '/' || current_database() || '/'
    || pg_relation_filenode('catalogue_searchtext')"""

Word = tuple[str, bool]  # a lexeme, and whether those that begin with it fit as well
Sum = list[list[Word]]  # one of these, of each of which all


@dataclass(frozen=True, slots=True)
class Now:
    """The table as it is, and the oldest transaction that is still running."""

    table: str
    oldest_running: int


def now() -> Now:
    """Say which table there is, and which transactions it holds for certain."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TABLE}, pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return Now(*cursor.fetchall()[0])


def unlisted() -> Ids | None:
    """The entries written since the lists were made; None when these are too many or there are no lists.

    To be asked for before the lists are read: newer lists are right about these entries as well.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT entry_id FROM (
                SELECT read_to FROM catalogue_postinglist WHERE of_table = {TABLE} ORDER BY id DESC LIMIT 1
            ) AS listed LEFT JOIN LATERAL (
                SELECT entry_id FROM catalogue_searchdocument WHERE written_by >= listed.read_to
                LIMIT {MOST_CHANGED + 1}
            ) AS news ON true
            """  # noqa: S608  only names and numbers of ours are put in
        )
        rows = cursor.fetchall()
    if not rows or len(rows) > MOST_CHANGED:
        return None
    return np.array([pk for (pk,) in rows if pk is not None], dtype=np.int64)


def listed(column: str, queries: Sequence[str], capacity: int) -> dict[str, Bits]:
    """The entries that fit each query in a column, as listed; a query of a shape that lists cannot answer is left out.

    What they can: words, whole or as a beginning, joined by & and those by |.
    """
    sums = {query: found for query in queries if (found := _sum(query)) is not None}
    words = dict.fromkeys(word for either in sums.values() for all_of in either for word in all_of)
    packed = _whole(column, [lexeme for lexeme, is_beginning in words if not is_beginning])
    packed |= {(lexeme, True): _beginning(column, lexeme) for lexeme, is_beginning in words if is_beginning}
    bits = {word: _unpacked(packed.get(word, b""), capacity) for word in words}
    nothing = bitmaps.empty(capacity)
    return {query: _join(either, bits, nothing) for query, either in sums.items()}


def _sum(query: str) -> Sum | None:
    either = []
    for product in query.split(" | "):
        words = [re.fullmatch(r"'([^'\\]+)'(:\*)?", word) for word in product.split(" & ")]
        if None in words:
            return None
        either.append([(word[1], word[2] is not None) for word in words if word is not None])
    beginnings = [lexeme for (lexeme, is_beginning), *others in either if is_beginning and not others]
    return [words for words in either if not _is_covered(words, beginnings)]


def _is_covered(words: Sequence[Word], beginnings: Sequence[str]) -> bool:
    """Whether what fits is found by a beginning anyway."""
    return any(not is_beginning and lexeme.startswith(one) for lexeme, is_beginning in words for one in beginnings)


def _whole(column: str, lexemes: Sequence[str]) -> dict[Word, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lexeme, string_agg(entries, ''::bytea) FROM catalogue_posting"
            " WHERE is_headword = %s AND lexeme = ANY(%s) GROUP BY lexeme",
            [COLUMNS[column], list(lexemes)],
        )
        return {(lexeme, False): entries for lexeme, entries in cursor.fetchall()}


def _beginning(column: str, lexeme: str) -> bytes:
    """Asked one by one, so that PostgreSQL sees that it will find little; else it compiles the query first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(entries, ''::bytea), ''::bytea) FROM catalogue_posting"
            " WHERE is_headword = %s AND lexeme >= %s AND lexeme <= %s",
            [COLUMNS[column], lexeme, lexeme + LAST_LETTER],
        )
        found: bytes = cursor.fetchall()[0][0]
        return found


def _unpacked(entries: bytes, capacity: int) -> Bits:
    return bitmaps.from_ids(np.frombuffer(entries, dtype=">i4").astype(np.int64), capacity)


def _join(either: Sum, bits: Mapping[Word, Bits], nothing: Bits) -> Bits:
    return reduce(np.bitwise_or, [reduce(np.bitwise_and, [bits[word] for word in words]) for words in either], nothing)
