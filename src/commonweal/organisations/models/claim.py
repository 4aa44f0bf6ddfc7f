"""Numbers that somebody stated: kept side by side when they disagree."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Qualifier(models.TextChoices):
    """How exactly a number was stated."""

    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    NEARLY = "nearly", _("nearly")


class Claim(models.Model):
    """A number somebody stated about a subject, with source and date; a later one may supersede it, none is deleted."""

    code = models.SlugField(max_length=120, unique=True)
    subject = models.CharField(max_length=200, db_index=True)
    statement = models.CharField(max_length=500)
    value = models.DecimalField(max_digits=20, decimal_places=4)
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, default=Qualifier.EXACTLY)
    unit = models.CharField(max_length=60)
    source_url = models.URLField(max_length=1000, blank=True)
    source_title = models.CharField(max_length=500)
    source_part = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_known_to = models.CharField(max_length=5, default="day")
    about_year = models.PositiveSmallIntegerField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    class Meta:
        """Newest first."""

        ordering = ["subject", "-published_on", "code"]

    def __str__(self) -> str:
        return f"{self.statement}: {self.value} {self.unit}"
