"""Bodies: who they are, what they are called, where they belong, what became of them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations import rules


class BodyKind(models.TextChoices):
    """What sort of organisation a body is."""

    GOVERNMENT = "government", _("government")
    MINISTRY = "ministry", _("ministry")
    AGENCY = "agency", _("agency")
    REGION = "region", _("region")
    MUNICIPALITY = "municipality", _("municipality")
    ASSOCIATION = "association", _("association of public bodies")
    UNIVERSITY = "university", _("university")
    RESEARCH = "research_organisation", _("research organisation")
    NGO = "ngo", _("civil-society organisation")
    COMPANY = "company", _("company")
    INSTITUTION = "institution", _("other public institution")


class Tier(models.TextChoices):
    """The level of government a body acts on."""

    SUPRANATIONAL = "supranational", _("supranational")
    NATIONAL = "national", _("national")
    REGIONAL = "regional", _("regional")
    LOCAL = "local", _("local")
    NONE = "none", _("outside government")


class Body(models.Model):
    """An organisation: public, or one that works for public bodies."""

    uri = models.CharField(max_length=300, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    language = models.CharField(max_length=20, default="en")
    kind = models.CharField(max_length=30, choices=BodyKind.choices)
    tier = models.CharField(max_length=20, choices=Tier.choices, default=Tier.NONE)
    country = models.CharField(max_length=2, blank=True, db_index=True)
    region_code = models.CharField(max_length=20, blank=True)
    nuts_code = models.CharField(max_length=10, blank=True)
    lau_code = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    website = models.URLField(max_length=500, blank=True)
    mailbox = models.EmailField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)
    sort_name = models.CharField(max_length=600, blank=True, editable=False)
    folded_names = models.TextField(blank=True, editable=False)

    class Meta:
        """A place has both coordinates or none; lists, searches and neighbours never read the whole table."""

        verbose_name_plural = "bodies"
        ordering = ["sort_name", "pk"]
        indexes = [
            models.Index(fields=["country", "tier"]),
            models.Index(fields=["sort_name", "id"], name="body_in_order"),
            models.Index(fields=["kind", "country"], name="body_kind_country"),
            models.Index(fields=["latitude", "longitude"], name="body_by_place"),
            models.Index(fields=["tier", "population"], name="body_by_size"),
            GinIndex(fields=["folded_names"], opclasses=["gin_trgm_ops"], name="body_by_any_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="body_has_both_coordinates_or_none",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The body's page."""
        return f"/bodies/{self.slug}"

    def name_in(self, language: str) -> str:
        """The official name in a language, else the main name."""
        official = {name.language: name.name for name in self.names.all() if name.kind == NameKind.OFFICIAL}
        return self.name if language == self.language else official.get(language, self.name)

    def fold(self, other_names: Iterable[str] = ()) -> None:
        """Set what lists sort by and searches look through, from the present name and all others."""
        self.sort_name = rules.fold(self.name)
        self.folded_names = rules.fold_all([self.name, *other_names])

    def save(self, *args: Any, **options: Any) -> None:
        """Fold the name of a body that nobody folded yet."""
        if not self.sort_name:
            self.fold()
        super().save(*args, **options)


class NameKind(models.TextChoices):
    """What sort of name a name is."""

    OFFICIAL = "official", _("official name")
    ALIAS = "alias", _("also called")
    FORMER = "former", _("formerly")


class BodyName(models.Model):
    """A name of a body in a language: official, also used, or former."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=NameKind.choices, default=NameKind.OFFICIAL)

    class Meta:
        """Once per body, language and name."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["body", "language", "name"], name="body_name_once")]

    def __str__(self) -> str:
        return self.name


class Parent(models.Model):
    """That a body lies in, belongs to or is a member of another, from when to when."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="children")
    relation = models.CharField(
        max_length=20,
        choices=[("territory", _("lies in")), ("administration", _("is part of")), ("membership", _("is a member of"))],
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        """A body is not its own parent."""

        constraints = [
            models.UniqueConstraint(fields=["body", "parent", "relation"], name="parent_once"),
            models.CheckConstraint(name="body_is_not_its_own_parent", condition=~models.Q(body=models.F("parent"))),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.get_relation_display()} {self.parent}"


class Succession(models.Model):
    """That one body became another: by merger, split or renaming."""

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="predecessions")
    kind = models.CharField(
        max_length=10, choices=[("merger", _("merger")), ("split", _("split")), ("renaming", _("renaming"))]
    )
    on = models.DateField(null=True, blank=True)

    class Meta:
        """Nobody succeeds itself."""

        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                name="body_does_not_succeed_itself", condition=~models.Q(predecessor=models.F("successor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Verification(models.Model):
    """That somebody checked a body to be of the public sector; withdrawn by its end."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="verifications")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    method = models.CharField(max_length=200)
    verified_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """At most one that stands."""

        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(withdrawn_at__isnull=True), name="one_standing_verification"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.method}"
