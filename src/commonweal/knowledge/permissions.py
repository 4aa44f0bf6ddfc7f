"""Who writes guidance; everybody reads it."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done with guidance."""

    WRITE_GUIDANCE = "write_guidance", _("write pages of guidance"), (Role.ADMINISTRATOR, Role.CURATOR)
