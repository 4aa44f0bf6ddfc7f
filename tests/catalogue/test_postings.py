"""Search finds the same with lists of words as without, whatever has become of lists and entries since."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from commonweal.catalogue import actions, queries
from commonweal.catalogue.actions import postings as listing
from commonweal.catalogue.models import Entry, Posting, PostingList, SearchDocument
from commonweal.catalogue.queries import SearchRequest, facet_index, listed_words
from commonweal.organisations.models import Visibility
from tests.catalogue.findings import finding

pytestmark = pytest.mark.usefixtures("_committed")
TEXTS = ("product", "prodotto mense", "lending books", "book", "hedges", "civil registry", "product 7", "l'école")


@pytest.fixture
def _committed(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written here is committed, and few entries are worth lists."""
    monkeypatch.setattr(listed_words, "FEWEST_ENTRIES", 1)
    monkeypatch.setattr(listing, "PART", 16)


def publish(first: int, last: int, short: str = "Lending of books", **changes: str) -> None:
    actions.publish_many(
        findings=[
            finding(f"Product {n}", short=short, language="en", minutes=n, **changes) for n in range(first, last)
        ],
        by=None,
    )


def list_settled() -> int:
    """List words when every transaction is long past, whatever else runs on the server of the tests."""
    SearchDocument.objects.update(written_by=0)
    return actions.list_postings(at_least=1)


def found() -> list[tuple[int, list[str]]]:
    """What each text finds when it is asked for the first time."""
    results = []
    for text in TEXTS:
        index = facet_index.current()
        for key in list(index.postings):
            index.forget_posting(key)
        result = queries.search(AnonymousUser(), SearchRequest(text=text, size=100))
        results.append((result.total, [hit.entry.name for hit in result.hits]))
    return results


def found_without_lists() -> list[tuple[int, list[str]]]:
    with transaction.atomic():
        PostingList.objects.all().delete()
        without = found()
        transaction.set_rollback(True)
    assert PostingList.objects.exists()
    return without


def test_lists_give_the_same_answers_as_the_index() -> None:
    publish(0, 40)
    publish(40, 60, short="Cutting of hedges", category="crm")
    before = found()

    assert actions.list_postings(at_least=1) > 1
    assert found() == before
    assert before[0][0] == 60


def test_lists_are_read() -> None:
    publish(0, 3)
    list_settled()
    PostingList.objects.update(read_to=1)
    Posting.objects.all().delete()

    assert {total for total, _ in found()} == {0}


def test_what_changes_after_the_lists_is_found_as_it_is_now() -> None:
    publish(0, 40)
    actions.list_postings(at_least=1)

    publish(10, 50, short="Cutting of hedges", category="crm")
    actions.retire(entry=Entry.objects.get(name="Product 3"), reason="gone", at=finding().seen_at, by=None)

    assert found() == found_without_lists()
    assert found()[3][0] == 9


def test_only_parts_that_changed_are_listed_anew() -> None:
    publish(0, 60)
    list_settled()
    PostingList.objects.update(read_to=1)
    publish(5, 6, short="Cutting of hedges")

    assert actions.list_postings(at_least=2) == 0
    assert actions.list_postings(at_least=1) == 1
    assert found() == found_without_lists()


def test_a_small_catalogue_needs_no_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed_words, "FEWEST_ENTRIES", 4)
    publish(0, 3)

    assert actions.list_postings(at_least=1) == 0
    assert not PostingList.objects.exists()


def test_after_very_many_changes_the_index_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed_words, "MOST_CHANGED", 5)
    publish(0, 20)
    list_settled()
    PostingList.objects.update(read_to=1)

    publish(0, 10, short="Cutting of hedges", category="crm")

    assert listed_words.unlisted() is None
    assert found() == found_without_lists()


@pytest.mark.parametrize(
    "harm",
    [
        "TRUNCATE catalogue_posting, catalogue_postinglist",
        "UPDATE catalogue_postinglist SET of_table = 'of another cluster'",
        "VACUUM FULL catalogue_searchtext",
    ],
)
def test_lists_that_are_lost_or_of_another_table_are_not_missed(harm: str) -> None:
    publish(0, 20)
    before = found()
    actions.list_postings(at_least=1)
    with connection.cursor() as cursor:
        cursor.execute(harm)
        cursor.execute("UPDATE catalogue_posting SET entries = ''")

    assert found() == before
    assert actions.list_postings(at_least=1) > 0
    assert found() == before


def test_a_crash_loses_lists_and_the_note_of_them_together() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname ~ '^catalogue_posting(list)?$'")

        assert cursor.fetchall() == [("u",), ("u",)]


def test_lists_show_nobody_what_is_not_for_them() -> None:
    publish(0, 5)
    actions.publish_many(
        findings=[finding("Product 9", short="Lending of books", language="en", visibility=Visibility.PRIVATE)], by=None
    )
    actions.list_postings(at_least=1)

    assert found()[0][0] == 5
    assert found() == found_without_lists()


def test_a_transaction_finds_what_it_has_written_itself() -> None:
    publish(0, 5)
    actions.list_postings(at_least=1)

    with transaction.atomic():
        publish(5, 8)
        inside = found()[0][0]
        transaction.set_rollback(True)

    assert (inside, found()[0][0]) == (8, 5)


def test_what_commits_after_the_lists_were_made_is_not_missed() -> None:
    publish(0, 5)
    has_written, may_commit = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            publish(5, 7)
            has_written.set()
            may_commit.wait(20)
        connection.close()

    writer = threading.Thread(target=late)
    writer.start()
    has_written.wait(20)
    actions.list_postings(at_least=1)
    before = found()[0][0]
    may_commit.set()
    writer.join()

    assert (before, found()[0][0]) == (5, 7)


def test_many_search_while_lists_are_made_anew() -> None:
    publish(0, 40)
    expected = found()[0]
    failures: list[BaseException] = []
    is_done = threading.Event()

    def read() -> None:
        try:
            while not is_done.is_set():
                result = queries.search(AnonymousUser(), SearchRequest(text="product", size=100))
                assert (result.total, [hit.entry.name for hit in result.hits]) == expected
                with facet_index.reading(facet_index.current()) as index:
                    index.postings.clear()
        except BaseException as failure:  # noqa: BLE001  handed to the test
            failures.append(failure)
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(6):
        PostingList.objects.all().delete()
        actions.list_postings(at_least=1)
    is_done.set()
    for reader in readers:
        reader.join()

    assert failures == []


def test_a_query_of_a_shape_that_lists_cannot_answer_is_left_to_the_index() -> None:
    publish(0, 2)
    actions.list_postings(at_least=1)

    answered = listed_words.listed(
        "words", ["'lend' & 'book' | 'hedg':*", "'lend' <-> 'book'", "!'lend'", "'it''s'", "('a')"], 65_536
    )

    assert list(answered) == ["'lend' & 'book' | 'hedg':*"]
