"""Fetches: what somebody asked for, and what was found."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import User


class Failure(models.TextChoices):
    """Why a fetch brought nothing; the label is the sentence that its asker reads."""

    NOT_FOUND = (
        "not_found",
        _("Nothing is there, or only people who sign in there can see it. Check the address and try again."),
    )
    PRIVATE = "private", _("This repository is not public. We only read what everyone may read.")
    NOT_A_REPOSITORY = (
        "not_a_repository",
        _("We find no repository there that everyone may read. Copy the address from the page of the repository."),
    )
    REFUSED = "refused", _("This address lies inside a closed network or may not be read by us, so we leave it alone.")
    UNAVAILABLE = "unavailable", _("The other side does not answer properly just now. Try again in a few minutes.")
    BUSY = "busy", _("The other side asks us to wait, because we asked it too often. Try again in an hour.")
    TOO_SLOW = "too_slow", _("The other side took too long to answer. Try again later, or upload the file instead.")
    TOO_LARGE = "too_large", _("What lies there is larger than we read. Upload the file instead.")
    BROKEN = "broken", _("Something went wrong on our side. Upload the file instead, or paste it.")


class Fetch(models.Model):
    """That somebody asked for the publiccode.yml behind an address, and what came of it.

    Waiting until `finished_at`; then `failure` says why it brought nothing, or `content` is a publiccode.yml: the file
    `path` of the repository, or with `is_prefilled` a new one, whose values come from where `origins` says
    (`[{"key": "legal.license", "file": "LICENSE"}]`). `page_url` is where a person sees the file or the repository.
    """

    token = models.CharField(max_length=40, primary_key=True)
    url = models.CharField(max_length=2000)
    host = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=20, blank=True, choices=Failure.choices)
    content = models.TextField(blank=True)
    path = models.CharField(max_length=1000, blank=True)
    page_url = models.CharField(max_length=2000, blank=True)
    is_prefilled = models.BooleanField(default=False)
    origins = models.JSONField(default=list, blank=True)

    class Meta:
        """What is still waiting has brought nothing, and what failed has brought nothing either."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(content="") | (models.Q(failure="") & models.Q(finished_at__isnull=False)),
                name="fetch_brought_something_only_when_done",
            ),
            models.CheckConstraint(
                condition=models.Q(failure="") | models.Q(finished_at__isnull=False),
                name="fetch_failed_only_when_finished",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def state(self) -> str:
        """Whether it is "waiting", "done" or "failed"."""
        if self.finished_at is None:
            return "waiting"
        return "failed" if self.failure else "done"

    @property
    def problem(self) -> str | Promise:
        """The sentence that says why it brought nothing, in the reader's language; "" where it did or still may."""
        return Failure(self.failure).label if self.failure else ""
