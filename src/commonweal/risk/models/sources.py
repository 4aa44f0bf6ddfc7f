"""Where advisories and signals come from, and how fresh they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import User


class FeedKind(models.TextChoices):
    """What a source holds and how it is read."""

    OSV = "osv", _("advisories in OSV form: a zip, a folder or lines of JSON")
    RUBYSEC = "rubysec", _("advisories of the Ruby community")
    FRIENDSOFPHP = "friendsofphp", _("advisories of the PHP community")
    KEV = "kev", _("list of vulnerabilities known to be exploited")
    EPSS = "epss", _("forecast of what will be exploited")
    SSVC = "ssvc", _("decisions of a coordinator (SSVC)")
    LOCAL = "local", _("written here")


class AdvisorySource(models.Model):
    """A feed of advisories or signals; `cursor` is where the last sync stopped ({"etag", "modified", …}).

    `url` is empty for what is imported from files. Switched off, it is kept and no longer read.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=FeedKind.choices)
    url = models.CharField(max_length=1000, blank=True)
    homepage = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    is_on = models.BooleanField(default=False)
    every_hours = models.PositiveSmallIntegerField(default=6)
    cursor = models.JSONField(default=dict, blank=True)
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """By name."""

        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The source's page."""
        return f"/advisory-sources/{self.slug}"


class SyncRun(models.Model):
    """One reading of a source and what it brought; `held_back` says why its changes wait for a person, if they do."""

    source = models.ForeignKey(AdvisorySource, on_delete=models.CASCADE, related_name="runs")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)
    held_back = models.CharField(max_length=300, blank=True)
    is_import = models.BooleanField(default=False)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seen = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    class Meta:
        """Newest first; one at a time a source."""

        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(finished_at__isnull=True), name="one_open_sync_a_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"
