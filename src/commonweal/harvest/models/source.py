"""Sources: where the catalogue looks, how, and how often."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, Visible


class DriverKind(models.TextChoices):
    """What sort of source a source is; the value is the connector's name."""

    GITHUB = "github", _("account on GitHub")
    GITLAB = "gitlab", _("GitLab: a group or a whole installation")
    GITEA = "gitea", _("Forgejo or Gitea: an account or a whole installation")
    BITBUCKET = "bitbucket", _("account on Bitbucket")
    REPOSITORY_LIST = "repository_list", _("list of repository addresses")
    ACCOUNT_LIST = "account_list", _("published list of public accounts")
    REMOTE_GIT = "remote_git", _("one git repository behind an address")
    WEBSITE = "website", _("web site that describes its own software")
    SOFTWARE_CATALOG_API = "software_catalog_api", _("another catalogue with the common software API")
    FOREIGN_JSON = "foreign_json", _("another catalogue as JSON, with a mapping")
    LOCAL_GIT = "local_git", _("git repositories on this machine")
    FOLDER = "folder", _("folder of publiccode.yml files on this machine")

    @property
    def is_local(self) -> bool:
        """Whether reading it means reading this machine's own files."""
        return self in {DriverKind.LOCAL_GIT, DriverKind.FOLDER}


class Source(Visible):
    """A place that the catalogue is filled from: a host's account, a list, a folder or another catalogue."""

    name = models.CharField(_("name"), max_length=200)
    driver = models.CharField(_("kind"), max_length=40, choices=DriverKind.choices)
    url = models.CharField(_("address"), max_length=1000)
    group = models.CharField(_("account"), max_length=300, blank=True)
    mapping = models.JSONField(_("mapping"), default=dict, blank=True)
    publisher = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="sources", verbose_name=_("publisher")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    precedence = models.PositiveSmallIntegerField(_("precedence"), default=10)
    licence = models.CharField(_("licence of the metadata"), max_length=200, blank=True)
    interval_hours = models.PositiveIntegerField(_("hours between two harvests"), default=24)
    next_due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The same place is a source once."""

        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["driver", "url", "group"], name="source_once"),
            models.CheckConstraint(condition=models.Q(interval_hours__gte=1), name="source_rests_an_hour_at_least"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """How the catalogue names this source in its records."""
        return f"harvest:{self.pk}"

    @property
    def kind(self) -> DriverKind:
        """The kind, with its words."""
        return DriverKind(self.driver)

    @property
    def is_local(self) -> bool:
        """Whether reading it means reading this machine's own files."""
        return self.kind.is_local or not self.url.startswith(("https://", "http://"))

    def get_absolute_url(self) -> str:
        """The source's page."""
        return f"/sources/{self.pk}"


class SourcePause(models.Model):
    """That a source is left alone for now or was removed, who says so and why; ended when it is taken up again."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=300)
    is_removal = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    paused_at = models.DateTimeField(auto_now_add=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """At most one that stands."""

        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(resumed_at__isnull=True), name="one_standing_pause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"
