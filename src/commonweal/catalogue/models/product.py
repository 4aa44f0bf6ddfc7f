"""Products that are not in the catalogue as open software, and what could stand in for them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from commonweal.catalogue import rules
from commonweal.catalogue.models.entry import Entry
from commonweal.organisations.models import User


class Product(models.Model):
    """A product by name, most often a closed one, that bodies run or that people ask an alternative to.

    `functions` are categories of the catalogue; `folded_names` are all its names as `rules.words` gives them. One that
    no curator listed is shown to nobody else: its name alone may tell what a body runs.
    """

    slug = models.SlugField(max_length=150, unique=True)
    name = models.CharField(max_length=300)
    folded_name = models.CharField(max_length=300, unique=True, editable=False)
    other_names = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    folded_names = ArrayField(models.CharField(max_length=300), default=list, editable=False)
    vendor_name = models.CharField(max_length=300, blank=True)
    wikidata = models.CharField(max_length=20, blank=True)
    functions = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    named_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    listed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """By name; found by any of its names."""

        ordering = ["folded_name"]
        indexes = [
            GinIndex(fields=["folded_names"], name="product_by_any_name"),
            GinIndex(fields=["functions"], name="product_by_function"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of what could replace it."""
        return f"/products/{self.slug}"

    def save(self, *args: Any, **options: Any) -> None:
        """Fold its names for comparing."""
        self.folded_name = folded(self.name)
        self.folded_names = sorted({self.folded_name, *map(folded, self.other_names)} - {""})
        super().save(*args, **options)


class Alternative(models.Model):
    """That an entry could stand in for a product, and who says so; `pack` is the list it came with, and its version."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="alternative_to")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="alternatives")
    source = models.CharField(max_length=200)
    source_url = models.CharField(max_length=1000, blank=True)
    stated_on = models.DateField(null=True, blank=True)
    pack = models.CharField(max_length=100, blank=True)
    stated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Each source says it once."""

        constraints = [models.UniqueConstraint(fields=["entry", "product", "source"], name="alternative_once_a_source")]

    def __str__(self) -> str:
        return f"{self.entry_id} for {self.product_id}"


def folded(name: str) -> str:
    """A product's name as it is compared: its words, small and without accents."""
    return " ".join(rules.words(name))[:300]
