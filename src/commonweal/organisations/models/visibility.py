"""Who may see a record: a ladder of four rungs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.IntegerChoices):
    """From narrow to wide; each rung includes those below it."""

    PRIVATE = 0, _("only its author")
    BODY = 1, _("our own body")
    NETWORK = 2, _("bodies of the network")
    PUBLIC = 3, _("everyone")


class Visible(models.Model):
    """A record with an author, an owning body and a rung of the ladder."""

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.PUBLIC, db_index=True)
    owner = models.ForeignKey(
        "organisations.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        """A mixin."""

        abstract = True
