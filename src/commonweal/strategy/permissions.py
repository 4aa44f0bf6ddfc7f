"""Who may say what a body wants and does."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done with strategies, initiatives and concerns."""

    KEEP_STRATEGY = (
        "keep_strategy",
        _("keep the strategy of an organisation, its goals and its actions"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
    KEEP_INITIATIVES = (
        "keep_initiatives",
        _("keep the initiatives of an organisation"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR),
    )
    RAISE_CONCERNS = (
        "raise_concerns",
        _("write down what people at an organisation fear about open source"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.SECURITY, Role.MEMBER),
    )
