"""Who may do what with the tools for publishers: everyone may use them, also without an account."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done beyond what everyone may."""

    # The network behind our firewall must not become readable through a tool that strangers may use.
    FETCH_INSIDE = (
        "fetch_inside",
        _("fetch files from the hosts of our own network that the operator named"),
        (Role.ADMINISTRATOR, Role.CURATOR),
    )
