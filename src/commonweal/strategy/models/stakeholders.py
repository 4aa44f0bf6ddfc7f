"""With whom a body talks about open source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import User, Visibility, Visible


class Sector(models.TextChoices):
    """Where somebody stands in society."""

    PUBLIC = "public", _("public bodies")
    ACADEMIA = "academia", _("universities and research")
    CIVIC = "civic", _("civil society")
    INDUSTRY = "industry", _("companies")


class Reach(models.TextChoices):
    """How far somebody reaches."""

    INTERNATIONAL = "international", _("international")
    NATIONAL = "national", _("national")
    LOCAL = "local", _("local")


class Stakeholder(Visible):
    """Somebody with whom a body (`owner`) talks about open source: of which sector, how far they reach, about what."""

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    name = models.CharField(max_length=300)
    sector = models.CharField(max_length=10, choices=Sector.choices)
    reach = models.CharField(max_length=15, choices=Reach.choices)
    about = models.CharField(max_length=500, blank=True)
    spoken_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """By name; those of a body are read by its people at least."""

        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="stakeholder_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(
                name="stakeholder_is_never_private", condition=models.Q(visibility__gte=Visibility.BODY)
            ),
        ]

    def __str__(self) -> str:
        return self.name
