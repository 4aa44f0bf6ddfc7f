"""What search reads instead of the wide tables, and searches that somebody wants to come back to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from commonweal.catalogue.models.entry import Entry
from commonweal.organisations.models import User


class FacetTerm(models.Model):
    """A value that entries have in a facet, such as licence EUPL-1.2, under a small number."""

    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=300)

    class Meta:
        """Each value once."""

        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="facet_term_once")]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class SearchDocument(models.Model):
    """What facets and sorting need of an entry, in one narrow row.

    `terms` are numbers of FacetTerm; `written_by` is the id of the transaction that wrote the row, so that a reader
    finds what is new without missing a transaction that commits late; `activity_day` counts days from 1970 (0 when
    unknown); `quality` is between 0 and 1.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="search_document")
    written_by = models.BigIntegerField(db_index=True)
    is_listed = models.BooleanField()
    visibility = models.SmallIntegerField()
    is_archived = models.BooleanField()
    activity_day = models.IntegerField()
    first_seen_day = models.IntegerField()
    quality = models.FloatField()
    folded_name = models.CharField(max_length=300)
    terms = ArrayField(models.IntegerField())

    class Meta:
        """Suggestions look at the beginnings of the words of names."""

        indexes = [GinIndex(fields=["folded_name"], name="search_name_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.folded_name


class SearchText(models.Model):
    """The words of an entry: all of them weighted, and again those that say what it is.

    The rows stay narrow, since the vectors are stored out of line (migration 0002): finding reads only indexes and
    row numbers; ranking fetches the vectors of a few hundred hits.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="search_text")
    words = SearchVectorField()
    headwords = SearchVectorField()

    class Meta:
        """Both are searched."""

        indexes = [
            GinIndex(fields=["words"], name="search_words"),
            GinIndex(fields=["headwords"], name="search_headwords"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}"


class Posting(models.Model):
    """Which entries of a range have a word, as the worker last listed them.

    `entries` are ids of four bytes each. The table bears no constraint to its entries: it is written by the million,
    and what has changed since it was listed is looked up in SearchText.
    """

    pk = models.CompositePrimaryKey("is_headword", "lexeme", "part")
    is_headword = models.BooleanField()
    lexeme = models.TextField(db_collation="C")
    part = models.IntegerField()
    entries = models.BinaryField()

    def __str__(self) -> str:
        return self.lexeme


class PostingList(models.Model):
    """That postings hold what every transaction before `read_to` has written to a table; the newest row counts."""

    of_table = models.CharField(max_length=200)
    read_to = models.BigIntegerField()
    listed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.listed_at}"


class SearchWord(models.Model):
    """A word that entries use, against which a mistyped one is compared."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        """Likeness is by trigrams."""

        indexes = [GinIndex(fields=["word"], name="search_word_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word


class SavedSearch(models.Model):
    """A search under a name, with an Atom feed of its own behind an unguessable token."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=200)
    query = models.CharField(max_length=2000)
    token = models.CharField(max_length=40, unique=True)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A name once a person."""

        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_search_name_once")]

    def __str__(self) -> str:
        return self.name
