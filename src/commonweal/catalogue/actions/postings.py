"""Listing which entries have which word, so that a common word need not be looked up entry by entry.

PostgreSQL's index answers a word that hundreds of thousands of entries have by reading each of them: over a second of
work at a million entries. Listed beforehand, such a word is a few byte strings. See docs/adr/0005.
"""

from collections.abc import Iterable

from django.db import connection, transaction

from commonweal.catalogue.models import PostingList, SearchDocument
from commonweal.catalogue.queries import listed_words
from commonweal.organisations.models import User

PART = 131_072  # entry ids listed by one statement: some 250 MB of memory in the database while it runs


@transaction.atomic
def list_postings(*, at_least: int, by: User | None = None) -> int:
    """List words anew where entries have changed, if at least so many have; return how many parts were listed.

    Others see the old lists until all is done. Records nothing, since no entry changes.
    """
    now = listed_words.now()
    if not SearchDocument.objects.all()[listed_words.FEWEST_ENTRIES - 1 :].exists():
        return 0
    known = PostingList.objects.filter(of_table=now.table).order_by("pk").last()
    parts = _changed_parts(known.read_to if known is not None else 0)
    if known is not None and sum(parts.values()) < at_least:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
        # Not TRUNCATE where all go: it would make searches wait until the end.
        cursor.execute("DELETE FROM catalogue_posting WHERE %s OR part = ANY(%s)", [known is None, list(parts)])
    _list(parts)
    PostingList.objects.all().delete()
    PostingList.objects.create(of_table=now.table, read_to=now.oldest_running)
    return len(parts)


def _changed_parts(transaction_id: int) -> dict[int, int]:
    """How many entries of each part have been written since a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT entry_id / {PART}, count(*) FROM catalogue_searchdocument WHERE written_by >= %s GROUP BY 1",  # noqa: S608
            [transaction_id],
        )
        return dict(cursor.fetchall())


def _list(parts: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        for part in sorted(parts):
            for column, is_headword in listed_words.COLUMNS.items():
                cursor.execute(
                    f"""
                    INSERT INTO catalogue_posting (is_headword, lexeme, part, entries)
                    SELECT %s, lexeme, %s, string_agg(int4send(entry_id::int), ''::bytea)
                    FROM catalogue_searchtext, unnest(tsvector_to_array({column})) AS lexeme
                    WHERE entry_id >= %s AND entry_id < %s GROUP BY lexeme
                    """,  # noqa: S608  the column is one of ours
                    [is_headword, part, part * PART, (part + 1) * PART],
                )
        cursor.execute("ANALYZE catalogue_posting")
