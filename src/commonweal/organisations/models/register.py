"""What the register keeps beside a body's own row: codes of other registers, and how many people were counted."""

from django.db import models

from commonweal.organisations import rules
from commonweal.organisations.models.body import Body


class Identifier(models.Model):
    """What another register calls a body: a scheme ("wikidata", "siret") and the value in it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.SlugField(max_length=40)
    value = models.CharField(max_length=200)

    class Meta:
        """A code names one body."""

        ordering = ["scheme", "value"]
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_names_one_body")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def label(self) -> str:
        """What the scheme is called; its code where nobody described it."""
        return rules.scheme_label(self.scheme)

    @property
    def address(self) -> str:
        """The page of the other register about the body; "" where the scheme has none."""
        return rules.scheme_address(self.scheme, self.value)


class PopulationCount(models.Model):
    """How many people a body had in a year, and who counted them; the newest stands in the body's own row too."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="population_counts")
    year = models.PositiveSmallIntegerField()
    inhabitants = models.PositiveIntegerField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        """One count a year, newest first."""

        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="population_counted_once_a_year")]

    def __str__(self) -> str:
        return f"{self.body} {self.year}: {self.inhabitants}"
