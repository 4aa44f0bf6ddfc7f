"""Products that are not in the catalogue as open software, and what could stand in for them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from commonweal.catalogue.models.entry import Entry


class Product(models.Model):
    """A product by name, most often a closed one, that bodies run or that people ask an alternative to.

    `functions` are categories of the catalogue. `folded_name` is `organisations.rules.fold(name)`.
    """

    slug = models.SlugField(max_length=150, unique=True)
    name = models.CharField(max_length=300)
    folded_name = models.CharField(max_length=300, unique=True, editable=False)
    other_names = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    vendor_name = models.CharField(max_length=300, blank=True)
    wikidata = models.CharField(max_length=20, blank=True)
    functions = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """By name."""

        ordering = ["folded_name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of what could replace it."""
        return f"/products/{self.slug}"


class Alternative(models.Model):
    """That an entry could stand in for a product, and who says so."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="alternative_to")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="alternatives")
    source = models.CharField(max_length=200)
    source_url = models.CharField(max_length=1000, blank=True)
    stated_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Each source says it once."""

        constraints = [models.UniqueConstraint(fields=["entry", "product", "source"], name="alternative_once_a_source")]

    def __str__(self) -> str:
        return f"{self.entry_id} for {self.product_id}"
