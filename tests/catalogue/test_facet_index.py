"""The facets in memory give the answers of the table, whoever writes it when."""

import threading
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from commonweal.catalogue import actions, queries
from commonweal.catalogue.models import Entry, FacetTerm, SearchDocument
from commonweal.catalogue.queries import SearchRequest, facet_rows
from commonweal.catalogue.rules import bitmaps
from tests.catalogue.findings import finding

LICENCES = ("EUPL-1.2", "MIT", "Apache-2.0")
LANGUAGES = ("it", "fr", "de", "en")


def publish(first: int, last: int, **changes: str) -> None:
    actions.publish_many(
        findings=[
            finding(f"Product {n}", licence=LICENCES[n % 3], language=LANGUAGES[n % 4], minutes=n, **changes)
            for n in range(first, last)
        ],
        by=None,
    )


def in_memory(**chosen: tuple[str, ...]) -> dict[str, dict[str, int]]:
    result = queries.search(AnonymousUser(), SearchRequest(chosen=chosen))
    return {facet.name: {value.value: value.count for value in facet.values if value.count} for facet in result.facets}


def in_the_table() -> dict[str, dict[str, int]]:
    names = dict(FacetTerm.objects.values_list("pk", "facet")), dict(FacetTerm.objects.values_list("pk", "value"))
    counted: dict[str, Counter[str]] = {}
    for terms in SearchDocument.objects.filter(is_listed=True, visibility=3).values_list("terms", flat=True):
        for number in terms:
            counted.setdefault(names[0][number], Counter())[names[1][number]] += 1
    return {facet: dict(counts) for facet, counts in counted.items()}


def without_activity(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {facet: found for facet, found in counts.items() if facet != "activity" and found}


@pytest.fixture
def _committed(transactional_db: None) -> Iterator[None]:
    """What is written here is committed, as it is in life."""
    return


@pytest.mark.usefixtures("_committed")
class TestCommitted:
    def test_counts_follow_what_others_publish_change_and_retire(self) -> None:
        publish(0, 30)
        first = without_activity(in_memory())
        assert first == in_the_table()

        publish(20, 40, category="crm")
        actions.retire(entry=Entry.objects.get(name="Product 3"), reason="gone", at=finding().seen_at, by=None)

        assert without_activity(in_memory()) == in_the_table() != first

    def test_words_follow_what_others_publish_and_change(self) -> None:
        publish(0, 4, short="Lending of books")
        before = queries.search(AnonymousUser(), SearchRequest(text="books")).total

        publish(2, 6, short="Cutting of hedges", category="crm")

        totals = [queries.search(AnonymousUser(), SearchRequest(text=text)).total for text in ("books", "hedges")]
        assert (before, totals) == (4, [2, 4])

    def test_what_commits_late_is_not_missed(self) -> None:
        publish(0, 2)
        has_written, may_commit = threading.Event(), threading.Event()

        def late() -> None:
            with transaction.atomic():
                publish(10, 11)
                has_written.set()
                may_commit.wait(20)
            connection.close()

        writer = threading.Thread(target=late)
        writer.start()
        has_written.wait(20)
        before = queries.search(AnonymousUser(), SearchRequest()).total
        actions.retire(entry=Entry.objects.get(name="Product 0"), reason="gone", at=finding().seen_at, by=None)
        between = queries.search(AnonymousUser(), SearchRequest()).total
        may_commit.set()
        writer.join()

        assert (before, between, queries.search(AnonymousUser(), SearchRequest()).total) == (2, 1, 2)

    def test_what_is_rolled_back_was_seen_by_its_own_transaction_only(self) -> None:
        publish(0, 2)
        with transaction.atomic():
            publish(2, 4)
            inside = queries.search(AnonymousUser(), SearchRequest()).total
            transaction.set_rollback(True)

        assert (inside, queries.search(AnonymousUser(), SearchRequest()).total) == (4, 2)

    def test_an_emptied_table_is_noticed(self) -> None:
        publish(0, 3)
        assert queries.search(AnonymousUser(), SearchRequest()).total == 3

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE catalogue_entry CASCADE")

        assert queries.search(AnonymousUser(), SearchRequest()).total == 0

    def test_rows_are_taken_in_as_many_looks_as_it_needs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(facet_rows, "CHUNK", 7)
        publish(0, 30)

        assert without_activity(in_memory()) == in_the_table()

    def test_many_read_while_one_writes(self) -> None:
        publish(0, 20)
        failures: list[BaseException] = []
        is_done = threading.Event()

        def read() -> None:
            try:
                while not is_done.is_set():
                    result = queries.search(
                        AnonymousUser(), SearchRequest(text="product", chosen={"licence": ("MIT",)})
                    )
                    assert result.total >= 6
            except BaseException as failure:  # noqa: BLE001  handed to the test
                failures.append(failure)
            finally:
                connection.close()

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        with connection.cursor() as cursor:  # ids far ahead, so that the arrays must grow
            cursor.execute("SELECT setval(pg_get_serial_sequence('catalogue_entry', 'id'), 200000)")
        for start in range(20, 60, 4):
            publish(start, start + 4)
        is_done.set()
        for reader in readers:
            reader.join()

        assert failures == []
        assert without_activity(in_memory()) == in_the_table()


ids = st.lists(st.integers(min_value=0, max_value=bitmaps.GROWTH - 1), unique=True)


@given(ids)
def test_a_set_gives_back_its_ids(numbers: list[int]) -> None:
    assert bitmaps.to_ids(bitmaps.from_ids(numbers, bitmaps.GROWTH)).tolist() == sorted(numbers)


@given(ids, ids)
def test_sets_meet_and_join_as_sets_do(one: list[int], other: list[int]) -> None:
    left, right = (bitmaps.from_ids(numbers, bitmaps.GROWTH) for numbers in (one, other))

    assert bitmaps.count(left & right) == len({*one} & {*other})
    assert bitmaps.count(left | right) == len({*one} | {*other})
    assert bitmaps.count_each(np.stack([left, right]), left).tolist() == [len(one), len({*one} & {*other})]
